import { Injectable } from '@nestjs/common';
import { invalid } from '../../../kernel/faults.js';
import { addDays } from '../../../kernel/local-date.js';
import { recurrenceDays, ruleOfDays } from '../../../platform/clock/recurrence.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { GroupsService, type GroupInHand } from '../groups/groups.service.js';
import { OutsideGroupDates } from '../groups/groups.errors.js';
import { faultsOfPair, faultsOfPlace, secondTeacherOf } from '../groups/places.js';
import { bookFree, bookGranted, clashesOf, idsOf, queueFor } from '../lessons/booking.js';
import {
  keepOverridesOf,
  overlapOf,
  overriddenOf,
  takePlaces,
  type OverriddenLesson,
  type Override,
} from '../lessons/overrides.js';
import { takeRooms } from '../lessons/places-of-lesson.js';
import { holdCalendar, shutAt } from '../rooms/opening.js';
import { seriesClashed, seriesEnded, seriesStarted } from '../schedule.events.js';
import { Schedule } from '../schedule.permissions.js';
import {
  hasDaysAhead,
  lastDay,
  markMaterialised,
  missingSlots,
  seriesInHand,
  type SeriesInHand,
  type SeriesSlot,
} from './horizon.js';
import { faultsOfRule, LOOK_AHEAD } from './rule-faults.js';
import { overriddenEvents } from './outcome.js';
import type { EndingRequest, PlannedSeries, Series, SeriesRequest } from './series.dto.js';
import { SeriesRow } from './series.entity.js';
import { SeriesEnded, SeriesNotFound, SeriesWithoutDays } from './series.errors.js';
import { SeriesQueries, seriesReach } from './series.queries.js';

@Injectable()
export class SeriesService {
  constructor(
    private readonly queries: SeriesQueries,
    private readonly groups: GroupsService,
    private readonly events: Events,
  ) {}

  /** Starts a series with all its lessons up to the horizon, or none when one of them does not fit. Closed days stay free. */
  async start(tx: Tx, input: SeriesRequest): Promise<PlannedSeries> {
    await holdCalendar(tx);
    const group = await this.groups.hold(tx, input.groupId, Schedule.write, 'for share');
    await checkRequest(tx, input, group);
    const id = newId();
    await tx.insert(SeriesRow, {
      id,
      branchId: group.branchId,
      groupId: group.id,
      roomId: input.roomId ?? group.roomId,
      teacherId: input.teacherId ?? group.teacherId,
      secondTeacherId: secondTeacherOf(input, group),
      rule: ruleOfDays(input.rule, input.localStart, group.timeZone),
      startsOn: input.startsOn,
      endsOn: input.endsOn ?? null,
      localStart: input.localStart,
      minutes: input.minutes,
      timeZone: group.timeZone,
    });
    const series = await seriesInHand(tx, sql`s.id = ${id}`);
    const { open, outside } = await openSlots(tx, series);
    const overridden = await bookAll(tx, [...open, ...outside], input.override);
    await markMaterialised(tx, series);
    const place = { subjectId: id, branchId: group.branchId };
    await this.events.recordMany(tx, [
      { event: seriesStarted({ seriesId: id, groupId: group.id }), place },
      ...overriddenEvents(overridden, group.branchId),
    ]);
    return { ...(await this.queries.get(tx, id)), overridden };
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
      update lessons set status = 'cancelled_by_centre', cancel_reason = 'series ended', dropped_by = 'plan'
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
    await holdCalendar(tx);
    const due = await seriesInHand(tx, sql`s.ended_at is null and g.archived_at is null and ${hasDaysAhead}`);
    const { open, outside } = await openSlots(tx, due);
    const refused = [...(await bookFree(tx, open)), ...outside];
    await this.tellLeftOut(tx, refused);
    await markMaterialised(tx, due);
    return { made: open.length + outside.length - refused.length, leftOut: refused.length };
  }

  private async tellLeftOut(tx: Tx, refused: readonly SeriesSlot[]): Promise<void> {
    const bySeries = new Map<string, SeriesSlot[]>();
    for (const slot of refused) bySeries.set(slot.seriesId, [...(bySeries.get(slot.seriesId) ?? []), slot]);
    await this.events.recordMany(
      tx,
      [...bySeries].map(([seriesId, slots]) => ({
        event: seriesClashed({ seriesId, days: slots.map((slot) => slot.onDate) }),
        place: { subjectId: seriesId, branchId: slots[0]?.branchId ?? null },
      })),
    );
  }
}

/** All of them or none; over what is in their way by a permitted user's word. */
async function bookAll(
  tx: Tx,
  slots: readonly SeriesSlot[],
  override: Override | undefined,
): Promise<OverriddenLesson[]> {
  await queueFor(tx, slots.slice(0, 1).flatMap(idsOf));
  const inTheWay = { clashes: await clashesOf(tx, slots), outside: await shutAt(tx, slots) };
  const granted = await takePlaces(tx, slots, inTheWay, override);
  await bookGranted(
    tx,
    slots.map((slot) => ({ ...slot, ...overlapOf(granted.get(slot.id)) })),
  );
  const full = await takeRooms(
    tx,
    slots.map(({ id }) => id),
    override,
  );
  const overridden = [...overriddenOf(granted), ...full];
  await keepOverridesOf(tx, overridden, override);
  return overridden;
}

/** The lessons that are lacking, without those in a closure; `outside` lie outside the hours of their room. */
async function openSlots(
  tx: Tx,
  series: readonly SeriesInHand[],
): Promise<{ open: SeriesSlot[]; outside: SeriesSlot[] }> {
  const slots = series.flatMap(missingSlots);
  const shut = new Map((await shutAt(tx, slots)).map(({ id, why }) => [id, why]));
  return {
    open: slots.filter(({ id }) => !shut.has(id)),
    outside: slots.filter(({ id }) => shut.get(id) === 'hours'),
  };
}

async function checkRequest(tx: Tx, input: SeriesRequest, group: GroupInHand): Promise<void> {
  const pair = {
    teacherId: input.teacherId ?? group.teacherId,
    secondTeacherId: secondTeacherOf(input, group),
  };
  const { branchId, roomId } = group;
  const faults = await faultsOfPlace(tx, { branchId, roomId: input.roomId ?? roomId, ...pair });
  faults.push(...faultsOfPair(pair, input));
  faults.push(...faultsOfRule(input.rule, input.startsOn));
  if (typeof input.endsOn === 'string' && input.endsOn < input.startsOn) {
    faults.push({ pointer: '/endsOn', code: 'dates.crossed', detail: 'The end is before the start.' });
  }
  if (faults.length > 0) throw invalid(faults);
  if (input.startsOn < group.startsOn || (group.endsOn !== null && input.startsOn > group.endsOn)) {
    throw OutsideGroupDates({ startsOn: group.startsOn, endsOn: group.endsOn });
  }
  const last = lastDay(
    { endsOn: input.endsOn ?? null, groupEndsOn: group.endsOn },
    addDays(input.startsOn, LOOK_AHEAD),
  );
  if (recurrenceDays(input.rule, input.startsOn, input.startsOn, last).length > 0) return;
  throw SeriesWithoutDays({ startsOn: input.startsOn, endsOn: last });
}
