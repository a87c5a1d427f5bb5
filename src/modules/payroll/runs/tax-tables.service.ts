import { Injectable } from '@nestjs/common';
import { scopeOf } from '../../../kernel/actor.js';
import { invalid } from '../../../kernel/faults.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { BranchesService } from '../../organisation/index.js';
import { EmployerTermsNeedAll, TaxTableDayUsed } from './runs.errors.js';
import { TaxTables } from './runs.permissions.js';
import type { EmployerTermsRequest, EmployerTermsView } from './employer-terms.dto.js';
import type { TaxTable, TaxTableRequest } from './tax-tables.dto.js';
import { TaxTablesQueries } from './tax-tables.queries.js';
import { contentOf, kindOf, tableFaults } from './tax-tables.rules.js';

/** Tables are added for days to come; what a run was computed by stays. */
@Injectable()
export class TaxTablesService {
  constructor(
    private readonly queries: TaxTablesQueries,
    private readonly branches: BranchesService,
  ) {}

  async add(tx: Tx, input: TaxTableRequest): Promise<TaxTable> {
    const faults = tableFaults(input);
    if (faults.length > 0) throw invalid(faults);
    // Approvals hold the settings for share: a table comes before one or after it.
    await tx.query(sql`select id from settings for update`);
    const payOn = await this.queries.lastDayUsed(tx, input.country);
    if (payOn !== null && input.effectiveFrom <= payOn) throw TaxTableDayUsed({ payOn });
    const id = newId();
    const { country, effectiveFrom, source } = input;
    await tx.run(sql`
      insert into tax_tables (id, country, kind, effective_from, source, content)
      values (${id}, ${country}, ${kindOf(input)}, ${effectiveFrom}, ${source}, ${JSON.stringify(contentOf(input))})`);
    return this.queries.get(tx, id);
  }

  async addTerms(tx: Tx, input: EmployerTermsRequest): Promise<EmployerTermsView> {
    const branchId = input.branchId ?? null;
    if (branchId === null) assertEverywhere(tx);
    else await this.branches.assertOpen(tx, TaxTables.write, branchId);
    if (!(await this.queries.tariffs(tx, input.country)).includes(input.tariff))
      throw invalid([
        {
          pointer: '/tariff',
          code: 'tariff.unknown',
          detail: 'The tables of the country know no such tariff.',
        },
      ]);
    const id = newId();
    await tx.run(sql`
      insert into employer_terms (id, branch_id, effective_from, country, tariff, injury_percent)
      values (${id}, ${branchId}, ${input.effectiveFrom}, ${input.country}, ${input.tariff}, ${input.injuryPercent})`);
    return this.queries.termsEntered(tx, id);
  }
}

function assertEverywhere(tx: Tx): void {
  if (scopeOf(tx.actor, TaxTables.write) !== 'all') throw EmployerTermsNeedAll();
}
