import { Injectable } from '@nestjs/common';
import { yearOf } from '../../kernel/local-date.js';
import { newId } from '../../platform/database/ids.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { nextNumber } from '../organisation/index.js';
import type { PostedWaybill } from '../warehouse/index.js';
import { SaleMoney, type Buyer } from './sale-money.js';
import type { SalePlace } from './sale-place.js';
import { lineRow, subjectIdOf, totalsOf, type LineToSell } from './sale-rows.js';
import type { SaleCard } from './sales.dto.js';
import { SaleLineRow, SalePaymentRow, SaleRow } from './sales.entity.js';
import { saleMade } from './sales.events.js';
import { SalesQueries } from './sales.queries.js';

/** Everything of a sale that has been done, to be written into the register. */
export interface DoneSale {
  readonly id: string;
  readonly place: SalePlace;
  readonly buyer: Buyer;
  readonly lines: readonly LineToSell[];
  readonly paymentIds: readonly string[];
  readonly waybill: PostedWaybill | null;
  readonly buyerName: string | undefined;
  readonly comment: string | undefined;
}

/** The last step of a sale: its number, its rows, its event. */
@Injectable()
export class SaleWriter {
  constructor(
    private readonly money: SaleMoney,
    private readonly queries: SalesQueries,
    private readonly events: Events,
  ) {}

  async write(tx: Tx, sale: DoneSale): Promise<SaleCard> {
    const { id, place, buyer, waybill } = sale;
    const { branchId, clientId, today: onDate, sellerId } = place;
    const charged = await this.money.charged(tx, sale.lines.map(subjectIdOf));
    const left = [...(waybill?.lines ?? [])];
    const rows = sale.lines.map((line) => {
      const issued = line.kind === 'goods' ? (left.shift() ?? null) : null;
      const money = charged.get(subjectIdOf(line));
      if (money === undefined) throw new Error('a line that was sold has no charge');
      return lineRow(line, { saleId: id, branchId, issued, money });
    });
    const [first] = charged.values();
    const payerAccountId = buyer.payerAccountId ?? first?.payerAccountId ?? '';
    const totals = totalsOf(rows);
    const year = yearOf(onDate);
    const sequence = await nextNumber(tx, { document: 'sale', branchId, year });
    await tx.insert(SaleRow, {
      ...{
        id,
        branchId,
        year,
        sequence,
        onDate,
        soldAt: tx.now,
        clientId,
        buyerName: sale.buyerName ?? null,
      },
      ...{ payerAccountId, waybillId: waybill?.id ?? null, sellerId, cashierId: tx.actor.userId },
      ...{ comment: sale.comment ?? null, ...totals },
    });
    await tx.insert(SaleLineRow, rows);
    const payments = sale.paymentIds.map((paymentId) => ({ id: newId(), saleId: id, paymentId }));
    if (payments.length > 0) await tx.insert(SalePaymentRow, payments);
    const made = saleMade({ saleId: id, clientId, total: totals.total });
    await this.events.record(tx, made, { subjectId: id, branchId });
    return this.queries.card(tx, tx.actor, id);
  }
}
