import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import type { Page } from '../../../kernel/page.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { Groups } from '../schedule.permissions.js';
import { clientName } from './client-reach.js';
import { GroupNotFound, WaitlistEntryNotFound } from './groups.errors.js';
import { groupReach } from './groups.queries.js';
import type { WaitlistEntry, WaitlistListQuery } from './waitlist.dto.js';

const OPEN = sql`w.status in ('waiting', 'offered')`;

const entryColumns = (actor: Actor): Sql => sql`
  select w.id, w.group_id as "groupId", w.client_id as "clientId", ${clientName(actor)} as "clientName", w.wish, w.status,
         case when ${OPEN} then (select count(*) from waitlist_entries o where o.group_id = w.group_id
           and o.status in ('waiting', 'offered') and (o.since, o.id) <= (w.since, w.id)) end as position,
         w.since, w.offered_at as "offeredAt", w.offer_ends_at as "offerEndsAt", w.decided_at as "decidedAt", w.leave_reason as "leaveReason",
         w.version, w.created_at as "createdAt", w.created_by as "createdBy", w.updated_at as "updatedAt", w.updated_by as "updatedBy"
  from waitlist_entries w join clients c on c.id = w.client_id`;

@Injectable()
export class WaitlistQueries {
  constructor(private readonly db: Db) {}

  async list(actor: Actor, groupId: string, query: WaitlistListQuery): Promise<Page<WaitlistEntry>> {
    const group = await this.db.find(
      sql`select g.id from groups g where g.id = ${groupId} and ${groupReach(actor, Groups.read)}`,
    );
    if (group === null) throw GroupNotFound({ id: groupId });
    const { status = 'open' } = query;
    return keysetPage<WaitlistEntry>(this.db, {
      query,
      sorts: { since: { column: sql`w.since`, type: 'timestamptz' } },
      defaultSort: 'since',
      id: sql`w.id`,
      select: entryColumns(actor),
      where: [
        sql`w.group_id = ${groupId}`,
        status === 'open' && OPEN,
        status !== 'open' && status !== 'any' && sql`w.status = ${status}`,
      ],
    });
  }

  async get(reader: Reader, actor: Actor, id: string): Promise<WaitlistEntry> {
    const entry = await reader.find<WaitlistEntry>(sql`${entryColumns(actor)} where w.id = ${id}`);
    if (entry === null) throw WaitlistEntryNotFound({ id });
    return entry;
  }
}
