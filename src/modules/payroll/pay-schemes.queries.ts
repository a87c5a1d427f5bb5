import { Injectable } from '@nestjs/common';
import { scopeOf, type Actor } from '../../kernel/actor.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Page } from '../../kernel/page.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { reach } from '../../platform/database/reach.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import type { PayOverride, PayTerms } from './pay.types.js';
import type { PayScheme, PaySchemeListQuery } from './pay-schemes.dto.js';
import { PaySchemeNotFound } from './payroll.errors.js';
import { Payroll } from './payroll.permissions.js';

const SCHEME = sql`
  select s.id, s.employee_id as "employeeId", s.position, s.branch_id as "branchId", s.activity_id as "activityId",
         s.group_id as "groupId", s.basis, s.family, s.name, money(s.rate) as rate, s.percent,
         (select jsonb_agg(jsonb_build_object('from', b -> 'from', 'rate', money((b ->> 'rate')::bigint)) order by b -> 'from')
          from jsonb_array_elements(s.brackets) b) as brackets,
         s.bracket_mode as "bracketMode", money(s.min_amount) as "minAmount", money(s.max_amount) as "maxAmount",
         s.hour_minutes as "hourMinutes", s.proration, s.weekdays, s.on_holidays as "onHolidays",
         to_char(s.local_from, 'HH24:MI') as "localFrom", to_char(s.local_to, 'HH24:MI') as "localTo",
         s.covers_substitutes as "coversSubstitutes", s.lead_share_percent as "leadSharePercent",
         s.effective_from as "effectiveFrom", s.effective_to as "effectiveTo",
         s.version, s.created_at as "createdAt", s.created_by as "createdBy", s.updated_at as "updatedAt", s.updated_by as "updatedBy"
  from pay_schemes s left join employees e on e.id = s.employee_id`;

const TERMS = sql`
  s.id, s.employee_id as "employeeId", s.position, s.branch_id as "branchId", s.activity_id as "activityId", s.group_id as "groupId",
  s.basis, s.family, s.name, s.rate, s.percent, s.brackets, s.bracket_mode as "bracketMode", s.min_amount as "minAmount",
  s.max_amount as "maxAmount", s.hour_minutes as "hourMinutes", s.proration, s.weekdays, s.on_holidays as "onHolidays",
  to_char(s.local_from, 'HH24:MI') as "localFrom", to_char(s.local_to, 'HH24:MI') as "localTo",
  s.covers_substitutes as "coversSubstitutes", s.lead_share_percent as "leadSharePercent",
  s.effective_from as "effectiveFrom", s.effective_to as "effectiveTo"`;

/** The schemes of an employee `e`: their own, and those of their position. */
export const ofEmployee = sql`(s.employee_id = e.id
  or (lower(s.position) = lower(e.position) and (s.branch_id is null or s.branch_id = e.branch_id)))`;

/** A scheme is where its employee is, or its position; one of all branches is seen from each. */
const schemesWithin = (actor: Actor): Sql => {
  const within = reach(actor, Payroll.read, {
    branch: sql`coalesce(e.branch_id, s.branch_id)`,
    own: sql`exists (select from employees e where e.id = ${actor.employeeId}::uuid and ${ofEmployee})`,
  });
  if (scopeOf(actor, Payroll.read) !== 'branch') return within;
  return sql`(${within} or (s.position is not null and s.branch_id is null))`;
};

@Injectable()
export class PaySchemesQueries {
  constructor(private readonly db: Db) {}

  list(actor: Actor, query: PaySchemeListQuery): Promise<Page<PayScheme>> {
    return keysetPage<PayScheme>(this.db, {
      query,
      sorts: {
        effectiveFrom: { column: sql`s.effective_from`, type: 'date' },
        createdAt: { column: sql`s.created_at`, type: 'timestamptz' },
      },
      defaultSort: '-effectiveFrom',
      id: sql`s.id`,
      select: SCHEME,
      where: [schemesWithin(actor), ...filters(query)],
    });
  }

  async schemeFor(actor: Actor, id: string): Promise<PayScheme> {
    const scheme = await this.db.findQuickly<PayScheme>(
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

  /** What may pay an employee on a day; kept from being removed or ended until the transaction ends. */
  termsOf(tx: Tx, employeeId: string, onDate: LocalDate): Promise<PayTerms[]> {
    return tx.query<PayTerms>(sql`
      select ${TERMS} from employees e join pay_schemes s on ${ofEmployee}
      where e.id = ${employeeId} and s.effective_from <= ${onDate}::date and (s.effective_to is null or s.effective_to > ${onDate}::date)
      for key share of s`);
  }

  /** The salaries of employees between two days, each with whose it is. */
  salariesOf(
    tx: Tx,
    employeeIds: readonly string[],
    from: LocalDate,
    to: LocalDate,
  ): Promise<(PayTerms & { forEmployeeId: string })[]> {
    return tx.query(sql`
      select e.id as "forEmployeeId", ${TERMS} from employees e join pay_schemes s on ${ofEmployee}
      where e.id = any (${employeeIds}::uuid[]) and s.family = 'salary' and s.effective_from < ${to}::date
        and (s.effective_to is null or s.effective_to > ${from}::date)
      for key share of s`);
  }

  /** What a lesson pays by somebody's word, and whether its day is a holiday of the branch. */
  circumstances(
    tx: Tx,
    work: { lessonId: string; branchId: string; onDate: LocalDate },
  ): Promise<{ isHoliday: boolean; override: PayOverride | null }> {
    return tx.one(sql`
      select is_holiday(${work.branchId}, ${work.onDate}::date) as "isHoliday",
             (select jsonb_build_object('amount', o.amount, 'basis', o.basis, 'rate', o.rate)
              from lesson_pay_overrides o where o.lesson_id = ${work.lessonId}) as override`);
  }
}

const filters = (query: PaySchemeListQuery): (Sql | false)[] => [
  query.employeeId !== undefined && sql`s.employee_id = ${query.employeeId}`,
  query.position !== undefined && sql`lower(s.position) = lower(${query.position})`,
  query.branchId !== undefined && sql`coalesce(e.branch_id, s.branch_id) = ${query.branchId}`,
  query.activityId !== undefined && sql`s.activity_id = ${query.activityId}`,
  query.groupId !== undefined && sql`s.group_id = ${query.groupId}`,
  query.family !== undefined && sql`s.family = ${query.family}`,
  query.onDate !== undefined &&
    sql`s.effective_from <= ${query.onDate}::date and (s.effective_to is null or s.effective_to > ${query.onDate}::date)`,
  query.updatedSince !== undefined && sql`s.updated_at >= ${query.updatedSince}::timestamptz`,
];
