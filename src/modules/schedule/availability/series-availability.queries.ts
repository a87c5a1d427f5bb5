import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import type { Fault } from '../../../kernel/errors.js';
import { invalid } from '../../../kernel/faults.js';
import { addDays, earlier } from '../../../kernel/local-date.js';
import { addMinutes, instantOf } from '../../../platform/clock/clock.js';
import { recurrenceDays, ruleOfDays } from '../../../platform/clock/recurrence.js';
import { Db } from '../../../platform/database/db.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { BranchNotFound } from '../../organisation/index.js';
import { teaches } from '../lessons/lessons.queries.js';
import { faultsOfRule } from '../series/rule-faults.js';
import type { SeriesAvailability, SeriesAvailabilityRequest } from './availability.dto.js';
import { branchWithin } from './availability.queries.js';

const YEAR = 366;

@Injectable()
export class SeriesAvailabilityQueries {
  constructor(private readonly db: Db) {}

  async show(actor: Actor, input: SeriesAvailabilityRequest): Promise<SeriesAvailability> {
    const { branchId, startsOn, localStart, minutes } = input;
    const faults: Fault[] = faultsOfRule(input.rule, startsOn);
    const endsOn = input.endsOn ?? addDays(startsOn, YEAR);
    if (endsOn < startsOn) {
      faults.push({ pointer: '/endsOn', code: 'dates.crossed', detail: 'The end is before the start.' });
    }
    if (faults.length > 0) throw invalid(faults);
    const branch = await this.db.find<{ time_zone: string }>(branchWithin(actor, branchId));
    if (branch === null) throw BranchNotFound({ id: branchId });
    const zone = branch.time_zone;
    const rule = ruleOfDays(input.rule, localStart, zone);
    const days = recurrenceDays(rule, startsOn, startsOn, earlier(endsOn, addDays(startsOn, YEAR)));
    const times = days.map((onDate) => {
      const startsAt = instantOf(onDate, localStart, zone);
      return { onDate, startsAt, endsAt: addMinutes(startsAt, minutes) };
    });
    const found = await this.db.query<Pick<SeriesAvailability, 'rooms' | 'teachers'>>(
      statement(input, times),
    );
    return { branchId, lessons: days.length, rooms: [], teachers: [], ...found[0] };
  }
}

/** Every lesson of the series against every room and teacher at once; the first reason of a day is told. */
const statement = (input: SeriesAvailabilityRequest, times: readonly object[]): Sql => sql`
  with times as materialized (
    select b.id as branch_id, t."onDate" as on_date, t."startsAt" as starts_at, t."endsAt" as ends_at,
           t."startsAt" at time zone b.time_zone as local_start, t."endsAt" at time zone b.time_zone as local_end
    from branches b, jsonb_to_recordset(${JSON.stringify(times)}::jsonb) as t("onDate" date, "startsAt" timestamptz, "endsAt" timestamptz)
    where b.id = ${input.branchId}
  ),
  room_days as (
    select r.id, r.name, t.on_date, ${reason(sql`l.room_id = r.id`, sql`r.id`, sql`case when not is_within_hours(r.hours, t.local_start, t.local_end) then 'hours' end`)} as taken
    from rooms r left join times t on true
    where r.branch_id = ${input.branchId} and r.archived_at is null
      and ${sql.and([
        input.capacity !== undefined && sql`r.capacity >= ${input.capacity}`,
        input.roomIds !== undefined && sql`r.id = any (${input.roomIds}::uuid[])`,
      ])}
  ),
  teacher_days as (
    select e.id, concat_ws(' ', e.last_name, e.first_name) as name, t.on_date,
           ${reason(teaches(sql`e.id`), sql`null::uuid`, sql`case when t.on_date < e.hired_on or t.on_date >= e.left_on then 'employment' end`)} as taken
    from employees e left join times t on true
    where ${input.teacherIds === undefined ? sql`e.branch_id = ${input.branchId} and (e.left_on is null or e.left_on > ${input.startsOn}::date)` : sql`e.id = any (${input.teacherIds}::uuid[]) and e.branch_id = ${input.branchId}`}
  )
  select ${fits(sql`room_days`)} as rooms, ${fits(sql`teacher_days`)} as teachers
  from (select) as one`;

/** A closure first: the series leaves that day out, whatever else is on it. */
const reason = (isSame: Sql, room: Sql, other: Sql): Sql => sql`
  coalesce(
    (select jsonb_build_object('onDate', t.on_date, 'why', 'closure', 'lessonId', null)
     from closed_ranges(t.branch_id, ${room}, t.starts_at, t.ends_at) c
     where c.span && tstzrange(t.starts_at, t.ends_at) limit 1),
    (select jsonb_build_object('onDate', t.on_date, 'why', 'lesson', 'lessonId', l.id) from lessons l
     where ${isSame} and l.starts_at > t.starts_at - interval '1 day' and l.starts_at < t.ends_at and l.ends_at > t.starts_at
       and l.status in ('planned', 'completed') order by l.starts_at limit 1),
    (select jsonb_build_object('onDate', t.on_date, 'why', w.why, 'lessonId', null) from (select ${other} as why) w where w.why is not null))`;

const fits = (days: Sql): Sql => sql`
  coalesce((select jsonb_agg(f.fit order by f.free desc, f.name, f.id) from (
    select d.id, d.name, count(*) filter (where d.taken ->> 'why' <> 'closure') = 0 as free,
           jsonb_build_object(
             'who', jsonb_build_object('id', d.id, 'name', d.name),
             'isFree', count(*) filter (where d.taken ->> 'why' <> 'closure') = 0,
             'taken', coalesce(jsonb_agg(d.taken order by d.on_date) filter (where d.taken is not null), '[]')) as fit
    from ${days} d group by d.id, d.name) f), '[]')`;
