import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import type { Page } from '../../../kernel/page.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { Clients } from '../clients.permissions.js';
import { clientReach } from '../clients.queries.js';
import { guardianReach } from '../guardians.queries.js';
import type { ClientMerge, GuardianMerge, MergeListQuery } from './merges.dto.js';
import { MergeNotFound } from './merges.errors.js';

type Kind = 'client' | 'guardian';

const mergeSelect = (kind: Kind): Sql => sql`
  select m.id, m.branch_id as "branchId", m.survivor_id as "survivorId", m.duplicate_id as "duplicateId", m.fields, m.reason,
         (select coalesce(jsonb_agg(jsonb_build_object('table', x.name, 'rows', x.rows) order by x.name), '[]')
          from (select r ->> 'table' as name, sum(jsonb_array_length(r -> 'ids')) as rows from jsonb_array_elements(m.moved) r group by 1) x) as moved,
         ${kind === 'client' ? sql`coalesce(m.notes -> 'health' -> 'differences', '[]') as "healthDifferences",` : sql.empty}
         m.kept, m.undone_at as "undoneAt", case when m.undone_at is not null then m.updated_by end as "undoneBy",
         m.version, m.created_at as "createdAt", m.created_by as "createdBy"
  from ${sql.ident(`${kind}_merges`)} m`;

/** Whoever may merge sees the merges whose both records they reach. */
const within = (kind: Kind, actor: Actor): Sql =>
  kind === 'client'
    ? sql`(select count(*) from clients c where c.id in (m.survivor_id, m.duplicate_id) and ${clientReach(actor, Clients.merge, 'c')}) = 2`
    : sql`(select count(*) from guardians g where g.id in (m.survivor_id, m.duplicate_id) and ${guardianReach(actor, Clients.merge, 'g')}) = 2`;

@Injectable()
export class MergesQueries {
  constructor(private readonly db: Db) {}

  clients(actor: Actor, query: MergeListQuery): Promise<Page<ClientMerge>> {
    return this.list<ClientMerge>('client', actor, query);
  }

  guardians(actor: Actor, query: MergeListQuery): Promise<Page<GuardianMerge>> {
    return this.list<GuardianMerge>('guardian', actor, query);
  }

  client(reader: Reader, actor: Actor, id: string): Promise<ClientMerge> {
    return this.get<ClientMerge>('client', reader, actor, id);
  }

  guardian(reader: Reader, actor: Actor, id: string): Promise<GuardianMerge> {
    return this.get<GuardianMerge>('guardian', reader, actor, id);
  }

  private list<Row extends { id: string }>(
    kind: Kind,
    actor: Actor,
    query: MergeListQuery,
  ): Promise<Page<Row>> {
    const { recordId } = query;
    return keysetPage<Row>(this.db, {
      query,
      sorts: { createdAt: { column: sql`m.created_at`, type: 'timestamptz' } },
      defaultSort: '-createdAt',
      id: sql`m.id`,
      select: mergeSelect(kind),
      where: [
        within(kind, actor),
        recordId !== undefined && sql`${recordId}::uuid in (m.survivor_id, m.duplicate_id)`,
        query.undone !== undefined && sql`(m.undone_at is not null) = ${query.undone === 'true'}`,
      ],
    });
  }

  private async get<Row>(kind: Kind, reader: Reader, actor: Actor, id: string): Promise<Row> {
    const merge = await reader.find<Row>(
      sql`${mergeSelect(kind)} where m.id = ${id} and ${within(kind, actor)}`,
    );
    if (merge === null) throw MergeNotFound({ id });
    return merge;
  }
}
