import { Injectable } from '@nestjs/common';
import { invalid, unknownReference } from '../../../kernel/faults.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { clientReach } from '../groups/client-reach.js';
import { warningsOf } from '../groups/warnings.js';
import { lessonClientAdded, lessonClientRemoved, lessonOverridden } from '../schedule.events.js';
import { AlreadyExpected } from './attendance-plans.errors.js';
import type { LessonClientRequest } from './lesson-clients.dto.js';
import { assertPlanned, findLesson, type LessonTimes } from './lesson-in-hand.js';
import { LessonClientRow } from './lesson.entity.js';
import type { PlannedLesson } from './lessons.dto.js';
import {
  LastClientOfLesson,
  LessonClientNotFound,
  LessonNotIndividual,
  TooManyClients,
} from './lessons.errors.js';
import { LessonsQueries } from './lessons.queries.js';
import { keepOverridesOf } from './overrides.js';
import { takeRoom } from './places-of-lesson.js';

const MOST = 50;

/** For whom an individual lesson is. One by one, so that two people who change it at once do not undo each other. */
@Injectable()
export class LessonClientsService {
  constructor(
    private readonly queries: LessonsQueries,
    private readonly events: Events,
  ) {}

  async add(tx: Tx, lessonId: string, input: LessonClientRequest): Promise<PlannedLesson> {
    const clientId = input.clientId.toLowerCase();
    const lesson = await hold(tx, lessonId);
    await tx.query(sql`select from clients where id = ${clientId} for key share`);
    const { isSeen, isExpected, count } = await tx.one<{
      isSeen: boolean;
      isExpected: boolean;
      count: number;
    }>(sql`
      select exists (select from clients c where c.id = ${clientId} and ${clientReach(tx.actor)}) as "isSeen",
             exists (select from lesson_people where lesson_id = ${lessonId} and client_id = ${clientId})
               or exists (select from lesson_guests where lesson_id = ${lessonId} and client_id = ${clientId} and cancelled_at is null) as "isExpected",
             (select count(*) from lesson_clients where lesson_id = ${lessonId}) as count`);
    if (!isSeen) throw invalid([unknownReference('/clientId')]);
    if (isExpected) throw AlreadyExpected();
    if (count >= MOST) throw TooManyClients({ most: MOST });
    await tx.insert(LessonClientRow, { id: newId(), lessonId, clientId });
    const overridden = await takeRoom(tx, lessonId, input.override);
    await keepOverridesOf(tx, overridden, input.override);
    const place = { subjectId: lessonId, branchId: lesson.branchId };
    const what = overridden.map((one) => one.what);
    await this.events.recordMany(tx, [
      { event: lessonClientAdded({ lessonId, clientId }), place },
      ...(what.length > 0 ? [{ event: lessonOverridden({ lessonId, what }), place }] : []),
    ]);
    const warnings = await warningsOf(tx, { lessonIds: [lessonId], clientId });
    return { ...(await this.queries.get(tx, lessonId)), warnings };
  }

  /** An absence they told goes with them; a lesson for nobody is cancelled instead. */
  async remove(tx: Tx, lessonId: string, clientId: string): Promise<PlannedLesson> {
    const lesson = await hold(tx, lessonId);
    const clients = await tx.query<{ id: string; clientId: string }>(sql`
      select id, client_id as "clientId" from lesson_clients where lesson_id = ${lessonId} order by id for update`);
    const one = clients.find((client) => client.clientId === clientId.toLowerCase());
    if (one === undefined) throw LessonClientNotFound({ id: lessonId, clientId });
    if (clients.length === 1) throw LastClientOfLesson();
    await tx.run(sql`delete from lesson_clients where id = ${one.id}`);
    await tx.run(sql`
      update lesson_absences set withdrawn_at = ${tx.now}
      where lesson_id = ${lessonId} and client_id = ${one.clientId} and withdrawn_at is null`);
    const place = { subjectId: lessonId, branchId: lesson.branchId };
    await this.events.record(tx, lessonClientRemoved({ lessonId, clientId: one.clientId }), place);
    return { ...(await this.queries.get(tx, lessonId)), warnings: [] };
  }
}

/** Under its lock, which completing takes too: whoever is charged is who it is for. */
async function hold(tx: Tx, lessonId: string): Promise<LessonTimes> {
  const lesson = await findLesson(tx, lessonId, true);
  assertPlanned(lesson);
  if (lesson.groupId !== null) throw LessonNotIndividual();
  return lesson;
}
