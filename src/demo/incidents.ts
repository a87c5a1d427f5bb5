import { addDays, type LocalDate } from '../kernel/local-date.js';
import { LessonsService } from '../modules/schedule/index.js';
import { AbsencesService } from '../modules/schedule/lessons/absences.service.js';
import { GuestsService } from '../modules/schedule/lessons/guests.service.js';
import { SubstitutionsService } from '../modules/schedule/lessons/substitutions.service.js';
import { TransfersService } from '../modules/subscriptions/index.js';
import { instantOf } from '../platform/clock/clock.js';
import { sql, type Sql } from '../platform/database/sql.js';
import { childOf, type Cast } from './cast.js';
import type { Stage } from './stage.js';

// What does not go as planned: lessons that others hold or nobody does, people who come to another one, journals left open.

/** The next lesson of the first teacher's Robotics is held by somebody else. */
export async function replaceTeacher(stage: Stage, { centre }: Cast, reason: string): Promise<void> {
  const lesson = await nextLesson(stage, sql`l.group_id = ${centre.groups[1]?.id ?? null}`);
  if (lesson === null) return;
  const instead = { teacherId: centre.substituteId, reason };
  await stage.by('administrator', (tx) => stage.get(SubstitutionsService).substitute(tx, lesson.id, instead));
}

export const fallIll = (stage: Stage, cast: Cast): Promise<void> =>
  replaceTeacher(stage, cast, 'Вера Орлова заболела');

/** No water on the Hill: the centre cancels a lesson, and nobody owes it anything. */
export async function cutWater(stage: Stage, { centre }: Cast): Promise<void> {
  const lesson = await nextLesson(stage, sql`l.group_id = ${centre.groups[6]?.id ?? null}`);
  if (lesson === null) return;
  const why = { by: 'centre', reason: 'Отключили воду во всём доме' } as const;
  await stage.by('director', (tx) => stage.get(LessonsService).cancel(tx, lesson.id, why));
}

/** A lesson for one child alone, which the family calls off the day after. */
export async function planInVain(stage: Stage, cast: Cast, day: LocalDate): Promise<void> {
  await planAlone(stage, cast, { clientId: childOf(cast, 60).id, from: addDays(day, 3) });
}

export async function callOff(stage: Stage, cast: Cast): Promise<void> {
  const own = sql`exists (select from lesson_clients c where c.lesson_id = l.id and c.client_id = ${childOf(cast, 60).id})`;
  const lesson = await nextLesson(stage, own);
  if (lesson === null) return;
  const why = { by: 'client', reason: 'Уезжают к бабушке' } as const;
  await stage.by('administrator', (tx) => stage.get(LessonsService).cancel(tx, lesson.id, why));
}

/** A lesson in the smaller room of the quay for one child, on the first open day from one on. */
export async function planAlone(
  stage: Stage,
  { centre }: Cast,
  { clientId, from }: { clientId: string; from: LocalDate },
): Promise<void> {
  const [quay] = centre.branches;
  const onDate = await stage.openDay(quay.id, from);
  const { activityId } = centre.offers.list[0] ?? { activityId: '' };
  await stage.by('administrator', (tx) =>
    stage.get(LessonsService).plan(tx, {
      ...{ clientIds: [clientId], activityId, roomId: quay.rooms[0], teacherId: quay.teacherId },
      ...{ startsAt: instantOf(onDate, '11:00', quay.timeZone), minutes: 45, topic: 'Portfolio' },
    }),
  );
}

/** Of a lesson of today a family says too late that the child is not coming: the visit is charged. */
export async function tellLate(stage: Stage, { centre }: Cast): Promise<void> {
  const [quay] = centre.branches;
  const today = stage.clock.today(quay.timeZone);
  const lesson = await nextLesson(stage, sql`l.branch_id = ${quay.id} and l.on_date = ${today}::date`);
  if (lesson === null) return;
  await stage.by('administrator', async (tx) => {
    const child = await tx.find<{ clientId: string }>(sql`
      select client_id as "clientId" from lesson_people where lesson_id = ${lesson.id} order by client_id limit 1`);
    if (child === null) return;
    const absence = { clientId: child.clientId, reason: 'Застряли в пробке, сегодня не приедут' };
    await stage.get(AbsencesService).announce(tx, lesson.id, absence);
  });
}

/** Somebody with a right to make a lesson up comes to the other group of the same activity. */
export async function makeUp(stage: Stage): Promise<void> {
  const found = await stage.db.find<{ clientId: string; missedLessonId: string; lessonId: string }>(sql`
    select t.client_id as "clientId", t.lesson_id as "missedLessonId", l.id as "lessonId"
    from attendances t join lessons missed on missed.id = t.lesson_id
    join lessons l on l.activity_id = missed.activity_id and l.branch_id = missed.branch_id and l.status = 'planned'
    where t.reversed_at is null and t.gives_make_up and l.starts_at > ${stage.clock.now()} and l.group_id <> missed.group_id
      and missed.on_date > l.on_date - 20 and lesson_places_free(l.id, ${stage.clock.now()}) > 0
      and not exists (select from lesson_people p where p.lesson_id = l.id and p.client_id = t.client_id)
      and not exists (select from attendances u where u.client_id = t.client_id and u.missed_lesson_id = t.lesson_id)
      and not exists (select from lesson_guests u where u.client_id = t.client_id and u.missed_lesson_id = t.lesson_id and u.cancelled_at is null)
    order by l.starts_at, t.client_id, missed.starts_at limit 1`);
  if (found === null) return;
  const { lessonId, ...right } = found;
  const guest = { ...right, kind: 'make_up' } as const;
  await stage.by('director', (tx) => stage.get(GuestsService).book(tx, lessonId, guest));
}

/** A child goes to a sanatorium: two visits that would be lost go to a friend of the group. */
export async function giveVisits(stage: Stage, { centre }: Cast, day: LocalDate): Promise<void> {
  await stage.by('director', async (tx) => {
    const found = await tx.find<{ id: string; clientId: string }>(sql`
      select s.id, f.client_id as "clientId" from subscriptions s join group_members m on m.client_id = s.client_id
      join group_members f on f.group_id = m.group_id and f.client_id <> m.client_id and f.left_on is null
      where m.group_id = ${centre.groups[4]?.id ?? null} and m.left_on is null and s.cancelled_on is null and s.visits_left > 2
        and s.starts_on <= ${day} and s.ends_on > ${addDays(day, 7)} order by s.number, f.client_id limit 1`);
    if (found === null) return;
    const given = { clientId: found.clientId, visits: 2, reason: 'Уезжают в санаторий' };
    await stage.get(TransfersService).transfer(tx, found.id, given);
  });
}

/** One who thinks of joining the first group of drawing looks at a lesson of it, for nothing and over its last place. */
export async function lookIn(stage: Stage, { centre, leads }: Cast): Promise<void> {
  const lesson = await nextLesson(stage, sql`l.group_id = ${centre.groups[0]?.id ?? null}`);
  if (lesson === null) return;
  const override = { reason: 'Посидит на диване у окна' };
  const guest = { clientId: leads[0]?.id ?? '', kind: 'free', note: 'первый раз у нас', override } as const;
  await stage.by('director', (tx) => stage.get(GuestsService).book(tx, lesson.id, guest));
}

/** Journals that a teacher leaves open: one is filled a week later, one is still waiting for it. */
export const forgetJournal = (stage: Stage, cast: Cast): Promise<void> => forget(stage, cast, 9);
export const forgetAnother = (stage: Stage, cast: Cast): Promise<void> => forget(stage, cast, 3);

export function fillJournal(_: Stage, { forgotten }: Cast): Promise<void> {
  forgotten.clear();
  return Promise.resolve();
}

async function forget(stage: Stage, { centre, forgotten }: Cast, group: number): Promise<void> {
  const lesson = await nextLesson(stage, sql`l.group_id = ${centre.groups[group]?.id ?? null}`);
  if (lesson !== null) forgotten.add(lesson.id);
}

export function nextLesson(stage: Stage, which: Sql): Promise<{ id: string; onDate: LocalDate } | null> {
  return stage.db.find(sql`
    select l.id, l.on_date as "onDate" from lessons l
    where l.status = 'planned' and l.starts_at > ${stage.clock.now()} and ${which} order by l.starts_at, l.id limit 1`);
}
