import { addDays, dayNumber, type LocalDate } from '../kernel/local-date.js';
import { MarksService } from '../modules/audit/marks.service.js';
import { QuestionsService } from '../modules/audit/questions.service.js';
import { ReviewsService } from '../modules/audit/reviews.service.js';
import { SealsService } from '../modules/audit/index.js';
import { ClosingService } from '../modules/schedule/closures/closing.service.js';
import { LessonsService } from '../modules/schedule/index.js';
import { AbsencesService } from '../modules/schedule/lessons/absences.service.js';
import { GuestsService } from '../modules/schedule/lessons/guests.service.js';
import { instantOf } from '../platform/clock/clock.js';
import { sql } from '../platform/database/sql.js';
import { childOf, type Cast } from './cast.js';
import { makeUp, nextLesson, replaceTeacher } from './incidents.js';
import { leave } from './leavers.js';
import type { Stage } from './stage.js';

/** What lies ahead of the centre as it is found: the calendar of the coming days. */
export async function lookAhead(stage: Stage, cast: Cast): Promise<void> {
  const [quay] = cast.centre.branches;
  const today = stage.clock.today(quay.timeZone);
  await repairStudio(stage, cast, today);
  await planTogether(stage, cast, today);
  await replaceTeacher(stage, cast, 'Вера Орлова на курсах');
  await missOne(stage, cast);
  await makeUp(stage);
  await tryOut(stage, cast);
}

/** Somebody moves away, and the first who waits is offered the place. */
export async function letGo(stage: Stage, cast: Cast): Promise<void> {
  const [{ timeZone }] = cast.centre.branches;
  const who = { clientId: childOf(cast, 24).id, groupId: cast.centre.groups[0]?.id ?? '', timeZone };
  await leave(stage, who, 'Семья переезжает в другой город');
}

/** All up to now is sealed and reviewed: what a newcomer does goes into the next review. */
export async function reviewTrail(stage: Stage): Promise<void> {
  await stage.get(SealsService).noteCeiling();
  await stage.tx((tx) => stage.get(SealsService).seal(tx));
  const marks = stage.get(MarksService);
  const reviewId = await stage.by('auditor', async (tx) => {
    const { id } = await stage.get(ReviewsService).open(tx, 'The first season');
    await marks.mark(tx, id, { mark: 'fine', filter: { login: 'administrator' } });
    const comment = 'Was the request for the refund made in writing?';
    const filter = { login: 'director', table: 'subscription-refunds' };
    await marks.mark(tx, id, { mark: 'questioned', filter, comment });
    return id;
  });
  const questions = await stage.db.query<{ id: string }>(
    sql`select id from audit_questions where review_id = ${reviewId} order by id`,
  );
  for (const { id } of questions)
    await stage.by('director', (tx) =>
      stage.get(QuestionsService).answer(tx, reviewId, id, 'Да, заявление лежит в папке договоров.'),
    );
  await stage.by('auditor', (tx) => stage.get(ReviewsService).close(tx, reviewId, {}));
}

/** A room is shut for a day: its lessons of that day are cancelled by the centre. */
async function repairStudio(stage: Stage, cast: Cast, today: LocalDate): Promise<void> {
  const [, hill] = cast.centre.branches;
  const roomId = hill.rooms[1];
  const lesson = await nextLesson(
    stage,
    sql`l.room_id = ${roomId} and l.on_date >= ${addDays(today, 3)}::date`,
  );
  if (lesson === null) return;
  const closure = { branchId: hill.id, roomId, name: 'Ремонт студии', fromOn: lesson.onDate };
  await stage.by('director', (tx) => stage.get(ClosingService).close(tx, closure));
}

/** Both drawing groups meet on a Saturday; and one child has a lesson alone the day after. */
async function planTogether(stage: Stage, cast: Cast, today: LocalDate): Promise<void> {
  const { branches, groups, offers } = cast.centre;
  const [quay] = branches;
  const together = await stage.openDay(quay.id, nextSaturday(today));
  const alone = await stage.openDay(quay.id, addDays(today, 1));
  const groupIds = [groups[0]?.id ?? '', groups[4]?.id ?? ''];
  const at = (day: LocalDate, time: string) => ({
    startsAt: instantOf(day, time, quay.timeZone),
    minutes: 60,
  });
  await stage.by('administrator', async (tx) => {
    const lessons = stage.get(LessonsService);
    const topic = 'A mural for the hall';
    await lessons.plan(tx, { groupIds, roomId: quay.rooms[1], topic, ...at(together, '11:00') });
    const who = { clientIds: [childOf(cast, 48).id], teacherId: quay.teacherId, roomId: quay.rooms[0] };
    const activityId = offers.list[0]?.activityId ?? '';
    await lessons.plan(tx, { ...who, activityId, topic: 'Portfolio', ...at(alone, '13:00') });
  });
}

/** Day 0 was a Thursday. */
function nextSaturday(today: LocalDate): LocalDate {
  const tomorrow = addDays(today, 1);
  return (dayNumber(tomorrow) + 4) % 7 === 6 ? tomorrow : nextSaturday(tomorrow);
}

async function missOne(stage: Stage, cast: Cast): Promise<void> {
  const lesson = await nextLesson(stage, sql`l.group_id = ${cast.centre.groups[2]?.id ?? null}`);
  if (lesson === null) return;
  const absence = { clientId: childOf(cast, 2).id, reason: 'идёт к врачу' };
  await stage.by('administrator', (tx) => stage.get(AbsencesService).announce(tx, lesson.id, absence));
}

/** The child on trial comes to the next lesson with a free place. */
async function tryOut(stage: Stage, { leads }: Cast): Promise<void> {
  const lead = leads[2];
  const lesson = await nextLesson(
    stage,
    sql`l.branch_id = ${lead?.branchId ?? null} and lesson_places_free(l.id, ${stage.clock.now()}) > 0`,
  );
  if (lead === undefined || lesson === null) return;
  const guest = { clientId: lead.id, kind: 'trial', note: 'рисует дома каждый день' } as const;
  await stage.by('director', (tx) => stage.get(GuestsService).book(tx, lesson.id, guest));
}
