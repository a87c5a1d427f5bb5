import { dayNumber, type LocalDate } from '../../kernel/local-date.js';
import type { PayTerms } from './pay.types.js';

/** When a piece of work was done, as a premium asks. */
export interface WorkTime {
  readonly onDate: LocalDate;
  /** Local time it began; null: not known, so no premium of hours is paid. */
  readonly localStart: string | null;
  readonly isHoliday: boolean;
}

type Condition = Pick<PayTerms, 'weekdays' | 'onHolidays' | 'localFrom' | 'localTo'>;

/**
 * Whether a premium is paid: the day is one of its weekdays or, if it says so, a holiday; and the work began within its
 * hours. What it does not name it does not ask for.
 */
export function isPremiumDue(premium: Condition, when: WorkTime): boolean {
  const asksForDay = premium.weekdays !== null || premium.onHolidays;
  const dayFits =
    premium.weekdays?.includes(weekdayOf(when.onDate)) === true || (premium.onHolidays && when.isHoliday);
  if (asksForDay && !dayFits) return false;
  if (premium.localFrom === null || premium.localTo === null) return true;
  return (
    when.localStart !== null && premium.localFrom <= when.localStart && when.localStart < premium.localTo
  );
}

/** 1 Monday to 7 Sunday; day 0 was a Thursday. */
export const weekdayOf = (day: LocalDate): number => ((((dayNumber(day) + 3) % 7) + 7) % 7) + 1;
