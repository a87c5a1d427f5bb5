import { Injectable } from '@nestjs/common';
import type { Fault } from '../../../kernel/errors.js';
import { invalid, unknownReference } from '../../../kernel/faults.js';
import { addDays, later } from '../../../kernel/local-date.js';
import { localDateOf } from '../../../platform/clock/clock.js';
import { recurrenceDays, ruleOfDays, ruleWithoutDays } from '../../../platform/clock/recurrence.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import {
  editRecord,
  VersionRequired,
  VersionStale,
  type EditBase,
} from '../../../platform/database/versioned.js';
import { Events } from '../../../platform/events/events.js';
import { GroupsService } from '../groups/groups.service.js';
import { faultsOfPair, faultsOfPlace, type Pair } from '../groups/places.js';
import { holdCalendar } from '../rooms/opening.js';
import { seriesChanged } from '../schedule.events.js';
import { Schedule } from '../schedule.permissions.js';
import type { SeriesChange, SeriesChangeRequest } from './changes.dto.js';
import { daysOfSeries, markMaterialised, seriesInHand, type SeriesInHand } from './horizon.js';
import { happenedTo, outcomeOf } from './outcome.js';
import { applyPlan } from './replanning.js';
import { faultsOfRule, LOOK_AHEAD } from './rule-faults.js';
import { SeriesRow } from './series.entity.js';
import { SeriesEnded, SeriesNotFound, SeriesWithoutDays } from './series.errors.js';
import { SeriesQueries, seriesReach } from './series.queries.js';

/** A series takes another plan: for all lessons to come, or from one of them on. */
@Injectable()
export class SeriesChangesService {
  constructor(
    private readonly queries: SeriesQueries,
    private readonly groups: GroupsService,
    private readonly events: Events,
  ) {}

  async change(tx: Tx, id: string, input: SeriesChangeRequest, base: EditBase): Promise<SeriesChange> {
    await holdCalendar(tx);
    const was = await this.hold(tx, id);
    const today = localDateOf(tx.now, was.timeZone);
    const from = await splitDay(tx, was, input, today);
    await checkChange(tx, was, input, from ?? was.startsOn);
    const isSplit = from !== null && daysOfSeries(was, was.startsOn, addDays(from, -1)).length > 0;
    const nextId = isSplit ? await split(tx, was, { ...input, from }, base) : id;
    if (!isSplit) await edit(tx, was, input, base);
    return this.carryOut(tx, { was, nextId, from: from ?? today, input });
  }

  /** The group first, as everybody does who plans for it; then the series under its lock. */
  private async hold(tx: Tx, id: string): Promise<SeriesInHand> {
    const reached = sql`s.id = ${id} and ${seriesReach(tx.actor, Schedule.write)}`;
    const seen = await tx.find<{ groupId: string }>(
      sql`select s.group_id as "groupId" from series s where ${reached}`,
    );
    if (seen === null) throw SeriesNotFound({ id });
    await this.groups.hold(tx, seen.groupId, Schedule.write, 'for share');
    const [series] = await seriesInHand(tx, reached);
    if (series === undefined) throw SeriesNotFound({ id });
    if (series.endedAt !== null) throw SeriesEnded({ endsOn: series.endsOn });
    return series;
  }

  private async carryOut(
    tx: Tx,
    work: { was: SeriesInHand; nextId: string; from: string; input: SeriesChangeRequest },
  ): Promise<SeriesChange> {
    const { was, nextId, from, input } = work;
    const [is] = await seriesInHand(tx, sql`s.id = ${nextId}`);
    if (is === undefined) throw SeriesNotFound({ id: nextId });
    const first = later(from, is.startsOn);
    const ahead = daysOfSeries(is, first, addDays(first, LOOK_AHEAD));
    if (ahead.length === 0) throw SeriesWithoutDays({ startsOn: first, endsOn: is.endsOn });
    const plan = await applyPlan(tx, {
      ...{ was, is, from, to: null, includeChanged: input.includeChanged === true },
      ...{ reason: input.reason ?? 'series changed', droppedBy: 'plan', override: input.override },
    });
    await markMaterialised(tx, [is]);
    const splitFromId = nextId === was.id ? null : was.id;
    const event = seriesChanged({
      ...{ seriesId: nextId, splitFromId },
      ...{ lessonsMoved: plan.moved.length, lessonsDropped: plan.dropped.length },
    });
    await this.events.recordMany(tx, [
      { event, place: { subjectId: nextId, branchId: was.branchId } },
      ...happenedTo(plan, was.branchId),
    ]);
    return { ...(await this.queries.get(tx, nextId)), overridden: plan.overridden, lessons: outcomeOf(plan) };
  }
}

/** The first day of the new plan; null when it is for all. A lesson that was moved stands for its day in the series. */
async function splitDay(
  tx: Tx,
  was: SeriesInHand,
  input: SeriesChangeRequest,
  today: string,
): Promise<string | null> {
  const { scope, lessonId, from } = input;
  if (scope === 'all') {
    const given = [lessonId === undefined ? [] : ['lessonId'], from === undefined ? [] : ['from']].flat();
    const detail = 'A change of all lessons begins with the next one.';
    if (given.length > 0)
      throw invalid(given.map((name) => ({ pointer: `/${name}`, code: 'value.not-allowed', detail })));
    return null;
  }
  if ((lessonId === undefined) === (from === undefined)) {
    const detail = 'Give lessonId or from, one of them.';
    throw invalid([{ pointer: '/from', code: 'value.required', detail }]);
  }
  const lesson = await tx.find<{ day: string }>(
    sql`select series_day as day from lessons where id = ${lessonId ?? null}::uuid and series_id = ${was.id}`,
  );
  if (lessonId !== undefined && lesson === null) throw invalid([unknownReference('/lessonId')]);
  const day = from ?? lesson?.day ?? today;
  if (day >= today) return day;
  const pointer = from === undefined ? '/lessonId' : '/from';
  throw invalid([{ pointer, code: 'date.past', detail: 'What has passed is not planned anew.' }]);
}

async function checkChange(
  tx: Tx,
  was: SeriesInHand,
  input: SeriesChangeRequest,
  from: string,
): Promise<void> {
  const { roomId, teacherId, secondTeacherId, endsOn } = input;
  const place = { branchId: was.branchId, roomId, teacherId, secondTeacherId };
  const faults: Fault[] = await faultsOfPlace(tx, place);
  faults.push(...faultsOfPair(pairFor(was, input), input));
  if (input.rule !== undefined) faults.push(...faultsOfRule(input.rule, from));
  if (typeof endsOn === 'string' && endsOn < from) {
    faults.push({ pointer: '/endsOn', code: 'dates.crossed', detail: 'The end is before the start.' });
  }
  if (faults.length > 0) throw invalid(faults);
}

/** Who is to teach by the new plan. */
const pairFor = (was: Pair, { teacherId, secondTeacherId }: SeriesChangeRequest) => ({
  teacherId: teacherId ?? was.teacherId,
  secondTeacherId: secondTeacherId === undefined ? (was.secondTeacherId ?? null) : secondTeacherId,
});

const ruleFor = (was: SeriesInHand, input: SeriesChangeRequest): string | undefined =>
  input.rule === undefined
    ? undefined
    : ruleOfDays(input.rule, input.localStart ?? was.localStart, was.timeZone);

async function edit(tx: Tx, was: SeriesInHand, input: SeriesChangeRequest, base: EditBase): Promise<void> {
  const { minutes, roomId, teacherId, secondTeacherId, endsOn } = input;
  const localStart = input.localStart === undefined ? undefined : `${input.localStart}:00`;
  await editRecord(tx, {
    table: 'series',
    id: was.id,
    patch: { rule: ruleFor(was, input), localStart, minutes, roomId, teacherId, secondTeacherId, endsOn },
    base,
    notFound: SeriesNotFound,
    reach: sql`true`,
    check: (merged) => {
      const faults = faultsOfPair(merged as unknown as Pair, input);
      if (faults.length > 0) throw invalid(faults);
    },
  });
}

/** Whoever splits must have seen the series as it is: two halves cannot be merged with a third opinion. */
async function split(
  tx: Tx,
  was: SeriesInHand,
  input: SeriesChangeRequest & { from: string },
  base: EditBase,
): Promise<string> {
  const asked = base.ifMatch ?? base.version;
  if (asked === null) throw VersionRequired();
  if (asked !== '*' && asked !== was.version) throw VersionStale({ asked, current: was.version });
  const id = newId();
  const before = addDays(input.from, -1);
  const rule = ruleFor(was, input);
  await tx.insert(SeriesRow, {
    ...{ id, branchId: was.branchId, groupId: was.groupId, timeZone: was.timeZone, splitFromId: was.id },
    ...{ roomId: input.roomId ?? was.roomId, ...pairFor(was, input) },
    ...{ localStart: input.localStart ?? was.localStart, minutes: input.minutes ?? was.minutes },
    ...(rule === undefined ? restOfRule(was, input.from) : { rule, startsOn: input.from }),
    endsOn: input.endsOn === undefined ? was.endsOn : input.endsOn,
    materialisedUntil: was.materialisedUntil,
  });
  await tx.run(sql`
    update series set ends_on = ${before}, materialised_until = least(materialised_until, ${before}::date) where id = ${was.id}`);
  await tx.run(sql`
    update lessons set series_id = ${id} where series_id = ${was.id} and series_day >= ${input.from}::date`);
  await tx.run(sql`
    update series_exceptions set series_id = ${id} where series_id = ${was.id} and on_date >= ${input.from}::date`);
  return id;
}

/** The same rule from its next day on, so that INTERVAL keeps its rhythm, with what COUNT has left. */
function restOfRule(was: SeriesInHand, from: string): { rule: string; startsOn: string } {
  const used = recurrenceDays(was.rule, was.startsOn, was.startsOn, addDays(from, -1)).length;
  const [startsOn] = recurrenceDays(was.rule, was.startsOn, from, addDays(from, LOOK_AHEAD));
  if (startsOn === undefined) throw SeriesWithoutDays({ startsOn: from, endsOn: was.endsOn });
  return { rule: ruleWithoutDays(was.rule, used), startsOn };
}
