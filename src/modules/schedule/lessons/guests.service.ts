import { Injectable } from '@nestjs/common';
import type { Fault } from '../../../kernel/errors.js';
import { invalid, unknownReference } from '../../../kernel/faults.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { clientReach } from '../groups/client-reach.js';
import { warningsOf } from '../groups/warnings.js';
import { guestBooked, guestCancelled, lessonOverridden } from '../schedule.events.js';
import { LessonGuestRow } from './attendance-plan.entity.js';
import type { BookedGuest, Guest, GuestRequest } from './attendance-plans.dto.js';
import {
  AlreadyExpected,
  GuestNotFound,
  LessonFull,
  MakeUpExpired,
  MakeUpNotGiven,
  MakeUpUsed,
} from './attendance-plans.errors.js';
import { AttendancePlansQueries, makeUps } from './attendance-plans.queries.js';
import { assertPlanned, findLesson, type LessonTimes } from './lesson-in-hand.js';
import { assertMayOverride, keepOverrides, type Overridden } from './overrides.js';
import { takeRoom } from './places-of-lesson.js';

/** Guests who are planned: on trial, to make a missed lesson up, or free. */
@Injectable()
export class GuestsService {
  constructor(
    private readonly queries: AttendancePlansQueries,
    private readonly events: Events,
  ) {}

  /** Places are counted under the locks of the groups, as joining one does, so the last place goes to one of many. */
  async book(tx: Tx, lessonId: string, input: GuestRequest): Promise<BookedGuest> {
    const { kind, note, override, missedLessonId = null } = input;
    const clientId = input.clientId.toLowerCase();
    const seen = await findLesson(tx, lessonId);
    await tx.query(sql`select from groups where id = any (${seen.groupIds}::uuid[]) order by id for update`);
    const lesson = await findLesson(tx, lessonId, true);
    assertPlanned(lesson);
    const faults = await faultsOf(tx, input);
    if (faults.length > 0) throw invalid(faults);
    if (missedLessonId !== null) await assertRight(tx, lesson, clientId, missedLessonId);
    const full = await takePlaceOf(tx, lesson, input);
    const id = newId();
    await tx.insert(LessonGuestRow, {
      ...{ id, lessonId, clientId, kind, missedLessonId, note: note ?? null },
      overrideReason: full.length > 0 ? (override?.reason ?? null) : null,
    });
    const overridden = [...full, ...(await takeRoom(tx, lessonId, override))];
    await keepOverrides(tx, lessonId, overridden, override);
    const place = { subjectId: lessonId, branchId: lesson.branchId };
    const what = overridden.map((one) => one.what);
    await this.events.recordMany(tx, [
      { event: guestBooked({ lessonId, clientId, kind }), place },
      ...(what.length > 0 ? [{ event: lessonOverridden({ lessonId, what }), place }] : []),
    ]);
    const warnings = await warningsOf(tx, { lessonIds: [lessonId], clientId });
    return { ...(await this.shown(tx, id)), warnings };
  }

  /** A right to make up that the booking kept is free again. */
  async cancel(tx: Tx, lessonId: string, clientId: string, reason: string | undefined): Promise<Guest> {
    const lesson = await findLesson(tx, lessonId, true);
    assertPlanned(lesson);
    const guest = await tx.find<{ id: string }>(sql`
      select id from lesson_guests where lesson_id = ${lessonId} and client_id = ${clientId} and cancelled_at is null for update`);
    if (guest === null) throw GuestNotFound({ id: lessonId, clientId });
    await tx.update(LessonGuestRow, guest.id, { cancelledAt: tx.now, cancelReason: reason ?? null });
    const place = { subjectId: lessonId, branchId: lesson.branchId };
    await this.events.record(tx, guestCancelled({ lessonId, clientId }), place);
    return this.shown(tx, guest.id);
  }

  private async shown(tx: Tx, id: string): Promise<Guest> {
    const guest = await this.queries.guest(tx, tx.actor, id);
    if (guest === null) throw new Error('a guest just written is not there');
    return guest;
  }
}

async function faultsOf(tx: Tx, input: GuestRequest): Promise<Fault[]> {
  const client = await tx.find(
    sql`select c.id from clients c where c.id = ${input.clientId} and ${clientReach(tx.actor)} for key share of c`,
  );
  const isMakeUp = input.kind === 'make_up';
  const detail = isMakeUp ? 'Name the missed lesson.' : 'Only a make-up names a missed lesson.';
  return [
    ...(client === null ? [unknownReference('/clientId')] : []),
    ...(isMakeUp === (input.missedLessonId !== undefined)
      ? []
      : [{ pointer: '/missedLessonId', code: 'guest.missed-lesson', detail }]),
  ];
}

/** Under the client's lock, which completing takes too, so a right is not used here and there at the same moment. */
async function assertRight(
  tx: Tx,
  lesson: LessonTimes,
  clientId: string,
  missedLessonId: string,
): Promise<void> {
  await tx.query(sql`select from clients where id = ${clientId} for no key update`);
  const right = await tx.find<{ until: string; usedByLessonId: string | null }>(sql`
    select m.until, m."usedByLessonId" from ${makeUps(clientId, tx.now)} m join lessons l on l.id = ${lesson.id}
    where m."missedLessonId" = ${missedLessonId} and m."activityId" = l.activity_id and l.id <> ${missedLessonId}`);
  if (right === null) throw MakeUpNotGiven({ missedLessonId });
  if (right.usedByLessonId !== null) throw MakeUpUsed({ usedByLessonId: right.usedByLessonId });
  if (lesson.onDate > right.until) throw MakeUpExpired({ until: right.until });
}

async function takePlaceOf(tx: Tx, lesson: LessonTimes, input: GuestRequest): Promise<Overridden[]> {
  const { isExpected, free } = await tx.one<{ isExpected: boolean; free: number | null }>(sql`
    select exists (select from lesson_people where lesson_id = ${lesson.id} and client_id = ${input.clientId}) as "isExpected",
           lesson_places_free(${lesson.id}, ${tx.now}::timestamptz, ${input.clientId}) as free`);
  if (isExpected) throw AlreadyExpected();
  if (free === null || free > 0) return [];
  if (input.override === undefined) throw LessonFull();
  assertMayOverride(tx, lesson.branchId);
  return [{ what: 'group_capacity', overLessonId: null, teacherId: null }];
}
