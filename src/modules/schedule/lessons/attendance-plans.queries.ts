import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { invalid } from '../../../kernel/faults.js';
import type { Page } from '../../../kernel/page.js';
import { addMinutes, Clock } from '../../../platform/clock/clock.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { assertClient, clientName, clientReach } from '../groups/client-reach.js';
import { Schedule } from '../schedule.permissions.js';
import type {
  Absence,
  AbsenceListQuery,
  ClientLessonListQuery,
  Guest,
  GuestListQuery,
  MakeUp,
  MakeUpListQuery,
} from './attendance-plans.dto.js';
import type { Lesson } from './lessons.dto.js';
import { LessonNotFound } from './lessons.errors.js';
import { LessonsQueries, lessonReach } from './lessons.queries.js';

const MINUTES_A_DAY = 1_440;
const USUAL_DAYS = 30;
const MOST_DAYS = 366;

const guestColumns = (actor: Actor): Sql => sql`
  select q.id, q.lesson_id as "lessonId", q.client_id as "clientId", ${clientName(actor)} as "clientName", q.kind,
         q.missed_lesson_id as "missedLessonId", q.note, q.override_reason as "overrideReason",
         q.cancelled_at as "cancelledAt", q.cancel_reason as "cancelReason", q.version, q.created_at as "createdAt",
         q.created_by as "createdBy", q.updated_at as "updatedAt", q.updated_by as "updatedBy"
  from lesson_guests q join clients c on c.id = q.client_id`;

const absenceColumns = (actor: Actor): Sql => sql`
  select n.id, n.lesson_id as "lessonId", n.client_id as "clientId", ${clientName(actor)} as "clientName",
         case when ${clientReach(actor)} then n.reason end as reason, n.is_late as "isLate",
         case when n.is_late then 'absent' else 'absent_excused' end as "plannedMark", n.withdrawn_at as "withdrawnAt",
         n.version, n.created_at as "createdAt", n.created_by as "createdBy", n.updated_at as "updatedAt", n.updated_by as "updatedBy"
  from lesson_absences n join clients c on c.id = n.client_id`;

/** Every right that stands, with what became of it. */
export const makeUps = (clientId: string, now: string): Sql => sql`(
  select t.id, t.lesson_id as "missedLessonId", l.on_date as "missedOn", l.activity_id as "activityId", a.name as "activityName", t.mark,
         l.on_date + o.make_up_days as until, u.lesson_id as "usedByLessonId",
         case when u.is_held then 'used' when u.lesson_id is not null then 'booked'
              when l.on_date + o.make_up_days < (${now}::timestamptz at time zone b.time_zone)::date then 'expired' else 'open' end as state
  from attendances t
  join lessons l on l.id = t.lesson_id
  join activities a on a.id = l.activity_id
  join branches b on b.id = l.branch_id
  cross join settings o
  left join lateral (
    select x.lesson_id, x.is_held from (
      select k.lesson_id, true as is_held from attendances k
      where k.client_id = t.client_id and k.missed_lesson_id = t.lesson_id and k.reversed_at is null
      union all
      select q.lesson_id, false from lesson_guests q
      where q.client_id = t.client_id and q.missed_lesson_id = t.lesson_id and q.cancelled_at is null
    ) x order by x.is_held desc limit 1
  ) u on true
  where t.client_id = ${clientId} and t.reversed_at is null and t.gives_make_up
)`;

/** Who comes and who does not, as far as it is known ahead. */
@Injectable()
export class AttendancePlansQueries {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly lessons: LessonsQueries,
  ) {}

  async guests(actor: Actor, lessonId: string, query: GuestListQuery): Promise<Page<Guest>> {
    await this.assertLesson(actor, lessonId);
    return keysetPage<Guest>(this.db, {
      query,
      sorts: { createdAt: { column: sql`q.created_at`, type: 'timestamptz' } },
      defaultSort: 'createdAt',
      id: sql`q.id`,
      select: guestColumns(actor),
      where: [sql`q.lesson_id = ${lessonId}`, isOver(sql`q.cancelled_at`, query.cancelled)],
    });
  }

  async absences(actor: Actor, lessonId: string, query: AbsenceListQuery): Promise<Page<Absence>> {
    await this.assertLesson(actor, lessonId);
    return keysetPage<Absence>(this.db, {
      query,
      sorts: { createdAt: { column: sql`n.created_at`, type: 'timestamptz' } },
      defaultSort: 'createdAt',
      id: sql`n.id`,
      select: absenceColumns(actor),
      where: [sql`n.lesson_id = ${lessonId}`, isOver(sql`n.withdrawn_at`, query.withdrawn)],
    });
  }

  async makeUps(actor: Actor, clientId: string, query: MakeUpListQuery): Promise<Page<MakeUp>> {
    await assertClient(this.db, actor, clientId);
    return keysetPage<MakeUp>(this.db, {
      query,
      sorts: {
        missedOn: { column: sql`m."missedOn"`, type: 'date' },
        until: { column: sql`m.until`, type: 'date' },
      },
      defaultSort: 'missedOn',
      id: sql`m.id`,
      select: sql`select m.* from ${makeUps(clientId, this.clock.now())} m`,
      where: [query.state !== undefined && sql`m.state = ${query.state}`],
    });
  }

  /** Lessons the client attends or was to attend; of those the actor may see. */
  async lessonsOf(actor: Actor, clientId: string, query: ClientLessonListQuery): Promise<Page<Lesson>> {
    await assertClient(this.db, actor, clientId);
    const from = query.from ?? this.clock.now();
    const to = query.to ?? addMinutes(from, USUAL_DAYS * MINUTES_A_DAY);
    if (to <= from || to > addMinutes(from, MOST_DAYS * MINUTES_A_DAY)) {
      const detail = `to is after from, by ${String(MOST_DAYS)} days at most.`;
      throw invalid([{ parameter: 'to', code: 'range.not-valid', detail, params: { most: MOST_DAYS } }]);
    }
    const lessons = sql`select x.lesson_id from client_lessons(${clientId}, ${from}::timestamptz, ${to}::timestamptz) x`;
    const { limit, cursor, sort, include } = query;
    return this.lessons.ofClient(actor, { limit, cursor, sort, include, from }, lessons);
  }

  guest(reader: Reader, actor: Actor, id: string): Promise<Guest | null> {
    return reader.find<Guest>(sql`${guestColumns(actor)} where q.id = ${id}`);
  }

  absence(reader: Reader, actor: Actor, id: string): Promise<Absence | null> {
    return reader.find<Absence>(sql`${absenceColumns(actor)} where n.id = ${id}`);
  }

  private async assertLesson(actor: Actor, id: string): Promise<void> {
    const lesson = await this.db.find(
      sql`select l.id from lessons l where l.id = ${id} and ${lessonReach(actor, Schedule.read)}`,
    );
    if (lesson === null) throw LessonNotFound({ id });
  }
}

const isOver = (column: Sql, asked: string | undefined): Sql | false =>
  asked !== 'any' && (asked === 'true' ? sql`${column} is not null` : sql`${column} is null`);
