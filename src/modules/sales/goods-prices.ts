import { Injectable } from '@nestjs/common';
import { invalid } from '../../kernel/faults.js';
import type { Minor } from '../../kernel/money.js';
import type { Tx } from '../../platform/database/tx.js';
import { DiscountsService } from '../catalogue/index.js';
import { at } from './places.js';
import { grossOf, netOf, reasonMissing, shareDiscount, sharesDiscount } from './sale.rules.js';
import type { LineAsked, PricedLine, SaleAsked } from './sale.types.js';
import type { SalePlace } from './sale-place.js';

/** What goods and services cost: their price, or one given by hand, less one discount; then less a part of the sale's. */
@Injectable()
export class GoodsPrices {
  constructor(private readonly discounts: DiscountsService) {}

  /** By place in the request; plans and visits are not among them. */
  async of(tx: Tx, place: SalePlace, asked: SaleAsked): Promise<Map<number, PricedLine>> {
    const priced = new Map<number, PricedLine>();
    for (const [index, line] of asked.lines.entries()) {
      const price = line.unitPrice?.amount ?? place.subjects[index]?.price ?? null;
      if (price === null) continue;
      const gross = grossOf(price, line.quantity ?? '1');
      const discount = await at(`/lines/${String(index)}`, () => this.discountOf(tx, place, line, gross));
      priced.set(index, { unitPrice: price, gross, ...discount });
    }
    return share(priced, asked);
  }

  /** The one named, or an amount of somebody's own choice: nothing comes by itself on goods. */
  private async discountOf(
    tx: Tx,
    { branchId, today: on }: SalePlace,
    line: LineAsked,
    price: Minor,
  ): Promise<Omit<PricedLine, 'unitPrice' | 'gross'>> {
    const { discount, discountReason: reason, discountId, promoCode } = line;
    if (discountId === undefined && promoCode === undefined) return byHand(line, price);
    const found = await this.discounts.resolve(tx, {
      ...{ branchId, on, price, planId: null, activityIds: [], facts: { siblings: 0, activities: 0 } },
      ...(discountId === undefined ? {} : { discountId }),
      ...(promoCode === undefined ? {} : { promoCode }),
      asked: {
        ...(discount === undefined ? {} : { amount: discount.amount }),
        ...(reason === undefined ? {} : { reason }),
      },
    });
    if (found === null) return NONE;
    return { discount: found.amount, discountReason: found.reason, discountId: found.discountId };
  }
}

const NONE = { discount: 0, discountReason: null, discountId: null };

function byHand(
  { discount, discountReason }: LineAsked,
  gross: Minor,
): Omit<PricedLine, 'unitPrice' | 'gross'> {
  const amount = discount?.amount ?? 0;
  if (amount === 0) return NONE;
  if (discountReason === undefined) throw invalid([reasonMissing('/discountReason')]);
  if (amount > gross) throw invalid([aboveSum('/discount')]);
  return { discount: amount, discountReason, discountId: null };
}

/** Each of the lines that have no discount of their own gets its part. */
function share(priced: ReadonlyMap<number, PricedLine>, asked: SaleAsked): Map<number, PricedLine> {
  const { discount, discountReason = null, lines } = asked;
  if (discount === undefined || discount.amount === 0) return new Map(priced);
  const sharing = [...priced].filter(([index]) => sharesDiscount(lines[index] ?? {}));
  const parts = shareDiscount(
    discount.amount,
    sharing.map(([, line]) => netOf(line)),
  );
  if (parts === null) throw invalid([aboveSum('/discount')]);
  const shared = sharing.map(([index, line], turn): [number, PricedLine] => [
    index,
    { ...line, discount: parts[turn] ?? 0, discountReason },
  ]);
  return new Map([...priced, ...shared]);
}

const aboveSum = (pointer: string) => ({
  ...{ pointer, code: 'discount.above-price' },
  detail: 'No more is taken off than it costs.',
});
