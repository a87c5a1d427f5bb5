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
import type { LessonChange, LessonChangeListQuery } from './lesson-actions.dto.js';
import type { Lesson, LessonAttendee, LessonCard, LessonListQuery } from './lessons.dto.js';
import { LessonNotFound } from './lessons.errors.js';

/** What a lesson is, of the alias `l`. */
export const lessonKind = sql`case when l.group_id is null then 'individual' when cardinality(l.group_ids) > 1 then 'joint' else 'group' end`;

const person = (alias: Sql): Sql =>
  sql`case when ${alias}.id is not null then jsonb_build_object('id', ${alias}.id, 'name', concat_ws(' ', ${alias}.last_name, ${alias}.first_name)) end`;
const room = (alias: Sql): Sql =>
  sql`case when ${alias}.id is not null then jsonb_build_object('id', ${alias}.id, 'name', ${alias}.name) end`;

const LESSON = sql`
  select l.id, l.branch_id as "branchId", ${lessonKind} as kind, l.group_id as "groupId", g.names as "groupName", g.list as groups,
         case when l.group_id is null then (select coalesce(jsonb_agg(c.client_id order by c.client_id), '[]') from lesson_clients c where c.lesson_id = l.id)
              else '[]' end as "clientIds",
         l.activity_id as "activityId", a.name as "activityName", ${person(sql`e`)} as teacher, ${person(sql`pe`)} as "plannedTeacher",
         ${person(sql`se`)} as "secondTeacher", ${person(sql`pse`)} as "plannedSecondTeacher",
         ${room(sql`r`)} as room, l.series_id as "seriesId", l.on_date as "onDate",
         l.starts_at as "startsAt", l.ends_at as "endsAt",
         to_char(l.starts_at at time zone b.time_zone, 'HH24:MI') as "localStart",
         to_char(l.ends_at at time zone b.time_zone, 'HH24:MI') as "localEnd",
         (extract(epoch from l.ends_at - l.starts_at) / 60)::integer as minutes,
         l.status, l.cancel_reason as "cancelReason", k.created_at as "completedAt", k.created_by as "completedBy", l.topic,
         (select coalesce(jsonb_agg(jsonb_build_object('what', v.what, 'overLessonId', v.over_lesson_id, 'teacherId', v.teacher_id, 'reason', v.reason,
                                      'at', utc(v.created_at), 'by', v.created_by) order by v.id), '[]')
          from lesson_overrides v where v.lesson_id = l.id and v.ended_at is null) as overrides,
         l.version, l.created_at as "createdAt", l.created_by as "createdBy",
         l.updated_at as "updatedAt", l.updated_by as "updatedBy"
  from lessons l
  join branches b on b.id = l.branch_id
  cross join lateral (
    select string_agg(x.name, ', ' order by x.name) as names,
           coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'name', x.name) order by x.name), '[]') as list
    from groups x where x.id = any (l.group_ids)
  ) g
  join activities a on a.id = l.activity_id
  join employees e on e.id = l.teacher_id
  left join employees pe on pe.id = l.planned_teacher_id
  left join employees se on se.id = l.second_teacher_id
  left join employees pse on pse.id = l.planned_second_teacher_id
  join rooms r on r.id = l.room_id
  left join completions k on k.lesson_id = l.id and k.undone_at is null`;

const CHANGE = sql`
  select h.id, h.kind, h.reason, h.status, h.from_starts_at as "fromStartsAt", h.to_starts_at as "toStartsAt",
         ${room(sql`fr`)} as "fromRoom", ${room(sql`tr`)} as "toRoom",
         h.teacher_role as "teacherRole", ${person(sql`fe`)} as "fromTeacher", ${person(sql`te`)} as "toTeacher",
         h.created_at as "createdAt", h.created_by as "createdBy"
  from lesson_changes h
  left join rooms fr on fr.id = h.from_room_id
  left join rooms tr on tr.id = h.to_room_id
  left join employees fe on fe.id = h.from_teacher_id
  left join employees te on te.id = h.to_teacher_id`;

/** Whether an employee teaches the lesson `l`, as the first or the second one. */
export const teaches = (employee: Sql): Sql =>
  sql`(l.teacher_id = ${employee} or l.second_teacher_id = ${employee})`;

/** A teacher's own lessons are those they teach, in either role. */
export const lessonReach = (actor: Actor, permission: string): Sql =>
  reach(actor, permission, { branch: sql`l.branch_id`, own: teaches(sql`${actor.employeeId}::uuid`) });

@Injectable()
export class LessonsQueries {
  constructor(private readonly db: Db) {}

  list(actor: Actor, query: LessonListQuery): Promise<Page<Lesson>> {
    return this.page(query, [lessonReach(actor, Schedule.read), ...filters(query)]);
  }

  /** Lessons of a client, who is within the actor's reach. */
  ofClient(actor: Actor, query: LessonListQuery, lessons: Sql): Promise<Page<Lesson>> {
    return this.page(query, [lessonReach(actor, Schedule.read), sql`l.id in (${lessons})`]);
  }

  private page(query: LessonListQuery, where: readonly (Sql | false)[]): Promise<Page<Lesson>> {
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
      where,
    });
  }

  async getFor(actor: Actor, id: string): Promise<LessonCard> {
    const lesson = await this.db.findQuickly<Lesson>(
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

  /** What happened to a lesson, in order. */
  async changes(actor: Actor, id: string, query: LessonChangeListQuery): Promise<Page<LessonChange>> {
    const lesson = await this.db.find(
      sql`select l.id from lessons l where l.id = ${id} and ${lessonReach(actor, Schedule.read)}`,
    );
    if (lesson === null) throw LessonNotFound({ id });
    return keysetPage<LessonChange>(this.db, {
      query,
      sorts: { createdAt: { column: sql`h.created_at`, type: 'timestamptz' } },
      defaultSort: 'createdAt',
      id: sql`h.id`,
      select: CHANGE,
      where: [sql`h.lesson_id = ${id}`],
    });
  }
}

const OF_KIND: Readonly<Record<string, Sql>> = {
  group: sql`cardinality(l.group_ids) = 1`,
  joint: sql`cardinality(l.group_ids) > 1`,
  individual: sql`l.group_id is null`,
};

function filters(query: LessonListQuery): (Sql | false)[] {
  return [
    query.branchId !== undefined && sql`l.branch_id = ${query.branchId}`,
    query.kind !== undefined && (OF_KIND[query.kind] ?? false),
    query.groupId !== undefined &&
      sql`l.id in (select x.lesson_id from lesson_groups x where x.group_id = ${query.groupId})`,
    query.teacherId !== undefined && teaches(sql`${query.teacherId}::uuid`),
    query.roomId !== undefined && sql`l.room_id = ${query.roomId}`,
    query.seriesId !== undefined && sql`l.series_id = ${query.seriesId}`,
    query.status !== undefined && sql`l.status = ${query.status}`,
    query.from !== undefined && sql`l.starts_at >= ${query.from}::timestamptz`,
    query.to !== undefined && sql`l.starts_at < ${query.to}::timestamptz`,
  ];
}

/** Whoever is expected, guests who are planned, and whoever the standing completion names beside them. */
function attendees(reader: Reader, actor: Actor, lessonId: string): Promise<LessonAttendee[]> {
  return reader.query<LessonAttendee>(sql`
    with marked as (
      select t.client_id, t.mark, t.visit_id, case when v.subscription_id is not null then 'subscription' else t.charged end as charged
      from attendances t left join visits v on v.id = t.visit_id
      where t.lesson_id = ${lessonId} and t.reversed_at is null
    ),
    people as (
      select client_id from lesson_people where lesson_id = ${lessonId}
      union select client_id from lesson_guests where lesson_id = ${lessonId} and cancelled_at is null
      union select client_id from marked
    )
    select c.id as "clientId", ${clientName(actor)} as "clientName",
           exists (select from lesson_people m where m.lesson_id = ${lessonId} and m.client_id = c.id) as "isMember",
           q.kind as "guestKind", coalesce(case when n.is_late then 'absent' when not n.is_late then 'absent_excused' end, q.kind) as "plannedMark",
           k.mark, k.charged, k.visit_id as "visitId"
    from people p join clients c on c.id = p.client_id
    left join marked k on k.client_id = c.id
    left join lesson_guests q on q.lesson_id = ${lessonId} and q.client_id = c.id and q.cancelled_at is null
    left join lesson_absences n on n.lesson_id = ${lessonId} and n.client_id = c.id and n.withdrawn_at is null
    order by c.last_name, c.first_name, c.id`);
}
