import { percentOf, type Minor } from '../../../kernel/money.js';
import { decimal } from './amounts.rules.js';

/** What others may claim of the pay after tax, such as maintenance: in turn, each within its own limit of the whole. */
export interface WithholdingOrder {
  readonly id: string;
  readonly percent: string | null;
  readonly monthlyAmount: Minor | null;
  readonly totalAmount: Minor | null;
  readonly limitPercent: string;
  readonly priority: number;
  /** Withheld by runs before, ever and in the month of payment. */
  readonly withheldBefore: Minor;
  readonly withheldInMonth: Minor;
}

export interface Withheld {
  readonly orderId: string;
  readonly wanted: Minor;
  readonly amount: Minor;
  readonly text: string;
}

export function withhold(afterTax: Minor, orders: readonly WithholdingOrder[]): Withheld[] {
  const of = Math.max(afterTax, 0);
  let taken = 0;
  return [...orders].sort(inTurn).map((order) => {
    const wanted = wantedBy(order, of);
    const limit = percentOf(of, order.limitPercent);
    const amount = Math.max(Math.min(wanted, limit - taken), 0);
    taken += amount;
    const measure =
      order.percent === null
        ? `${decimal(order.monthlyAmount ?? 0)} a month`
        : `${order.percent} % of ${decimal(of)}`;
    const limited = amount < wanted ? `, at most ${order.limitPercent} % of ${decimal(of)} in all` : '';
    return { orderId: order.id, wanted, amount, text: `${measure}${limited}: ${decimal(amount)}` };
  });
}

function wantedBy(order: WithholdingOrder, of: Minor): Minor {
  const measured =
    order.percent === null
      ? Math.max((order.monthlyAmount ?? 0) - order.withheldInMonth, 0)
      : percentOf(of, order.percent);
  return order.totalAmount === null
    ? measured
    : Math.min(measured, Math.max(order.totalAmount - order.withheldBefore, 0));
}

const inTurn = (a: WithholdingOrder, b: WithholdingOrder): number =>
  a.priority - b.priority || (a.id < b.id ? -1 : 1);
