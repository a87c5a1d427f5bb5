import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { MONEY } from '../../kernel/field-groups.js';
import type { Page } from '../../kernel/page.js';
import { Clock, type Instant } from '../../platform/clock/clock.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { masked } from '../../platform/database/masked.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { clientName, clientReach } from '../schedule/index.js';
import { loanReach } from './loan-reach.js';
import type { Loan, LoanCard, LoanListQuery, LoanMovement, LoanStatus } from './loans.dto.js';
import { LoanNotFound } from './loans.errors.js';
import { Loans } from './loans.permissions.js';

const OVERDUE = sql`(l.closed_on is null and l.due_on + o.loan_grace_days < d.today)`;
const FAR = '9999-12-31';

/** Loans under the alias `l`, with the day it is in their branch. */
const loansAt = (now: Instant): Sql => sql`
  loans_due l
  join branches b on b.id = l.branch_id
  join clients c on c.id = l.client_id
  join warehouses w on w.id = l.warehouse_id
  left join groups g on g.id = l.group_id
  cross join settings o
  cross join lateral (select (${now}::timestamptz at time zone b.time_zone)::date as today) d`;

const loanColumns = (actor: Actor, now: Instant): Sql => sql`
  select l.id, l.number, l.branch_id as "branchId", l.warehouse_id as "warehouseId", w.name as warehouse,
         l.client_id as "clientId", ${clientName(actor)} as "clientName", l.group_id as "groupId", g.name as "groupName",
         l.lent_on as "lentOn", l.until_on as "untilOn", l.due_on as "dueOn",
         case when l.closed_on is not null then 'closed' when ${OVERDUE} then 'overdue' else 'open' end as status,
         case when ${OVERDUE} then d.today - l.due_on else 0 end as "overdueDays", l.closed_on as "closedOn", l.comment,
         (select json_agg(json_build_object('id', n.id, 'itemId', n.item_id, 'sku', i.sku, 'name', i.name, 'unit', i.unit,
                   'lent', trim_scale(n.lent)::text, 'returned', trim_scale(n.returned)::text, 'lost', trim_scale(n.lost)::text,
                   'out', trim_scale(n.out)::text, 'replacementPrice', money(coalesce(i.replacement_price, nullif(i.price, 0))))
                 order by i.name, n.id)
          from loan_lines n join items i on i.id = n.item_id where n.loan_id = l.id) as lines,
         l.version, l.created_at as "createdAt", l.created_by as "createdBy", l.updated_at as "updatedAt", l.updated_by as "updatedBy"
  from ${loansAt(now)}`;

@Injectable()
export class LoansQueries {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  list(actor: Actor, query: LoanListQuery): Promise<Page<Loan>> {
    return keysetPage<Loan>(this.db, {
      query,
      sorts: {
        lentOn: { column: sql`l.lent_on`, type: 'date' },
        // Without an end in sight, last.
        dueOn: {
          ...{ column: sql`coalesce(l.due_on, ${FAR}::date)`, type: 'date' },
          value: ({ dueOn }) => dueOn ?? FAR,
        },
        number: { column: sql`l.number`, type: 'bigint' },
        createdAt: { column: sql`l.created_at`, type: 'timestamptz' },
        updatedAt: { column: sql`l.updated_at`, type: 'timestamptz' },
      },
      defaultSort: '-lentOn',
      id: sql`l.id`,
      select: loanColumns(actor, this.clock.now()),
      where: [loanReach(actor, Loans.read), ...filters(actor, query)],
      planWithValues: query.q !== undefined,
    });
  }

  /** As it stands within a command that has done its own asking. */
  get(tx: Tx, id: string): Promise<LoanCard> {
    return this.find(tx, tx.actor, sql`l.id = ${id}`, id);
  }

  show(actor: Actor, id: string): Promise<LoanCard> {
    return this.find(this.db, actor, sql`l.id = ${id} and ${loanReach(actor, Loans.read)}`, id);
  }

  private async find(reader: Reader, actor: Actor, which: Sql, id: string): Promise<LoanCard> {
    const loan = await reader.find<Loan>(sql`${loanColumns(actor, this.clock.now())} where ${which}`);
    if (loan === null) throw LoanNotFound({ id });
    const seen = (value: Sql): Sql =>
      masked(actor, MONEY, value, (permission) => loanReach(actor, permission));
    const movements = await reader.query<LoanMovement>(sql`
      select m.id, m.kind, m.on_date as "onDate", m.waybill_id as "waybillId", m.comment, m.reverses_id as "reversesId",
             exists (select from loan_movements r where r.reverses_id = m.id) as "isReversed",
             (select json_agg(json_build_object('itemId', n.item_id, 'name', i.name, 'quantity', trim_scale(e.quantity)::text,
                       'condition', e.condition, 'price', ${seen(sql`money(e.price)`)}, 'chargeId', ${seen(sql`e.charge_id`)})
                     order by i.name, n.id)
              from loan_entries e join loan_lines n on n.id = e.line_id join items i on i.id = n.item_id
              where e.movement_id = m.id) as lines,
             m.created_at as "createdAt", m.created_by as "createdBy"
      from loan_movements m join loans l on l.id = m.loan_id where m.loan_id = ${id} order by m.id`);
    return { ...loan, movements };
  }
}

function filters(actor: Actor, query: LoanListQuery): (Sql | false)[] {
  const { branchId, clientId, groupId, itemId, warehouseId, status, dueBefore, q, updatedSince } = query;
  return [
    branchId !== undefined && sql`l.branch_id = ${branchId}`,
    clientId !== undefined && sql`l.client_id = ${clientId}`,
    groupId !== undefined && sql`l.group_id = ${groupId}`,
    warehouseId !== undefined && sql`l.warehouse_id = ${warehouseId}`,
    itemId !== undefined && hasItem(itemId, status),
    status !== undefined && sql`(${sql.join(status.map(statusIs), sql` or `)})`,
    dueBefore !== undefined && sql`l.due_on < ${dueBefore}`,
    q !== undefined && found(actor, q),
    updatedSince !== undefined && sql`l.updated_at >= ${updatedSince}`,
  ];
}

function statusIs(status: LoanStatus): Sql {
  if (status === 'closed') return sql`l.closed_on is not null`;
  return status === 'overdue' ? OVERDUE : sql`(l.closed_on is null and ${OVERDUE} is not true)`;
}

/** Who has it: of open loans those where it is out, and not another thing that was lent with it. */
function hasItem(itemId: string, status: readonly LoanStatus[] | undefined): Sql {
  const isOut = status?.includes('closed') === false ? sql`and n.out > 0` : sql.empty;
  return sql`l.id in (select n.loan_id from loan_lines n where n.item_id = ${itemId} ${isOut})`;
}

/** A client's name finds nothing for who may not see it. */
function found(actor: Actor, q: string): Sql {
  const part = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
  const byNumber = /^\d{1,9}$/.test(q) ? sql`or l.number = ${Number(q)}` : sql.empty;
  return sql`(
    exists (select from loan_lines n join items i on i.id = n.item_id where n.loan_id = l.id and (i.name ilike ${part} or i.sku ilike ${part}))
    or (concat_ws(' ', c.last_name, c.first_name) ilike ${part} and ${clientReach(actor)}) ${byNumber})`;
}
