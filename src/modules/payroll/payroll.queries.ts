import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import type { Language } from '../../kernel/errors.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { reach } from '../../platform/database/reach.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { PayAdjustmentListQuery } from './pay-adjustments.dto.js';
import { sentenceOf } from './pay-text.rules.js';
import { adjustmentKinds, type PayFormula } from './pay.types.js';
import type { Accrual, AccrualListQuery, AccrualPage } from './accruals.dto.js';
import { PayAdjustmentNotFound } from './payroll.errors.js';
import { Payroll } from './payroll.permissions.js';

const ACCRUAL = sql`
  select a.id, a.employee_id as "employeeId", a.branch_id as "branchId", a.kind, a.work_id as "workId",
         a.lesson_id as "lessonId", a.on_date as "onDate", a.period_from as "periodFrom", a.period_to as "periodTo",
         money(a.amount) as amount, a.scheme_id as "schemeId", a.formula, a.reason,
         a.reverses_id as "reversesId", a.created_at as "createdAt", a.created_by as "createdBy"
  from accruals a`;

/** Entered by hand, and what takes those back. */
const BY_HAND = sql`(a.kind = any (${adjustmentKinds}::text[])
  or (a.kind = 'reversal' and exists (select from accruals h where h.id = a.reverses_id and h.kind = any (${adjustmentKinds}::text[]))))`;

/** An accrual is where the work was done. */
const accrualsWithin = (actor: Actor): Sql =>
  reach(actor, Payroll.read, {
    branch: sql`a.branch_id`,
    own: sql`a.employee_id = ${actor.employeeId}::uuid`,
  });

/** An entry as the ledger has it; its sentence is made for whoever reads. */
type Entry = Omit<Accrual, 'formula'> & { formula: PayFormula };

const shown =
  (language: Language) =>
  (entry: Entry): Accrual =>
    Object.assign(entry, {
      formula: {
        ...entry.formula,
        text: sentenceOf(entry.formula, language, entry.kind === 'reversal'),
      },
    }) as Accrual;

@Injectable()
export class PayrollQueries {
  constructor(private readonly db: Db) {}

  accruals(actor: Actor, query: AccrualListQuery, language: Language): Promise<AccrualPage> {
    const where = [
      accrualsWithin(actor),
      query.employeeId !== undefined && sql`a.employee_id = ${query.employeeId}`,
      query.kind !== undefined && sql`a.kind = ${query.kind}`,
      query.lessonId !== undefined && sql`a.lesson_id = ${query.lessonId}`,
      query.branchId !== undefined && sql`a.branch_id = ${query.branchId}`,
      query.from !== undefined && sql`a.on_date >= ${query.from}::date`,
      query.to !== undefined && sql`a.on_date < ${query.to}::date`,
    ];
    return this.page(query, where, language);
  }

  /** Of a kind, with what takes it back. */
  adjustments(actor: Actor, query: PayAdjustmentListQuery, language: Language): Promise<AccrualPage> {
    const { kind } = query;
    const where = [
      accrualsWithin(actor),
      BY_HAND,
      query.employeeId !== undefined && sql`a.employee_id = ${query.employeeId}`,
      kind !== undefined &&
        sql`(a.kind = ${kind} or exists (select from accruals k where k.id = a.reverses_id and k.kind = ${kind}))`,
      query.branchId !== undefined && sql`a.branch_id = ${query.branchId}`,
      query.from !== undefined && sql`a.on_date >= ${query.from}::date`,
      query.to !== undefined && sql`a.on_date < ${query.to}::date`,
    ];
    return this.page(query, where, language);
  }

  async adjustmentFor(actor: Actor, id: string, language: Language): Promise<Accrual> {
    const entry = await this.db.find<Entry>(
      sql`${ACCRUAL} where a.id = ${id} and ${BY_HAND} and ${accrualsWithin(actor)}`,
    );
    if (entry === null) throw PayAdjustmentNotFound({ id });
    return shown(language)(entry);
  }

  async entry(reader: Reader, id: string, language: Language): Promise<Accrual> {
    const entry = await reader.find<Entry>(sql`${ACCRUAL} where a.id = ${id}`);
    if (entry === null) throw PayAdjustmentNotFound({ id });
    return shown(language)(entry);
  }

  /** The entry of a piece of work. */
  async accrual(reader: Reader, workId: string, employeeId: string): Promise<Accrual> {
    const entry = await reader.find<Entry>(
      sql`${ACCRUAL} where a.work_id = ${workId} and a.employee_id = ${employeeId} and a.kind not in ('premium', 'reversal')`,
    );
    if (entry === null) throw new Error(`work ${workId} was not accrued`);
    return shown('en')(entry);
  }

  private async page(
    query: AccrualListQuery | PayAdjustmentListQuery,
    where: (Sql | false)[],
    language: Language,
  ): Promise<AccrualPage> {
    const page = await keysetPage<Entry>(this.db, {
      query,
      sorts: {
        onDate: { column: sql`a.on_date`, type: 'date' },
        createdAt: { column: sql`a.created_at`, type: 'timestamptz' },
      },
      defaultSort: '-onDate',
      id: sql`a.id`,
      select: ACCRUAL,
      where,
    });
    const total = await this.db.query<Pick<AccrualPage, 'sum'>>(
      sql`select money(coalesce(sum(a.amount), 0)::bigint) as sum from accruals a where ${sql.and(where)}`,
    );
    return { ...page, items: page.items.map(shown(language)), ...sumOf(total) };
  }
}

function sumOf([row]: Pick<AccrualPage, 'sum'>[]): Pick<AccrualPage, 'sum'> {
  if (row === undefined) throw new Error('a sum gave no row');
  return row;
}
