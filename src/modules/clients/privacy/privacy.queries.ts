import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { fieldGroups, type FieldGroup } from '../../../kernel/field-groups.js';
import type { Page } from '../../../kernel/page.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { fieldOf, fieldsOf } from '../../../platform/database/names.js';
import { sees } from '../../../platform/database/masked.js';
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
    const closed = await this.closedTo(actor, clientId);
    const ids = await recordsOf(this.db, clientId);
    const people = sql`select l.guardian_id from client_guardians l where l.client_id = any (${ids}::uuid[])`;
    return {
      clientId,
      exportedAt: this.clock.now(),
      clients: await this.rows('clients', closed, sql`t.id = any (${ids}::uuid[])`),
      guardians: await this.rows('guardians', closed, sql`t.id in (${people})`),
      sections: await this.sections(ids, closed),
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

  /** The field groups of this client that stay closed to the actor. */
  private async closedTo(actor: Actor, clientId: string): Promise<FieldGroup[]> {
    const within = (permission: string) => clientReach(actor, permission, 'c');
    const open = sql.join(
      fieldGroups.map((group) => sees(actor, group, within)),
      sql`, `,
    );
    const known = await this.db.find<{ open: boolean[] }>(
      sql`select array[${open}]::boolean[] as open from clients c where c.id = ${clientId} and ${within(Privacy.export)}`,
    );
    if (known === null) throw ClientNotFound({ id: clientId });
    return fieldGroups.filter((_, index) => known.open[index] !== true);
  }

  private async sections(ids: readonly string[], closed: readonly FieldGroup[]): Promise<ExportSection[]> {
    const reached = await this.db.query<{ table: string; ids: string[] }>(sql`
      select table_name as table, ids from rows_of_people(${ids}::uuid[], '{}')`);
    const sections: ExportSection[] = [];
    for (const { table, ids: rows } of reached)
      sections.push({
        table: fieldOf(table),
        rows: await this.rows(table, closed, sql`t.id::text = any (${rows}::text[])`),
      });
    return sections;
  }

  /** Rows as fields of the contract; null for those the actor may not see. */
  private async rows(table: string, closed: readonly FieldGroup[], where: Sql): Promise<object[]> {
    const hidden = closed.flatMap((group) => group.columns.get(table) ?? []);
    const nulls = JSON.stringify(Object.fromEntries(hidden.map((column) => [column, null])));
    const rows = await this.db.query<{ row: Record<string, unknown> }>(
      sql`select (to_jsonb(t) || ${nulls}::jsonb) - '{search_text,secret,kind_mark}'::text[] as row from ${sql.ident(table)} t where ${where} order by t.id`,
    );
    return rows.map(({ row }) => fieldsOf(row));
  }
}
