import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import type { Page } from '../../kernel/page.js';
import { Clock } from '../../platform/clock/clock.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { reach } from '../../platform/database/reach.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Charge, ChargeListQuery } from './billing.dto.js';
import { Billing } from './billing.permissions.js';

const IS_OPEN = sql`(c.reversed_at is null and c.paid + c.credited < c.amount)`;

@Injectable()
export class ChargesQueries {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  list(actor: Actor, query: ChargeListQuery): Promise<Page<Charge>> {
    const overdue = sql`is_overdue(c, (${this.clock.now()}::timestamptz at time zone b.time_zone)::date)`;
    const { clientId, payerAccountId, open } = query;
    return keysetPage<Charge>(this.db, {
      query,
      sorts: {
        dueOn: { column: sql`c.due_on`, type: 'date' },
        createdAt: { column: sql`c.created_at`, type: 'timestamptz' },
      },
      defaultSort: '-createdAt',
      id: sql`c.id`,
      select: select(overdue),
      where: [
        reach(actor, Billing.read, { branch: sql`c.branch_id` }),
        clientId !== undefined && sql`c.client_id = ${clientId}`,
        payerAccountId !== undefined && sql`c.payer_account_id = ${payerAccountId}`,
        open !== undefined && (open === 'true' ? IS_OPEN : sql`not ${IS_OPEN}`),
        query.overdue !== undefined && (query.overdue === 'true' ? overdue : sql`not ${overdue}`),
      ],
    });
  }
}

const select = (overdue: Sql): Sql => sql`
  select c.id, c.payer_account_id as "payerAccountId", c.client_id as "clientId", c.branch_id as "branchId", c.kind,
         c.subject_id as "subjectId", c.description, money(c.amount) as amount, money(c.paid) as paid,
         money(case when ${IS_OPEN} then c.amount - c.credited - c.paid else 0 end) as open, c.due_on as "dueOn",
         ${overdue} as "isOverdue", c.reversed_at as "reversedAt", c.created_at as "createdAt", c.created_by as "createdBy"
  from charges c join branches b on b.id = c.branch_id`;
