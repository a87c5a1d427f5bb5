import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import type { Page } from '../../kernel/page.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { reach } from '../../platform/database/reach.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql } from '../../platform/database/sql.js';
import { RefundNotFound } from './billing.errors.js';
import { Billing } from './billing.permissions.js';
import type { Refund, RefundListQuery } from './refunds.dto.js';

const REFUND = sql`
  select r.id, r.number, r.payer_account_id as "payerAccountId", r.branch_id as "branchId", money(r.amount) as amount,
         r.method, r.reason, r.paid_at as "paidAt", r.reversed_at as "reversedAt", r.reversal_reason as "reversalReason",
         (select coalesce(jsonb_agg(jsonb_build_object('paymentId', p.id, 'number', p.number, 'method', p.method,
                                                       'amount', money(a.amount)) order by p.id), '[]')
          from (select payment_id, sum(amount)::bigint as amount from payment_allocations
                where refund_id = r.id group by payment_id having sum(amount) <> 0) a
          join payments p on p.id = a.payment_id) as payments,
         r.version, r.created_at as "createdAt", r.created_by as "createdBy"
  from refunds r`;

const within = (actor: Actor) => reach(actor, Billing.read, { branch: sql`r.branch_id` });

@Injectable()
export class RefundsQueries {
  constructor(private readonly db: Db) {}

  list(actor: Actor, query: RefundListQuery): Promise<Page<Refund>> {
    const { branchId, payerAccountId, clientId, method, from, to } = query;
    return keysetPage<Refund>(this.db, {
      query,
      sorts: {
        paidAt: { column: sql`r.paid_at`, type: 'timestamptz' },
        number: { column: sql`r.number`, type: 'bigint' },
      },
      defaultSort: '-paidAt',
      id: sql`r.id`,
      select: REFUND,
      where: [
        within(actor),
        branchId !== undefined && sql`r.branch_id = ${branchId}`,
        payerAccountId !== undefined && sql`r.payer_account_id = ${payerAccountId}`,
        clientId !== undefined &&
          sql`r.payer_account_id in (select account_id from payer_of_client where client_id = ${clientId})`,
        method !== undefined && sql`r.method = ${method}`,
        from !== undefined && sql`r.paid_at >= ${from}`,
        to !== undefined && sql`r.paid_at < ${to}`,
      ],
    });
  }

  /** The refund as a command answers with it. */
  async get(reader: Reader, id: string): Promise<Refund> {
    return found(await reader.find<Refund>(sql`${REFUND} where r.id = ${id}`), id);
  }

  async getInReach(actor: Actor, id: string): Promise<Refund> {
    return found(
      await this.db.findQuickly<Refund>(sql`${REFUND} where r.id = ${id} and ${within(actor)}`),
      id,
    );
  }
}

function found(refund: Refund | null, id: string): Refund {
  if (refund === null) throw RefundNotFound({ id });
  return refund;
}
