import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import type { Page } from '../../../kernel/page.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { reach } from '../../../platform/database/reach.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Payroll } from '../payroll.permissions.js';
import { WithholdingOrderNotFound } from './runs.errors.js';
import type { TaxFacts, TaxFactsListQuery } from './tax-facts.dto.js';
import type { WithholdingOrderListQuery, WithholdingOrderView } from './withholding-orders.dto.js';

const FACTS = sql`
  select f.id, f.employee_id as "employeeId", f.effective_from as "effectiveFrom", f.is_resident as "isResident",
         f.tax_number as "taxNumber", f.is_injury_insured as "isInjuryInsured", f.deductions,
         f.created_at as "createdAt", f.created_by as "createdBy"
  from employee_tax_facts f join employees e on e.id = f.employee_id`;

const ORDER = sql`
  select o.id, o.employee_id as "employeeId", o.reason, o.percent, money(o.monthly_amount) as "monthlyAmount",
         money(o.total_amount) as "totalAmount", o.limit_percent as "limitPercent", o.priority,
         o.effective_from as "effectiveFrom", o.effective_until as "effectiveUntil", o.version,
         o.created_at as "createdAt", o.created_by as "createdBy", o.updated_at as "updatedAt", o.updated_by as "updatedBy"
  from withholding_orders o join employees e on e.id = o.employee_id`;

const within = (actor: Actor): Sql =>
  reach(actor, Payroll.read, { branch: sql`e.branch_id`, own: sql`e.id = ${actor.employeeId}::uuid` });

@Injectable()
export class TaxFactsQueries {
  constructor(private readonly db: Db) {}

  facts(actor: Actor, query: TaxFactsListQuery): Promise<Page<TaxFacts>> {
    return keysetPage<TaxFacts>(this.db, {
      query,
      sorts: {
        effectiveFrom: { column: sql`f.effective_from`, type: 'date' },
        createdAt: { column: sql`f.created_at`, type: 'timestamptz' },
      },
      defaultSort: '-effectiveFrom',
      id: sql`f.id`,
      select: FACTS,
      where: [within(actor), query.employeeId !== undefined && sql`f.employee_id = ${query.employeeId}`],
    });
  }

  entered(tx: Tx, id: string): Promise<TaxFacts> {
    return tx.one<TaxFacts>(sql`${FACTS} where f.id = ${id}`);
  }

  orders(actor: Actor, query: WithholdingOrderListQuery): Promise<Page<WithholdingOrderView>> {
    return keysetPage<WithholdingOrderView>(this.db, {
      query,
      sorts: {
        effectiveFrom: { column: sql`o.effective_from`, type: 'date' },
        createdAt: { column: sql`o.created_at`, type: 'timestamptz' },
      },
      defaultSort: '-effectiveFrom',
      id: sql`o.id`,
      select: ORDER,
      where: [within(actor), query.employeeId !== undefined && sql`o.employee_id = ${query.employeeId}`],
    });
  }

  async order(reader: Reader, id: string, actor?: Actor): Promise<WithholdingOrderView> {
    const reached = actor === undefined ? sql`true` : within(actor);
    const order = await reader.find<WithholdingOrderView>(sql`${ORDER} where o.id = ${id} and ${reached}`);
    if (order === null) throw WithholdingOrderNotFound({ id });
    return order;
  }
}
