import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import type { Page } from '../../../kernel/page.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { reach } from '../../../platform/database/reach.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { clientName } from '../groups/client-reach.js';
import { Schedule } from '../schedule.permissions.js';
import type { Lesson, LessonAttendee, LessonCard, LessonListQuery } from './lessons.dto.js';
import { LessonNotFound } from './lessons.errors.js';

const LESSON = sql`
  select l.id, l.branch_id as "branchId", l.group_id as "groupId", g.name as "groupName",
         l.activity_id as "activityId", a.name as "activityName",
         jsonb_build_object('id', e.id, 'name', concat_ws(' ', e.last_name, e.first_name)) as teacher,
         jsonb_build_object('id', r.id, 'name', r.name) as room, l.series_id as "seriesId", l.on_date as "onDate",
         l.starts_at as "startsAt", l.ends_at as "endsAt",
         to_char(l.starts_at at time zone b.time_zone, 'HH24:MI') as "localStart",
         to_char(l.ends_at at time zone b.time_zone, 'HH24:MI') as "localEnd",
         (extract(epoch from l.ends_at - l.starts_at) / 60)::integer as minutes,
         l.status, l.cancel_reason as "cancelReason", l.topic,
         l.version, l.created_at as "createdAt", l.created_by as "createdBy",
         l.updated_at as "updatedAt", l.updated_by as "updatedBy"
  from lessons l
  join branches b on b.id = l.branch_id
  join groups g on g.id = l.group_id
  join activities a on a.id = l.activity_id
  join employees e on e.id = l.teacher_id
  join rooms r on r.id = l.room_id`;

/** A teacher's own lessons are those they teach. */
export const lessonReach = (actor: Actor, permission: string): Sql =>
  reach(actor, permission, { branch: sql`l.branch_id`, own: sql`l.teacher_id = ${actor.employeeId}` });

@Injectable()
export class LessonsQueries {
  constructor(private readonly db: Db) {}

  list(actor: Actor, query: LessonListQuery): Promise<Page<Lesson>> {
    return keysetPage<Lesson>(this.db, {
      query,
      sorts: {
        startsAt: { column: sql`l.starts_at`, type: 'timestamptz' },
        createdAt: { column: sql`l.created_at`, type: 'timestamptz' },
        updatedAt: { column: sql`l.updated_at`, type: 'timestamptz' },
      },
      defaultSort: 'startsAt',
      id: sql`l.id`,
      select: LESSON,
      where: [lessonReach(actor, Schedule.read), ...filters(query)],
    });
  }

  async getFor(actor: Actor, id: string): Promise<LessonCard> {
    const lesson = await this.db.find<Lesson>(
      sql`${LESSON} where l.id = ${id} and ${lessonReach(actor, Schedule.read)}`,
    );
    if (lesson === null) throw LessonNotFound({ id });
    return Object.assign(lesson, { attendees: await attendees(this.db, actor, id) });
  }

  async get(reader: Reader, id: string): Promise<Lesson> {
    const lesson = await reader.find<Lesson>(sql`${LESSON} where l.id = ${id}`);
    if (lesson === null) throw LessonNotFound({ id });
    return lesson;
  }
}

function filters(query: LessonListQuery): (Sql | false)[] {
  return [
    query.branchId !== undefined && sql`l.branch_id = ${query.branchId}`,
    query.groupId !== undefined && sql`l.group_id = ${query.groupId}`,
    query.teacherId !== undefined && sql`l.teacher_id = ${query.teacherId}`,
    query.roomId !== undefined && sql`l.room_id = ${query.roomId}`,
    query.seriesId !== undefined && sql`l.series_id = ${query.seriesId}`,
    query.status !== undefined && sql`l.status = ${query.status}`,
    query.from !== undefined && sql`l.starts_at >= ${query.from}::timestamptz`,
    query.to !== undefined && sql`l.starts_at < ${query.to}::timestamptz`,
  ];
}

/** Members on the day, and whoever the standing completion names beside them. */
function attendees(reader: Reader, actor: Actor, lessonId: string): Promise<LessonAttendee[]> {
  return reader.query<LessonAttendee>(sql`
    with lesson as (select * from lessons where id = ${lessonId}),
    marked as (
      select t.client_id, t.mark, case when v.subscription_id is not null then 'subscription' else t.charged end as charged
      from attendances t
      join completions p on p.id = t.completion_id and p.undone_at is null
      left join visits v on v.id = t.visit_id
      where t.lesson_id = ${lessonId}
    ),
    members as (
      select m.client_id from group_members m join lesson l on l.group_id = m.group_id
      where daterange(m.joined_on, m.left_on) @> l.on_date
    )
    select c.id as "clientId", ${clientName(actor)} as "clientName", m.client_id is not null as "isMember",
           k.mark, k.charged
    from members m full join marked k on k.client_id = m.client_id
    join clients c on c.id = coalesce(m.client_id, k.client_id)
    order by c.last_name, c.first_name, c.id`);
}
