import { addDays, addMonths, daysBetween, earlier, later, type LocalDate } from '../../kernel/local-date.js';
import type { Minor } from '../../kernel/money.js';
import {
  DiscountAbovePrice,
  FreezeBackdated,
  FreezeBackwards,
  FreezeLimitReached,
  FreezeOutsideTerm,
  FreezeOverVisit,
  FreezeTooShort,
  PlanDatesOver,
  StartByFirstVisit,
  StartOutsideWindow,
  StartRequired,
  SubscriptionNotRunning,
} from './subscriptions.errors.js';

/** When a subscription runs, what it costs, and what a freeze does to its end. Days are inclusive on both sides. */

/** How long it runs from its first day: a count of days or months, or until a fixed day, such as the end of a school term. */
export interface Validity {
  readonly validityCount: number | null;
  readonly validityUnit: 'day' | 'month' | 'dates';
  readonly validUntil: LocalDate | null;
}

export interface SaleTerms extends Validity {
  readonly startRule: 'sale' | 'first_visit' | 'date';
  readonly startWithinDays: number;
  /** With `validUntil`: the days between which it can be used. */
  readonly validFrom: LocalDate | null;
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
export function lastDay(startsOn: LocalDate, validity: Validity): LocalDate {
  const { validityCount, validityUnit, validUntil } = validity;
  if (validityCount === null || validityUnit === 'dates') return validUntil ?? startsOn;
  const next = validityUnit === 'day' ? addDays(startsOn, validityCount) : addMonths(startsOn, validityCount);
  return addDays(next, -1);
}

/**
 * The term of a sale. The window reaches back as well: who comes first and pays later starts on the day they came.
 * `base` is the day the window is counted from: that of the sale, or the first day a renewal can begin.
 */
export function termOfSale(plan: SaleTerms, asked: LocalDate | undefined, base: LocalDate): Term {
  if (plan.validityUnit === 'dates') return termOfDates(plan, asked, base);
  if (plan.startRule === 'first_visit') {
    if (asked !== undefined) throw StartByFirstVisit();
    return { startsOn: null, endsOn: null, activateBy: addDays(base, plan.startWithinDays) };
  }
  if (asked === undefined && plan.startRule === 'date') throw StartRequired();
  const startsOn = asked ?? base;
  const window = { from: addDays(base, -plan.startWithinDays), to: addDays(base, plan.startWithinDays) };
  if (startsOn < window.from || startsOn > window.to) throw StartOutsideWindow(window);
  return { startsOn, endsOn: lastDay(startsOn, plan), activateBy: null };
}

/** A plan of fixed days is sold until its last one; within them it starts like any other, without a window. */
function termOfDates(plan: SaleTerms, asked: LocalDate | undefined, base: LocalDate): Term {
  const { startRule } = plan;
  const [from, to] = [plan.validFrom ?? base, plan.validUntil ?? base];
  if (base > to) throw PlanDatesOver({ until: to });
  if (startRule === 'first_visit') {
    if (asked !== undefined) throw StartByFirstVisit();
    const by = addDays(later(base, from), plan.startWithinDays);
    return { startsOn: null, endsOn: null, activateBy: earlier(by, to) };
  }
  if (asked === undefined && startRule === 'date') throw StartRequired();
  const startsOn = asked ?? later(base, from);
  if (startsOn < from || startsOn > to) throw StartOutsideWindow({ from, to });
  return { startsOn, endsOn: to, activateBy: null };
}

export function amountOfSale(price: Minor, discount: Minor): Minor {
  if (discount > price) throw DiscountAbovePrice({ price, discount });
  return price - discount;
}

export interface Freezable {
  readonly startsOn: LocalDate | null;
  readonly endsOn: LocalDate | null;
  readonly isCancelled: boolean;
  readonly freezeMaxDays: number;
  readonly freezeMaxTimes: number;
  readonly freezeMinDays: number;
  /** How many days back a freeze may begin, for whoever may backdate. */
  readonly freezeBackdateDays: number;
  /** Days of visits that stand; a freeze may cover none of them. */
  readonly daysUsed: readonly LocalDate[];
  readonly freezes: readonly Period[];
}

/**
 * The new end of a subscription frozen for a period. That two freezes share no day is kept by the table itself. Days
 * back are for those who may backdate, as many as the plan allows.
 */
export function freeze(
  subscription: Freezable,
  period: Period,
  today: LocalDate,
  mayBackdate = false,
): LocalDate {
  const { startsOn, endsOn, daysUsed, freezeBackdateDays } = subscription;
  if (startsOn === null || endsOn === null || endsOn < today || subscription.isCancelled)
    throw SubscriptionNotRunning();
  if (period.endsOn < period.startsOn) throw FreezeBackwards();
  const earliest = mayBackdate ? addDays(today, -freezeBackdateDays) : today;
  if (period.startsOn < earliest) throw FreezeBackdated({ today, earliest });
  if (period.startsOn < startsOn || period.startsOn > endsOn)
    throw FreezeOutsideTerm({ from: startsOn, to: endsOn });
  const visits = daysUsed.filter((day) => period.startsOn <= day && day <= period.endsOn);
  if (visits.length > 0)
    throw FreezeOverVisit({ visits: [...new Set(visits)].sort(), lastVisitOn: visits.reduce(later) });
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
