import { addDays, daysBetween, type LocalDate } from '../../kernel/local-date.js';
import { visitValue, type Minor } from '../../kernel/money.js';
import { daysOf, lastDay, type Period, type Validity } from './term.rules.js';

/** Which subscription pays a visit, and what the visit is worth. */

export interface Candidate extends Validity {
  readonly id: string;
  readonly clientId: string;
  readonly activityIds: readonly string[];
  readonly soldOn: LocalDate;
  readonly startsOn: LocalDate | null;
  readonly endsOn: LocalDate | null;
  readonly activateBy: LocalDate | null;
  readonly freezes: readonly Period[];
  /** Null: unlimited. */
  readonly visitsTotal: number | null;
  readonly visitsLeft: number | null;
  readonly visitsUsed: number;
  /** What was to pay for it: price less discount. */
  readonly amount: Minor;
  /** What its visits were worth so far. */
  readonly recognised: Minor;
  /** Days on which it paid a visit already; matters to unlimited ones only. */
  readonly daysUsed: readonly LocalDate[];
}

export interface Wanted {
  readonly activityId: string;
  readonly onDate: LocalDate;
  readonly credits: number;
}

/** Among those that can pay: the narrowest cover, then the earliest end (not started: last), then the oldest. */
export function chooseSubscription(candidates: readonly Candidate[], wanted: Wanted): Candidate | null {
  const [best] = candidates.filter((candidate) => canPay(candidate, wanted)).sort(byPreference);
  return best ?? null;
}

export function canPay(subscription: Candidate, { activityId, onDate, credits }: Wanted): boolean {
  return (
    subscription.activityIds.includes(activityId) &&
    isValidOn(subscription, onDate) &&
    !subscription.freezes.some((freeze) => freeze.startsOn <= onDate && onDate <= freeze.endsOn) &&
    (subscription.visitsLeft === null || subscription.visitsLeft >= credits)
  );
}

function isValidOn({ startsOn, endsOn, soldOn, activateBy }: Candidate, day: LocalDate): boolean {
  if (startsOn === null || endsOn === null)
    return soldOn <= day && (activateBy === null || day <= activateBy);
  return startsOn <= day && day <= endsOn;
}

function byPreference(a: Candidate, b: Candidate): number {
  return (
    a.activityIds.length - b.activityIds.length ||
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
  { onDate, credits }: Omit<Wanted, 'activityId'>,
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

/** Frozen days push the end but are not days one paid for, so the n-th day skips those before it. */
function valueOfDay(subscription: Candidate, onDate: LocalDate): Minor {
  if (subscription.daysUsed.includes(onDate)) return 0;
  const startsOn = subscription.startsOn ?? onDate;
  const days = daysBetween(startsOn, addDays(lastDay(startsOn, subscription), 1));
  const past = subscription.freezes.filter((freeze) => freeze.endsOn < onDate);
  const frozen = past.reduce((sum, freeze) => sum + daysOf(freeze), 0);
  return visitValue(subscription.amount, days, daysBetween(startsOn, onDate) + 1 - frozen);
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
