import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../kernel/actor.js';
import { fieldsForbidden } from '../../kernel/field-groups.js';
import { invalid } from '../../kernel/faults.js';
import { yearOf, type LocalDate } from '../../kernel/local-date.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import { RunAgain } from '../../platform/database/run-again.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import type { PaymentMethod } from '../billing/index.js';
import { BranchesService, nextNumber } from '../organisation/index.js';
import { Subscriptions } from '../subscriptions/index.js';
import { StockService, type PostedWaybill } from '../warehouse/index.js';
import { excesses, unknownLines, type LineReturned } from './return.rules.js';
import { ReturnMoney, type Returned, type ReturningLine } from './return-money.js';
import type { SumAsked } from './sale.types.js';
import { ReturnExceedsSale, SaleNotFound } from './sales.errors.js';
import { SaleRefundRow, SaleReturnLineRow, SaleReturnRow } from './sales.entity.js';
import type { SaleReturnQuote, SaleReturned } from './return-requests.dto.js';
import { saleReturned } from './sales.events.js';
import { Sales } from './sales.permissions.js';
import { SalesQueries } from './sales.queries.js';
import { SellerPay } from './seller-pay.js';

export interface ReturnInput {
  lines: readonly LineReturned[];
  reason: string;
  payOut?: readonly SumAsked<PaymentMethod>[];
}

interface SaleToReturn {
  id: string;
  branchId: string;
  clientId: string | null;
  payerAccountId: string;
  waybillId: string | null;
  sellerId: string | null;
  onDate: LocalDate;
}

interface Work {
  readonly sale: SaleToReturn;
  readonly lines: readonly ReturningLine[];
  readonly today: LocalDate;
}

/** Takes sold things back, by line: money, subscription, stock and the seller's percentage go back in one transaction. */
@Injectable()
export class SaleReturnsService {
  constructor(
    private readonly money: ReturnMoney,
    private readonly stock: StockService,
    private readonly pay: SellerPay,
    private readonly branches: BranchesService,
    private readonly queries: SalesQueries,
    private readonly events: Events,
  ) {}

  async giveBack(tx: Tx, saleId: string, input: ReturnInput): Promise<SaleReturned> {
    const { payOut = [], reason } = input;
    const asked = input.lines.map(({ lineId, quantity }) => ({ lineId: lineId.toLowerCase(), quantity }));
    const work = await this.prepare(tx, saleId, { ...input, lines: asked });
    const { sale } = work;
    const id = newId();
    const returned = await this.money.credit(tx, work.lines, reason);
    const net = returned.reduce((sum, line) => sum + line.net, 0);
    const paid = await this.money.payOut(tx, sale, { net, reason }, payOut);
    const waybill = await this.takeBack(tx, id, work);
    const row = { id, saleId, branchId: sale.branchId, onDate: work.today, returnedAt: tx.now, reason };
    const { branchId } = sale;
    const year = yearOf(work.today);
    const sequence = await nextNumber(tx, { document: 'sale_return', branchId, year });
    await tx.insert(SaleReturnRow, {
      ...{ ...row, year, sequence },
      waybillId: waybill?.id ?? null,
      net,
      paidOut: paid.sum,
    });
    const lineIds = await this.write(tx, row, returned, waybill);
    if (paid.refundIds.length > 0)
      await tx.insert(
        SaleRefundRow,
        paid.refundIds.map((refundId) => ({ id: newId(), returnId: id, refundId })),
      );
    await this.pay.takeBack(tx, sale, returnedNets(returned, lineIds));
    const event = saleReturned({ saleId, returnId: id, net, paidOut: paid.sum });
    await this.events.record(tx, event, { subjectId: saleId, branchId: sale.branchId });
    return this.queries.returned(tx, tx.actor, id);
  }

  /** What would come of it if everything that is left came back now. */
  async quote(tx: Tx, saleId: string): Promise<SaleReturnQuote> {
    const sale = await this.find(tx, saleId);
    const mayRefund = reachesBranch(tx.actor, Subscriptions.refund, sale.branchId);
    const lines = (await this.money.lines(tx, sale.id)).filter(
      ({ left, subscriptionId, isEnded }) =>
        left !== '0' && (subscriptionId === null || (mayRefund && !isEnded)),
    );
    const returning = lines.map((line) => ({ line, quantity: line.left, place: '' }));
    const returned = await this.money.credit(tx, returning, 'What would come back');
    return this.queries.quote(tx, sale, returned);
  }

  /** Locks go client, account, lines: of two that return the same thing the second sees what is left. */
  private async prepare(tx: Tx, saleId: string, { lines }: ReturnInput): Promise<Work> {
    const seen = await this.find(tx, saleId);
    if (seen.clientId !== null) {
      await tx.run(sql`select from clients where id = ${seen.clientId} for no key update`);
      // Who waited for a merge of clients finds the sale at the one they became, whom nobody holds yet.
      if ((await this.find(tx, saleId)).clientId !== seen.clientId) throw new RunAgain('the buyer of a sale');
    }
    const sold = await this.money.lock(tx, saleId);
    const unknown = unknownLines(sold, lines);
    if (unknown.length > 0) throw invalid(unknown);
    const faults = excesses(sold, lines);
    if (faults.length > 0) throw ReturnExceedsSale({}, { faults });
    const returning = lines.flatMap(({ lineId, quantity }, index) => {
      const line = sold.find(({ id }) => id === lineId);
      return line === undefined ? [] : [{ line, quantity, place: `/lines/${String(index)}` }];
    });
    assertMay(tx, seen, returning);
    // Whose account it is may have changed while we waited for it.
    const sale = await this.find(tx, saleId);
    return { sale, lines: returning, today: await this.branches.today(tx, sale.branchId) };
  }

  private async find(tx: Tx, id: string): Promise<SaleToReturn> {
    const sale = await tx.find<SaleToReturn>(sql`
      select id, branch_id as "branchId", client_id as "clientId", payer_account_id as "payerAccountId",
             waybill_id as "waybillId", seller_id as "sellerId", on_date as "onDate"
      from sales where id = ${id}`);
    if (sale === null || !reachesBranch(tx.actor, Sales.return, sale.branchId)) throw SaleNotFound({ id });
    return sale;
  }

  /** Goods come back to where they left, at the cost they left with. */
  private async takeBack(tx: Tx, id: string, { sale, lines, today }: Work): Promise<PostedWaybill | null> {
    const goods = lines.filter(({ line }) => line.waybillLineId !== null);
    if (sale.waybillId === null || goods.length === 0) return null;
    return this.stock.takeBack(tx, {
      ...{ waybillId: sale.waybillId, onDate: today, basis: { kind: 'sale-return', id } },
      lines: goods.map(({ line, quantity }) => ({ lineId: line.waybillLineId ?? '', quantity })),
      pointers: goods.map(({ place }) => place),
    });
  }

  private async write(
    tx: Tx,
    { id, branchId }: { id: string; branchId: string },
    returned: readonly Returned[],
    waybill: PostedWaybill | null,
  ): Promise<string[]> {
    const came = [...(waybill?.lines ?? [])];
    const rows = returned.map(({ line, quantity, net, vat }) => {
      const goods = line.waybillLineId === null ? null : (came.shift() ?? null);
      return {
        ...{ id: newId(), returnId: id, saleLineId: line.id, branchId, waybillLineId: goods?.id ?? null },
        ...{ quantity, net, vat, cost: goods?.cost ?? null },
      };
    });
    await tx.insert(SaleReturnLineRow, rows);
    await tx.run(sql`
      update sale_lines l set returned = l.returned + r.quantity, returned_net = l.returned_net + r.net
      from sale_return_lines r where r.return_id = ${id} and l.id = r.sale_line_id`);
    return rows.map((row) => row.id);
  }
}

const returnedNets = (returned: readonly Returned[], ids: readonly string[]) =>
  returned.map(({ line, net }, index) => ({ id: ids[index] ?? '', lineId: line.id, net }));

function assertMay(tx: Tx, { branchId }: SaleToReturn, lines: readonly ReturningLine[]): void {
  const subscribed = lines.filter(({ line }) => line.subscriptionId !== null);
  if (subscribed.length === 0 || reachesBranch(tx.actor, Subscriptions.refund, branchId)) return;
  throw fieldsForbidden(
    [Subscriptions.refund],
    subscribed.map(({ place }) => ({ pointer: `${place}/lineId` })),
  );
}
