import { addDays, later, type LocalDate } from '../../kernel/local-date.js';
import {
  StartBeforeEnd,
  SubscriptionCancelled,
  SubscriptionNotRunning,
  SubscriptionRenewed,
} from './subscriptions.errors.js';

/** When the next term begins, and what becomes of visits left at the end of this one. */

export interface Renewable {
  readonly isCancelled: boolean;
  readonly renewedById: string | null;
  readonly startsOn: LocalDate | null;
  readonly endsOn: LocalDate | null;
  readonly activateBy: LocalDate | null;
  readonly visitsLeft: number | null;
}

/** The first day the next term can begin: after the end; today when it has ended or its visits are used up. */
export function renewalBase(subscription: Renewable, today: LocalDate): LocalDate {
  const { isCancelled, renewedById, startsOn, endsOn, visitsLeft } = subscription;
  if (isCancelled) throw SubscriptionCancelled();
  if (renewedById !== null) throw SubscriptionRenewed({ renewedById });
  if (visitsLeft === 0) return today;
  if (startsOn === null && !hasEnded(subscription, today)) throw SubscriptionNotRunning();
  return later(today, endsOn === null ? today : addDays(endsOn, 1));
}

/** A day chosen for the next term must not lie in this one. */
export function assertAfterEnd(
  asked: LocalDate | undefined,
  subscription: Renewable,
  today: LocalDate,
): void {
  const { endsOn, visitsLeft } = subscription;
  if (asked === undefined || endsOn === null || visitsLeft === 0) return;
  if (asked <= endsOn && !hasEnded(subscription, today)) throw StartBeforeEnd({ endsOn });
}

export function hasEnded({ endsOn, activateBy, startsOn }: Renewable, today: LocalDate): boolean {
  return startsOn === null ? activateBy !== null && activateBy < today : endsOn !== null && endsOn < today;
}

/** Lessons of the last days are often marked a little later: until then their visits stay where they are. */
export const LATE_MARK_DAYS = 2;

export interface Leaving extends Renewable {
  readonly leftovers: 'burn' | 'keep';
  readonly leftoversKeepDays: number;
  readonly settledOn: LocalDate | null;
}

export interface NextTerm {
  readonly id: string;
  readonly soldOn: LocalDate;
  readonly visitsLeft: number | null;
}

/**
 * What is done with the visits left of a subscription that has ended: they go into the next term, if they are kept and
 * it was bought in time; they burn, if they are not kept, or if nobody bought it in time; else they wait. `atOnce`:
 * somebody renews what has ended, and so says that no lesson of it is still to be marked.
 */
export function fateOfLeftovers(
  subscription: Leaving,
  next: NextTerm | null,
  today: LocalDate,
  atOnce = false,
): 'carry' | 'burn' | 'wait' {
  if (subscription.isCancelled || !hasEnded(subscription, today)) return 'wait';
  const end = subscription.endsOn ?? subscription.activateBy ?? today;
  if (!atOnce && today <= addDays(end, LATE_MARK_DAYS)) return 'wait';
  if (subscription.leftovers === 'burn') return 'burn';
  const keepUntil = addDays(end, subscription.leftoversKeepDays);
  if (next === null) return today > keepUntil ? 'burn' : 'wait';
  // An unlimited term has no count to add to.
  return next.soldOn <= keepUntil && next.visitsLeft !== null ? 'carry' : 'burn';
}

export interface AutoRenewing extends Renewable {
  readonly autoRenew: 'off' | 'same' | 'other';
  readonly autoRenewDaysBefore: number;
  readonly autoRenewWhenDepleted: boolean;
}

/** Days after the end in which a renewal by itself is still tried: a payment that came late, workers that slept. */
export const AUTO_RENEW_AFTER_DAYS = 3;

/** Whether it is time to renew by itself. */
export function isRenewalDue(subscription: AutoRenewing, today: LocalDate): boolean {
  const { autoRenew, endsOn, visitsLeft, isCancelled, renewedById } = subscription;
  if (autoRenew === 'off' || isCancelled || renewedById !== null || endsOn === null) return false;
  if (today > addDays(endsOn, AUTO_RENEW_AFTER_DAYS)) return false;
  if (visitsLeft === 0 && subscription.autoRenewWhenDepleted) return true;
  return today >= addDays(endsOn, -subscription.autoRenewDaysBefore);
}
