import { addDays, dayNumber, type LocalDate } from '../kernel/local-date.js';
import { MarksService } from '../modules/audit/marks.service.js';
import { QuestionsService } from '../modules/audit/questions.service.js';
import { ReviewsService } from '../modules/audit/reviews.service.js';
import { SealsService } from '../modules/audit/index.js';
import { ClientsService } from '../modules/clients/index.js';
import { ClosingService } from '../modules/schedule/closures/closing.service.js';
import { LessonsService, MembersService } from '../modules/schedule/index.js';
import { AbsencesService } from '../modules/schedule/lessons/absences.service.js';
import { GuestsService } from '../modules/schedule/lessons/guests.service.js';
import { SubstitutionsService } from '../modules/schedule/lessons/substitutions.service.js';
import { SubscriptionRefundsService } from '../modules/subscriptions/index.js';
import { instantOf, localDateOf } from '../platform/clock/clock.js';
import { sql, type Sql } from '../platform/database/sql.js';
import { childOf, type Cast } from './cast.js';
import type { Stage } from './stage.js';

/** What lies ahead of the centre as it is found: the calendar of the coming days. */
export async function lookAhead(stage: Stage, cast: Cast): Promise<void> {
  const [quay] = cast.centre.branches;
  const today = stage.clock.today(quay.timeZone);
  await repairStudio(stage, cast, today);
  await planTogether(stage, cast, today);
  await replaceTeacher(stage, cast);
  await missOne(stage, cast);
  await makeUp(stage);
  await tryOut(stage, cast);
}

/** Somebody moves away, and the first who waits is offered the place. */
export async function letGo(stage: Stage, cast: Cast): Promise<void> {
  const { id: clientId } = childOf(cast, 24);
  const [{ timeZone }] = cast.centre.branches;
  const group = cast.centre.groups[0];
  const reason = 'Семья переезжает в другой город';
  await stage.by('director', async (tx) => {
    const held = await tx.query<{ id: string }>(sql`
      select id from subscriptions where client_id = ${clientId} and cancelled_on is null and visits_left > 0 order by number for update`);
    for (const { id } of held)
      await stage.get(SubscriptionRefundsService).refund(tx, id, { reason, payOut: { method: 'card' } });
    const leaving = { leftOn: localDateOf(tx.now, timeZone), reason };
    await stage.get(MembersService).leave(tx, group?.id ?? '', clientId, leaving);
    const left = { status: 'left', statusReason: reason } as const;
    await stage.get(ClientsService).change(tx, clientId, left, { version: null, ifMatch: '*' });
  });
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

async function replaceTeacher(stage: Stage, { centre }: Cast): Promise<void> {
  const lesson = await nextLesson(stage, sql`l.group_id = ${centre.groups[1]?.id ?? null}`);
  if (lesson === null) return;
  const instead = { teacherId: centre.substituteId, reason: 'Вера Орлова на курсах' };
  await stage.by('administrator', (tx) => stage.get(SubstitutionsService).substitute(tx, lesson.id, instead));
}

async function missOne(stage: Stage, cast: Cast): Promise<void> {
  const lesson = await nextLesson(stage, sql`l.group_id = ${cast.centre.groups[2]?.id ?? null}`);
  if (lesson === null) return;
  const absence = { clientId: childOf(cast, 2).id, reason: 'идёт к врачу' };
  await stage.by('administrator', (tx) => stage.get(AbsencesService).announce(tx, lesson.id, absence));
}

/** Somebody with a right to make a lesson up comes to the other group of the same activity. */
async function makeUp(stage: Stage): Promise<void> {
  const found = await stage.db.find<{ clientId: string; missedLessonId: string; lessonId: string }>(sql`
    select t.client_id as "clientId", t.lesson_id as "missedLessonId", l.id as "lessonId"
    from attendances t join lessons missed on missed.id = t.lesson_id
    join lessons l on l.activity_id = missed.activity_id and l.branch_id = missed.branch_id and l.status = 'planned'
    where t.reversed_at is null and t.gives_make_up and l.starts_at > ${stage.clock.now()} and l.group_id <> missed.group_id
      and missed.on_date > l.on_date - 20 and lesson_places_free(l.id, ${stage.clock.now()}) > 0
      and not exists (select from lesson_people p where p.lesson_id = l.id and p.client_id = t.client_id)
      and not exists (select from attendances u where u.client_id = t.client_id and u.missed_lesson_id = t.lesson_id)
    order by l.starts_at, t.client_id, missed.starts_at limit 1`);
  if (found === null) return;
  const { lessonId, ...right } = found;
  const guest = { ...right, kind: 'make_up' } as const;
  await stage.by('director', (tx) => stage.get(GuestsService).book(tx, lessonId, guest));
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

function nextLesson(stage: Stage, which: Sql): Promise<{ id: string; onDate: LocalDate } | null> {
  return stage.db.find(sql`
    select l.id, l.on_date as "onDate" from lessons l
    where l.status = 'planned' and l.starts_at > ${stage.clock.now()} and ${which} order by l.starts_at, l.id limit 1`);
}
