import type { Fault } from '../../kernel/errors.js';
import { allocate, multiply, type Minor } from '../../kernel/money.js';
import { ONE, thousandths } from '../../kernel/quantity.js';
import { PaymentsExceedSale, SaleNotPaid } from './sales.errors.js';
import {
  SUBJECTS,
  type LineAsked,
  type LineKind,
  type PricedLine,
  type SaleAsked,
  type SubjectMember,
} from './sale.types.js';

/** What a line of a sale costs, who may buy it, and how the money for it comes. */

const MEMBERS = Object.keys(SUBJECTS) as SubjectMember[];

/** What the line sells; null when it names nothing, or several things. */
export function subjectOf(line: LineAsked): { member: SubjectMember; kind: LineKind; id: string } | null {
  const [member, ...others] = MEMBERS.filter((name) => line[name] !== undefined);
  if (member === undefined || others.length > 0) return null;
  return { member, kind: SUBJECTS[member], id: (line[member] ?? '').toLowerCase() };
}

/** Plans and visits become subscriptions; goods and services are had at once. */
export const isSubscribed = (kind: LineKind): boolean => kind === 'plan' || kind === 'visit';

/** Everything that a request says against itself. */
export function askedFaults(sale: SaleAsked): Fault[] {
  return [
    ...buyerFaults(sale),
    ...sale.lines.flatMap((line, index) => lineFaults(line, `/lines/${String(index)}`, sale)),
    ...discountFaults(sale),
    ...restFaults(sale.payments ?? [], '/payments'),
  ];
}

function buyerFaults({ clientId, buyerName, dueOn }: SaleAsked): Fault[] {
  const faults: Fault[] = [];
  if (clientId !== undefined && buyerName !== undefined)
    faults.push({
      ...{ pointer: '/buyerName', code: 'buyer.is-client' },
      detail: 'The buyer is the client: give a name only without one.',
    });
  if (clientId === undefined && dueOn !== undefined)
    faults.push({
      ...{ pointer: '/dueOn', code: 'buyer.pays-at-once' },
      detail: 'A walk-in buyer pays at once: name a client to let money be owed.',
    });
  return faults;
}

function lineFaults(line: LineAsked, at: string, { clientId }: SaleAsked): Fault[] {
  const subject = subjectOf(line);
  if (subject === null)
    return [
      {
        ...{ pointer: at, code: 'line.one-subject' },
        detail: 'Give exactly one of itemId, planId, activityId and serviceId.',
      },
    ];
  const faults = isSubscribed(subject.kind)
    ? subscribedFaults(line, at, clientId === undefined ? `${at}/${subject.member}` : null)
    : [];
  if (line.startsOn !== undefined && subject.kind !== 'plan')
    faults.push({
      ...{ pointer: `${at}/startsOn`, code: 'line.no-start' },
      detail: 'Only a plan starts on a chosen day.',
    });
  if (line.discount !== undefined && line.promoCode !== undefined)
    faults.push({
      ...{ pointer: `${at}/discount`, code: 'discount.one-only' },
      detail: 'Give an amount of your own choice, or a discount, or a promo code.',
    });
  return faults;
}

function subscribedFaults(line: LineAsked, at: string, withoutClient: string | null): Fault[] {
  const faults: Fault[] = [];
  if (withoutClient !== null)
    faults.push({
      ...{ pointer: withoutClient, code: 'line.client-needed' },
      detail:
        'A walk-in buyer gets goods and services; a plan or a visit is sold to a client: give clientId.',
    });
  if (line.quantity !== undefined && thousandths(line.quantity) !== ONE)
    faults.push({
      ...{ pointer: `${at}/quantity`, code: 'line.one-each' },
      detail: 'A line sells one plan or one visit: give a line for each.',
    });
  if (line.unitPrice !== undefined)
    faults.push({
      ...{ pointer: `${at}/unitPrice`, code: 'price.of-list' },
      detail: 'A plan or a visit costs what the price lists say: take a discount off.',
    });
  return faults;
}

function discountFaults({ discount, discountReason, lines }: SaleAsked): Fault[] {
  if (discount === undefined || discount.amount === 0) return [];
  const faults: Fault[] = [];
  if (discountReason === undefined) faults.push(reasonMissing('/discountReason'));
  if (!lines.some(sharesDiscount))
    faults.push({
      ...{ pointer: '/discount', code: 'discount.nothing-to-share' },
      detail: 'It is shared by goods and services without a discount of their own, and there are none.',
    });
  return faults;
}

export const reasonMissing = (pointer: string): Fault => ({
  ...{ pointer, code: 'discount-reason.required' },
  detail: 'Say why an amount of your own choice is taken off.',
});

/** The discount of the whole sale is for goods and services that have none of their own. */
export function sharesDiscount(line: LineAsked): boolean {
  const subject = subjectOf(line);
  if (subject === null || isSubscribed(subject.kind)) return false;
  return line.discount === undefined && line.discountId === undefined && line.promoCode === undefined;
}

/** At most one sum is the rest. */
export function restFaults(sums: readonly { amount?: unknown }[], at: string): Fault[] {
  const rests = sums.flatMap(({ amount }, index) => (amount === undefined ? [index] : []));
  return rests.slice(1).map((index) => ({
    ...{ pointer: `${at}/${String(index)}/amount`, code: 'sum.one-rest' },
    detail: 'Only one of them may be the rest: give an amount.',
  }));
}

export const grossOf = (unitPrice: Minor, quantity: string): Minor =>
  multiply(unitPrice, thousandths(quantity), ONE);

/** Shares a discount of the whole sale among lines, to the kopeck; none gets more than it costs. Null: it is too much. */
export function shareDiscount(amount: Minor, grosses: readonly Minor[]): Minor[] | null {
  const most = grosses.reduce((sum, gross) => sum + gross, 0);
  if (amount > most) return null;
  return most === 0 ? grosses.map(() => 0) : allocate(amount, grosses);
}

export const netOf = ({ gross, discount }: Pick<PricedLine, 'gross' | 'discount'>): Minor => gross - discount;

/**
 * How much each payment is. The rest is what is still open of the sale: free money of the account has paid its part
 * already. A walk-in buyer owes nothing afterwards.
 */
export function paymentsOf(
  { total, open, isWalkIn }: { total: Minor; open: Minor; isWalkIn: boolean },
  asked: readonly { amount?: { amount: Minor } }[],
): Minor[] {
  const said = asked.reduce((sum, { amount }) => sum + (amount?.amount ?? 0), 0);
  if (said > total) throw PaymentsExceedSale({ total, paid: said });
  const rest = Math.max(0, open - said);
  const amounts = asked.map(({ amount }) => amount?.amount ?? rest);
  const paid = amounts.reduce((sum, amount) => sum + amount, 0);
  if (isWalkIn && paid !== total) throw SaleNotPaid({ total, paid });
  return amounts;
}
