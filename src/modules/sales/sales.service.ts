import { Injectable } from '@nestjs/common';
import { newId } from '../../platform/database/ids.js';
import type { Tx } from '../../platform/database/tx.js';
import type { PaymentMethod } from '../billing/index.js';
import { StockService, type PostedWaybill } from '../warehouse/index.js';
import { netOf } from './sale.rules.js';
import { SaleLines } from './sale-lines.js';
import { SaleMoney, type Buyer } from './sale-money.js';
import { SalePlaces, type SalePlace } from './sale-place.js';
import { owedFor, quantityOf, subjectIdOf, type LineToSell } from './sale-rows.js';
import type { SaleAsked, SumAsked } from './sale.types.js';
import { SaleWriter } from './sale-writer.js';
import type { SaleCard } from './sales.dto.js';
import { SellerPay } from './seller-pay.js';

export type SaleInput = SaleAsked & { payments?: readonly SumAsked<PaymentMethod>[] };

/**
 * The sale: subscriptions, money, stock and pay move in one transaction. Locks go client, subscriptions, account, shift,
 * stock, numbers, as they do everywhere.
 */
@Injectable()
export class SalesService {
  constructor(
    private readonly places: SalePlaces,
    private readonly lines: SaleLines,
    private readonly money: SaleMoney,
    private readonly stock: StockService,
    private readonly pay: SellerPay,
    private readonly writer: SaleWriter,
  ) {}

  async sell(tx: Tx, input: SaleInput): Promise<SaleCard> {
    const id = newId();
    const place = await this.places.meet(tx, input);
    const lines = await this.lines.of(tx, place, input);
    const buyer = this.buyerOf(tx, place);
    const had = lines.filter(({ subscriptionId }) => subscriptionId === null);
    await this.money.charge(tx, buyer, had.map(owedFor), input.dueOn ?? place.today);
    const sale = {
      subjectIds: lines.map(subjectIdOf),
      total: lines.reduce((sum, line) => sum + netOf(line), 0),
    };
    const paymentIds = await this.money.pay(tx, buyer, sale, input.payments ?? []);
    const waybill = await this.issue(tx, id, place, lines);
    const { sellerId, branchId, today: onDate } = place;
    const earned = lines.map((line) => ({ id: line.id, net: netOf(line) }));
    await this.pay.accrue(tx, { sellerId, branchId, onDate }, earned);
    const { buyerName, comment } = input;
    return this.writer.write(tx, { id, place, buyer, lines, paymentIds, waybill, buyerName, comment });
  }

  private buyerOf(tx: Tx, { branchId, clientId }: SalePlace): Buyer {
    const payerAccountId = clientId === null ? this.money.openWalkIn(tx, branchId) : null;
    return { branchId, clientId, payerAccountId };
  }

  private async issue(
    tx: Tx,
    id: string,
    { warehouseId, today: onDate }: SalePlace,
    lines: readonly LineToSell[],
  ): Promise<PostedWaybill | null> {
    const goods = lines.filter(({ kind }) => kind === 'goods');
    if (warehouseId === null) return null;
    return this.stock.issue(tx, {
      ...{ warehouseId, onDate, basis: { kind: 'sale', id } },
      lines: goods.map(({ asked }) => ({ itemId: asked.itemId ?? '', quantity: quantityOf(asked) })),
      pointers: goods.map(({ nth }) => `/lines/${String(nth - 1)}`),
    });
  }
}
