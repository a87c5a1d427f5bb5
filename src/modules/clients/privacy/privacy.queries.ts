import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import type { Page } from '../../../kernel/page.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { fieldOf, fieldsOf } from '../../../platform/database/names.js';
import { reach } from '../../../platform/database/reach.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { ClientNotFound } from '../clients.errors.js';
import { clientReach } from '../clients.queries.js';
import { PersonalData } from './personal-data.js';
import type { Erasure, ErasureListQuery, ExportSection, PersonExport } from './privacy.dto.js';
import { Privacy } from './privacy.permissions.js';

const ERASURE = sql`
  select e.id, e.client_id as "clientId", e.branch_id as "branchId", e.reason, e.requested_by as "requestedBy",
         e.force_reason as "forceReason", e.outcome, e.created_at as "createdAt", e.created_by as "createdBy"
  from erasures e`;

/** The client and every record that became this one. */
export const recordsOf = async (reader: Reader, clientId: string): Promise<string[]> => {
  const rows = await reader.query<{ id: string }>(sql`
    with recursive records as (
      select id from clients where id = ${clientId}
      union
      select c.id from clients c join records r on c.merged_into_id = r.id
    ) select id from records order by id`);
  return rows.map(({ id }) => id);
};

@Injectable()
export class PrivacyQueries {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly personal: PersonalData,
  ) {}

  async export(actor: Actor, clientId: string): Promise<PersonExport> {
    const known = await this.db.find(
      sql`select c.id from clients c where c.id = ${clientId} and ${clientReach(actor, Privacy.export, 'c')}`,
    );
    if (known === null) throw ClientNotFound({ id: clientId });
    const ids = await recordsOf(this.db, clientId);
    const people = sql`select l.guardian_id from client_guardians l where l.client_id = any (${ids}::uuid[])`;
    return {
      clientId,
      exportedAt: this.clock.now(),
      clients: await this.rows('clients', sql`t.id = any (${ids}::uuid[])`),
      guardians: await this.rows('guardians', sql`t.id in (${people})`),
      sections: await this.sections(ids),
      special: await this.personal.export(actor, ids, clientId),
    };
  }

  list(actor: Actor, query: ErasureListQuery): Promise<Page<Erasure>> {
    return keysetPage<Erasure>(this.db, {
      query,
      sorts: { createdAt: { column: sql`e.created_at`, type: 'timestamptz' } },
      defaultSort: '-createdAt',
      id: sql`e.id`,
      select: ERASURE,
      where: [
        reach(actor, Privacy.erase, { branch: sql`e.branch_id` }),
        query.clientId !== undefined && sql`e.client_id = ${query.clientId}`,
      ],
    });
  }

  async erasure(reader: Reader, id: string): Promise<Erasure> {
    const found = await reader.find<Erasure>(sql`${ERASURE} where e.id = ${id}`);
    if (found === null) throw new Error('an erasure that was just written is not there');
    return found;
  }

  private async sections(ids: readonly string[]): Promise<ExportSection[]> {
    const reached = await this.db.query<{ table: string; ids: string[] }>(sql`
      select table_name as table, ids from rows_of_people(${ids}::uuid[], '{}')`);
    const sections: ExportSection[] = [];
    for (const { table, ids: rows } of reached)
      sections.push({
        table: fieldOf(table),
        rows: await this.rows(table, sql`t.id::text = any (${rows}::text[])`),
      });
    return sections;
  }

  /** Rows as fields of the contract. */
  private async rows(table: string, where: Sql): Promise<object[]> {
    const rows = await this.db.query<{ row: Record<string, unknown> }>(
      sql`select to_jsonb(t) - '{search_text,secret,kind_mark}'::text[] as row from ${sql.ident(table)} t where ${where} order by t.id`,
    );
    return rows.map(({ row }) => fieldsOf(row));
  }
}
