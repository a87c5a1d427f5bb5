import { Injectable } from '@nestjs/common';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { SingleVisitPlans, SubscriptionsService } from '../subscriptions/index.js';
import { GoodsPrices } from './goods-prices.js';
import { at } from './places.js';
import type { SalePlace } from './sale-place.js';
import type { LineToSell } from './sale-rows.js';
import type { LineAsked, SaleAsked } from './sale.types.js';

/** Goods and services at their prices; plans and visits become subscriptions, which know what they cost. */
@Injectable()
export class SaleLines {
  constructor(
    private readonly prices: GoodsPrices,
    private readonly subscriptions: SubscriptionsService,
    private readonly singleVisits: SingleVisitPlans,
  ) {}

  async of(tx: Tx, place: SalePlace, input: SaleAsked): Promise<LineToSell[]> {
    const priced = await this.prices.of(tx, place, input);
    const lines: LineToSell[] = [];
    for (const [index, asked] of input.lines.entries()) {
      const subject = place.subjects[index];
      if (subject === undefined) continue;
      const { kind, name, vatCode } = subject;
      const line = { id: newId(), nth: index + 1, kind, asked };
      const price = priced.get(index);
      const sold =
        price === undefined
          ? await at(`/lines/${String(index)}`, () => this.subscribe(tx, place, asked))
          : { ...price, name, vatCode: vatCode ?? 'none', subscriptionId: null };
      lines.push({ ...line, ...sold });
    }
    return lines;
  }

  private async subscribe(tx: Tx, { clientId }: SalePlace, asked: LineAsked) {
    const { activityId, startsOn, discount, discountReason, discountId, promoCode } = asked;
    const planId =
      activityId === undefined ? (asked.planId ?? '') : await this.singleVisits.planOf(tx, activityId);
    const sold = await this.subscriptions.sell(tx, {
      ...{ clientId: clientId ?? '', planId },
      ...(startsOn === undefined ? {} : { startsOn }),
      ...(discount === undefined ? {} : { discount }),
      ...(discountReason === undefined ? {} : { discountReason }),
      ...(discountId === undefined ? {} : { discountId }),
      ...(promoCode === undefined ? {} : { promoCode }),
    });
    // The card hides money from whoever may not see it; the register needs it all the same.
    return tx.one<Omit<LineToSell, 'id' | 'nth' | 'kind' | 'asked'>>(sql`
      select plan_name as name, price as "unitPrice", price as gross, discount, discount_reason as "discountReason",
             discount_id as "discountId", vat_code as "vatCode", id as "subscriptionId"
      from subscriptions where id = ${sold.id}`);
  }
}
