import type { LocalDate } from '../../kernel/local-date.js';
import { multiply, percentOf, type Minor } from '../../kernel/money.js';
import { rateByHeads, sumByHeads } from './brackets.rules.js';
import type {
  AdjustmentKind,
  Pay,
  PayFamily,
  PayFormula,
  PayOverride,
  PayShare,
  PayStep,
  PayTerms,
  WorkMeasure,
} from './pay.types.js';

/** What is owed for a piece of work. Every number that was used is in the formula, so that `recompute` gives it again. */
type Inputs = Omit<PayFormula, 'computed' | 'amount' | 'steps'>;

/** The scheme of a family in effect on a day for work of this group and activity; null when nobody set one. */
export function chooseScheme<S extends PayTerms>(
  schemes: readonly S[],
  work: { activityId: string | null; groupId: string | null; onDate: LocalDate },
  family: PayFamily = 'work',
): S | null {
  const fitting = schemes.filter(
    (scheme) =>
      scheme.family === family &&
      scheme.effectiveFrom <= work.onDate &&
      (scheme.effectiveTo === null || work.onDate < scheme.effectiveTo) &&
      (scheme.groupId === null || scheme.groupId === work.groupId) &&
      (scheme.activityId === null || scheme.activityId === work.activityId),
  );
  const [best] = fitting.sort(
    (a, b) => narrowness(b) - narrowness(a) || (a.effectiveFrom < b.effectiveFrom ? 1 : -1),
  );
  return best ?? null;
}

function narrowness(scheme: PayTerms): number {
  if (scheme.groupId !== null) return 4;
  if (scheme.activityId !== null) return 3;
  if (scheme.employeeId !== null) return 2;
  return scheme.branchId === null ? 0 : 1;
}

/** What the work pays by the scheme, not below its least and not above its most; of that, the share. */
export function payFor(
  work: WorkMeasure,
  scheme: PayTerms | null,
  how: { share?: PayShare | null; absenteeId?: string | null } = {},
): Pay {
  const aside = {
    ...(how.share == null ? {} : { share: how.share }),
    ...(how.absenteeId == null ? {} : { absenteeId: how.absenteeId }),
  };
  if (scheme === null) return finished({ basis: null, min: null, max: null });
  const limits = { min: scheme.minAmount, max: scheme.maxAmount };
  return finished({ ...inputsOf(work, scheme), ...aside, ...limits });
}

/** What a lesson pays by the word of whoever set it: an amount that is final, or another rate. */
export function payByOverride(work: WorkMeasure, override: PayOverride, share: PayShare | null): Pay {
  const basis = override.basis ?? 'lesson';
  const rate = override.rate ?? override.amount ?? 0;
  const inputs = inputsOf(work, {
    basis,
    rate,
    percent: null,
    brackets: null,
    bracketMode: null,
    hourMinutes: null,
  });
  const aside = share === null || override.amount !== null ? {} : { share };
  return finished({ ...inputs, isOverride: true, ...aside, min: null, max: null });
}

/** A percentage or a fixed amount of a piece of money: a payment received, a sale made. Below zero when it was taken back. */
export function payOfMoney(sum: Minor, scheme: PayTerms, share: PayShare | null): Pay {
  const inputs: Inputs = {
    basis: scheme.basis,
    percent: scheme.percent ?? '0',
    revenue: sum,
    min: null,
    max: null,
  };
  return finished({ ...inputs, ...(share === null ? {} : { share }) });
}

/** On top of what the work paid. */
export function premiumOf(base: Minor, scheme: PayTerms): Pay {
  const how = scheme.percent === null ? { rate: scheme.rate ?? 0 } : { percent: scheme.percent, base };
  const name = scheme.name ?? '';
  return finished({ basis: 'premium', name, ...how, min: scheme.minAmount, max: scheme.maxAmount });
}

/** What a person enters by hand; all but a bonus lower what is owed. */
export const adjustmentOf = (kind: AdjustmentKind, amount: Minor): Pay =>
  finished({ basis: kind, rate: amount, min: null, max: null });

/** The entry against an accrual: the same numbers, the opposite amount. */
export function reversalOf({ amount, formula }: Pay): Pay {
  const opposite = amount === 0 ? 0 : -amount;
  return { amount: opposite, formula: { ...formula, amount: opposite } };
}

/** An amount from its numbers. */
export function finished(inputs: Inputs): Pay {
  const { computed, amount, steps } = compute(inputs);
  return { amount, formula: { ...inputs, computed, amount, steps } };
}

/** What the numbers of a formula come to; for any formula of the ledger but a reversal it is its amount. */
export const recompute = (formula: PayFormula): Minor => compute(formula).amount;

function compute(inputs: Inputs): { computed: Minor; amount: Minor; steps: PayStep[] } {
  const { min, max, share } = inputs;
  const computed = inputs.basis === null ? 0 : computers[inputs.basis](inputs);
  const steps: PayStep[] = [{ step: 'computed', amount: computed }];
  let amount = computed;
  if (min !== null && amount < min) steps.push({ step: 'min', amount: (amount = min) });
  else if (max !== null && amount > max) steps.push({ step: 'max', amount: (amount = max) });
  if (share !== undefined) steps.push({ step: 'share', amount: (amount = shareOf(amount, share)) });
  return { computed, amount, steps };
}

const percentage = ({ revenue = 0, percent = '0' }: Inputs): Minor => percentOf(revenue, percent);
const lowered = ({ rate = 0 }: Inputs): Minor => (rate === 0 ? 0 : -rate);

/** What each basis makes of its numbers, before the limits and the share. */
const computers: Readonly<Record<NonNullable<PayFormula['basis']>, (of: Inputs) => Minor>> = {
  lesson: (of) => rateOf(of),
  hour: (of) => multiply(rateOf(of), of.minutes ?? 0, of.hourMinutes ?? 60),
  attendee: ({ rate = 0, brackets, bracketMode, attendees = 0 }) =>
    brackets === undefined ? multiply(rate, attendees) : sumByHeads(brackets, bracketMode, attendees),
  revenue_percent: percentage,
  payments_percent: percentage,
  sales_percent: percentage,
  salary: ({ rate = 0, daysBefore = 0, daysThrough = 0, daysOf = 1 }) =>
    difference(rate, { from: daysBefore, to: daysThrough, of: daysOf }),
  premium: ({ rate = 0, base = 0, percent }) => (percent === undefined ? rate : percentOf(base, percent)),
  bonus: ({ rate = 0 }) => rate,
  penalty: lowered,
  advance: lowered,
  deduction: lowered,
};

const rateOf = ({ rate = 0, brackets, bracketMode, attendees = 0 }: Inputs): Minor =>
  brackets === undefined ? rate : rateByHeads(brackets, bracketMode, attendees);

const shareOf = (amount: Minor, share: PayShare): Minor => difference(amount, share);

/** Parts cut like this sum to the whole, whatever their number. */
const difference = (whole: Minor, { from, to, of }: PayShare): Minor =>
  multiply(whole, to, of) - multiply(whole, from, of);

type Rates = Pick<PayTerms, 'basis' | 'rate' | 'percent' | 'brackets' | 'bracketMode' | 'hourMinutes'>;

/** The numbers of the scheme and of the work that its basis uses, and no others. */
function inputsOf(work: WorkMeasure, scheme: Rates): Omit<Inputs, 'min' | 'max'> {
  const { basis } = scheme;
  if (basis === 'revenue_percent') return { basis, percent: scheme.percent ?? '0', revenue: work.revenue };
  const { brackets, bracketMode } = scheme;
  const rates =
    brackets === null || bracketMode === null
      ? { rate: scheme.rate ?? 0, ...(basis === 'attendee' ? { attendees: work.attendees } : {}) }
      : { brackets, bracketMode, attendees: work.attendees };
  return { basis, ...rates, ...(basis === 'hour' ? hoursOf(work, scheme.hourMinutes) : {}) };
}

/** Computed from the minutes: hours are shown as a decimal only when that decimal is exact. */
function hoursOf(work: WorkMeasure, ofScheme: number | null): Partial<Inputs> {
  const { minutes } = work;
  const hourMinutes = ofScheme ?? work.hourMinutes;
  const isExact = (minutes * 100) % hourMinutes === 0;
  const hours = isExact ? ((minutes * 100) / hourMinutes / 100).toFixed(2) : `${minutes}/${hourMinutes}`;
  return { minutes, hourMinutes, hours };
}
