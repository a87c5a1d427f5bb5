import { Injectable } from '@nestjs/common';
import { invalid } from '../../../kernel/faults.js';
import { addDays } from '../../../kernel/local-date.js';
import { isRecurrenceRule, recurrenceDays } from '../../../platform/clock/recurrence.js';
import { newId } from '../../../platform/database/ids.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { GroupsService, type GroupInHand } from '../groups/groups.service.js';
import { OutsideGroupDates } from '../groups/groups.errors.js';
import { faultsOfPlace } from '../groups/places.js';
import { book, bookFree, type Slot } from '../lessons/booking.js';
import { seriesClashed, seriesEnded, seriesStarted } from '../schedule.events.js';
import { Schedule } from '../schedule.permissions.js';
import { lastDay, missingSlots, type SeriesInHand } from './horizon.js';
import type { EndingRequest, Series, SeriesRequest } from './series.dto.js';
import { SeriesRow } from './series.entity.js';
import { SeriesEnded, SeriesNotFound, SeriesWithoutDays } from './series.errors.js';
import { SeriesQueries, seriesReach } from './series.queries.js';

/** A rule must give a day within so many days of its start, or it is a slip of the pen. */
const YEAR = 366;

@Injectable()
export class SeriesService {
  constructor(
    private readonly queries: SeriesQueries,
    private readonly groups: GroupsService,
    private readonly events: Events,
  ) {}

  /** Starts a series with all its lessons up to the horizon, or none when one of them does not fit. */
  async start(tx: Tx, input: SeriesRequest): Promise<Series> {
    const group = await this.groups.hold(tx, input.groupId, Schedule.write, 'for share');
    await checkRequest(tx, input, group);
    const id = newId();
    await tx.insert(SeriesRow, {
      id,
      branchId: group.branchId,
      groupId: group.id,
      roomId: input.roomId ?? group.roomId,
      teacherId: input.teacherId ?? group.teacherId,
      rule: input.rule.replace(/^RRULE:/, ''),
      startsOn: input.startsOn,
      endsOn: input.endsOn ?? null,
      localStart: input.localStart,
      minutes: input.minutes,
      timeZone: group.timeZone,
    });
    const series = await seriesInHand(tx, sql`s.id = ${id}`);
    await book(tx, series.flatMap(missingSlots));
    await markMaterialised(tx, series);
    await this.events.record(tx, seriesStarted({ seriesId: id, groupId: group.id }), {
      subjectId: id,
      branchId: group.branchId,
    });
    return this.queries.get(tx, id);
  }

  /** Ends a series: planned lessons after the day are cancelled by the centre, none is deleted. */
  async end(tx: Tx, id: string, input: EndingRequest): Promise<Series> {
    const series = await tx.find<{
      branchId: string;
      startsOn: string;
      endsOn: string | null;
      endedAt: string | null;
    }>(sql`
      select s.branch_id as "branchId", s.starts_on as "startsOn", s.ends_on as "endsOn", s.ended_at as "endedAt" from series s
      where s.id = ${id} and ${seriesReach(tx.actor, Schedule.write)} for update`);
    if (series === null) throw SeriesNotFound({ id });
    if (series.endedAt !== null) throw SeriesEnded({ endsOn: series.endsOn });
    if (input.endsOn < series.startsOn) {
      throw invalid([
        { pointer: '/endsOn', code: 'dates.crossed', detail: 'The end is before the start of the series.' },
      ]);
    }
    await tx.update(SeriesRow, id, { endsOn: input.endsOn, endedAt: tx.now });
    const lessonsCancelled = await tx.run(sql`
      update lessons set status = 'cancelled_by_centre', cancel_reason = 'series ended'
      where series_id = ${id} and status = 'planned' and on_date > ${input.endsOn}::date`);
    await this.events.record(tx, seriesEnded({ seriesId: id, lessonsCancelled }), {
      subjectId: id,
      branchId: series.branchId,
    });
    return this.queries.get(tx, id);
  }

  /**
   * Keeps lessons made as far ahead as the settings say; safe to run again. A day that clashes is left out and told as
   * an event: one taken room must not leave the whole centre without a schedule.
   */
  async materialise(tx: Tx): Promise<{ made: number; leftOut: number }> {
    const due = await seriesInHand(
      tx,
      sql`s.ended_at is null and g.archived_at is null
      and (s.materialised_until is null or s.materialised_until < h.horizon)`,
    );
    const slots = due.flatMap(missingSlots);
    const leftOut = await this.leftOut(tx, await bookFree(tx, slots));
    await markMaterialised(tx, due);
    return { made: slots.length - leftOut, leftOut };
  }

  private async leftOut(tx: Tx, refused: readonly Slot[]): Promise<number> {
    const bySeries = new Map<string, Slot[]>();
    for (const slot of refused) {
      const seriesId = slot.seriesId ?? '';
      bySeries.set(seriesId, [...(bySeries.get(seriesId) ?? []), slot]);
    }
    await this.events.recordMany(
      tx,
      [...bySeries].map(([seriesId, slots]) => ({
        event: seriesClashed({ seriesId, days: slots.map((slot) => slot.onDate) }),
        place: { subjectId: seriesId, branchId: slots[0]?.branchId ?? null },
      })),
    );
    return refused.length;
  }
}

async function checkRequest(tx: Tx, input: SeriesRequest, group: GroupInHand): Promise<void> {
  const faults = await faultsOfPlace(tx, {
    branchId: group.branchId,
    roomId: input.roomId ?? group.roomId,
    teacherId: input.teacherId ?? group.teacherId,
  });
  if (!isRecurrenceRule(input.rule)) {
    const detail =
      'Give an RFC 5545 rule of days: FREQ of DAILY, WEEKLY or MONTHLY, BYDAY, INTERVAL, and COUNT or UNTIL.';
    faults.push({ pointer: '/rule', code: 'rule.not-valid', detail });
  }
  if (typeof input.endsOn === 'string' && input.endsOn < input.startsOn) {
    faults.push({ pointer: '/endsOn', code: 'dates.crossed', detail: 'The end is before the start.' });
  }
  if (faults.length > 0) throw invalid(faults);
  if (input.startsOn < group.startsOn || (group.endsOn !== null && input.startsOn > group.endsOn)) {
    throw OutsideGroupDates({ startsOn: group.startsOn, endsOn: group.endsOn });
  }
  const last = lastDay(
    { endsOn: input.endsOn ?? null, groupEndsOn: group.endsOn },
    addDays(input.startsOn, YEAR),
  );
  if (recurrenceDays(input.rule, input.startsOn, input.startsOn, last).length > 0) return;
  throw SeriesWithoutDays({ startsOn: input.startsOn, endsOn: last });
}

/** Under their locks, so that two workers do not both make the same days. */
function seriesInHand(tx: Tx, which: Sql): Promise<SeriesInHand[]> {
  return tx.query<SeriesInHand>(sql`
    select s.id, s.branch_id as "branchId", s.group_id as "groupId", g.activity_id as "activityId", s.teacher_id as "teacherId",
           s.room_id as "roomId", s.rule, s.starts_on as "startsOn", s.ends_on as "endsOn", g.ends_on as "groupEndsOn",
           to_char(s.local_start, 'HH24:MI') as "localStart", s.minutes, s.time_zone as "timeZone",
           s.materialised_until as "materialisedUntil", h.horizon
    from series s
    join groups g on g.id = s.group_id
    cross join settings o
    cross join lateral (select (${tx.now}::timestamptz at time zone s.time_zone)::date + o.schedule_horizon_weeks * 7 as horizon) h
    where ${which} order by s.id for update of s`);
}

/** Only those who move on: a version is not spent on a series that stays where it was. */
async function markMaterialised(tx: Tx, series: readonly SeriesInHand[]): Promise<void> {
  const rows = series.map(({ id, horizon }) => ({ id, horizon }));
  await tx.run(sql`
    update series s set materialised_until = r.horizon
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, horizon date)
    where s.id = r.id and s.materialised_until is distinct from r.horizon`);
}
