import { addDays, addMonths, daysBetween, type LocalDate } from '../../kernel/local-date.js';
import type { Minor } from '../../kernel/money.js';
import {
  DiscountAbovePrice,
  FreezeBackdated,
  FreezeBackwards,
  FreezeLimitReached,
  FreezeOutsideTerm,
  FreezeOverVisit,
  FreezeTooShort,
  StartByFirstVisit,
  StartOutsideWindow,
  StartRequired,
  SubscriptionNotRunning,
} from './subscriptions.errors.js';

/** When a subscription runs, what it costs, and what a freeze does to its end. Days are inclusive on both sides. */

export interface Validity {
  readonly validityCount: number;
  readonly validityUnit: 'day' | 'month';
}

export interface SaleTerms extends Validity {
  readonly price: Minor;
  readonly startRule: 'sale' | 'first_visit' | 'date';
  readonly startWithinDays: number;
}

export interface Term {
  /** Null, both: the first visit starts it. */
  readonly startsOn: LocalDate | null;
  readonly endsOn: LocalDate | null;
  /** The last day for the first visit; after it the subscription has expired unused. */
  readonly activateBy: LocalDate | null;
}

export interface Period {
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate;
}

/** The last day: a month from the 15th ends on the 14th, one from 31 January on 27 February (28th less a day). */
export function lastDay(startsOn: LocalDate, { validityCount, validityUnit }: Validity): LocalDate {
  const next = validityUnit === 'day' ? addDays(startsOn, validityCount) : addMonths(startsOn, validityCount);
  return addDays(next, -1);
}

/** The term of a sale. The window reaches back as well: who comes first and pays later starts on the day they came. */
export function termOfSale(plan: SaleTerms, asked: LocalDate | undefined, today: LocalDate): Term {
  if (plan.startRule === 'first_visit') {
    if (asked !== undefined) throw StartByFirstVisit();
    return { startsOn: null, endsOn: null, activateBy: addDays(today, plan.startWithinDays) };
  }
  if (asked === undefined && plan.startRule === 'date') throw StartRequired();
  const startsOn = asked ?? today;
  const window = { from: addDays(today, -plan.startWithinDays), to: addDays(today, plan.startWithinDays) };
  if (startsOn < window.from || startsOn > window.to) throw StartOutsideWindow(window);
  return { startsOn, endsOn: lastDay(startsOn, plan), activateBy: null };
}

export function amountOfSale(price: Minor, discount: Minor): Minor {
  if (discount > price) throw DiscountAbovePrice({ price, discount });
  return price - discount;
}

export interface Freezable {
  readonly startsOn: LocalDate | null;
  readonly endsOn: LocalDate | null;
  readonly isCancelled: boolean;
  readonly lastVisitOn: LocalDate | null;
  readonly freezeMaxDays: number;
  readonly freezeMaxTimes: number;
  readonly freezeMinDays: number;
  readonly freezes: readonly Period[];
}

/** The new end of a subscription frozen for a period. That two freezes share no day is kept by the table itself. */
export function freeze(subscription: Freezable, period: Period, today: LocalDate): LocalDate {
  const { startsOn, endsOn, lastVisitOn } = subscription;
  if (startsOn === null || endsOn === null || endsOn < today || subscription.isCancelled)
    throw SubscriptionNotRunning();
  if (period.endsOn < period.startsOn) throw FreezeBackwards();
  if (period.startsOn < today) throw FreezeBackdated({ today });
  if (period.startsOn < startsOn || period.startsOn > endsOn)
    throw FreezeOutsideTerm({ from: startsOn, to: endsOn });
  if (lastVisitOn !== null && lastVisitOn >= period.startsOn) throw FreezeOverVisit({ lastVisitOn });
  assertWithinPolicy(subscription, daysOf(period));
  return addDays(endsOn, daysOf(period));
}

function assertWithinPolicy(subscription: Freezable, days: number): void {
  const { freezes, freezeMinDays, freezeMaxDays, freezeMaxTimes } = subscription;
  const used = freezes.reduce((sum, past) => sum + daysOf(past), 0);
  if (used + days > freezeMaxDays || freezes.length >= freezeMaxTimes) {
    throw FreezeLimitReached({
      days,
      used,
      max: freezeMaxDays,
      times: freezes.length,
      maxTimes: freezeMaxTimes,
    });
  }
  if (days < freezeMinDays) throw FreezeTooShort({ min: freezeMinDays, days });
}

/** What is left of a freeze lifted today: its last day, or null when none of it was used, and the end it leaves. */
export function lift(
  endsOn: LocalDate,
  period: Period,
  today: LocalDate,
): { lastFrozen: LocalDate | null; endsOn: LocalDate } {
  const yesterday = addDays(today, -1);
  const lastFrozen = yesterday < period.startsOn ? null : yesterday;
  const used = lastFrozen === null ? 0 : daysOf({ startsOn: period.startsOn, endsOn: lastFrozen });
  return { lastFrozen, endsOn: addDays(endsOn, used - daysOf(period)) };
}

/** How many days a period has, both ends counted. */
export function daysOf(period: Period): number {
  return daysBetween(period.startsOn, period.endsOn) + 1;
}
