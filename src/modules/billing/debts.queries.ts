import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { CONTACTS } from '../../kernel/field-groups.js';
import { Clock, type Instant } from '../../platform/clock/clock.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { restriction } from '../../platform/database/masked.js';
import { reach } from '../../platform/database/reach.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import { Clients } from '../clients/index.js';
import type { Debt, DebtListQuery, DebtPage, DebtTotals } from './accounts.dto.js';
import { Billing } from './billing.permissions.js';

/** What each account owes today, added up from its open charges whose day has come. */
const owing = (at: Instant): Sql => sql`
  from (
    select c.payer_account_id as id, sum(c.amount - c.credited - c.paid)::bigint as debt,
           coalesce(sum(c.amount - c.credited - c.paid) filter (where is_overdue(c, t.today)), 0)::bigint as overdue,
           min(c.due_on) as owed_since, (max(t.today) - min(c.due_on)) as days, array_agg(distinct c.client_id) as client_ids
    from charges c
    join branches b on b.id = c.branch_id
    cross join lateral (select (${at}::timestamptz at time zone b.time_zone)::date as today) t
    where c.reversed_at is null and c.paid + c.credited < c.amount and c.due_on <= t.today
    group by c.payer_account_id
  ) d
  join payer_accounts a on a.id = d.id
  join lateral (
    select last_name || ' ' || first_name as name, phones from guardians where id = a.guardian_id
    union all
    select last_name || ' ' || first_name, phones from clients where id = a.client_id
  ) h on true`;

@Injectable()
export class DebtsQueries {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  async list(actor: Actor, query: DebtListQuery): Promise<DebtPage> {
    const at = this.clock.now();
    const where = conditions(actor, query);
    const page = await keysetPage<Debt>(this.db, {
      query,
      sorts: {
        debt: { column: sql`d.debt`, type: 'bigint', value: (row) => row.debt.amount },
        owedSince: { column: sql`d.owed_since`, type: 'date' },
        name: { column: sql`h.name`, type: 'text', value: (row) => row.holder.name },
      },
      defaultSort: '-debt',
      id: sql`d.id`,
      select: sql`select ${columns(actor)} ${owing(at)}`,
      where,
    });
    return { ...page, totals: await this.totals(at, where) };
  }

  private async totals(at: Instant, where: (Sql | false)[]): Promise<DebtTotals> {
    const [totals] = await this.db.query<DebtTotals>(sql`
      select count(*)::integer as accounts, money(coalesce(sum(d.debt), 0)::bigint) as debt,
             money(coalesce(sum(d.overdue), 0)::bigint) as overdue
      ${owing(at)} where ${sql.and(where)}`);
    if (totals === undefined) throw new Error('a sum that gave no row');
    return totals;
  }
}

/** Phones are for those who may see the branch's clients and their contacts; a payer's name is on every payment anyway. */
const columns = (actor: Actor): Sql => sql`
  a.id, a.branch_id as "branchId",
  jsonb_build_object('kind', case when a.guardian_id is null then 'client' else 'guardian' end,
                     'id', coalesce(a.guardian_id, a.client_id), 'name', h.name) as holder,
  (select jsonb_agg(jsonb_build_object('id', c.id, 'name', c.last_name || ' ' || c.first_name) order by c.id)
   from clients c where c.id = any (d.client_ids)) as clients,
  money(d.debt) as debt, money(d.overdue) as overdue, d.owed_since as "owedSince", d.days,
  case when ${restriction(actor, [Clients.read, CONTACTS.read], (needed) => reach(actor, needed, { branch: sql`a.branch_id` })) ?? sql`true`}
       then jsonb_build_object('phones', to_jsonb(h.phones)) end as contact`;

function conditions(actor: Actor, query: DebtListQuery): (Sql | false)[] {
  const { branchId, clientId, overdue, minDays, q } = query;
  const part = q === undefined ? null : `%${q.replace(/[\\%_]/g, '\\$&')}%`;
  return [
    reach(actor, Billing.read, { branch: sql`a.branch_id` }),
    branchId !== undefined && sql`a.branch_id = ${branchId}`,
    clientId !== undefined && sql`${clientId}::uuid = any (d.client_ids)`,
    overdue !== undefined && (overdue === 'true' ? sql`d.overdue > 0` : sql`d.overdue = 0`),
    minDays !== undefined && sql`d.days >= ${minDays}`,
    part !== null && sql`h.name ilike ${part}`,
  ];
}
