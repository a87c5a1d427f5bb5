import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import type { Page } from '../../../kernel/page.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { ClientNotFound } from '../clients.errors.js';
import { Clients } from '../clients.permissions.js';
import { clientReach } from '../clients.queries.js';
import { Consents } from '../consents/consents.permissions.js';
import { Notes } from '../notes/notes.permissions.js';
import { Results } from '../results/results.permissions.js';
import type { TimelineEntry, TimelineQuery } from './timeline.dto.js';

/** Permissions that rows of the stream ask for; those of the modules above by name, as the database knows them. */
const NEEDED = [
  ...[Clients.read, Notes.read, Results.read, Consents.read],
  ...['groups:read', 'subscriptions:read', 'billing:read', 'loans:read', 'sales:read'],
];

@Injectable()
export class TimelineQueries {
  constructor(private readonly db: Db) {}

  async list(actor: Actor, clientId: string, query: TimelineQuery): Promise<Page<TimelineEntry>> {
    const client = await this.db.find(
      sql`select from clients c where c.id = ${clientId} and ${clientReach(actor, Clients.read, 'c')}`,
    );
    if (client === null) throw ClientNotFound({ id: clientId });
    return keysetPage<TimelineEntry>(this.db, {
      query,
      sorts: { at: { column: sql`t.at`, type: 'timestamptz' } },
      defaultSort: '-at',
      id: sql`t.id`,
      select: sql`
        select t.id, t.at, t.kind, t.by, t.subject_id as "subjectId", t.params
        from client_timeline(${clientId}) t`,
      where: [
        sql`t.needs = any (${visibleTo(actor, clientId)})`,
        query.kind !== undefined && sql`t.kind = any (${query.kind})`,
        query.from !== undefined && sql`t.at >= ${query.from}`,
        query.to !== undefined && sql`t.at < ${query.to}`,
      ],
    });
  }
}

/** Those of the permissions that reach this client; worked out once for the whole page. */
function visibleTo(actor: Actor, clientId: string): Sql {
  const held = NEEDED.map(
    (permission) => sql`select ${permission}::text where ${clientReach(actor, permission, 'c')}`,
  );
  return sql`array(
    select p.needed from clients c cross join lateral (${sql.join(held, sql` union all `)}) p(needed) where c.id = ${clientId})`;
}
