import type { Fault } from '../../kernel/errors.js';
import { invalid } from '../../kernel/faults.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Minor } from '../../kernel/money.js';
import { InstalmentsNotWhole } from './billing.errors.js';

export interface InstalmentPart {
  readonly dueOn: LocalDate;
  readonly amount: Minor;
}

/**
 * The parts in the order of their days: the first stays with the charge, the others become charges of their own. They
 * are what is open, to the kopeck, and no two are due on one day.
 */
export function planInstalments(
  open: Minor,
  parts: readonly InstalmentPart[],
): { first: InstalmentPart; rest: InstalmentPart[] } {
  const faults = parts.flatMap((part, index) => faultsOf(part, index, parts));
  if (faults.length > 0) throw invalid(faults);
  const total = parts.reduce((sum, part) => sum + part.amount, 0);
  const [first, ...rest] = [...parts].sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1));
  if (first === undefined || total !== open) throw InstalmentsNotWhole({ open, total });
  return { first, rest };
}

function faultsOf(part: InstalmentPart, index: number, parts: readonly InstalmentPart[]): Fault[] {
  const at = `/parts/${String(index)}`;
  const isRepeated = parts.some((other, place) => place < index && other.dueOn === part.dueOn);
  return [
    ...(part.amount > 0
      ? []
      : [{ pointer: `${at}/amount/amount`, code: 'number.too-small', detail: 'A part is above zero.' }]),
    ...(isRepeated
      ? [{ pointer: `${at}/dueOn`, code: 'date.repeated', detail: 'Two parts are due on one day.' }]
      : []),
  ];
}
