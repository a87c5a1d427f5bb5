import type { LocalDate } from '../../kernel/local-date.js';
import type { Minor, Money } from '../../kernel/money.js';

export const lineKinds = ['goods', 'plan', 'visit', 'service'] as const;
/** What a line sells: an item of the warehouse, a subscription, one visit ahead, or anything else. */
export type LineKind = (typeof lineKinds)[number];

/** The member of a line that says what it sells; exactly one of them is given. */
export const SUBJECTS = {
  itemId: 'goods',
  planId: 'plan',
  activityId: 'visit',
  serviceId: 'service',
} as const satisfies Record<string, LineKind>;
export type SubjectMember = keyof typeof SUBJECTS;

export interface LineAsked extends Partial<Record<SubjectMember, string>> {
  quantity?: string;
  unitPrice?: Money;
  discount?: Money;
  discountReason?: string;
  discountId?: string;
  promoCode?: string;
  startsOn?: LocalDate;
  note?: string;
}

/** A sum that comes or goes by a method; without an amount it is the rest. */
export interface SumAsked<Method extends string = string> {
  method: Method;
  amount?: Money;
  cashDeskId?: string;
}

export interface SaleAsked {
  branchId: string;
  clientId?: string;
  buyerName?: string;
  warehouseId?: string;
  sellerId?: string;
  dueOn?: LocalDate;
  comment?: string;
  discount?: Money;
  discountReason?: string;
  lines: readonly LineAsked[];
  payments?: readonly SumAsked[];
}

/** A line with its price, before the discount that the whole sale may get. */
export interface PricedLine {
  readonly unitPrice: Minor;
  readonly gross: Minor;
  readonly discount: Minor;
  readonly discountReason: string | null;
  readonly discountId: string | null;
}
