import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { Clock } from '../../platform/clock/clock.js';
import { Db } from '../../platform/database/db.js';
import { reach } from '../../platform/database/reach.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { AccountStatement, Refundable, StatementQuery } from './accounts.dto.js';
import { AccountNotFound } from './billing.errors.js';
import { Billing } from './billing.permissions.js';

/**
 * Every entry with the instant at which it happened. A statement has two axes: `from` and `to` are of what happened,
 * `asOf` of what had been recorded by then, so one that was given out can be given out again.
 */
const happened = (accountId: string, at: string): Sql => sql`
  select e.*, c.description, coalesce(p.number, r.number, t.number) as number, coalesce(p.method, r.method) as method,
         case e.kind when 'payment' then p.received_at when 'refund' then r.paid_at else e.created_at end as happened_at
  from money_entries e
  left join charges c on c.id = e.charge_id
  left join payments p on p.id = e.payment_id
  left join refunds r on r.id = e.refund_id
  left join account_transfers t on t.id = e.transfer_id
  where e.payer_account_id = ${accountId} and e.created_at <= ${at}`;

const LINE = sql`jsonb_build_object(
  'id', e.id, 'kind', e.kind, 'amount', money(e.amount), 'balance', money(e.balance), 'chargeId', e.charge_id,
  'paymentId', e.payment_id, 'refundId', e.refund_id, 'transferId', e.transfer_id, 'reason', e.reason,
  'reversesId', e.reverses_id, 'happenedAt', utc(e.happened_at), 'description', e.description, 'number', e.number,
  'method', e.method, 'createdAt', utc(e.created_at), 'createdBy', e.created_by)`;

@Injectable()
export class StatementQueries {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  async statement(actor: Actor, accountId: string, query: StatementQuery): Promise<AccountStatement> {
    const { from = null, to = null, asOf = null } = query;
    const at = asOf ?? this.clock.now();
    const found = await this.db.find<AccountStatement>(sql`
      with entries as (${happened(accountId, at)}),
      running as (
        select e.*, (sum(e.amount) over (order by e.happened_at, e.id))::bigint as balance,
               coalesce(e.happened_at < ${from}::timestamptz, false) as is_before
        from entries e where ${to}::timestamptz is null or e.happened_at < ${to}::timestamptz
      )
      select a.id as "payerAccountId", money(coalesce(sum(e.amount) filter (where e.is_before), 0)::bigint) as opening,
             money(coalesce(-sum(e.amount) filter (where not e.is_before and e.charge_id is not null), 0)::bigint) as charged,
             money(coalesce(sum(e.amount) filter (where not e.is_before and e.charge_id is null), 0)::bigint) as paid,
             money(coalesce(sum(e.amount), 0)::bigint) as closing,
             coalesce(jsonb_agg(${LINE} order by e.happened_at, e.id) filter (where not e.is_before), '[]') as lines
      from payer_accounts a left join running e on true
      where a.id = ${accountId} and ${within(actor)}
      group by a.id`);
    if (found === null) throw AccountNotFound({ id: accountId });
    return { ...found, from, to, asOf };
  }

  /** What a refund could give back: shown before it is made. */
  async refundable(actor: Actor, accountId: string): Promise<Refundable> {
    const found = await this.db.find<Refundable>(sql`
      with free as (
        select p.*, p.amount - p.allocated as free from payments p
        where p.payer_account_id = ${accountId} and p.reversed_at is null and p.allocated < p.amount
      )
      select a.id as "payerAccountId", money(coalesce((select sum(free) from free), 0)::bigint) as free,
             (select coalesce(jsonb_agg(jsonb_build_object('method', m.method, 'free', money(m.free)) order by m.method), '[]')
              from (select method, sum(free)::bigint as free from free group by method) m) as "byMethod",
             (select coalesce(jsonb_agg(jsonb_build_object(
                'paymentId', f.id, 'number', f.number, 'method', f.method, 'receivedAt', utc(f.received_at),
                'amount', money(f.amount), 'free', money(f.free)) order by f.id), '[]') from free f) as payments
      from payer_accounts a where a.id = ${accountId} and ${within(actor)}`);
    if (found === null) throw AccountNotFound({ id: accountId });
    return found;
  }
}

const within = (actor: Actor): Sql => reach(actor, Billing.read, { branch: sql`a.branch_id` });
