import type { Fault } from '../../../kernel/errors.js';
import { daysBetween, type LocalDate } from '../../../kernel/local-date.js';
import { PayrollRunState } from './runs.errors.js';

export const runStatuses = ['draft', 'approved', 'paid', 'cancelled'] as const;
export type RunStatus = (typeof runStatuses)[number];

export function assertStatus(status: RunStatus, needed: RunStatus): void {
  if (status !== needed) throw PayrollRunState({ status, needed });
}

export interface RunForm {
  readonly periodFrom: LocalDate;
  readonly periodTo: LocalDate;
  readonly payOn: LocalDate;
  readonly collectFrom?: LocalDate | null;
}

const LONGEST_DAYS = 366;

export function runFaults({ periodFrom, periodTo, payOn, collectFrom }: RunForm): Fault[] {
  const days = daysBetween(periodFrom, periodTo);
  return [
    ...(days < 1 || days > LONGEST_DAYS
      ? [
          {
            pointer: '/periodTo',
            code: 'period.not-valid',
            detail: `After periodFrom, and within ${LONGEST_DAYS} days.`,
          },
        ]
      : []),
    ...(payOn < periodFrom
      ? [{ pointer: '/payOn', code: 'date.before-start', detail: 'Nobody is paid before the period begins.' }]
      : []),
    ...(collectFrom != null && collectFrom > periodFrom
      ? [{ pointer: '/collectFrom', code: 'date.after-start', detail: 'Not after periodFrom.' }]
      : []),
  ];
}
