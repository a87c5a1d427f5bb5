import { Injectable } from '@nestjs/common';
import { unknownReference } from '../../../kernel/faults.js';
import type { Fault } from '../../../kernel/errors.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { clientName, clientReach } from '../groups/client-reach.js';
import { LessonNotFound } from '../lessons/lessons.errors.js';
import { LessonsQueries, lessonReach } from '../lessons/lessons.queries.js';
import type { Completion, CompletionOutcome } from './completion.dto.js';
import type { AttendanceInput, LessonInHand, RosterEntry } from './completion.types.js';

/** What the use cases of completion read. Each is one statement, whatever the size of the group. */
@Injectable()
export class CompletionQueries {
  constructor(private readonly lessons: LessonsQueries) {}

  /** The lesson under its lock: whoever completes, undoes, moves or cancels it waits for the other. */
  async hold(tx: Tx, id: string, permission: string): Promise<LessonInHand> {
    const lesson = await tx.find<LessonInHand>(sql`
      select l.id, l.branch_id as "branchId", l.group_id as "groupId", l.activity_id as "activityId", l.teacher_id as "teacherId",
             l.on_date as "onDate", l.status, (extract(epoch from l.ends_at - l.starts_at) / 60)::integer as minutes,
             (${tx.now}::timestamptz at time zone b.time_zone)::date as today,
             a.charging_policy as "chargingPolicy", a.single_price as "singlePrice", a.trial_price as "trialPrice",
             a.hour_minutes as "hourMinutes"
      from lessons l join branches b on b.id = l.branch_id join activities a on a.id = l.activity_id
      where l.id = ${id} and ${lessonReach(tx.actor, permission)} for update of l`);
    if (lesson === null) throw LessonNotFound({ id });
    return lesson;
  }

  /** Members on the day, and those named beside them whom the actor may see. */
  roster(tx: Tx, lesson: LessonInHand, namedIds: readonly string[]): Promise<RosterEntry[]> {
    return tx.query<RosterEntry>(sql`
      with people as (
        select m.client_id, true as is_member from group_members m
        where m.group_id = ${lesson.groupId} and daterange(m.joined_on, m.left_on) @> ${lesson.onDate}::date
        union all
        select c.id, false from clients c
        where c.id = any (${namedIds}::uuid[]) and ${clientReach(tx.actor)}
      )
      select p.client_id as "clientId", bool_or(p.is_member) as "isMember",
             exists (
               select from subscriptions s join freezes f on f.subscription_id = s.id
               where s.client_id = p.client_id and s.cancelled_on is null and ${lesson.activityId}::uuid = any (s.activity_ids)
                 and ${lesson.onDate}::date between f.starts_on and f.ends_on
             ) as "isFrozen",
             -- A make-up after the missed lesson has used the right up.
             coalesce((
               select t.mark in ('absent', 'absent_excused') and t.charged <> 'none'
               from attendances t
               join completions k on k.id = t.completion_id and k.undone_at is null
               join lessons l on l.id = t.lesson_id
               where t.client_id = p.client_id and l.activity_id = ${lesson.activityId} and l.id <> ${lesson.id}
                 and l.on_date <= ${lesson.onDate}::date and t.mark in ('absent', 'absent_excused', 'make_up')
               order by l.starts_at desc limit 1
             ), false) as "missedWasCharged"
      from people p group by p.client_id order by p.client_id`);
  }

  /** The answer to completing: the lesson, and what stands for each client. */
  async completion(tx: Tx, lessonId: string): Promise<Completion> {
    const lesson = await this.lessons.get(tx, lessonId);
    const outcomes = await tx.query<CompletionOutcome>(sql`
      select c.id as "clientId", ${clientName(tx.actor)} as "clientName", t.mark,
             case when v.subscription_id is not null then 'subscription' else t.charged end as charged,
             v.subscription_id as "subscriptionId", s.visits_left as "visitsLeft"
      from attendances t
      join completions k on k.id = t.completion_id and k.undone_at is null
      join clients c on c.id = t.client_id
      left join visits v on v.id = t.visit_id
      left join subscriptions s on s.id = v.subscription_id
      where t.lesson_id = ${lessonId} order by c.last_name, c.first_name, c.id`);
    return { lesson, outcomes };
  }
}

/** Every fault of the marks at once. */
export function faultsOfAttendance(
  attendance: readonly AttendanceInput[],
  roster: readonly RosterEntry[],
  guestMarks: readonly string[],
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
    if (entry.isMember || guestMarks.includes(mark)) return [];
    const detail = `Not a member of the group on that day; a guest's mark is one of ${guestMarks.join(', ')}.`;
    return [{ pointer: `${place}/mark`, code: 'attendance.not-member', detail }];
  });
}
