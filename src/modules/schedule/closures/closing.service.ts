import { Injectable } from '@nestjs/common';
import { invalid } from '../../../kernel/faults.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { faultsOfPlace } from '../groups/places.js';
import { idsOf, queueFor } from '../lessons/booking.js';
import { shutAt, takeCalendar } from '../rooms/opening.js';
import { closureAdded, closureLifted, lessonCancelled, lessonRestored } from '../schedule.events.js';
import { seriesInHand } from '../series/horizon.js';
import { happenedTo } from '../series/outcome.js';
import { applyPlan } from '../series/replanning.js';
import type { ClosureLifting, ClosureOutcome, HolidaysOutcome, LessonInClosure } from './closing.dto.js';
import type { Closure, ClosureRequest, HolidaysRequest } from './closures.dto.js';
import { ClosuresService } from './closures.service.js';

interface LessonShut extends LessonInClosure {
  groupIds: string[];
  roomId: string;
  teacherId: string;
  secondTeacherId: string | null;
}

/** What closures mean for lessons. Nobody plans while one is added or lifted, so none slips in beside it. */
@Injectable()
export class ClosingService {
  constructor(
    private readonly closures: ClosuresService,
    private readonly events: Events,
  ) {}

  async close(tx: Tx, input: ClosureRequest): Promise<ClosureOutcome> {
    await takeCalendar(tx);
    const { branchId, roomId } = input;
    if (typeof branchId === 'string' && typeof roomId === 'string') {
      const faults = await faultsOfPlace(tx, { branchId, roomId });
      if (faults.length > 0) throw invalid(faults);
    }
    return this.carryOut(tx, await this.closures.add(tx, input));
  }

  async takeHolidays(tx: Tx, input: HolidaysRequest): Promise<HolidaysOutcome> {
    await takeCalendar(tx);
    const items: ClosureOutcome[] = [];
    for (const closure of await this.closures.addHolidays(tx, input)) {
      items.push(await this.carryOut(tx, closure));
    }
    return { items };
  }

  /** What it cancelled is planned again where its time is free; days of series that it kept empty are made. */
  async lift(tx: Tx, id: string): Promise<ClosureLifting> {
    await takeCalendar(tx);
    const closure = await this.closures.lift(tx, id);
    const lessons = await lessonsWhere(
      tx,
      sql`l.closure_id = ${id} and l.dropped_by = 'closure' and l.status = 'cancelled_by_centre'`,
    );
    const back = await restore(tx, lessons);
    const restored = lessons.filter(({ lessonId }) => back.has(lessonId));
    await this.events.recordMany(tx, [
      { event: closureLifted({ closureId: id, lessonsRestored: restored.length }), place: placeOf(closure) },
      ...restored.map(({ lessonId, branchId }) => ({
        ...{ event: lessonRestored({ lessonId }), place: { subjectId: lessonId, branchId } },
      })),
    ]);
    const added = await this.makeUp(tx, closure);
    const notRestored = lessons.filter(({ lessonId }) => !back.has(lessonId));
    return { ...closure, restored: restored.map(shown), notRestored: notRestored.map(shown), added };
  }

  private async carryOut(tx: Tx, closure: Closure): Promise<ClosureOutcome> {
    const lessons = closure.policy === 'cancel' ? await lessonsInside(tx, closure) : [];
    await tx.run(sql`
      update lessons set status = 'cancelled_by_centre', cancel_reason = ${closure.name}, dropped_by = 'closure', closure_id = ${closure.id}
      where id = any (${lessons.map(({ lessonId }) => lessonId)}::uuid[])`);
    await this.events.recordMany(tx, [
      {
        event: closureAdded({ closureId: closure.id, lessonsCancelled: lessons.length }),
        place: placeOf(closure),
      },
      ...lessons.map(({ lessonId, branchId }) => ({
        event: lessonCancelled({ lessonId, by: 'centre' }),
        place: { subjectId: lessonId, branchId },
      })),
    ]);
    return { ...closure, cancelled: lessons.map(shown) };
  }

  private async makeUp(tx: Tx, closure: Closure): Promise<number> {
    const { branchId, roomId, fromOn, toOn } = closure;
    const series = await seriesInHand(
      tx,
      sql`s.ended_at is null and g.archived_at is null and s.materialised_until >= ${fromOn}::date
        and (${branchId}::uuid is null or s.branch_id = ${branchId}) and (${roomId}::uuid is null or s.room_id = ${roomId})`,
    );
    let added = 0;
    for (const one of series) {
      const plan = await applyPlan(tx, {
        ...{ was: one, is: one, from: fromOn, to: toOn, includeChanged: false, whereFree: true },
        ...{ reason: 'closure lifted', droppedBy: 'plan' },
      });
      added += plan.added.length + plan.revived.length;
      await this.events.recordMany(tx, happenedTo(plan, one.branchId));
    }
    return added;
  }
}

const placeOf = (closure: Closure) => ({ subjectId: closure.id, branchId: closure.branchId });

const shown = ({ lessonId, branchId, groupName, onDate, startsAt, endsAt }: LessonShut): LessonInClosure => ({
  ...{ lessonId, branchId, groupName, onDate, startsAt, endsAt },
});

/** Two days on either side are more than any zone and any lesson over midnight can differ by. */
function lessonsInside(tx: Tx, closure: Closure): Promise<LessonShut[]> {
  const { id, branchId, roomId, fromOn, toOn } = closure;
  return lessonsWhere(
    tx,
    sql`l.status = 'planned' and l.on_date between ${fromOn}::date - 2 and ${toOn}::date + 2
      and l.starts_at between ${fromOn}::date - interval '3 days' and ${toOn}::date + interval '3 days'
      and (${branchId}::uuid is null or l.branch_id = ${branchId}) and (${roomId}::uuid is null or l.room_id = ${roomId})
      and exists (select from closed_ranges(l.branch_id, l.room_id, l.starts_at, l.ends_at) k
                  where k.closure_id = ${id} and k.span && tstzrange(l.starts_at, l.ends_at))`,
  );
}

async function lessonsWhere(tx: Tx, which: Sql): Promise<LessonShut[]> {
  const lessons = await tx.query<LessonShut>(sql`
    select l.id as "lessonId", l.branch_id as "branchId", (select string_agg(g.name, ', ' order by g.name) from groups g where g.id = any (l.group_ids)) as "groupName",
           l.on_date as "onDate",
           l.starts_at as "startsAt", l.ends_at as "endsAt", l.group_ids as "groupIds", l.room_id as "roomId", l.teacher_id as "teacherId",
           l.second_teacher_id as "secondTeacherId"
    from lessons l
    where ${which} order by l.id for update of l`);
  return lessons.sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1));
}

/** Gives the ids of those whose time is free and open. */
async function restore(tx: Tx, lessons: readonly LessonShut[]): Promise<Set<string>> {
  await queueFor(
    tx,
    lessons.flatMap((lesson) => idsOf({ groupId: null, ...lesson })),
  );
  const shut = await shutAt(
    tx,
    lessons.map((lesson) => ({ ...lesson, id: lesson.lessonId })),
  );
  const barred = new Set(shut.filter(({ why }) => why === 'closure').map(({ id }) => id));
  const wanted = lessons.map(({ lessonId }) => lessonId).filter((id) => !barred.has(id));
  const back = await tx.query<{ id: string }>(sql`
    update lessons l set status = 'planned', cancel_reason = null
    where l.id = any (${wanted}::uuid[]) and not exists (
      select from lessons o where o.id <> l.id and o.status in ('planned', 'completed')
        and tstzrange(o.starts_at, o.ends_at) && tstzrange(l.starts_at, l.ends_at)
        and (o.room_id = l.room_id or o.teacher_id in (l.teacher_id, l.second_teacher_id)
          or o.second_teacher_id in (l.teacher_id, l.second_teacher_id) or o.group_ids && l.group_ids))
    returning l.id`);
  // Another closure holds these: they wait for that one now.
  const waiting = shut.flatMap(({ id, closureId }) => (closureId === null ? [] : [{ id, closureId }]));
  await tx.run(sql`
    update lessons l set closure_id = w."closureId"
    from jsonb_to_recordset(${JSON.stringify(waiting)}::jsonb) as w(id uuid, "closureId" uuid) where l.id = w.id`);
  return new Set(back.map(({ id }) => id));
}
