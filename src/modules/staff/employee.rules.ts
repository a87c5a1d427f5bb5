import type { Fault } from '../../kernel/errors.js';
import type { LocalDate } from '../../kernel/local-date.js';

export const engagements = ['staff', 'contractor', 'self_employed'] as const;
export type Engagement = (typeof engagements)[number];

export interface Employment {
  hiredOn: LocalDate;
  /** The first day they no longer work here. */
  leftOn: LocalDate | null;
}

/** Nobody leaves before they came; to leave on the day of coming is a hiring that did not happen. */
export function employmentFaults({ hiredOn, leftOn }: Employment): Fault[] {
  if (leftOn === null || leftOn >= hiredOn) return [];
  return [
    { pointer: '/leftOn', code: 'date.before-start', detail: `leftOn cannot be before hiredOn, ${hiredOn}.` },
  ];
}

/** Whether they work here on a day. */
export function worksOn({ hiredOn, leftOn }: Employment, day: LocalDate): boolean {
  return hiredOn <= day && (leftOn === null || day < leftOn);
}
