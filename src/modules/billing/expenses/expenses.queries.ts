import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import type { Page } from '../../../kernel/page.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { reach } from '../../../platform/database/reach.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import type { ExpenseCategory, ExpenseCategoryListQuery } from './expense-categories.dto.js';
import type { Expense, ExpenseListQuery, ExpensePage, ExpenseTotal } from './expenses.dto.js';
import { ExpenseCategoryNotFound, ExpenseNotFound } from './expenses.errors.js';
import { Expenses } from './expenses.permissions.js';

const CATEGORY = sql`
  select g.id, g.name, g.archived_at is not null as "isArchived", g.version, g.created_at as "createdAt",
         g.created_by as "createdBy", g.updated_at as "updatedAt", g.updated_by as "updatedBy"
  from expense_categories g`;

const EXPENSE = sql`
  select x.id, x.number, x.branch_id as "branchId", x.category_id as "categoryId", g.name as "categoryName",
         x.on_date as "onDate", money(x.amount) as amount, x.vat_code as "vatCode", x.vat_percent as "vatPercent",
         money(x.vat) as vat, x.paid_from as "paidFrom",
         (select e.cash_shift_id from cash_entries e where e.expense_id = x.id and e.kind = 'expense') as "cashShiftId",
         x.supplier, x.note,
         (select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'mediaType', f.media_type, 'size', f.size) order by f.id), '[]')
          from expense_files a join files f on f.id = a.id where a.expense_id = x.id) as files,
         x.reversed_at as "reversedAt", x.reversal_reason as "reversalReason", x.version,
         x.created_at as "createdAt", x.created_by as "createdBy"
  from expenses x join expense_categories g on g.id = x.category_id`;

const within = (actor: Actor): Sql => reach(actor, Expenses.read, { branch: sql`x.branch_id` });

@Injectable()
export class ExpensesQueries {
  constructor(private readonly db: Db) {}

  /** Totals are of all that match, whatever the page. */
  async list(actor: Actor, query: ExpenseListQuery): Promise<ExpensePage> {
    const where = filters(actor, query);
    const [page, totals] = await Promise.all([
      keysetPage<Expense>(this.db, {
        query,
        sorts: {
          onDate: { column: sql`x.on_date`, type: 'date' },
          number: { column: sql`x.number`, type: 'bigint' },
          amount: { column: sql`x.amount`, type: 'bigint', value: (row) => row.amount.amount },
        },
        defaultSort: '-onDate',
        id: sql`x.id`,
        select: EXPENSE,
        where,
        planWithValues: query.q !== undefined,
      }),
      this.db.query<ExpenseTotal>(sql`
        select g.id as "categoryId", g.name, count(*)::integer as count, money(sum(x.amount)::bigint) as amount,
               money(sum(x.vat)::bigint) as vat
        from expenses x join expense_categories g on g.id = x.category_id
        where x.reversed_at is null and ${sql.and(where)}
        group by g.id order by g.name, g.id`),
    ]);
    return { ...page, totals };
  }

  /** The expense as a command answers with it. */
  get(reader: Reader, id: string): Promise<Expense> {
    return this.one(reader, id, sql`true`);
  }

  getInReach(actor: Actor, id: string): Promise<Expense> {
    return this.one(this.db, id, within(actor));
  }

  categories(query: ExpenseCategoryListQuery): Promise<Page<ExpenseCategory>> {
    return keysetPage<ExpenseCategory>(this.db, {
      query,
      sorts: {
        name: { column: sql`g.name`, type: 'text' },
        createdAt: { column: sql`g.created_at`, type: 'timestamptz' },
      },
      defaultSort: 'name',
      id: sql`g.id`,
      select: CATEGORY,
      where: [archivedIs(query.archived)],
    });
  }

  async category(reader: Reader, id: string): Promise<ExpenseCategory> {
    const category = await reader.find<ExpenseCategory>(sql`${CATEGORY} where g.id = ${id}`);
    if (category === null) throw ExpenseCategoryNotFound({ id });
    return category;
  }

  private async one(reader: Reader, id: string, condition: Sql): Promise<Expense> {
    const expense = await reader.find<Expense>(sql`${EXPENSE} where x.id = ${id} and ${condition}`);
    if (expense === null) throw ExpenseNotFound({ id });
    return expense;
  }
}

function filters(actor: Actor, query: ExpenseListQuery): (Sql | false)[] {
  const { branchId, categoryId, paidFrom, reversed, from, to, q } = query;
  const part = q === undefined ? '' : `%${q.replace(/[\\%_]/g, '\\$&')}%`;
  return [
    within(actor),
    branchId !== undefined && sql`x.branch_id = ${branchId}`,
    categoryId !== undefined && sql`x.category_id = ${categoryId}`,
    paidFrom !== undefined && sql`x.paid_from = ${paidFrom}`,
    reversed !== undefined &&
      (reversed === 'true' ? sql`x.reversed_at is not null` : sql`x.reversed_at is null`),
    from !== undefined && sql`x.on_date >= ${from}::date`,
    to !== undefined && sql`x.on_date < ${to}::date`,
    q !== undefined && sql`(x.supplier ilike ${part} or x.note ilike ${part})`,
  ];
}

function archivedIs(wanted = 'false'): Sql | null {
  if (wanted === 'any') return null;
  return wanted === 'true' ? sql`g.archived_at is not null` : sql`g.archived_at is null`;
}
