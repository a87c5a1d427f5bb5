import type { Fault } from '../../kernel/errors.js';
import { daysBetween, type LocalDate } from '../../kernel/local-date.js';
import { multiply, type Minor, type Money } from '../../kernel/money.js';

/** What a lesson, or several, brought and cost, part by part; null: not to be seen. */
export interface Parts {
  readonly minutes: number;
  readonly attendees: number;
  readonly revenue: Minor | null;
  readonly vat: Minor | null;
  readonly pay: Minor | null;
  readonly contributions: Minor | null;
  readonly materials: Minor;
  readonly room: Minor;
  readonly overhead: Minor | null;
}

/** The parts with what they add up to. */
export interface Figures {
  minutes: number;
  attendees: number;
  revenue: Money | null;
  vat: Money | null;
  netRevenue: Money | null;
  pay: Money | null;
  contributions: Money | null;
  materials: Money;
  room: Money;
  overhead: Money | null;
  cost: Money | null;
  profit: Money | null;
  profitPercent: string | null;
}

/**
 * Profit is revenue without VAT less cost, and its percentage of revenue without VAT. What cannot be worked out from
 * what may be seen is not shown either: otherwise it could be worked out backwards.
 */
export function figuresOf(parts: Parts, currency: string): Figures {
  const { minutes, attendees, revenue, vat, pay, contributions, materials, room, overhead } = parts;
  const net = minus(revenue, vat);
  const cost = [pay, contributions, materials, room, overhead].reduce(plus);
  const profit = minus(net, cost);
  const money = (amount: Minor | null): Money | null => (amount === null ? null : { amount, currency });
  return {
    ...{ minutes, attendees },
    ...{ revenue: money(revenue), vat: money(vat), netRevenue: money(net) },
    ...{ pay: money(pay), contributions: money(contributions) },
    ...{ materials: { amount: materials, currency }, room: { amount: room, currency } },
    ...{ overhead: money(overhead), cost: money(cost), profit: money(profit) },
    profitPercent: profit === null || net === null || net === 0 ? null : percentText(profit, net),
  };
}

/** A part's share of one lesson or one attendee. Sums are made of the shares, so they add up; null of nothing. */
export function averageOf(parts: Parts, count: number): Parts | null {
  if (count === 0) return null;
  const share = (amount: Minor): Minor => multiply(amount, 1, count);
  const seen = (amount: Minor | null): Minor | null => (amount === null ? null : share(amount));
  return {
    ...{ minutes: share(parts.minutes), attendees: share(parts.attendees) },
    ...{ revenue: seen(parts.revenue), vat: seen(parts.vat) },
    ...{ pay: seen(parts.pay), contributions: seen(parts.contributions), overhead: seen(parts.overhead) },
    ...{ materials: share(parts.materials), room: share(parts.room) },
  };
}

const LONGEST_DAYS = 366;

/** A period from a day up to, not including, another; a year at most. */
export function periodFaults({ from, to }: { from: LocalDate; to: LocalDate }): Fault[] {
  const days = daysBetween(from, to);
  if (days < 1)
    return [{ parameter: 'to', code: 'range.ends-before-start', detail: `to must be after from, ${from}.` }];
  if (days <= LONGEST_DAYS) return [];
  const detail = `A period has at most ${String(LONGEST_DAYS)} days.`;
  return [{ parameter: 'to', code: 'range.too-long', detail }];
}

const plus = (a: Minor | null, b: Minor | null): Minor | null => (a === null || b === null ? null : a + b);
const minus = (a: Minor | null, b: Minor | null): Minor | null => (a === null || b === null ? null : a - b);

/** `part / whole` in percent with two places, half away from zero. */
function percentText(part: Minor, whole: Minor): string {
  const hundredths = multiply(part, 10_000, whole);
  const digits = String(Math.abs(hundredths)).padStart(3, '0');
  return `${hundredths < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
