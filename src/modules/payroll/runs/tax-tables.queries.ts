import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import type { Page } from '../../../kernel/page.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { reach } from '../../../platform/database/reach.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import type { TaxLaw } from './payslip.rules.js';
import { TaxTableMissing, TaxTableNotFound } from './runs.errors.js';
import { TaxTables } from './runs.permissions.js';
import type { EmployerTermsListQuery, EmployerTermsView } from './employer-terms.dto.js';
import type { TaxTable, TaxTableListQuery } from './tax-tables.dto.js';
import { taxTableKinds, type TaxTableKind } from './tax-tables.rules.js';

const TABLE = sql`
  select t.id, t.country, t.kind, t.effective_from as "effectiveFrom", t.source,
         case when t.kind = 'income_tax' then t.content end as "incomeTax",
         t.content -> 'deductions' as deductions, t.content -> 'contributions' as contributions,
         t.created_at as "createdAt", t.created_by as "createdBy"
  from tax_tables t`;

const TERMS = sql`
  select t.id, t.branch_id as "branchId", t.effective_from as "effectiveFrom", t.country, t.tariff,
         t.injury_percent as "injuryPercent", t.created_at as "createdAt", t.created_by as "createdBy"
  from employer_terms t`;

@Injectable()
export class TaxTablesQueries {
  constructor(private readonly db: Db) {}

  list(query: TaxTableListQuery): Promise<Page<TaxTable>> {
    return keysetPage<TaxTable>(this.db, {
      query,
      sorts: { effectiveFrom: { column: sql`t.effective_from`, type: 'date' } },
      defaultSort: '-effectiveFrom',
      id: sql`t.id`,
      select: TABLE,
      where: [
        query.country !== undefined && sql`t.country = ${query.country}`,
        query.kind !== undefined && sql`t.kind = ${query.kind}`,
      ],
    });
  }

  async get(reader: Reader, id: string): Promise<TaxTable> {
    const table = await reader.find<TaxTable>(sql`${TABLE} where t.id = ${id}`);
    if (table === null) throw TaxTableNotFound({ id });
    return table;
  }

  /** The organisation's, and those of branches within reach. */
  terms(actor: Actor, query: EmployerTermsListQuery): Promise<Page<EmployerTermsView>> {
    return keysetPage<EmployerTermsView>(this.db, {
      query,
      sorts: { effectiveFrom: { column: sql`t.effective_from`, type: 'date' } },
      defaultSort: '-effectiveFrom',
      id: sql`t.id`,
      select: TERMS,
      where: [sql`(t.branch_id is null or ${reach(actor, TaxTables.read, { branch: sql`t.branch_id` })})`],
    });
  }

  termsEntered(tx: Tx, id: string): Promise<EmployerTermsView> {
    return tx.one<EmployerTermsView>(sql`${TERMS} where t.id = ${id}`);
  }

  /** The tariffs a country's newest table of contributions knows. */
  async tariffs(tx: Tx, country: string): Promise<string[]> {
    const rows = await tx.query<{ code: string }>(sql`
      select distinct tariff ->> 'code' as code
      from (select content from tax_tables where country = ${country} and kind = 'contributions' order by effective_from desc limit 1) t,
           jsonb_array_elements(t.content -> 'contributions') c, jsonb_array_elements(c -> 'tariffs') tariff`);
    return rows.map(({ code }) => code);
  }

  /** The last day an approved run of the country was computed for. */
  async lastDayUsed(tx: Tx, country: string): Promise<LocalDate | null> {
    const { day } = await tx.one<{ day: LocalDate | null }>(sql`
      select max(greatest(r.pay_on, r.period_to - 1)) as day from payroll_runs r
      where r.status in ('approved', 'paid')
        and exists (select from payslips p where p.run_id = r.id and p.details -> 'law' ->> 'country' = ${country})`);
    return day;
  }

  /** What is in effect for a branch: taxes on the day of payment, contributions on the last day of the period. */
  async lawFor(tx: Tx, branchId: string, payOn: LocalDate, earnedOn: LocalDate): Promise<TaxLaw> {
    const employer = await tx.find<TaxLaw['employer'] & { country: string }>(sql`
      select id, country, tariff, injury_percent as "injuryPercent" from employer_terms
      where (branch_id = ${branchId} or branch_id is null) and effective_from <= ${earnedOn}::date
      order by branch_id nulls last, effective_from desc, created_at desc, id desc limit 1`);
    if (employer === null) throw TaxTableMissing({ country: '?', kind: 'employer_terms', onDate: earnedOn });
    const { country, ...terms } = employer;
    const rows = await tx.query<{ kind: TaxTableKind; id: string; content: unknown }>(sql`
      select distinct on (kind) kind, id, content from tax_tables
      where country = ${country}
        and effective_from <= case when kind = 'contributions' then ${earnedOn}::date else ${payOn}::date end
      order by kind, effective_from desc`);
    const found = new Map(rows.map(({ kind, id, content }) => [kind, { id, content }]));
    const missing = taxTableKinds.find((kind) => !found.has(kind));
    if (missing !== undefined)
      throw TaxTableMissing({
        country,
        kind: missing,
        onDate: missing === 'contributions' ? earnedOn : payOn,
      });
    return {
      ...{ country, employer: terms },
      incomeTax: found.get('income_tax') as TaxLaw['incomeTax'],
      deductions: found.get('deductions') as TaxLaw['deductions'],
      contributions: found.get('contributions') as TaxLaw['contributions'],
    };
  }
}
