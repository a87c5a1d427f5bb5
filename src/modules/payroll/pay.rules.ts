import type { Fault } from '../../kernel/errors.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { multiply, percentOf, type Minor } from '../../kernel/money.js';

/** What is owed for a piece of work, and the sentence that explains it. Every number that was used is in the formula. */
export const bases = ['lesson', 'hour', 'attendee', 'revenue_percent'] as const;
export type PayBasis = (typeof bases)[number];

/** The narrower scope wins: the group, then the activity, then the employee alone. */
export interface PayTerms {
  readonly id: string;
  readonly activityId: string | null;
  readonly groupId: string | null;
  readonly basis: PayBasis;
  /** Per lesson, hour or attendee. */
  readonly rate: Minor | null;
  /** Decimal text, of the revenue. */
  readonly percent: string | null;
  readonly minAmount: Minor | null;
  readonly maxAmount: Minor | null;
  readonly effectiveFrom: LocalDate;
}

/** The measure of a piece of work. */
export interface WorkMeasure {
  readonly minutes: number;
  /** Minutes in an hour of pay: 60 or 45. */
  readonly hourMinutes: number;
  readonly attendees: number;
  /** What the lesson brought: the value of its visits. */
  readonly revenue: Minor;
}

export interface PayFormula {
  readonly basis: PayBasis | null;
  readonly rate?: Minor;
  readonly percent?: string;
  readonly minutes?: number;
  readonly hourMinutes?: number;
  readonly hours?: string;
  readonly attendees?: number;
  readonly revenue?: Minor;
  readonly computed: Minor;
  readonly min: Minor | null;
  readonly max: Minor | null;
  readonly amount: Minor;
  readonly text: string;
}

export interface Pay {
  readonly amount: Minor;
  readonly formula: PayFormula;
}

interface Computed {
  readonly numbers: Partial<PayFormula>;
  readonly computed: Minor;
  readonly text: string;
}

/** The scheme in effect on a day for work of this group and activity; null when nobody set one. */
export function chooseScheme<S extends PayTerms>(
  schemes: readonly S[],
  work: { activityId: string; groupId: string | null; onDate: LocalDate },
): S | null {
  const fitting = schemes.filter(
    (scheme) =>
      scheme.effectiveFrom <= work.onDate &&
      (scheme.groupId === null || scheme.groupId === work.groupId) &&
      (scheme.activityId === null || scheme.activityId === work.activityId),
  );
  const [best] = fitting.sort(
    (a, b) => narrowness(b) - narrowness(a) || (a.effectiveFrom < b.effectiveFrom ? 1 : -1),
  );
  return best ?? null;
}

const narrowness = (scheme: PayTerms): number =>
  scheme.groupId !== null ? 2 : scheme.activityId !== null ? 1 : 0;

/** What the work pays by the scheme, not below its least and not above its most. */
export function payFor(work: WorkMeasure, scheme: PayTerms | null): Pay {
  if (scheme === null) return nothing;
  const { numbers, computed, text } = compute(work, scheme);
  const { minAmount: min, maxAmount: max } = scheme;
  const amount = clamp(computed, min, max);
  return {
    amount,
    formula: {
      ...numbers,
      basis: scheme.basis,
      computed,
      min,
      max,
      amount,
      text: text + limitText(computed, amount),
    },
  };
}

/** The entry against an accrual: the same numbers, the opposite amount. */
export function reversalOf(made: Pay): Pay {
  const amount = made.amount === 0 ? 0 : -made.amount;
  return { amount, formula: { ...made.formula, amount, text: `reversal of: ${made.formula.text}` } };
}

const nothing: Pay = {
  amount: 0,
  formula: {
    basis: null,
    computed: 0,
    min: null,
    max: null,
    amount: 0,
    text: 'no pay scheme was in effect: 0.00',
  },
};

function compute(work: WorkMeasure, scheme: PayTerms): Computed {
  const rate = scheme.rate ?? 0;
  switch (scheme.basis) {
    case 'lesson':
      return { numbers: { rate }, computed: rate, text: `${decimal(rate)} × 1 lesson = ${decimal(rate)}` };
    case 'hour':
      return byHour(work, rate);
    case 'attendee': {
      const { attendees } = work;
      const computed = multiply(rate, attendees);
      return {
        numbers: { rate, attendees },
        computed,
        text: `${decimal(rate)} × ${attendees} attendees = ${decimal(computed)}`,
      };
    }
    case 'revenue_percent': {
      const { revenue } = work;
      const percent = scheme.percent ?? '0';
      const computed = percentOf(revenue, percent);
      return {
        numbers: { percent, revenue },
        computed,
        text: `${percent} % of ${decimal(revenue)} = ${decimal(computed)}`,
      };
    }
  }
}

/** Computed from the minutes: hours are shown as a decimal only when that decimal is exact. */
function byHour({ minutes, hourMinutes }: WorkMeasure, rate: Minor): Computed {
  const computed = multiply(rate, minutes, hourMinutes);
  const isExact = (minutes * 100) % hourMinutes === 0;
  const hours = isExact ? decimal((minutes * 100) / hourMinutes) : `${minutes}/${hourMinutes}`;
  return {
    numbers: { rate, minutes, hourMinutes, hours },
    computed,
    text: `${decimal(rate)} × ${hours} h = ${decimal(computed)}`,
  };
}

function clamp(amount: Minor, min: Minor | null, max: Minor | null): Minor {
  if (min !== null && amount < min) return min;
  return max !== null && amount > max ? max : amount;
}

function limitText(computed: Minor, amount: Minor): string {
  if (amount === computed) return '';
  return amount > computed ? `, at least ${decimal(amount)}` : `, at most ${decimal(amount)}`;
}

/** Minor units as people write them: `60000` is `600.00`. */
function decimal(minor: Minor): string {
  const digits = String(Math.abs(minor)).padStart(3, '0');
  return `${minor < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

export interface SchemeForm {
  activityId?: string | null;
  groupId?: string | null;
  basis: PayBasis;
  rate?: { amount: Minor } | null;
  percent?: string | null;
  minAmount?: { amount: Minor } | null;
  maxAmount?: { amount: Minor } | null;
}

/** What does not fit together in a scheme as it was asked for. */
export function schemeFaults(form: SchemeForm): Fault[] {
  const [needed, barred] =
    form.basis === 'revenue_percent' ? (['percent', 'rate'] as const) : (['rate', 'percent'] as const);
  const faults: Fault[] = [];
  if (form[needed] == null) {
    faults.push({
      pointer: `/${needed}`,
      code: 'value.required',
      detail: `The basis ${form.basis} needs ${needed}.`,
    });
  }
  if (form[barred] != null) {
    faults.push({
      pointer: `/${barred}`,
      code: 'value.not-allowed',
      detail: `The basis ${form.basis} takes no ${barred}.`,
    });
  }
  if (form.activityId != null && form.groupId != null) {
    faults.push({
      pointer: '/groupId',
      code: 'value.not-allowed',
      detail: 'Give activityId or groupId, not both.',
    });
  }
  if (form.minAmount != null && form.maxAmount != null && form.maxAmount.amount < form.minAmount.amount) {
    faults.push({
      pointer: '/maxAmount',
      code: 'range.ends-before-start',
      detail: 'maxAmount cannot be below minAmount.',
    });
  }
  return faults;
}
