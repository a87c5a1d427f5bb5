import type { DomainError, Fault } from '../../../kernel/errors.js';
import { readCron } from './cron.rules.js';

export const FILE_FORMATS = ['xlsx', 'csv', 'pdf'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];
export const CATCH_UPS = ['latest', 'none'] as const;
export type CatchUp = (typeof CATCH_UPS)[number];
export const LANGUAGES = ['ru', 'en'] as const;
export const MOST_RECIPIENTS = 100;

export interface ScheduledReport {
  report: string;
  parameters: Record<string, unknown>;
}

/** What a letter is of is said by its tick; these would say it once and for all. */
const FIXED = ['from', 'to', 'asOf', 'format'];

const CRON_FAULTS = {
  'cron.not-five-fields': 'Give five fields: minute, hour, day of the month, month, weekday.',
  'cron.field-not-valid': 'A field is `*`, numbers, ranges, lists or steps within its bounds.',
  'cron.too-often': 'Four times an hour at most.',
  'cron.never': 'Such a day never comes.',
} as const;

export function cronFaults(cron: string): Fault[] {
  const fault = readCron(cron);
  if (typeof fault !== 'string') return [];
  return [{ pointer: '/cron', code: fault, detail: CRON_FAULTS[fault] }];
}

export function recipientFaults(userIds: readonly string[], emails: readonly string[]): Fault[] {
  const count = userIds.length + emails.length;
  if (count === 0)
    return [{ pointer: '/userIds', code: 'recipients.none', detail: 'Name a user or an address at least.' }];
  return count > MOST_RECIPIENTS
    ? [{ pointer: '/userIds', code: 'recipients.too-many', detail: 'A hundred users and addresses at most.' }]
    : [];
}

/** Parameters that do not move with the tick. */
export function fixedFaults({ parameters }: ScheduledReport, index: number): Fault[] {
  return FIXED.filter((name) => parameters[name] !== undefined).map((name) => ({
    ...{ pointer: `${placeOf(index)}/parameters/${name}`, code: 'parameter.not-relative' },
    detail: 'A schedule asks relative to its tick: give `period` by its name.',
  }));
}

/** What a report says of its parameters, told at the place where they stand in the schedule. */
export function faultsWithin(error: DomainError, index: number): Fault[] {
  const { faults = [] } = error.extras;
  if (faults.length === 0)
    return [
      {
        pointer: `${placeOf(index)}/report`,
        code: 'reference.not-found',
        detail: 'No such record, or it is out of your reach.',
      },
    ];
  return faults.map(({ pointer = '', ...fault }) => ({
    ...fault,
    pointer: `${placeOf(index)}/parameters${pointer.replace(/^#/, '')}`,
  }));
}

const placeOf = (index: number): string => `/reports/${String(index)}`;

/** Files within the size a letter may have, in order; the others are told of instead. */
export function attachable<F extends { size: number }>(
  files: readonly F[],
  most: number,
): { taken: F[]; left: F[] } {
  let room = most;
  const taken: F[] = [];
  const left: F[] = [];
  for (const file of files) {
    if (file.size > room) left.push(file);
    else {
      taken.push(file);
      room -= file.size;
    }
  }
  return { taken, left };
}
