import { percentOf, type Minor } from '../../kernel/money.js';
import type { LocalDate } from '../../kernel/local-date.js';

export const discountKinds = ['sibling', 'activities', 'promo', 'manual'] as const;
export type DiscountKind = (typeof discountKinds)[number];

/** The terms of a discount, as the decision looks at them. */
export interface DiscountTerms {
  readonly id: string;
  readonly name: string;
  readonly kind: DiscountKind;
  readonly branchId: string | null;
  /** One of the two; of a manual discount the most that may be given. */
  readonly percent: string | null;
  readonly amount: Minor | null;
  /** What a percentage gives at most. */
  readonly maxAmount: Minor | null;
  readonly minCount: number | null;
  readonly effectiveFrom: LocalDate;
  readonly effectiveTo: LocalDate | null;
  readonly isArchived: boolean;
  /** What it is limited to; both empty: everything. */
  readonly planIds: readonly string[];
  readonly activityIds: readonly string[];
}

/** What is sold, where and when, and to whom. */
export interface DiscountCase {
  readonly branchId: string;
  readonly on: LocalDate;
  readonly price: Minor;
  /** Null: goods or a service, which no discount limited to plans or activities is for. */
  readonly planId: string | null;
  readonly activityIds: readonly string[];
  /** Brothers and sisters who attend; activities attended besides. */
  readonly facts: { readonly siblings: number; readonly activities: number };
}

export type Refusal = 'not_in_force' | 'not_here' | 'not_for_this' | 'conditions_not_met';

/** Why a discount cannot be given; null when it can. */
export function refusalOf(discount: DiscountTerms, sale: DiscountCase): Refusal | null {
  if (!isInForce(discount, sale.on)) return 'not_in_force';
  if (discount.branchId !== null && discount.branchId !== sale.branchId) return 'not_here';
  if (!isMeant(discount, sale)) return 'not_for_this';
  return isEarned(discount, sale.facts) ? null : 'conditions_not_met';
}

const isInForce = (discount: DiscountTerms, on: LocalDate): boolean =>
  !discount.isArchived &&
  discount.effectiveFrom <= on &&
  (discount.effectiveTo === null || on <= discount.effectiveTo);

function isMeant({ planIds, activityIds }: DiscountTerms, sale: DiscountCase): boolean {
  if (planIds.length === 0 && activityIds.length === 0) return true;
  return (
    (sale.planId !== null && planIds.includes(sale.planId)) ||
    sale.activityIds.some((id) => activityIds.includes(id))
  );
}

function isEarned({ kind, minCount }: DiscountTerms, facts: DiscountCase['facts']): boolean {
  if (kind === 'sibling') return facts.siblings >= (minCount ?? 1);
  return kind !== 'activities' || facts.activities >= (minCount ?? 1);
}

/** What a discount takes off a price; never more than the price. */
export function worthOf(discount: DiscountTerms, price: Minor): Minor {
  const full = discount.percent === null ? (discount.amount ?? 0) : percentOf(price, discount.percent);
  return Math.min(full, discount.maxAmount ?? full, price);
}

/** Discounts do not add up: the one that takes most off is given; of equals the one that was made first. */
export function best<T extends { readonly id: string; readonly worth: Minor }>(
  offers: readonly T[],
): T | null {
  const [first] = [...offers].sort((a, b) => b.worth - a.worth || (a.id < b.id ? -1 : 1));
  return first === undefined || first.worth <= 0 ? null : first;
}
