import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import type { Page } from '../../kernel/page.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { fieldOf } from '../../platform/database/names.js';
import { reach } from '../../platform/database/reach.js';
import { sql } from '../../platform/database/sql.js';
import type { Change, ChangeListQuery } from './audit.dto.js';
import { Audit } from './audit.permissions.js';

interface ChangeRow extends Omit<Change, 'changes'> {
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

const CHANGE = sql`
  select a.id::text as id, a.at, a.table_name as "table", a.record_id as "recordId", a.branch_id as "branchId", a.operation, a.version,
         a.before, a.after, a.request_id as "requestId", a.job,
         jsonb_build_object('kind', a.actor_kind, 'userId', a.actor_id, 'login', a.actor_login, 'name', a.actor_name) as by
  from audit_changes a`;

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
      select: CHANGE,
      where: [
        reach(actor, Audit.read, { branch: sql`a.branch_id`, own: sql`a.actor_id = ${actor.userId}` }),
        query.from !== undefined && sql`a.at >= ${query.from}`,
        query.to !== undefined && sql`a.at < ${query.to}`,
        query.table !== undefined && sql`a.table_name = ${query.table}`,
        query.recordId !== undefined && sql`a.record_id = ${query.recordId}`,
        query.userId !== undefined && sql`a.actor_id = ${query.userId}`,
        query.login !== undefined && sql`a.actor_login = ${query.login}`,
        query.requestId !== undefined && sql`a.request_id = ${query.requestId}`,
        query.operation !== undefined && sql`a.operation = ${query.operation}`,
      ],
    });
    return { ...page, items: page.items.map(shown) };
  }
}

/** Columns as the fields of the contract, each with its value before and after. */
function shown({ before, after, ...rest }: ChangeRow): Change {
  const columns = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
    .filter((column) => column !== 'id')
    .sort();
  const changes = columns.map((column) => ({
    field: fieldOf(column),
    before: before?.[column] ?? null,
    after: after?.[column] ?? null,
  }));
  return { ...rest, changes };
}
