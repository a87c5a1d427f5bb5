import { percentOf, type Minor } from '../../../kernel/money.js';
import type { ChargingPolicy, Mark } from './completion.types.js';

/** What one client's mark means, by the policy of the activity. Money here is asked for only if no subscription pays. */
export interface Outcome {
  mark: Mark;
  visits: number;
  price: Minor;
  countsForPay: boolean;
  givesMakeUp: boolean;
}

export interface ActivityPrices {
  singlePrice: Minor;
  trialPrice: Minor;
}

/** Marks of those who are not members of the group. */
export const GUEST_MARKS: readonly Mark[] = ['trial', 'make_up', 'free'];

export interface Attendee {
  isMember: boolean;
  /** A freeze of the subscription that covers the activity covers the day. */
  isFrozen: boolean;
  /** An absence told ahead, or the kind of a guest who is planned. */
  plannedMark: Mark | null;
}

/** A guest who was planned and did not come. */
export const isNoShow = (mark: Mark, guest: { isMember: boolean; guestKind: Mark | null }): boolean =>
  !guest.isMember && guest.guestKind !== null && NO_SHOW_MARKS.includes(mark);

/** Marks of guests who were planned and did not come; nobody misses a lesson they were not expected at. */
export const NO_SHOW_MARKS: readonly Mark[] = ['absent', 'absent_excused'];

/** Who says nothing of somebody leaves them as was planned, or frozen, or taken as present with the whole group. */
export function markOf(given: Mark | undefined, attendee: Attendee): Mark {
  return given ?? attendee.plannedMark ?? (attendee.isFrozen ? 'frozen' : 'not_marked');
}

export function outcomeOf(
  mark: Mark,
  policy: ChargingPolicy,
  prices: ActivityPrices,
  guest: { missedWasCharged: boolean; noShowOf?: Mark | null },
): Outcome {
  const { missedWasCharged, noShowOf = null } = guest;
  const says = policy[mark];
  // Who did not come to a trial, or for nothing, owes nothing and misses nothing.
  if (noShowOf === 'trial' || noShowOf === 'free')
    return { ...NOTHING, mark, countsForPay: says.countsForPay };
  // A make-up for a lesson that was charged is already paid for, whether they come or not.
  const paidBefore = (mark === 'make_up' || noShowOf === 'make_up') && missedWasCharged;
  const visits = paidBefore ? 0 : says.visits;
  const price = paidBefore ? 0 : priceOf(mark, says.moneyPercent, prices);
  return { mark, visits, price, countsForPay: says.countsForPay, givesMakeUp: says.givesMakeUp };
}

const NOTHING = { visits: 0, price: 0, givesMakeUp: false };

/** A trial has a price of its own; the policy's percentage is a share of it. */
function priceOf(mark: Mark, moneyPercent: number, prices: ActivityPrices): Minor {
  return percentOf(mark === 'trial' ? prices.trialPrice : prices.singlePrice, moneyPercent);
}
