import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import type { Page } from '../../kernel/page.js';
import { Clock, type Instant } from '../../platform/clock/clock.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { reach } from '../../platform/database/reach.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import { ChargeNotFound } from './billing.errors.js';
import { Billing } from './billing.permissions.js';
import type { Charge, ChargeCard, ChargeListQuery } from './charges.dto.js';

const IS_OPEN = sql`(c.reversed_at is null and c.paid + c.credited < c.amount)`;
const OPEN = sql`money(case when ${IS_OPEN} then c.amount - c.credited - c.paid else 0 end)`;

const overdueAt = (at: Instant): Sql =>
  sql`is_overdue(c, (${at}::timestamptz at time zone b.time_zone)::date)`;

const columns = (at: Instant): Sql => sql`
  c.id, c.payer_account_id as "payerAccountId", c.client_id as "clientId", c.branch_id as "branchId", c.kind,
  c.subject_id as "subjectId", c.description, money(c.amount) as amount, money(c.credited) as credited,
  money(c.paid) as paid, c.vat_code as "vatCode", c.vat_percent as "vatPercent", money(c.vat) as vat, ${OPEN} as open, c.due_on as "dueOn", c.grace_days as "graceDays",
  ${overdueAt(at)} as "isOverdue", c.reversed_at as "reversedAt", c.reversal_reason as "reversalReason",
  c.split_from_id as "splitFromId", c.version, c.created_at as "createdAt", c.created_by as "createdBy"`;

const HISTORY = sql`
  (select coalesce(jsonb_agg(jsonb_build_object('paymentId', p.id, 'number', p.number, 'method', p.method,
                                                'receivedAt', utc(p.received_at), 'amount', money(a.amount)) order by p.id), '[]')
   from (select payment_id, sum(amount)::bigint as amount from payment_allocations
         where charge_id = c.id group by payment_id having sum(amount) <> 0) a
   join payments p on p.id = a.payment_id) as payments,
  (select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'amount', money(e.amount), 'reason', e.reason,
                                                'createdAt', utc(e.created_at), 'createdBy', e.created_by) order by e.id), '[]')
   from money_entries e where e.charge_id = c.id and e.kind = 'credit'
     and not exists (select from money_entries r where r.reverses_id = e.id)) as credits,
  (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'wasDueOn', d.was_due_on, 'dueOn', d.due_on, 'reason', d.reason,
                                                'createdAt', utc(d.created_at), 'createdBy', d.created_by) order by d.id), '[]')
   from charge_due_changes d where d.charge_id = c.id) as "dueDayChanges"`;

/** The family of charges that one was split into, when it was. */
const INSTALMENTS = sql`
  (select case when count(*) > 1 then jsonb_agg(jsonb_build_object(
            'chargeId', c.id, 'dueOn', c.due_on, 'amount', money(c.amount), 'open', ${OPEN}) order by c.due_on, c.id)
          else '[]'::jsonb end
   from charges c where c.id = root.id or c.split_from_id = root.id) as instalments`;

@Injectable()
export class ChargesQueries {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  list(actor: Actor, query: ChargeListQuery): Promise<Page<Charge>> {
    const at = this.clock.now();
    const overdue = overdueAt(at);
    const { clientId, payerAccountId, branchId, kind, subjectId, open } = query;
    return keysetPage<Charge>(this.db, {
      query,
      sorts: {
        dueOn: { column: sql`c.due_on`, type: 'date' },
        createdAt: { column: sql`c.created_at`, type: 'timestamptz' },
      },
      defaultSort: '-createdAt',
      id: sql`c.id`,
      select: sql`select ${columns(at)} from charges c join branches b on b.id = c.branch_id`,
      where: [
        within(actor),
        clientId !== undefined && sql`c.client_id = ${clientId}`,
        payerAccountId !== undefined && sql`c.payer_account_id = ${payerAccountId}`,
        branchId !== undefined && sql`c.branch_id = ${branchId}`,
        kind !== undefined && sql`c.kind = ${kind}`,
        subjectId !== undefined && sql`c.subject_id = ${subjectId}`,
        open !== undefined && (open === 'true' ? IS_OPEN : sql`not ${IS_OPEN}`),
        query.overdue !== undefined && (query.overdue === 'true' ? overdue : sql`not ${overdue}`),
      ],
    });
  }

  /** The charge as a command answers with it. */
  get(reader: Reader, id: string): Promise<ChargeCard> {
    return this.card(reader, id, sql`true`);
  }

  getInReach(actor: Actor, id: string): Promise<ChargeCard> {
    return this.card(this.db, id, within(actor));
  }

  private async card(reader: Reader, id: string, condition: Sql): Promise<ChargeCard> {
    const card = await reader.find<ChargeCard>(sql`
      select ${columns(this.clock.now())}, ${HISTORY}, ${INSTALMENTS}
      from charges c join branches b on b.id = c.branch_id
      cross join lateral (select coalesce(c.split_from_id, c.id) as id) root
      where c.id = ${id} and ${condition}`);
    if (card === null) throw ChargeNotFound({ id });
    return card;
  }
}

const within = (actor: Actor): Sql => reach(actor, Billing.read, { branch: sql`c.branch_id` });
