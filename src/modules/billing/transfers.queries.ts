import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import type { Page } from '../../kernel/page.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { reach } from '../../platform/database/reach.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql } from '../../platform/database/sql.js';
import type { PageQuery } from '../../platform/http/page.dto.js';
import type { AccountTransfer } from './accounts.dto.js';
import { AccountNotFound } from './billing.errors.js';
import { Billing } from './billing.permissions.js';

const TRANSFER = sql`
  select t.id, t.number, t.from_account_id as "fromAccountId", t.to_account_id as "toAccountId", money(t.amount) as amount,
         t.reason, (select p.id from payments p where p.transfer_id = t.id) as "paymentId",
         t.created_at as "createdAt", t.created_by as "createdBy"
  from account_transfers t`;

@Injectable()
export class TransfersQueries {
  constructor(private readonly db: Db) {}

  /** What came to an account and left it. */
  async list(actor: Actor, accountId: string, query: PageQuery): Promise<Page<AccountTransfer>> {
    const within = reach(actor, Billing.read, { branch: sql`a.branch_id` });
    const account = await this.db.find(
      sql`select id from payer_accounts a where a.id = ${accountId} and ${within}`,
    );
    if (account === null) throw AccountNotFound({ id: accountId });
    return keysetPage<AccountTransfer>(this.db, {
      query,
      sorts: { createdAt: { column: sql`t.created_at`, type: 'timestamptz' } },
      defaultSort: '-createdAt',
      id: sql`t.id`,
      select: TRANSFER,
      where: [sql`(t.from_account_id = ${accountId} or t.to_account_id = ${accountId})`],
    });
  }

  async get(reader: Reader, id: string): Promise<AccountTransfer> {
    const transfer = await reader.find<AccountTransfer>(sql`${TRANSFER} where t.id = ${id}`);
    if (transfer === null) throw new Error('a transfer just made is not there');
    return transfer;
  }
}
