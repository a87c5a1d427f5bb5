import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import type { Page } from '../../kernel/page.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage, type PageRequest } from '../../platform/database/keyset.js';
import { fieldOf } from '../../platform/database/names.js';
import { reach } from '../../platform/database/reach.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Change, ChangeAuthor } from './audit.dto.js';
import { AuditTableUnknown, RecordUnknown } from './audit.errors.js';
import { Audit } from './audit.permissions.js';
import { changeColumns, images, shown, tableOf, type ChangeRow } from './changes.sql.js';
import { foldState, type TrailEntry } from './record-state.rules.js';
import type { RecordState } from './trail.dto.js';

interface Entry extends TrailEntry {
  at: string;
  by: ChangeAuthor;
  reached: boolean;
}

/** One record through time. */
@Injectable()
export class RecordsQueries {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  async history(actor: Actor, name: string, recordId: string, query: PageRequest): Promise<Page<Change>> {
    const table = await this.keptTable(name);
    const page = await keysetPage<ChangeRow>(this.db, {
      query,
      sorts: { id: { column: sql`a.id`, type: 'bigint' } },
      defaultSort: '-id',
      id: sql`a.id`,
      idType: 'bigint',
      select: sql`select ${changeColumns(actor)} from audit_changes a`,
      where: [sql`a.table_name = ${table} and a.record_id = ${recordId}`, changeReach(actor)],
    });
    return { ...page, items: page.items.map((row) => shown(row)) };
  }

  /** Who reaches the record as it was then, sees it as it was then. */
  async stateAsOf(actor: Actor, name: string, recordId: string, asOf?: string): Promise<RecordState> {
    const table = await this.keptTable(name);
    const moment = asOf ?? this.clock.now();
    const entries = await this.db.query<Entry>(sql`
      select a.operation, a.version, ${images(actor)}, a.at, ${changeReach(actor)} as reached,
             jsonb_build_object('kind', a.actor_kind, 'userId', a.actor_id, 'login', a.actor_login, 'name', a.actor_name) as by
      from audit_changes a
      where a.table_name = ${table} and a.record_id = ${recordId} and a.at <= ${moment}
      order by a.id`);
    const state = foldState(entries);
    const last = entries.at(-1);
    if (state === null || last?.reached !== true) throw RecordUnknown({ table, recordId });
    const fields = Object.entries(state.columns).map(([column, value]) => [fieldOf(column), value]);
    return {
      ...{ table, recordId, asOf: moment, exists: state.exists, version: state.version },
      fields: Object.fromEntries(fields) as Record<string, unknown>,
      ...{ changedAt: last.at, changedBy: last.by },
    };
  }

  /** The tables that have the trail are the ones to ask about; the catalogue of the database lists them. */
  private async keptTable(name: string): Promise<string> {
    const table = tableOf(name);
    const found = await this.db.find(sql`
      select from pg_class c
      where c.relnamespace = current_schema()::regnamespace and c.relname = ${table}
        and exists (select from pg_trigger t join pg_proc p on p.oid = t.tgfoid where t.tgrelid = c.oid and p.proname = 'audit_capture')`);
    if (found === null) throw AuditTableUnknown({ table: name });
    return table;
  }
}

export const changeReach = (actor: Actor, permission: string = Audit.read): Sql =>
  reach(actor, permission, { branch: sql`a.branch_id`, own: sql`a.actor_id = ${actor.userId}` });
