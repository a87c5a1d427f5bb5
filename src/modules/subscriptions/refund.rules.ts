import { daysBetween, earlier, type LocalDate } from '../../kernel/local-date.js';
import { multiply, type Minor } from '../../kernel/money.js';
import { RefundAboveAmount } from './subscriptions.errors.js';
import { daysOf, lastDay, type Period, type Validity } from './term.rules.js';

/**
 * What of a subscription has been had and what is given back when it ends before its time. Whatever the method,
 * what is recognised and what is given back make the amount together.
 */

export type RefundMethod = 'pro_rata' | 'single_price' | 'none';

export interface Refundable extends Validity {
  readonly startsOn: LocalDate | null;
  readonly freezes: readonly Period[];
  readonly visitsTotal: number | null;
  /** What it is worth: price less discount, and what transfers moved. */
  readonly amount: Minor;
  /** What its visits were worth so far. */
  readonly recognised: Minor;
}

/** A visit that was had, with what it would have cost alone. */
export interface HadVisit {
  readonly onDate: LocalDate;
  readonly credits: number;
  readonly value: Minor;
  readonly singlePrice: Minor;
}

export interface QuoteLine {
  readonly code: 'amount' | 'visit' | 'days' | 'capped' | 'no-refund';
  readonly onDate: LocalDate | null;
  readonly count: number;
  /** Below zero: had, and not given back. */
  readonly amount: Minor;
}

export interface Quote {
  readonly method: RefundMethod;
  /** What was had. */
  readonly used: Minor;
  /** What is given back. */
  readonly unused: Minor;
  readonly lines: readonly QuoteLine[];
}

/** The calculation, line by line; the lines add up to what is given back. */
export function quoteOf(
  subscription: Refundable,
  visits: readonly HadVisit[],
  method: RefundMethod,
  on: LocalDate,
): Quote {
  const { amount } = subscription;
  const had = linesOf(subscription, visits, method, on);
  const sum = had.reduce((total, line) => total - line.amount, 0);
  const used = Math.min(amount, sum);
  const capped =
    sum > amount ? [{ code: 'capped' as const, onDate: null, count: 1, amount: sum - amount }] : [];
  const lines = [{ code: 'amount' as const, onDate: null, count: 1, amount }, ...had, ...capped];
  return { method, used, unused: amount - used, lines };
}

function linesOf(
  subscription: Refundable,
  visits: readonly HadVisit[],
  method: RefundMethod,
  on: LocalDate,
): QuoteLine[] {
  if (method === 'none') return [{ code: 'no-refund', onDate: null, count: 1, amount: -subscription.amount }];
  if (method === 'pro_rata' && subscription.visitsTotal === null) return daysHad(subscription, on);
  return visits.map(({ onDate, credits, value, singlePrice }) => ({
    code: 'visit',
    onDate,
    count: credits,
    // Nought less nought is not below nought.
    amount: 0 - (method === 'single_price' ? singlePrice * credits : value),
  }));
}

/** An unlimited one sells days: those gone by are had, visited or not; frozen ones are not among them. */
function daysHad(subscription: Refundable, on: LocalDate): QuoteLine[] {
  const { startsOn, freezes, amount } = subscription;
  if (startsOn === null || on < startsOn) return [];
  const days = daysBetween(startsOn, lastDay(startsOn, subscription)) + 1;
  const gone = daysBetween(startsOn, on) + 1 - frozenDays(freezes, on);
  const count = Math.max(0, Math.min(days, gone));
  return [{ code: 'days', onDate: on, count, amount: 0 - multiply(amount, count, days) }];
}

function frozenDays(freezes: readonly Period[], on: LocalDate): number {
  return freezes
    .filter((freeze) => freeze.startsOn <= on)
    .reduce((sum, freeze) => sum + daysOf({ ...freeze, endsOn: earlier(freeze.endsOn, on) }), 0);
}

/** What is given back in the end: what was calculated, or what somebody who may has said. */
export function creditOf(quote: Quote, asked: Minor | undefined, amount: Minor): Minor {
  if (asked === undefined) return quote.unused;
  if (asked > amount) throw RefundAboveAmount({ asked, amount });
  return asked;
}

export interface CreditableCharge {
  readonly id: string;
  readonly dueOn: LocalDate;
  /** Amount less what was credited before. */
  readonly creditable: Minor;
  /** 0: of the subscription itself; 1: of the one its visits came from, and so on. */
  readonly distance: number;
}

/** Which charges a credit is taken off: its own before those it descends from, what is due last before the rest. */
export function spreadCredit(
  charges: readonly CreditableCharge[],
  amount: Minor,
): { chargeId: string; amount: Minor }[] {
  let rest = amount;
  const parts: { chargeId: string; amount: Minor }[] = [];
  for (const charge of [...charges].sort(nearestAndLatestFirst)) {
    const part = Math.min(rest, charge.creditable);
    if (part <= 0) continue;
    parts.push({ chargeId: charge.id, amount: part });
    rest -= part;
  }
  return rest === 0 ? parts : [];
}

const nearestAndLatestFirst = (a: CreditableCharge, b: CreditableCharge): number =>
  a.distance - b.distance || daysBetween(a.dueOn, b.dueOn) || (a.id < b.id ? 1 : -1);
