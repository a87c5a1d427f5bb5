import { Injectable } from '@nestjs/common';
import { unknownReference } from '../../../kernel/faults.js';
import type { Fault } from '../../../kernel/errors.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { clientName, clientReach } from '../groups/client-reach.js';
import { LessonNotFound } from '../lessons/lessons.errors.js';
import { LessonsQueries, lessonReach } from '../lessons/lessons.queries.js';
import type { Completion, CompletionOutcome } from './completion.dto.js';
import type { AttendanceInput, LessonInHand, RosterEntry, StandingCompletion } from './completion.types.js';
import { issuedMaterials } from './materials.ledger.js';
import { GUEST_MARKS, isNoShow, NO_SHOW_MARKS } from './outcome.rules.js';

/** What the lesson `l` uses up, by the norm in force on its day: that of the branch before one for all. */
const MATERIALS = sql`(
  select coalesce(jsonb_agg(jsonb_build_object('itemId', m.item_id, 'perLesson', m.per_lesson::text, 'perAttendee', m.per_attendee::text)
                            order by m.item_id), '[]')
  from cost_norm_materials m where m.cost_norm_id = (
    select n.id from cost_norms n
    where n.activity_id = l.activity_id and n.period @> l.on_date
      and n.scope in (l.branch_id, '00000000-0000-0000-0000-000000000000')
    order by n.scope desc limit 1))`;

/** What the use cases of completion read. Each is one statement, whatever the size of the group. */
@Injectable()
export class CompletionQueries {
  constructor(private readonly lessons: LessonsQueries) {}

  /** The lesson under its lock: whoever completes, undoes, moves or cancels it waits for the other. */
  async hold(tx: Tx, id: string, permission: string): Promise<LessonInHand> {
    const lesson = await tx.find<LessonInHand>(sql`
      select l.id, l.branch_id as "branchId", l.group_id as "groupId", l.activity_id as "activityId", l.teacher_id as "teacherId",
             l.planned_teacher_id as "plannedTeacherId", l.second_teacher_id as "secondTeacherId",
             l.planned_second_teacher_id as "plannedSecondTeacherId", to_char(l.starts_at at time zone b.time_zone, 'HH24:MI') as "localStart",
             l.on_date as "onDate", l.status, (extract(epoch from l.ends_at - l.starts_at) / 60)::integer as minutes,
             (${tx.now}::timestamptz at time zone b.time_zone)::date as today,
             a.charging_policy as "chargingPolicy", a.single_price as "singlePrice", a.trial_price as "trialPrice",
             a.hour_minutes as "hourMinutes", (select correction_days from settings) as "correctionDays",
             a.materials_policy as "materialsPolicy", case when l.status = 'planned' and a.materials_policy <> 'none' then ${MATERIALS} else '[]' end as materials
      from lessons l join branches b on b.id = l.branch_id join activities a on a.id = l.activity_id
      where l.id = ${id} and ${lessonReach(tx.actor, permission)} for update of l`);
    if (lesson === null) throw LessonNotFound({ id });
    return lesson;
  }

  /** The completion that stands; a statement of its own, after the lesson's lock: it must see what that waited for. */
  standing(tx: Tx, lessonId: string): Promise<StandingCompletion> {
    return tx.one(sql`
      select id, work_id as "workId", teacher_id as "teacherId", second_teacher_id as "secondTeacherId",
             exists (select from lesson_material_moves m where m.completion_id = completions.id) as "hasMaterials"
      from completions where lesson_id = ${lessonId} and undone_at is null for update`);
  }

  /**
   * Holds the clients a lesson concerns, in order of id, before anything of them is read: a right to make up, as a
   * credit, is not used here and there at the same moment.
   */
  async holdClients(tx: Tx, lessonId: string, namedIds: readonly string[]): Promise<Set<string>> {
    const held = await tx.query<{ id: string }>(sql`
      select id from clients where id in (
        select client_id from lesson_people where lesson_id = ${lessonId}
        union select client_id from lesson_guests where lesson_id = ${lessonId} and cancelled_at is null
        union select unnest(${namedIds}::uuid[])
      ) order by id for no key update`);
    return new Set(held.map(({ id }) => id));
  }

  /** Who is expected by right, guests who are planned, and those named beside them whom the actor may see. */
  roster(tx: Tx, lesson: LessonInHand, given: readonly AttendanceInput[]): Promise<RosterEntry[]> {
    const namedIds = given.map(({ clientId }) => clientId);
    const makeUps = given.filter(({ mark }) => mark === 'make_up').map(({ clientId }) => clientId);
    // For nobody PostgreSQL would find a plan of its own each time, which takes longer than the reading.
    const named =
      namedIds.length === 0
        ? sql.empty
        : sql`union all select c.id, false from clients c where c.id = any (${namedIds}::uuid[]) and ${clientReach(tx.actor)}`;
    return tx.query<RosterEntry>(sql`
      with people as (
        select client_id, true as is_member from lesson_people where lesson_id = ${lesson.id}
        union all
        select client_id, false from lesson_guests where lesson_id = ${lesson.id} and cancelled_at is null
        ${named}
      ), one as (
        select client_id, bool_or(is_member) as is_member from people group by client_id
      )
      select p.client_id as "clientId", ${clientName(tx.actor)} as "clientName",
             row_number() over (order by c.last_name, c.first_name, c.id)::integer as place, p.is_member as "isMember",
             exists (
               select from subscriptions s join freezes f on f.subscription_id = s.id
               where s.client_id = p.client_id and s.cancelled_on is null and ${lesson.activityId}::uuid = any (s.activity_ids)
                 and ${lesson.onDate}::date between f.starts_on and f.ends_on
             ) as "isFrozen",
             coalesce(case when n.is_late then 'absent' when not n.is_late then 'absent_excused' end, q.kind) as "plannedMark",
             q.kind as "guestKind", x."missedLessonId", coalesce(x."wasCharged", false) as "missedWasCharged"
      from one p join clients c on c.id = p.client_id
      left join lesson_guests q on q.lesson_id = ${lesson.id} and q.client_id = p.client_id and q.cancelled_at is null
      left join lesson_absences n on n.lesson_id = ${lesson.id} and n.client_id = p.client_id and n.withdrawn_at is null
      left join lateral (${missedBy(lesson, makeUps)}) x on true
      order by p.client_id`);
  }

  /** The answer to completing: the lesson, and what stands for each client. */
  async completion(tx: Tx, lessonId: string, hasMaterials: boolean): Promise<Completion> {
    const lesson = await this.lessons.get(tx, lessonId);
    const outcomes = await tx.query<CompletionOutcome>(sql`
      select c.id as "clientId", ${clientName(tx.actor)} as "clientName", t.mark,
             case when v.subscription_id is not null then 'subscription' else t.charged end as charged,
             v.subscription_id as "subscriptionId", s.visits_left as "visitsLeft"
      from attendances t
      join clients c on c.id = t.client_id
      left join visits v on v.id = t.visit_id
      left join subscriptions s on s.id = v.subscription_id
      where t.lesson_id = ${lessonId} and t.reversed_at is null order by c.last_name, c.first_name, c.id`);
    return { lesson, outcomes, materials: hasMaterials ? await issuedMaterials(tx, lessonId) : [] };
  }
}

/**
 * What a make-up of the client `p`, a guest `q` perhaps, makes up: the lesson their booking names, or else one they
 * missed and nothing makes up yet. A right of the policy comes first, the one that ends first before others. Of those who
 * make nothing up it is not asked.
 */
const missedBy = (lesson: LessonInHand, makeUps: readonly string[]): Sql => sql`
  select l.id as "missedLessonId", case when t.charged <> 'none' then true when t.missed_lesson_id is null then false
              else missed_was_charged(t.client_id, l.id) end as "wasCharged"
  from attendances t join lessons l on l.id = t.lesson_id cross join settings o
  where (q.kind = 'make_up'${makeUps.length === 0 ? sql.empty : sql` or p.client_id = any (${makeUps}::uuid[])`})
    and t.client_id = p.client_id and t.reversed_at is null and t.mark in ('absent', 'absent_excused')
    and l.activity_id = ${lesson.activityId} and l.id <> ${lesson.id} and l.on_date <= ${lesson.onDate}::date
    and case when q.missed_lesson_id is not null then l.id = q.missed_lesson_id
             else l.on_date + o.make_up_days >= ${lesson.onDate}::date
               and not exists (select from lesson_guests u where u.client_id = t.client_id and u.missed_lesson_id = l.id and u.lesson_id <> ${lesson.id} and u.cancelled_at is null)
               and not exists (select from attendances u where u.client_id = t.client_id and u.missed_lesson_id = l.id and u.lesson_id <> ${lesson.id} and u.reversed_at is null) end
  order by t.gives_make_up desc, l.starts_at limit 1`;

/** Every fault of the marks at once. */
export function faultsOfAttendance(
  attendance: readonly AttendanceInput[],
  roster: readonly RosterEntry[],
): Fault[] {
  const known = new Map(roster.map((entry) => [entry.clientId, entry]));
  const seen = new Set<string>();
  return attendance.flatMap(({ clientId, mark }, index): Fault[] => {
    const place = `/attendance/${String(index)}`;
    const entry = known.get(clientId);
    const twice = seen.has(clientId);
    seen.add(clientId);
    if (entry === undefined) return [unknownReference(`${place}/clientId`)];
    if (twice)
      return [
        { pointer: `${place}/clientId`, code: 'attendance.twice', detail: 'This client is listed before.' },
      ];
    if (entry.isMember || GUEST_MARKS.includes(mark) || isNoShow(mark, entry)) return [];
    const detail = `Not a member of the group on that day; a guest's mark is one of ${GUEST_MARKS.join(', ')}, of one who was planned also ${NO_SHOW_MARKS.join(', ')}.`;
    return [{ pointer: `${place}/mark`, code: 'attendance.not-member', detail }];
  });
}
