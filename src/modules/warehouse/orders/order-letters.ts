import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { systemActor } from '../../../kernel/actor.js';
import { quantityText, thousandths } from '../../../kernel/quantity.js';
import type { Config } from '../../../platform/config/config.js';
import { CONFIG } from '../../../platform/config/config.module.js';
import { Db } from '../../../platform/database/db.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import type { ComposedLetter, Letter } from '../../../platform/mail/letter.js';
import { Mail } from '../../../platform/mail/mail.js';
import { letterPage, renderPdf } from '../../../platform/render/index.js';
import { WAITS_FOR } from './order-amounts.js';
import { OrderDesk, type HeldOrder } from './order-desk.js';
import { orderLetter, orderPaper, type PaperOrder } from './order-paper.js';
import { orderNumber } from './order.rules.js';
import { orderSent } from './orders.events.js';
import { ORDER_LETTER, OrderSending } from './order-sending.js';
import { packsOf } from './reorder.rules.js';

const desk = systemActor('orders');

/** Makes the letters of orders, and notes what became of them. */
@Injectable()
export class OrderLetters implements OnModuleInit {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: Db,
    private readonly desk: OrderDesk,
    private readonly sending: OrderSending,
    private readonly mail: Mail,
    private readonly events: Events,
  ) {}

  onModuleInit(): void {
    this.mail.composes(ORDER_LETTER, {
      compose: (letter) => this.compose(letter),
      stands: (letter) => this.stands(letter),
      sent: (tx, letter) => this.sent(tx, letter),
      failed: (tx, letter, problem) => this.failed(tx, letter, problem),
      unknown: (tx, letter) => this.failed(tx, letter, 'unknown'),
    });
  }

  private async compose(letter: Letter): Promise<ComposedLetter | null> {
    if (!(await this.stands(letter))) return null;
    const order = await this.paper(letter);
    const { currency, language } = { currency: this.config.CURRENCY, language: letter.language };
    const page = letterPage({ language, currency, ...orderLetter(order, language) });
    const paper = orderPaper(order, language);
    return {
      ...page,
      subject: paper.title + (language === 'ru' ? `, ${order.branch}` : ` from ${order.branch}`),
      attachments: [
        {
          name: `${order.number}.pdf`,
          contentType: 'application/pdf',
          content: await renderPdf({ ...paper, currency }),
        },
      ],
    };
  }

  /** A letter in a worker's hands cannot be taken back; before its next try it is asked whether its order still is to leave. */
  private stands(letter: Letter): Promise<boolean> {
    return this.db.tx(desk, (tx) => this.closed(tx, letter));
  }

  /** Whether the order is still to be sent by this letter. A draft is closed by it, whatever it holds by now. */
  private async closed(tx: Tx, letter: Letter): Promise<boolean> {
    const order = await this.held(tx, letter);
    if (order === null || ['cancelled', 'received'].includes(order.status)) return false;
    if (order.stage !== 'draft') return true;
    const { leaves } = await tx.one<{ leaves: boolean }>(sql`
      select ${WAITS_FOR} is null as leaves
      from purchase_orders o join suppliers s on s.id = o.supplier_id where o.id = ${order.id}`);
    if (!leaves) {
      // Orders to them are approved by now, it comes to too little, or there is nothing left: the draft waits.
      await tx.run(sql`update purchase_orders set send_at = null where id = ${order.id}`);
      return false;
    }
    await this.desk.close(tx, order);
    await tx.run(sql`update purchase_orders set stage = 'queued' where id = ${order.id}`);
    return true;
  }

  private async sent(tx: Tx, letter: Letter): Promise<void> {
    const order = await tx.find<{ id: string }>(sql`
      update purchase_orders set stage = case when stage in ('queued', 'failed') then 'sent' else stage end,
             sent_at = ${tx.now}, problem = null
      where id = ${letter.subjectId} and letter_id = ${letter.id} returning id`);
    if (order === null) return;
    const event = orderSent({ orderId: order.id, letterId: letter.id });
    await this.events.record(tx, event, { subjectId: order.id, branchId: letter.branchId });
  }

  /** An order whose letter could never be made is closed by that, so that a person can send it again. */
  private async failed(tx: Tx, letter: Letter, problem: string): Promise<void> {
    const order = await this.held(tx, letter);
    if (order === null) return;
    if (order.stage === 'draft') await this.desk.close(tx, order);
    await this.sending.fail(tx, order, letter.id, problem);
  }

  private async held(tx: Tx, { id, subjectId }: Letter): Promise<HeldOrder | null> {
    const order = await this.desk.hold(tx, subjectId ?? '');
    return order?.letterId === id ? order : null;
  }

  private async paper({ subjectId }: Letter): Promise<PaperOrder> {
    const found = await this.db.find<
      Omit<PaperOrder, 'number' | 'lines'> & { year: number; sequence: number }
    >(sql`
      select o.year, o.sequence, o.approved_at as "approvedAt",
             case when o.approved_by ->> 'login' like 'system:%' then null else o.approved_by ->> 'name' end as "approvedBy",
             s.name as supplier, s.tax_number as "taxNumber", b.name as branch, b.address, b.phone, b.time_zone as zone,
             w.name as warehouse
      from purchase_orders o join suppliers s on s.id = o.supplier_id join branches b on b.id = o.branch_id
      join warehouses w on w.id = o.warehouse_id where o.id = ${subjectId}`);
    if (found === null) throw new Error('an order that has a letter is there');
    const { year, sequence, ...head } = found;
    const lines = await this.db.query<Omit<PaperOrder['lines'][number], 'packs'>>(sql`
      select i.sku, i.name, i.unit, l.quantity, l.pack_size as "packSize", l.needed_by as "neededBy", l.price,
             round(l.quantity * l.price)::bigint as amount
      from purchase_order_lines l join items i on i.id = l.item_id where l.order_id = ${subjectId} order by i.name, i.id`);
    return {
      ...{ ...head, number: orderNumber(year, sequence) },
      lines: lines.map((line) => {
        const [quantity, packSize] = [thousandths(line.quantity), thousandths(line.packSize)];
        const packs = packsOf(quantity, packSize);
        return { ...line, quantity: quantityText(quantity), packSize: quantityText(packSize), packs };
      }),
    };
  }
}
