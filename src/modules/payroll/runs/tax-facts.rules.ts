import type { Fault } from '../../../kernel/errors.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import type { DeductionClaim } from './tax.types.js';

export interface OrderForm {
  readonly percent?: string | null;
  readonly monthlyAmount?: { readonly amount: number } | null;
  readonly totalAmount?: { readonly amount: number } | null;
  readonly limitPercent: string;
  readonly effectiveFrom: LocalDate;
  readonly effectiveUntil?: LocalDate | null;
}

export function claimFaults(claims: readonly DeductionClaim[]): Fault[] {
  return claims.flatMap(({ from, until }, index) =>
    until !== null && until !== undefined && until <= from
      ? [fault(`/deductions/${index}/until`, 'It ends after it begins.')]
      : [],
  );
}

export function orderFaults(form: OrderForm): Fault[] {
  const hasPercent = form.percent !== undefined && form.percent !== null;
  const hasAmount = form.monthlyAmount !== undefined && form.monthlyAmount !== null;
  const positive = (pointer: string, amount: number | undefined) =>
    amount === 0 ? [fault(pointer, 'An amount above zero.')] : [];
  return [
    ...(hasPercent === hasAmount
      ? [fault('/percent', 'Give exactly one of percent and monthlyAmount.')]
      : []),
    ...(hasPercent && Number(form.percent) === 0 ? [fault('/percent', 'A percent above zero.')] : []),
    ...positive('/monthlyAmount', form.monthlyAmount?.amount),
    ...positive('/totalAmount', form.totalAmount?.amount),
    ...(Number(form.limitPercent) > 70 || Number(form.limitPercent) === 0
      ? [fault('/limitPercent', 'Above zero, and the law leaves at least 30 %: at most 70.')]
      : []),
    ...untilFaults(form.effectiveFrom, form.effectiveUntil ?? null),
  ];
}

export const untilFaults = (from: LocalDate, until: LocalDate | null): Fault[] =>
  until !== null && until < from
    ? [
        {
          pointer: '/effectiveUntil',
          code: 'date.before-start',
          detail: `Not before effectiveFrom, ${from}.`,
        },
      ]
    : [];

const fault = (pointer: string, detail: string): Fault => ({
  pointer,
  code: 'withholding.not-valid',
  detail,
});
