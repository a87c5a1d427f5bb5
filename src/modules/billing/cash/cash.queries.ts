import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import type { Page } from '../../../kernel/page.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { reach } from '../../../platform/database/reach.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import type { CashDesk, CashDeskListQuery } from './cash-desks.dto.js';
import type {
  CashEntry,
  CashShift,
  CashShiftListQuery,
  CashShiftReport,
  CashTotal,
} from './cash-shifts.dto.js';
import { CashDeskNotFound, CashShiftNotFound } from './cash.errors.js';
import { Cash } from './cash.permissions.js';

const DESK = sql`
  select d.id, d.branch_id as "branchId", d.name,
         (select s.id from cash_shifts s where s.cash_desk_id = d.id and s.closed_at is null) as "openShiftId",
         d.archived_at is not null as "isArchived", d.version, d.created_at as "createdAt", d.created_by as "createdBy",
         d.updated_at as "updatedAt", d.updated_by as "updatedBy"
  from cash_desks d`;

const SHIFT = sql`
  select s.id, s.number, s.cash_desk_id as "cashDeskId", s.branch_id as "branchId",
         case when s.closed_at is null then 'open' else 'closed' end as status, s.user_id as "userId",
         s.opened_at as "openedAt", money(s.opening_float) as "openingFloat", s.closed_at as "closedAt",
         money(coalesce(s.expected, (select sum(amount)::bigint from cash_entries e where e.cash_shift_id = s.id), 0)) as expected,
         case when s.counted is not null then money(s.counted) end as counted,
         case when s.counted is not null then money(s.difference) end as difference,
         s.difference_reason as "differenceReason", s.version, s.created_at as "createdAt", s.created_by as "createdBy",
         s.updated_at as "updatedAt", s.updated_by as "updatedBy"
  from cash_shifts s`;

@Injectable()
export class CashQueries {
  constructor(private readonly db: Db) {}

  desks(actor: Actor, query: CashDeskListQuery): Promise<Page<CashDesk>> {
    return keysetPage<CashDesk>(this.db, {
      query,
      sorts: {
        name: { column: sql`d.name`, type: 'text' },
        createdAt: { column: sql`d.created_at`, type: 'timestamptz' },
      },
      defaultSort: 'name',
      id: sql`d.id`,
      select: DESK,
      where: [
        reach(actor, Cash.read, { branch: sql`d.branch_id` }),
        query.branchId !== undefined && sql`d.branch_id = ${query.branchId}`,
        archivedIs(query.archived),
      ],
    });
  }

  async desk(reader: Reader, id: string, actor?: Actor): Promise<CashDesk> {
    const within = actor === undefined ? sql`true` : reach(actor, Cash.read, { branch: sql`d.branch_id` });
    const desk = await reader.find<CashDesk>(sql`${DESK} where d.id = ${id} and ${within}`);
    if (desk === null) throw CashDeskNotFound({ id });
    return desk;
  }

  shifts(actor: Actor, query: CashShiftListQuery): Promise<Page<CashShift>> {
    const { branchId, cashDeskId, status, from, to } = query;
    return keysetPage<CashShift>(this.db, {
      query,
      sorts: {
        openedAt: { column: sql`s.opened_at`, type: 'timestamptz' },
        number: { column: sql`s.number`, type: 'bigint' },
      },
      defaultSort: '-openedAt',
      id: sql`s.id`,
      select: SHIFT,
      where: [
        reach(actor, Cash.read, { branch: sql`s.branch_id` }),
        branchId !== undefined && sql`s.branch_id = ${branchId}`,
        cashDeskId !== undefined && sql`s.cash_desk_id = ${cashDeskId}`,
        status !== undefined && (status === 'open' ? sql`s.closed_at is null` : sql`s.closed_at is not null`),
        from !== undefined && sql`s.opened_at >= ${from}`,
        to !== undefined && sql`s.opened_at < ${to}`,
      ],
    });
  }

  async shift(reader: Reader, id: string, actor?: Actor): Promise<CashShift> {
    const within = actor === undefined ? sql`true` : reach(actor, Cash.read, { branch: sql`s.branch_id` });
    const shift = await reader.find<CashShift>(sql`${SHIFT} where s.id = ${id} and ${within}`);
    if (shift === null) throw CashShiftNotFound({ id });
    return shift;
  }

  /** Totals are added up from the movements that are shown, so that the report agrees with itself. */
  async report(actor: Actor, id: string): Promise<CashShiftReport> {
    const shift = await this.shift(this.db, id, actor);
    const entries = await this.db.query<CashEntry>(sql`
      select e.id, e.kind, money(e.amount) as amount, money((sum(e.amount) over (order by e.id))::bigint) as balance,
             e.payment_id as "paymentId", e.refund_id as "refundId", e.expense_id as "expenseId", e.reason, e.created_at as "createdAt", e.created_by as "createdBy"
      from cash_entries e where e.cash_shift_id = ${id} order by e.id`);
    return { kind: shift.status === 'open' ? 'X' : 'Z', ...agreeing(shift, entries) };
  }
}

/** Cash may come in between the two reads of an open shift: what it is expected to hold is what its movements say. */
function agreeing(shift: CashShift, entries: CashEntry[]): Omit<CashShiftReport, 'kind'> {
  const { currency } = shift.openingFloat;
  const totals = new Map<string, CashTotal>();
  for (const { kind, amount } of entries) {
    const total = totals.get(kind) ?? { kind, count: 0, amount: { amount: 0, currency } };
    totals.set(kind, {
      kind,
      count: total.count + 1,
      amount: { amount: total.amount.amount + amount.amount, currency },
    });
  }
  const expected = entries.at(-1)?.balance ?? shift.expected;
  return { shift: { ...shift, expected }, totals: [...totals.values()], entries };
}

function archivedIs(wanted = 'false'): Sql | null {
  if (wanted === 'any') return null;
  return wanted === 'true' ? sql`d.archived_at is not null` : sql`d.archived_at is null`;
}
