import { addDays, dayNumber, daysBetween, type LocalDate } from '../../kernel/local-date.js';
import { visitValue, type Minor } from '../../kernel/money.js';
import { daysOf, lastDay, type Period, type Validity } from './term.rules.js';

/** Which subscription pays a visit, and what the visit is worth. */

export interface Candidate extends Validity {
  readonly id: string;
  readonly clientId: string;
  readonly activityIds: readonly string[];
  /** Only visits of these groups; null: of any. */
  readonly groupIds: readonly string[] | null;
  /** At most so many visits in a day, in a week from Monday; null: as many as there are. */
  readonly maxPerDay: number | null;
  readonly maxPerWeek: number | null;
  readonly soldOn: LocalDate;
  readonly startsOn: LocalDate | null;
  readonly endsOn: LocalDate | null;
  readonly activateBy: LocalDate | null;
  readonly freezes: readonly Period[];
  /** Visits it was sold with and given by transfer, less those moved away. Null: unlimited. */
  readonly visitsTotal: number | null;
  readonly visitsLeft: number | null;
  readonly visitsUsed: number;
  /** What it is worth: price less discount, and what transfers moved. */
  readonly amount: Minor;
  /** What its visits were worth so far. */
  readonly recognised: Minor;
  /** The day of each visit it paid already; asked only where it matters: of unlimited ones and of those with a limit. */
  readonly daysUsed: readonly LocalDate[];
}

export interface Wanted {
  readonly activityId: string;
  readonly groupId: string | null;
  readonly onDate: LocalDate;
  readonly credits: number;
}

/** Among those that can pay: the narrowest cover (of groups, then of activities), then the earliest end (not started: last), then the oldest. */
export function chooseSubscription(candidates: readonly Candidate[], wanted: Wanted): Candidate | null {
  const [best] = candidates.filter((candidate) => canPay(candidate, wanted)).sort(byPreference);
  return best ?? null;
}

export function canPay(subscription: Candidate, wanted: Wanted): boolean {
  const { onDate, credits } = wanted;
  return (
    covers(subscription, wanted) &&
    isWithinLimits(subscription, onDate) &&
    isValidOn(subscription, onDate) &&
    !subscription.freezes.some((freeze) => freeze.startsOn <= onDate && onDate <= freeze.endsOn) &&
    (subscription.visitsLeft === null || subscription.visitsLeft >= credits)
  );
}

function covers({ activityIds, groupIds }: Candidate, { activityId, groupId }: Wanted): boolean {
  return (
    activityIds.includes(activityId) &&
    (groupIds === null || (groupId !== null && groupIds.includes(groupId)))
  );
}

function isWithinLimits({ maxPerDay, maxPerWeek, daysUsed }: Candidate, day: LocalDate): boolean {
  const inDay = daysUsed.filter((used) => used === day).length;
  const inWeek = daysUsed.filter((used) => weekOf(used) === weekOf(day)).length;
  return (maxPerDay === null || inDay < maxPerDay) && (maxPerWeek === null || inWeek < maxPerWeek);
}

/** The Monday of a day's week; day 0 was a Thursday. */
const weekOf = (day: LocalDate): number => dayNumber(day) - ((dayNumber(day) + 3) % 7);

function isValidOn({ startsOn, endsOn, soldOn, activateBy }: Candidate, day: LocalDate): boolean {
  if (startsOn === null || endsOn === null)
    return soldOn <= day && (activateBy === null || day <= activateBy);
  return startsOn <= day && day <= endsOn;
}

function byPreference(a: Candidate, b: Candidate): number {
  return (
    Number(a.groupIds === null) - Number(b.groupIds === null) ||
    a.activityIds.length - b.activityIds.length ||
    (a.groupIds?.length ?? 0) - (b.groupIds?.length ?? 0) ||
    compare(a.endsOn ?? NEVER, b.endsOn ?? NEVER) ||
    compare(a.soldOn, b.soldOn) ||
    compare(a.id, b.id)
  );
}

const NEVER = '9999-12-31';
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The subscription after it paid: fewer credits, more recognised, started if this was the visit that starts it. */
export function afterVisit(
  subscription: Candidate,
  { onDate, credits }: Pick<Wanted, 'onDate' | 'credits'>,
): Candidate {
  const startsOn = subscription.startsOn ?? onDate;
  return {
    ...subscription,
    startsOn,
    endsOn: subscription.endsOn ?? lastDay(startsOn, subscription),
    visitsLeft: subscription.visitsLeft === null ? null : subscription.visitsLeft - credits,
    visitsUsed: subscription.visitsUsed + credits,
    recognised: subscription.recognised + valueOf(subscription, onDate, credits),
    daysUsed: [...subscription.daysUsed, onDate],
  };
}

/**
 * What a visit paid by this subscription is worth. Counted: an equal part of the amount for each credit, all that is
 * left of the amount for the last one sold, nothing for credits given on top. Unlimited: one day of the term's days,
 * however many visits that day has.
 */
export function valueOf(subscription: Candidate, onDate: LocalDate, credits: number): Minor {
  const { visitsTotal, visitsUsed, amount, recognised } = subscription;
  if (visitsTotal === null) return valueOfDay(subscription, onDate);
  const rest = Math.max(0, amount - recognised);
  if (visitsUsed + credits >= visitsTotal) return rest;
  return Math.min(rest, visitValue(amount, visitsTotal, 1) * credits);
}

/**
 * What goes with visits that leave it uncharged: to another client, or into the next term. Those sold go first, each at
 * its value, and with the last one all the rest. Credits given on top take nothing along.
 */
export function valueOfMoved(subscription: Candidate, visits: number): { value: Minor; sold: number } {
  const { visitsTotal, visitsUsed, amount, recognised } = subscription;
  const rest = Math.max(0, amount - recognised);
  if (visitsTotal === null) return { value: rest, sold: 0 };
  const unused = Math.max(0, visitsTotal - visitsUsed);
  if (visits >= unused) return { value: unused === 0 ? 0 : rest, sold: unused };
  return { value: Math.min(rest, visitValue(amount, visitsTotal, 1) * visits), sold: visits };
}

/** Frozen days push the end but are not days one paid for, so the n-th day skips those before it; added days are free. */
function valueOfDay(subscription: Candidate, onDate: LocalDate): Minor {
  if (subscription.daysUsed.includes(onDate)) return 0;
  const startsOn = subscription.startsOn ?? onDate;
  const days = daysBetween(startsOn, addDays(lastDay(startsOn, subscription), 1));
  const past = subscription.freezes.filter((freeze) => freeze.endsOn < onDate);
  const frozen = past.reduce((sum, freeze) => sum + daysOf(freeze), 0);
  const nth = daysBetween(startsOn, onDate) + 1 - frozen;
  const rest = Math.max(0, subscription.amount - subscription.recognised);
  return nth > days ? 0 : Math.min(rest, visitValue(subscription.amount, days, nth));
}

export interface UnpaidVisit {
  readonly id: string;
  readonly onDate: LocalDate;
  readonly credits: number;
}

export interface Absorption {
  readonly visits: readonly { id: string; onDate: LocalDate; credits: number; value: Minor }[];
  readonly subscription: Candidate;
}

/**
 * Which unpaid visits a new subscription takes over: the oldest first, while its credits last. A counted one takes
 * visits from before it was sold, and they do not start its term; an unlimited one sells days, so only visits within
 * them.
 */
export function absorb(subscription: Candidate, unpaid: readonly UnpaidVisit[]): Absorption {
  let rest = subscription;
  const taken: Absorption['visits'][number][] = [];
  for (const visit of [...unpaid].sort((a, b) => compare(a.onDate, b.onDate) || compare(a.id, b.id))) {
    if (rest.visitsLeft === null && (rest.startsOn === null || !isValidOn(rest, visit.onDate))) continue;
    if (rest.visitsLeft !== null && rest.visitsLeft < visit.credits) break;
    if (!isWithinLimits(rest, visit.onDate)) continue;
    taken.push({
      id: visit.id,
      onDate: visit.onDate,
      credits: visit.credits,
      value: valueOf(rest, visit.onDate, visit.credits),
    });
    const { startsOn, endsOn } = rest;
    rest = { ...afterVisit(rest, visit), startsOn, endsOn };
  }
  return { visits: taken, subscription: rest };
}
