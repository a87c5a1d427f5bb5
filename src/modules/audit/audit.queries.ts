import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import type { Page } from '../../kernel/page.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { reach } from '../../platform/database/reach.js';
import { sql } from '../../platform/database/sql.js';
import type { Change, ChangeListQuery } from './audit.dto.js';
import { Audit } from './audit.permissions.js';
import { changeColumns, shown, tableOf, type ChangeRow } from './changes.sql.js';

/** Reads the trail; nothing here writes: the database itself keeps it. */
@Injectable()
export class AuditQueries {
  constructor(private readonly db: Db) {}

  async changes(actor: Actor, query: ChangeListQuery): Promise<Page<Change>> {
    const page = await keysetPage<ChangeRow>(this.db, {
      query,
      sorts: { id: { column: sql`a.id`, type: 'bigint' } },
      defaultSort: '-id',
      id: sql`a.id`,
      idType: 'bigint',
      select: sql`select ${changeColumns(actor)} from audit_changes a`,
      where: [
        reach(actor, Audit.read, { branch: sql`a.branch_id`, own: sql`a.actor_id = ${actor.userId}` }),
        query.from !== undefined && sql`a.at >= ${query.from}`,
        query.to !== undefined && sql`a.at < ${query.to}`,
        query.table !== undefined && sql`a.table_name = ${tableOf(query.table)}`,
        query.recordId !== undefined && sql`a.record_id = ${query.recordId}`,
        query.userId !== undefined && sql`a.actor_id = ${query.userId}`,
        query.login !== undefined && sql`a.actor_login = ${query.login}`,
        query.requestId !== undefined && sql`a.request_id = ${query.requestId}`,
        query.operation !== undefined && sql`a.operation = ${query.operation}`,
      ],
    });
    return { ...page, items: page.items.map((row) => shown(row)) };
  }
}
