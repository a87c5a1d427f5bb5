import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import type { Page } from '../../kernel/page.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { reach } from '../../platform/database/reach.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql } from '../../platform/database/sql.js';
import type { Payment, PaymentListQuery } from './payments.dto.js';
import { PaymentNotFound } from './billing.errors.js';
import { Billing } from './billing.permissions.js';

const PAYMENT = sql`
  select p.id, p.number, p.payer_account_id as "payerAccountId", p.branch_id as "branchId", money(p.amount) as amount,
         money(u.charged) as allocated, money(u.refunded) as refunded, money(u.moved) as moved,
         money(case when p.reversed_at is null then p.amount - p.allocated else 0 end) as free,
         p.method,
         (select e.cash_shift_id from cash_entries e where e.payment_id = p.id and e.kind = 'payment') as "cashShiftId",
         p.transfer_id as "transferId", p.received_at as "receivedAt", p.comment, p.reversed_at as "reversedAt",
         p.reversal_reason as "reversalReason",
         (select coalesce(jsonb_agg(jsonb_build_object('chargeId', a.charge_id, 'description', c.description,
                                                       'amount', money(a.amount)) order by a.first_id), '[]')
          from (select charge_id, sum(amount)::bigint as amount, min(id::text) as first_id
                from payment_allocations where payment_id = p.id group by charge_id having sum(amount) <> 0) a
          join charges c on c.id = a.charge_id) as allocations,
         p.version, p.created_at as "createdAt", p.created_by as "createdBy"
  from payments p
  cross join lateral (
    select coalesce(sum(amount) filter (where charge_id is not null), 0)::bigint as charged,
           coalesce(sum(amount) filter (where refund_id is not null), 0)::bigint as refunded,
           coalesce(sum(amount) filter (where transfer_id is not null), 0)::bigint as moved
    from payment_allocations where payment_id = p.id
  ) u`;

const within = (actor: Actor) => reach(actor, Billing.read, { branch: sql`p.branch_id` });

@Injectable()
export class PaymentsQueries {
  constructor(private readonly db: Db) {}

  list(actor: Actor, query: PaymentListQuery): Promise<Page<Payment>> {
    const { branchId, payerAccountId, clientId, method, from, to } = query;
    return keysetPage<Payment>(this.db, {
      query,
      sorts: {
        receivedAt: { column: sql`p.received_at`, type: 'timestamptz' },
        number: { column: sql`p.number`, type: 'bigint' },
      },
      defaultSort: '-receivedAt',
      id: sql`p.id`,
      select: PAYMENT,
      where: [
        within(actor),
        branchId !== undefined && sql`p.branch_id = ${branchId}`,
        payerAccountId !== undefined && sql`p.payer_account_id = ${payerAccountId}`,
        clientId !== undefined &&
          sql`p.payer_account_id in (select account_id from payer_of_client where client_id = ${clientId})`,
        method !== undefined && sql`p.method = ${method}`,
        from !== undefined && sql`p.received_at >= ${from}`,
        to !== undefined && sql`p.received_at < ${to}`,
      ],
    });
  }

  /** The payment as a command answers with it: whoever made it may see it. */
  async get(reader: Reader, id: string): Promise<Payment> {
    return found(await reader.find<Payment>(sql`${PAYMENT} where p.id = ${id}`), id);
  }

  async getInReach(actor: Actor, id: string): Promise<Payment> {
    return found(
      await this.db.findQuickly<Payment>(sql`${PAYMENT} where p.id = ${id} and ${within(actor)}`),
      id,
    );
  }
}

function found(payment: Payment | null, id: string): Payment {
  if (payment === null) throw PaymentNotFound({ id });
  return payment;
}
