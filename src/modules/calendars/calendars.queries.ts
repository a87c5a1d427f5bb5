import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import type { Page } from '../../kernel/page.js';
import { addMinutes, Clock } from '../../platform/clock/clock.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { reach } from '../../platform/database/reach.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Calendar, CalendarListQuery } from './calendars.dto.js';
import { CalendarNotFound } from './calendars.errors.js';
import { Calendars } from './calendars.permissions.js';
import type { FeedLesson } from './feed.rules.js';

const PAST_MINUTES = 30 * 1_440;
const COMING_MINUTES = 180 * 1_440;

const CALENDAR = sql`
  select k.id, k.kind, coalesce(k.room_id, k.teacher_id, k.client_id, k.group_id) as "subjectId", k.branch_id as "branchId",
         k.revoked_at as "revokedAt", k.version, k.created_at as "createdAt", k.created_by as "createdBy",
         k.updated_at as "updatedAt", k.updated_by as "updatedBy"
  from calendars k`;

/** One's own feeds are those one made. */
export const calendarReach = (actor: Actor): Sql =>
  reach(actor, Calendars.write, { branch: sql`k.branch_id`, own: sql`k.user_id = ${actor.userId}` });

/** A feed as it is found by the secret of its address. */
export interface FoundFeed {
  kind: Calendar['kind'];
  subjectId: string;
  title: string;
  timeZone: string;
}

@Injectable()
export class CalendarsQueries {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  list(actor: Actor, query: CalendarListQuery): Promise<Page<Calendar>> {
    const { revoked = 'false' } = query;
    return keysetPage<Calendar>(this.db, {
      query,
      sorts: { createdAt: { column: sql`k.created_at`, type: 'timestamptz' } },
      defaultSort: '-createdAt',
      id: sql`k.id`,
      select: CALENDAR,
      where: [
        calendarReach(actor),
        query.kind !== undefined && sql`k.kind = ${query.kind}`,
        revoked === 'true' && sql`k.revoked_at is not null`,
        revoked === 'false' && sql`k.revoked_at is null`,
      ],
    });
  }

  async getFor(actor: Actor, id: string): Promise<Calendar> {
    const calendar = await this.db.find<Calendar>(
      sql`${CALENDAR} where k.id = ${id} and ${calendarReach(actor)}`,
    );
    if (calendar === null) throw CalendarNotFound();
    return calendar;
  }

  async get(reader: Reader, id: string): Promise<Calendar> {
    const calendar = await reader.find<Calendar>(sql`${CALENDAR} where k.id = ${id}`);
    if (calendar === null) throw CalendarNotFound();
    return calendar;
  }

  /** The title names a room, an employee or a group; a client's feed names nobody. */
  byToken(tokenHash: string): Promise<FoundFeed | null> {
    return this.db.find<FoundFeed>(sql`
      select k.kind, coalesce(k.room_id, k.teacher_id, k.client_id, k.group_id) as "subjectId", b.time_zone as "timeZone",
             coalesce(r.name, g.name, concat_ws(' ', nullif(e.last_name, ''), e.first_name), b.name) as title
      from calendars k join branches b on b.id = k.branch_id
      left join rooms r on r.id = k.room_id
      left join groups g on g.id = k.group_id
      left join employees e on e.id = k.teacher_id
      where k.token_hash = ${tokenHash} and k.revoked_at is null`);
  }

  /** The lessons of a feed: of the past 30 and the coming 180 days, in whatever status. No client is read. */
  lessonsOf(feed: FoundFeed): Promise<FeedLesson[]> {
    const now = this.clock.now();
    const since = addMinutes(now, -PAST_MINUTES);
    const until = addMinutes(now, COMING_MINUTES);
    return this.db.query<FeedLesson>(sql`
      select l.id, l.starts_at as "startsAt", l.ends_at as "endsAt", l.status, l.version, l.created_at as "createdAt",
             l.updated_at as "updatedAt", l.topic, a.name as "activityName", r.name as "roomName", b.name as "branchName", b.address,
             concat_ws(', ', concat_ws(' ', e.last_name, e.first_name), nullif(concat_ws(' ', se.last_name, se.first_name), '')) as "teacherName",
             (select string_agg(g.name, ', ' order by g.name) from groups g where g.id = any (l.group_ids)) as "groupName"
      from lessons l
      join branches b on b.id = l.branch_id
      join activities a on a.id = l.activity_id
      join rooms r on r.id = l.room_id
      join employees e on e.id = l.teacher_id
      left join employees se on se.id = l.second_teacher_id
      where l.ends_at > ${since}::timestamptz and l.starts_at < ${until}::timestamptz and ${ofSubject(feed, since, until)}
      order by l.starts_at, l.id`);
  }
}

function ofSubject({ kind, subjectId }: FoundFeed, since: string, until: string): Sql {
  switch (kind) {
    case 'room':
      return sql`l.room_id = ${subjectId}`;
    case 'teacher':
      return sql`(l.teacher_id = ${subjectId} or l.second_teacher_id = ${subjectId})`;
    case 'group':
      return sql`l.id in (select x.lesson_id from lesson_groups x where x.group_id = ${subjectId})`;
    case 'client':
      return sql`l.id in (select x.lesson_id from client_lessons(${subjectId}, ${since}::timestamptz, ${until}::timestamptz) x)`;
  }
}
