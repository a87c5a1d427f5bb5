import { Injectable } from '@nestjs/common';
import { scopeOf, type Actor } from '../../../kernel/actor.js';
import { CONTACTS } from '../../../kernel/field-groups.js';
import type { Page } from '../../../kernel/page.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { masked } from '../../../platform/database/masked.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { ReportSchedules } from '../reports.permissions.js';
import type { ReportSchedule, ReportScheduleListQuery } from './schedules.dto.js';
import type { ReportDelivery, ReportDeliveryListQuery } from './deliveries.dto.js';
import { ReportDeliveryNotFound, ReportScheduleNotFound } from './schedules.errors.js';

/** A schedule is of its owner, whatever branches they reach: who does not reach all has their own. */
export function scheduleReach(actor: Actor, permission: string, owner: Sql): Sql {
  const scope = scopeOf(actor, permission);
  if (scope === 'all') return sql`true`;
  return scope === null ? sql`false` : sql`${owner} = ${actor.userId}`;
}

/** Recipients are of no branch: who sees contacts in some branch sees theirs. */
const contact = (actor: Actor, value: Sql): Sql =>
  masked(actor, CONTACTS, value, (permission) =>
    scopeOf(actor, permission) === 'branch' ? sql`true` : sql`false`,
  );

const scheduleFor = (actor: Actor): Sql => sql`
  select s.id, s.name, jsonb_build_object('id', u.id, 'name', u.name) as owner, s.reports, s.cron, s.time_zone as "timeZone",
         s.user_ids as "userIds", ${contact(actor, sql`s.emails`)} as emails, s.language, s.formats, s.catch_up as "catchUp",
         s.paused_at is not null as "isPaused", s.archived_at is not null as "isArchived", c.next_at as "nextTickAt",
         (select jsonb_build_object('id', d.id, 'tick', utc(d.tick), 'status', d.status, 'problem', d.problem)
          from report_deliveries d where d.schedule_id = s.id order by d.tick desc limit 1) as "lastDelivery",
         s.version, s.created_at as "createdAt", s.created_by as "createdBy", s.updated_at as "updatedAt", s.updated_by as "updatedBy"
  from report_schedules s join users u on u.id = s.owner_id left join report_schedule_clocks c on c.schedule_id = s.id`;

const deliveryFor = (actor: Actor): Sql => sql`
  select d.id, d.schedule_id as "scheduleId", d.tick, d.asked_by as "askedBy", d.status, d.problem, d.tries,
         d.created_at as "createdAt", d.finished_at as "finishedAt",
         (select coalesce(jsonb_agg(jsonb_build_object('id', l.id,
            'address', ${contact(actor, sql`l.recipients -> 0 -> 'address'`)}, 'name', l.recipients -> 0 -> 'name',
            'status', l.status, 'problem', l.problem, 'tries', l.tries, 'sentAt', utc(l.sent_at)) order by l.id), '[]')
          from letters l where l.subject_id = d.id and l.subject_type = 'report_delivery') as letters
  from report_deliveries d`;

@Injectable()
export class ReportSchedulesQueries {
  constructor(private readonly db: Db) {}

  list(actor: Actor, query: ReportScheduleListQuery): Promise<Page<ReportSchedule>> {
    const { archived = 'false', ownerId, q, updatedSince } = query;
    return keysetPage<ReportSchedule>(this.db, {
      query,
      sorts: {
        name: { column: sql`s.name`, type: 'text' },
        createdAt: { column: sql`s.created_at`, type: 'timestamptz' },
        updatedAt: { column: sql`s.updated_at`, type: 'timestamptz' },
      },
      defaultSort: 'name',
      id: sql`s.id`,
      select: scheduleFor(actor),
      where: [
        scheduleReach(actor, ReportSchedules.read, sql`s.owner_id`),
        archived !== 'any' && sql`(s.archived_at is not null) = ${archived === 'true'}`,
        ownerId !== undefined && sql`s.owner_id = ${ownerId}`,
        q !== undefined && sql`s.name ilike ${`%${q.replace(/[\\%_]/g, '\\$&')}%`}`,
        updatedSince !== undefined && sql`s.updated_at >= ${updatedSince}::timestamptz`,
      ],
    });
  }

  async get(
    reader: Reader,
    actor: Actor,
    id: string,
    permission = ReportSchedules.read,
  ): Promise<ReportSchedule> {
    const found = await reader.find<ReportSchedule>(sql`
      ${scheduleFor(actor)} where s.id = ${id} and ${scheduleReach(actor, permission, sql`s.owner_id`)}`);
    if (found === null) throw ReportScheduleNotFound({ id });
    return found;
  }

  async deliveries(actor: Actor, id: string, query: ReportDeliveryListQuery): Promise<Page<ReportDelivery>> {
    await this.get(this.db, actor, id);
    return keysetPage<ReportDelivery>(this.db, {
      query,
      sorts: { tick: { column: sql`d.tick`, type: 'timestamptz' } },
      defaultSort: '-tick',
      id: sql`d.id`,
      select: deliveryFor(actor),
      where: [sql`d.schedule_id = ${id}`, query.status !== undefined && sql`d.status = ${query.status}`],
    });
  }

  async delivery(reader: Reader, actor: Actor, id: string): Promise<ReportDelivery> {
    const found = await reader.find<ReportDelivery>(sql`${deliveryFor(actor)} where d.id = ${id}`);
    if (found === null) throw ReportDeliveryNotFound({ id });
    return found;
  }
}
