import { addDays, earlier, later, type LocalDate } from '../../../kernel/local-date.js';
import { addMinutes, instantOf } from '../../../platform/clock/clock.js';
import { recurrenceDays } from '../../../platform/clock/recurrence.js';
import { newId } from '../../../platform/database/ids.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import type { Slot } from '../lessons/booking.js';

/** A series with what bounds it: its own last day, its group's, and how far ahead lessons are made. */
export interface SeriesInHand {
  id: string;
  branchId: string;
  groupId: string;
  activityId: string;
  teacherId: string;
  secondTeacherId: string | null;
  roomId: string;
  rule: string;
  startsOn: LocalDate;
  endsOn: LocalDate | null;
  groupEndsOn: LocalDate | null;
  localStart: string;
  minutes: number;
  timeZone: string;
  materialisedUntil: LocalDate | null;
  endedAt: string | null;
  version: number;
  horizon: LocalDate;
  /** Days of the rule on which there is no lesson. */
  skips: LocalDate[];
  /** Days outside the rule on which there is one. */
  extras: LocalDate[];
}

/** A lesson that the plan of a series asks for; `onDate` is the day of the rule. */
export type SeriesSlot = Slot & { seriesId: string };

/** The last day a series can have a lesson on, as far ahead as `day`. */
export function lastDay(series: Pick<SeriesInHand, 'endsOn' | 'groupEndsOn'>, day: LocalDate): LocalDate {
  return earlier(earlier(series.endsOn ?? day, series.groupEndsOn ?? day), day);
}

/** The days of a series from a day to a day: those of its rule, less the skipped, and the extra ones. */
export function daysOfSeries(series: SeriesInHand, from: LocalDate, to: LocalDate): LocalDate[] {
  const last = lastDay(series, to);
  const first = later(from, series.startsOn);
  const ruled = recurrenceDays(series.rule, series.startsOn, first, last);
  const extra = series.extras.filter((day) => day >= first && day <= last);
  return [...new Set([...ruled, ...extra])].filter((day) => !series.skips.includes(day)).sort();
}

/** The lesson of a day. The day becomes an instant by the zone: 18:00 stays 18:00. */
export function slotOn(series: SeriesInHand, onDate: LocalDate): SeriesSlot {
  const startsAt = instantOf(onDate, series.localStart, series.timeZone);
  const { branchId, groupId, activityId, teacherId, secondTeacherId, roomId } = series;
  return {
    ...{ id: newId(), branchId, groupId, activityId, teacherId, secondTeacherId, roomId },
    ...{ seriesId: series.id, onDate, startsAt, endsAt: addMinutes(startsAt, series.minutes) },
  };
}

/** The lessons a series still lacks up to its horizon. */
export function missingSlots(series: SeriesInHand): SeriesSlot[] {
  const from = series.materialisedUntil === null ? series.startsOn : addDays(series.materialisedUntil, 1);
  return daysOfSeries(series, from, series.horizon).map((day) => slotOn(series, day));
}

/** Under their locks, so that two workers do not both make the same days. */
export async function seriesInHand(tx: Tx, which: Sql): Promise<SeriesInHand[]> {
  const series = await tx.query<Omit<SeriesInHand, 'skips' | 'extras'>>(sql`
    select s.id, s.branch_id as "branchId", s.group_id as "groupId", g.activity_id as "activityId", s.teacher_id as "teacherId",
           s.second_teacher_id as "secondTeacherId", s.room_id as "roomId", s.rule, s.starts_on as "startsOn", s.ends_on as "endsOn", g.ends_on as "groupEndsOn",
           to_char(s.local_start, 'HH24:MI') as "localStart", s.minutes, s.time_zone as "timeZone",
           s.materialised_until as "materialisedUntil", s.ended_at as "endedAt", s.version, h.horizon
    from series s
    join groups g on g.id = s.group_id
    cross join settings o
    cross join lateral (select (${tx.now}::timestamptz at time zone s.time_zone)::date + o.schedule_horizon_weeks * 7 as horizon) h
    where ${which} order by s.id for update of s`);
  // Read after the lock: whoever held it may have added some.
  const exceptions = await tx.query<{ seriesId: string; onDate: LocalDate; kind: string }>(sql`
    select series_id as "seriesId", on_date as "onDate", kind from series_exceptions
    where series_id = any (${series.map(({ id }) => id)}::uuid[])`);
  const daysOf = (id: string, kind: string): LocalDate[] =>
    exceptions.filter((one) => one.seriesId === id && one.kind === kind).map(({ onDate }) => onDate);
  return series.map((one) => ({ ...one, skips: daysOf(one.id, 'skip'), extras: daysOf(one.id, 'extra') }));
}

/** The condition that a series still has days to be made, for one row `s` with its group `g` and horizon `h`. */
export const hasDaysAhead = sql`(s.materialised_until is null
  or s.materialised_until < least(h.horizon, coalesce(s.ends_on, h.horizon), coalesce(g.ends_on, h.horizon)))`;

/** Only those who move on: a version is not spent on a series that stays where it was. */
export async function markMaterialised(tx: Tx, series: readonly SeriesInHand[]): Promise<void> {
  const rows = series.map((one) => ({ id: one.id, until: lastDay(one, one.horizon) }));
  await tx.run(sql`
    update series s set materialised_until = r.until
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, until date)
    where s.id = r.id and s.materialised_until is distinct from r.until`);
}
