import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Page } from '../../kernel/page.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { reach } from '../../platform/database/reach.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import type { PayTerms } from './pay.rules.js';
import type { Accrual, AccrualListQuery, AccrualPage, PayScheme, PaySchemeListQuery } from './payroll.dto.js';
import { PaySchemeNotFound } from './payroll.errors.js';
import { Payroll } from './payroll.permissions.js';

const SCHEME = sql`
  select s.id, s.employee_id as "employeeId", s.activity_id as "activityId", s.group_id as "groupId", s.basis,
         money(s.rate) as rate, s.percent, money(s.min_amount) as "minAmount", money(s.max_amount) as "maxAmount",
         s.effective_from as "effectiveFrom", s.version, s.created_at as "createdAt", s.created_by as "createdBy",
         s.updated_at as "updatedAt", s.updated_by as "updatedBy"
  from pay_schemes s join employees e on e.id = s.employee_id`;

const ACCRUAL = sql`
  select a.id, a.employee_id as "employeeId", a.branch_id as "branchId", a.kind, a.work_id as "workId",
         a.lesson_id as "lessonId", a.on_date as "onDate", money(a.amount) as amount, a.scheme_id as "schemeId",
         a.formula, a.reverses_id as "reversesId", a.created_at as "createdAt", a.created_by as "createdBy"
  from accruals a`;

/** A scheme is where its employee is. */
const schemesWithin = (actor: Actor): Sql =>
  reach(actor, Payroll.read, {
    branch: sql`e.branch_id`,
    own: sql`s.employee_id = ${actor.employeeId}::uuid`,
  });

/** An accrual is where the work was done. */
const accrualsWithin = (actor: Actor): Sql =>
  reach(actor, Payroll.read, {
    branch: sql`a.branch_id`,
    own: sql`a.employee_id = ${actor.employeeId}::uuid`,
  });

@Injectable()
export class PayrollQueries {
  constructor(private readonly db: Db) {}

  schemes(actor: Actor, query: PaySchemeListQuery): Promise<Page<PayScheme>> {
    return keysetPage<PayScheme>(this.db, {
      query,
      sorts: {
        effectiveFrom: { column: sql`s.effective_from`, type: 'date' },
        createdAt: { column: sql`s.created_at`, type: 'timestamptz' },
      },
      defaultSort: '-effectiveFrom',
      id: sql`s.id`,
      select: SCHEME,
      where: [
        schemesWithin(actor),
        query.employeeId !== undefined && sql`s.employee_id = ${query.employeeId}`,
        query.branchId !== undefined && sql`e.branch_id = ${query.branchId}`,
        query.activityId !== undefined && sql`s.activity_id = ${query.activityId}`,
        query.groupId !== undefined && sql`s.group_id = ${query.groupId}`,
        query.updatedSince !== undefined && sql`s.updated_at >= ${query.updatedSince}::timestamptz`,
      ],
    });
  }

  async schemeFor(actor: Actor, id: string): Promise<PayScheme> {
    const scheme = await this.db.find<PayScheme>(
      sql`${SCHEME} where s.id = ${id} and ${schemesWithin(actor)}`,
    );
    if (scheme === null) throw PaySchemeNotFound({ id });
    return scheme;
  }

  async scheme(reader: Reader, id: string): Promise<PayScheme> {
    const scheme = await reader.find<PayScheme>(sql`${SCHEME} where s.id = ${id}`);
    if (scheme === null) throw PaySchemeNotFound({ id });
    return scheme;
  }

  /** What may pay an employee on a day; kept from being removed until the transaction ends. */
  termsOf(tx: Tx, employeeId: string, onDate: LocalDate): Promise<PayTerms[]> {
    return tx.query<PayTerms>(sql`
      select id, activity_id as "activityId", group_id as "groupId", basis, rate, percent,
             min_amount as "minAmount", max_amount as "maxAmount", effective_from as "effectiveFrom"
      from pay_schemes where employee_id = ${employeeId} and effective_from <= ${onDate}::date for key share`);
  }

  async accruals(actor: Actor, query: AccrualListQuery): Promise<AccrualPage> {
    const where = [
      accrualsWithin(actor),
      query.employeeId !== undefined && sql`a.employee_id = ${query.employeeId}`,
      query.lessonId !== undefined && sql`a.lesson_id = ${query.lessonId}`,
      query.branchId !== undefined && sql`a.branch_id = ${query.branchId}`,
      query.from !== undefined && sql`a.on_date >= ${query.from}::date`,
      query.to !== undefined && sql`a.on_date < ${query.to}::date`,
    ];
    const page = await keysetPage<Accrual>(this.db, {
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
    return { ...page, ...sumOf(total) };
  }

  async accrual(reader: Reader, workId: string, employeeId: string): Promise<Accrual> {
    const accrual = await reader.find<Accrual>(
      sql`${ACCRUAL} where a.work_id = ${workId} and a.employee_id = ${employeeId} and a.kind = 'work'`,
    );
    if (accrual === null) throw new Error(`work ${workId} was not accrued`);
    return accrual;
  }
}

function sumOf([row]: Pick<AccrualPage, 'sum'>[]): Pick<AccrualPage, 'sum'> {
  if (row === undefined) throw new Error('a sum gave no row');
  return row;
}
