import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import type { Page } from '../../../kernel/page.js';
import { Db } from '../../../platform/database/db.js';
import { newId } from '../../../platform/database/ids.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { reach } from '../../../platform/database/reach.js';
import { sql } from '../../../platform/database/sql.js';
import { ClientNotFound } from '../clients.errors.js';
import { clientReach } from '../clients.queries.js';
import type { HealthRead, HealthReadQuery } from './health.dto.js';
import { Health } from './health.permissions.js';

/** The looks into clients' health. */
@Injectable()
export class HealthReads {
  constructor(private readonly db: Db) {}

  /**
   * Writes a look down, in a transaction of its own before anything is shown: so a rehearsal, a repeated answer and a
   * request that fails half-way are in the list too. Nobody is written down who may not look: for them there is no client.
   */
  async note(actor: Actor, clientId: string, what: HealthRead['what'], permission: string): Promise<void> {
    const written = await this.db.tx(actor, (tx) =>
      tx.run(sql`
        insert into health_reads (id, client_id, branch_id, at, what, reader_id, request_id)
        select ${newId()}, c.id, c.branch_id, ${tx.now}, ${what}, ${actor.userId}, nullif(current_setting('kruzhok.request_id', true), '')
        from clients c where c.id = ${clientId} and ${clientReach(actor, permission, 'c')}`),
    );
    if (written === 0) throw ClientNotFound({ id: clientId });
  }

  list(actor: Actor, query: HealthReadQuery): Promise<Page<HealthRead>> {
    return keysetPage<HealthRead>(this.db, {
      query,
      sorts: { at: { column: sql`h.at`, type: 'timestamptz' } },
      defaultSort: '-at',
      id: sql`h.id`,
      select: sql`
        select h.id, h.at, h.client_id as "clientId", h.what, h.reader_id as "readerId", h.created_by as by, h.request_id as "requestId"
        from health_reads h`,
      where: [
        reach(actor, Health.audit, { branch: sql`h.branch_id`, own: sql`h.reader_id = ${actor.userId}` }),
        query.clientId !== undefined && sql`h.client_id = ${query.clientId}`,
        query.readerId !== undefined && sql`h.reader_id = ${query.readerId}`,
        query.from !== undefined && sql`h.at >= ${query.from}`,
        query.to !== undefined && sql`h.at < ${query.to}`,
      ],
    });
  }
}
