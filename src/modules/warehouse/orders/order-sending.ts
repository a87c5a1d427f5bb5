import { Inject, Injectable } from '@nestjs/common';
import { addMinutes } from '../../../platform/clock/clock.js';
import type { Config } from '../../../platform/config/config.js';
import { CONFIG } from '../../../platform/config/config.module.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { Mail } from '../../../platform/mail/mail.js';
import { OrderDesk, type HeldOrder } from './order-desk.js';
import { orderFailed } from './orders.events.js';
import type { OrderLanguage } from '../suppliers/supplier.rules.js';

export const ORDER_LETTER = 'purchase-order';

export interface SupplierAddress {
  name: string;
  email: string | null;
  language: OrderLanguage;
}

/** Letters of orders: asked for here, in the transaction of what they follow from. */
@Injectable()
export class OrderSending {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly desk: OrderDesk,
    private readonly mail: Mail,
    private readonly events: Events,
  ) {}

  /**
   * A draft of a supplier whose orders go out by themselves gets its letter with the first need, for some minutes later.
   * What is needed meanwhile joins it: the letter closes the draft when it is made. So the row that must be sent stands
   * from the first moment, and no timer can forget it.
   */
  async schedule(tx: Tx, order: HeldOrder): Promise<void> {
    const at = addMinutes(tx.now, this.config.SUPPLIER_ORDER_DELAY_MINUTES);
    const { id, queued } = await this.queue(tx, order, at);
    await tx.run(sql`update purchase_orders set send_at = ${at} where id = ${order.id}`);
    if (queued) return;
    await this.desk.close(tx, order);
    await this.fail(tx, order, id, 'address-not-valid');
  }

  /** A draft that is not to leave by itself any more. */
  async unschedule(tx: Tx, order: HeldOrder): Promise<void> {
    await this.withdraw(tx, order);
    await tx.run(sql`update purchase_orders set send_at = null where id = ${order.id}`);
  }

  /** The letter of an order that is closed, now. */
  async send(tx: Tx, order: HeldOrder): Promise<void> {
    const { id, queued } = await this.queue(tx, order, tx.now);
    if (queued) await this.mark(tx, order.id, 'queued');
    else await this.fail(tx, order, id, 'address-not-valid');
  }

  /** The same letter, to whom it has not reached. */
  async again(tx: Tx, order: HeldOrder, letterId: string): Promise<void> {
    await this.mail.again(tx, letterId);
    await this.mark(tx, order.id, 'queued');
  }

  /** Nothing leaves any more, unless it is on its way this moment. */
  async withdraw(tx: Tx, { letterId }: HeldOrder): Promise<void> {
    if (letterId !== null) await this.mail.withdraw(tx, letterId);
  }

  async fail(
    tx: Tx,
    { id: orderId, branchId }: Pick<HeldOrder, 'id' | 'branchId'>,
    letterId: string,
    problem: string,
  ): Promise<void> {
    await tx.run(sql`
      update purchase_orders set stage = case when stage in ('approved', 'queued') then 'failed' else stage end, problem = ${problem}
      where id = ${orderId}`);
    await this.events.record(tx, orderFailed({ orderId, letterId, problem }), {
      subjectId: orderId,
      branchId,
    });
  }

  addressOf(tx: Tx, supplierId: string): Promise<SupplierAddress> {
    return tx.one<SupplierAddress>(sql`select name, email, language from suppliers where id = ${supplierId}`);
  }

  /** Before it, whatever waited is taken back: of one order one letter is on its way. */
  private async queue(tx: Tx, order: HeldOrder, notBefore: string): Promise<{ id: string; queued: boolean }> {
    await this.withdraw(tx, order);
    const { name, email, language } = await this.addressOf(tx, order.supplierId);
    const { letterVersion } = await tx.one<{ letterVersion: number }>(sql`
      update purchase_orders set letter_version = letter_version + 1 where id = ${order.id}
      returning letter_version as "letterVersion"`);
    const letter = await this.mail.queue(tx, {
      kind: ORDER_LETTER,
      key: `purchase-order:${order.id}:v${String(letterVersion)}`,
      ...{ subjectType: 'purchase_order', subjectId: order.id, branchId: order.branchId },
      to: email === null ? [] : [{ address: email, name }],
      ...{ language, notBefore, params: { orderId: order.id, version: letterVersion } },
    });
    await tx.run(
      sql`update purchase_orders set letter_id = ${letter.id}, problem = null where id = ${order.id}`,
    );
    return letter;
  }

  private async mark(tx: Tx, id: string, stage: 'queued'): Promise<void> {
    await tx.run(sql`
      update purchase_orders set stage = case when stage in ('approved', 'failed', 'sent') then ${stage} else stage end,
             problem = null where id = ${id}`);
  }
}
