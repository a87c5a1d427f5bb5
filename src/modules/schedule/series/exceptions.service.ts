import { Injectable } from '@nestjs/common';
import { invalid } from '../../../kernel/faults.js';
import { recurrenceDays } from '../../../platform/clock/recurrence.js';
import { localDateOf } from '../../../platform/clock/clock.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { LessonNotPlanned } from '../lessons/lessons.errors.js';
import { holdCalendar } from '../rooms/opening.js';
import { Schedule } from '../schedule.permissions.js';
import type { PlanOutcome, SeriesExceptionOutcome, SeriesExceptionRequest } from './changes.dto.js';
import { lastDay, seriesInHand, type SeriesInHand } from './horizon.js';
import { happenedTo, outcomeOf } from './outcome.js';
import { applyPlan } from './replanning.js';
import { SeriesExceptionRow } from './series.entity.js';
import { SeriesEnded, SeriesNotFound } from './series.errors.js';
import { ExceptionsQueries } from './exceptions.queries.js';
import { seriesReach } from './series.queries.js';

/** Days that go against the rule of a series: one without its lesson, or one lesson more. */
@Injectable()
export class SeriesExceptionsService {
  constructor(
    private readonly queries: ExceptionsQueries,
    private readonly events: Events,
  ) {}

  async add(tx: Tx, seriesId: string, input: SeriesExceptionRequest): Promise<SeriesExceptionOutcome> {
    await holdCalendar(tx);
    const series = await hold(tx, seriesId);
    const { onDate, kind = 'skip', reason = null } = input;
    checkDay(tx, series, { onDate, kind });
    if (kind === 'skip') await assertNotHeld(tx, seriesId, onDate);
    const id = newId();
    await tx.insert(SeriesExceptionRow, { id, seriesId, onDate, kind, reason });
    const lessons = await this.replanDay(tx, series, onDate, reason ?? 'day skipped');
    return { ...(await this.queries.get(tx, seriesId, id)), lessons };
  }

  /** The day is again what the rule says of it; when its time is taken now, the exception stays. */
  async remove(tx: Tx, seriesId: string, id: string): Promise<PlanOutcome> {
    await holdCalendar(tx);
    const series = await hold(tx, seriesId);
    const { onDate } = await this.queries.get(tx, seriesId, id);
    await tx.run(sql`delete from series_exceptions where id = ${id}`);
    return this.replanDay(tx, series, onDate, 'exception removed');
  }

  private async replanDay(tx: Tx, was: SeriesInHand, day: string, reason: string): Promise<PlanOutcome> {
    const is = await hold(tx, was.id);
    const plan = await applyPlan(tx, {
      ...{ was, is, from: day, to: day, includeChanged: true, reason, droppedBy: 'exception' },
    });
    await this.events.recordMany(tx, happenedTo(plan, is.branchId));
    return outcomeOf(plan);
  }
}

async function hold(tx: Tx, id: string): Promise<SeriesInHand> {
  const [series] = await seriesInHand(tx, sql`s.id = ${id} and ${seriesReach(tx.actor, Schedule.write)}`);
  if (series === undefined) throw SeriesNotFound({ id });
  if (series.endedAt !== null) throw SeriesEnded({ endsOn: series.endsOn });
  return series;
}

function checkDay(tx: Tx, series: SeriesInHand, { onDate, kind }: { onDate: string; kind: string }): void {
  const refuse = (code: string, detail: string) => invalid([{ pointer: '/onDate', code, detail }]);
  if (onDate < localDateOf(tx.now, series.timeZone)) throw refuse('date.past', 'The day has passed.');
  if (onDate < series.startsOn || onDate > lastDay(series, onDate)) {
    throw refuse('date.outside', 'The series has no lessons as early, or as late, as that.');
  }
  const isOfRule = recurrenceDays(series.rule, series.startsOn, onDate, onDate).length > 0;
  if (kind === 'skip' && !isOfRule) throw refuse('date.not-of-rule', 'The rule gives no such day.');
  if (kind === 'extra' && isOfRule) throw refuse('date.of-rule', 'The rule gives this day already.');
}

async function assertNotHeld(tx: Tx, seriesId: string, day: string): Promise<void> {
  const held = await tx.find<{ status: string }>(sql`
    select status from lessons where series_id = ${seriesId} and series_day = ${day}::date for update`);
  if (held?.status === 'completed') throw LessonNotPlanned({ status: held.status });
}
