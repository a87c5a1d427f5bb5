import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import type { Page } from '../../../kernel/page.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql } from '../../../platform/database/sql.js';
import { ClientNotFound } from '../clients.errors.js';
import { Clients } from '../clients.permissions.js';
import { clientReach } from '../clients.queries.js';
import type { StatusHistory, StatusReason, StatusReasonListQuery } from './statuses.dto.js';
import { StatusReasonNotFound } from './statuses.errors.js';

const REASON = sql`
  select s.id, s.code, s.name_ru as "nameRu", s.name_en as "nameEn", s.kind, s.archived_at is not null as "isArchived", s.version,
         s.created_at as "createdAt", s.created_by as "createdBy", s.updated_at as "updatedAt", s.updated_by as "updatedBy"
  from status_reasons s`;

@Injectable()
export class StatusesQueries {
  constructor(private readonly db: Db) {}

  list(query: StatusReasonListQuery): Promise<Page<StatusReason>> {
    return keysetPage<StatusReason>(this.db, {
      query,
      sorts: { code: { column: sql`s.code`, type: 'text' } },
      defaultSort: 'code',
      id: sql`s.id`,
      select: REASON,
      where: [
        query.kind !== undefined && sql`s.kind = ${query.kind}`,
        query.archived !== 'true' && sql`s.archived_at is null`,
      ],
    });
  }

  async get(reader: Reader, id: string): Promise<StatusReason> {
    const reason = await reader.find<StatusReason>(sql`${REASON} where s.id = ${id}`);
    if (reason === null) throw StatusReasonNotFound({ id });
    return reason;
  }

  /** The registration and every change since; the status of the registration is the one the first change left. */
  async history(actor: Actor, clientId: string): Promise<StatusHistory> {
    const found = await this.db.find<StatusHistory>(sql`
      select jsonb_build_array(jsonb_build_object(
               'from', null, 'to', coalesce((select h.from_status from client_status_changes h where h.client_id = c.id order by h.created_at, h.id limit 1), c.status),
               'reason', null, 'note', null, 'at', utc(c.created_at), 'by', c.created_by))
             || coalesce((select jsonb_agg(jsonb_build_object(
                   'from', h.from_status, 'to', h.to_status,
                   'reason', case when s.id is not null then jsonb_build_object('id', s.id, 'code', s.code, 'nameRu', s.name_ru, 'nameEn', s.name_en) end,
                   'note', h.reason, 'at', utc(h.created_at), 'by', h.created_by) order by h.created_at, h.id)
                 from client_status_changes h left join status_reasons s on s.id = h.reason_id where h.client_id = c.id), '[]') as items
      from clients c where c.id = ${clientId} and ${clientReach(actor, Clients.read, 'c')}`);
    if (found === null) throw ClientNotFound({ id: clientId });
    return found;
  }
}
