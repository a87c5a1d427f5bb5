import type { Fault } from '../../kernel/errors.js';
import { addDays, addMonths, type LocalDate } from '../../kernel/local-date.js';
import { percentOf, visitValue, type Minor } from '../../kernel/money.js';

/** What of a plan must fit together, and how a price is spread over instalments. */

export interface PlanTerms {
  readonly validityUnit: 'day' | 'month' | 'dates';
  readonly validityCount: number | null;
  readonly validFrom: LocalDate | null;
  readonly validUntil: LocalDate | null;
  readonly leftovers: 'burn' | 'keep';
  readonly leftoversKeepDays: number;
  readonly autoRenew: 'off' | 'same' | 'other';
  readonly autoRenewPlanId: string | null;
  readonly autoRenewWhenDepleted: boolean;
  readonly visits: number | null;
  readonly instalmentParts: number | null;
  readonly instalmentEvery: number | null;
  readonly instalmentUnit: 'day' | 'month' | null;
  readonly instalmentFirstPercent: number | null;
}

/** Every fault of the plan as a whole; that each value alone is of its form is known before. */
export function planFaults(plan: PlanTerms): Fault[] {
  return [
    ...validityFaults(plan),
    ...leftoversFaults(plan),
    ...renewalFaults(plan),
    ...instalmentFaults(plan),
  ];
}

function validityFaults({ validityUnit, validityCount, validFrom, validUntil }: PlanTerms): Fault[] {
  if (validityUnit !== 'dates') {
    const dated = [named('validFrom', validFrom), named('validUntil', validUntil)].flat();
    return [
      ...(validityCount === null ? [missing('validityCount', `Say how many ${validityUnit}s.`)] : []),
      ...dated.map((name) => superfluous(name, 'Only with validityUnit "dates".')),
    ];
  }
  const faults = validityCount === null ? [] : [superfluous('validityCount', 'Not with fixed dates.')];
  if (validFrom === null) faults.push(missing('validFrom', 'Fixed dates need their first day.'));
  if (validUntil === null) faults.push(missing('validUntil', 'Fixed dates need their last day.'));
  if (validFrom !== null && validUntil !== null && validUntil < validFrom)
    faults.push(fault('validUntil', 'dates.backwards', 'The last day is before the first.'));
  return faults;
}

function leftoversFaults({ leftovers, leftoversKeepDays, visits }: PlanTerms): Fault[] {
  const faults: Fault[] = [];
  if (leftovers === 'burn' && leftoversKeepDays > 0)
    faults.push(superfluous('leftoversKeepDays', 'Only leftovers that are kept have days to keep them.'));
  if (leftovers === 'keep' && visits === null)
    faults.push(superfluous('leftovers', 'An unlimited plan leaves no visits over.'));
  return faults;
}

function renewalFaults(plan: PlanTerms): Fault[] {
  const { autoRenew, autoRenewPlanId, autoRenewWhenDepleted, visits } = plan;
  const faults: Fault[] = [];
  if (autoRenew === 'other' && autoRenewPlanId === null)
    faults.push(missing('autoRenewPlanId', 'Name the plan it is renewed with.'));
  if (autoRenew !== 'other' && autoRenewPlanId !== null)
    faults.push(superfluous('autoRenewPlanId', 'Only with autoRenew "other".'));
  if (autoRenewWhenDepleted && visits === null)
    faults.push(superfluous('autoRenewWhenDepleted', 'An unlimited plan is never used up.'));
  if (plan.validityUnit === 'dates' && autoRenew === 'same')
    faults.push(fault('autoRenew', 'renewal.not-possible', 'A plan of fixed dates cannot follow itself.'));
  return faults;
}

function instalmentFaults(plan: PlanTerms): Fault[] {
  const { instalmentParts, instalmentEvery, instalmentUnit, instalmentFirstPercent } = plan;
  if (instalmentParts !== null) {
    return [
      ...(instalmentEvery === null ? [missing('instalmentEvery', 'Say how far apart.')] : []),
      ...(instalmentUnit === null ? [missing('instalmentUnit', 'Say days or months.')] : []),
    ];
  }
  return [
    ...named('instalmentEvery', instalmentEvery),
    ...named('instalmentUnit', instalmentUnit),
    ...named('instalmentFirstPercent', instalmentFirstPercent),
  ].map((name) => superfluous(name, 'Only with instalmentParts.'));
}

const named = (name: string, value: unknown): string[] => (value === null ? [] : [name]);
const fault = (name: string, code: string, detail: string): Fault => ({ pointer: `/${name}`, code, detail });
const missing = (name: string, detail: string) => fault(name, 'value.required', detail);
const superfluous = (name: string, detail: string) => fault(name, 'value.not-applicable', detail);

export interface InstalmentTerms {
  readonly instalmentParts: number | null;
  readonly instalmentEvery: number | null;
  readonly instalmentUnit: 'day' | 'month' | null;
  readonly instalmentFirstPercent: number | null;
}

export interface Instalment {
  readonly amount: Minor;
  readonly dueOn: LocalDate;
}

/** The charges of a sale: one, or the parts of it. They sum to the amount exactly; the last one takes the rest. */
export function instalmentsOf(amount: Minor, terms: InstalmentTerms, from: LocalDate): Instalment[] {
  const { instalmentParts: parts, instalmentEvery: every, instalmentUnit: unit } = terms;
  // Less than a kopeck a part is not worth parting.
  if (parts === null || every === null || unit === null || amount < parts) return [{ amount, dueOn: from }];
  const first =
    terms.instalmentFirstPercent === null
      ? visitValue(amount, parts, 1)
      : percentOf(amount, terms.instalmentFirstPercent);
  const dueOn = (nth: number): LocalDate =>
    unit === 'day' ? addDays(from, every * nth) : addMonths(from, every * nth);
  const later = Array.from({ length: parts - 1 }, (_, index) => ({
    amount: visitValue(amount - first, parts - 1, index + 1),
    dueOn: dueOn(index + 1),
  }));
  return [{ amount: first, dueOn: from }, ...later].filter((part) => part.amount > 0);
}
