import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import type { Page } from '../../../kernel/page.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { reach } from '../../../platform/database/reach.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { Payroll } from '../payroll.permissions.js';
import type { PayrollRun, PayrollRunListQuery } from './runs.dto.js';
import { PayrollRunNotFound } from './runs.errors.js';
import { PayrollRuns } from './runs.permissions.js';

const RUN = sql`
  select r.id, r.branch_id as "branchId", r.period_from as "periodFrom", r.period_to as "periodTo", r.pay_on as "payOn",
         r.collect_from as "collectFrom", r.status, r.digest,
         (select jsonb_build_object('payslips', count(*),
            'income', money(coalesce(sum(p.income), 0)::bigint), 'settled', money(coalesce(sum(p.settled), 0)::bigint),
            'tax', money(coalesce(sum(p.tax), 0)::bigint), 'withheld', money(coalesce(sum(p.withheld), 0)::bigint),
            'debtSettled', money(coalesce(sum(p.debt_before - p.debt_after), 0)::bigint),
            'net', money(coalesce(sum(p.net), 0)::bigint), 'contributions', money(coalesce(sum(p.contributions), 0)::bigint),
            'employerCost', money(coalesce(sum(p.employer_cost), 0)::bigint),
            'paid', money(coalesce((select sum(m.amount) from payslip_payments m where m.run_id = r.id), 0)::bigint))
          from payslips p where p.run_id = r.id) as totals,
         r.approved_at as "approvedAt", r.approved_by as "approvedBy", r.paid_at as "paidAt", r.cancelled_at as "cancelledAt",
         r.cancellation_reason as "cancellationReason", r.version, r.created_at as "createdAt", r.created_by as "createdBy",
         r.updated_at as "updatedAt", r.updated_by as "updatedBy"
  from payroll_runs r`;

/** A run is nothing but pay: whoever may not see pay sees no run. */
const runsWithin = (actor: Actor): Sql =>
  sql.and(
    [PayrollRuns.read, Payroll.read].map((needed) => reach(actor, needed, { branch: sql`r.branch_id` })),
  );

@Injectable()
export class PayrollRunsQueries {
  constructor(private readonly db: Db) {}

  list(actor: Actor, query: PayrollRunListQuery): Promise<Page<PayrollRun>> {
    return keysetPage<PayrollRun>(this.db, {
      query,
      sorts: {
        periodFrom: { column: sql`r.period_from`, type: 'date' },
        createdAt: { column: sql`r.created_at`, type: 'timestamptz' },
      },
      defaultSort: '-periodFrom',
      id: sql`r.id`,
      select: RUN,
      where: [
        runsWithin(actor),
        query.branchId !== undefined && sql`r.branch_id = ${query.branchId}`,
        query.status !== undefined && sql`r.status = ${query.status}`,
        query.from !== undefined && sql`r.period_to > ${query.from}::date`,
        query.to !== undefined && sql`r.period_from < ${query.to}::date`,
        query.updatedSince !== undefined && sql`r.updated_at >= ${query.updatedSince}::timestamptz`,
      ],
    });
  }

  async getFor(actor: Actor, id: string): Promise<PayrollRun> {
    const run = await this.db.find<PayrollRun>(sql`${RUN} where r.id = ${id} and ${runsWithin(actor)}`);
    if (run === null) throw PayrollRunNotFound({ id });
    return run;
  }

  async get(reader: Reader, id: string): Promise<PayrollRun> {
    const run = await reader.find<PayrollRun>(sql`${RUN} where r.id = ${id}`);
    if (run === null) throw PayrollRunNotFound({ id });
    return run;
  }
}
