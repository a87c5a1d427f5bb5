import type { Fault } from '../../kernel/errors.js';
import type { Minor } from '../../kernel/money.js';
import type { DiscountKind } from './discount.rules.js';
import { periodFaults } from './price-list.rules.js';

interface NewDiscount {
  kind: DiscountKind;
  percent?: string;
  amount?: { amount: Minor };
  maxAmount?: { amount: Minor };
  minCount?: number;
  promoCode?: string;
  maxUses?: number;
  effectiveFrom: string;
  effectiveTo?: string | null;
}

/** What is wrong with the terms of a new discount, all at once. */
export function discountFaults(discount: NewDiscount): Fault[] {
  const isCounted = discount.kind === 'sibling' || discount.kind === 'activities';
  const isPromo = discount.kind === 'promo';
  return [
    ...measureFaults(discount),
    ...belongs('minCount', discount.minCount, isCounted, true),
    ...belongs('promoCode', discount.promoCode, isPromo, true),
    ...belongs('maxUses', discount.maxUses, isPromo, false),
    ...periodFaults(discount.effectiveFrom, discount.effectiveTo ?? null),
  ];
}

function measureFaults({ percent, amount, maxAmount }: NewDiscount): Fault[] {
  const faults: Fault[] = [];
  if ((percent === undefined) === (amount === undefined))
    faults.push({
      pointer: '/percent',
      code: 'discount.one-measure',
      detail: 'Give either percent or amount.',
    });
  if (percent !== undefined && Number(percent) === 0) faults.push(nothing('/percent'));
  if (amount?.amount === 0) faults.push(nothing('/amount/amount'));
  if (maxAmount?.amount === 0) faults.push(nothing('/maxAmount/amount'));
  if (maxAmount !== undefined && percent === undefined) faults.push(notOfKind('maxAmount'));
  return faults;
}

function belongs(member: string, value: unknown, isOfKind: boolean, isRequired: boolean): Fault[] {
  if (value !== undefined && !isOfKind) return [notOfKind(member)];
  if (value === undefined && isOfKind && isRequired)
    return [{ pointer: `/${member}`, code: 'value.required', detail: 'This is required.' }];
  return [];
}

const nothing = (pointer: string): Fault => ({
  pointer,
  code: 'number.too-small',
  detail: 'It is above zero.',
});
const notOfKind = (member: string): Fault => ({
  pointer: `/${member}`,
  code: 'discount.not-of-kind',
  detail: 'A discount of this kind has no such member.',
});
