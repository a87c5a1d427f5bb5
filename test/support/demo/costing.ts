import type { Json } from '../centre.js';
import { sum } from '../reports.js';
import { grouped, ranked, rounded, share, total } from './arithmetic.js';
import type { Count } from './count.js';
import { normOf, overheadOf, planOf, roomCostOf } from './norms.js';
import type { Period, Raw } from './raw.js';
import { cameOf, heldIn } from './teaching.js';
import { materialsOf, payOf, worths } from './worth.js';

const PARTS = ['pay', 'contributions', 'materials', 'room', 'overhead'];
const upper = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** What each lesson held brought and cost, with what its norm had planned. */
export async function costed(raw: Raw, period: Period): Promise<Json[]> {
  const [worth, pay, materials] = [await worths(raw), await payOf(raw), await materialsOf(raw)];
  const of = <T extends { lessonId: string | null }>(list: T[], id: string) =>
    list.filter(({ lessonId }) => lessonId === id);
  const lessons: Json[] = [];
  for (const held of await heldIn(raw, period)) {
    const { lesson } = held;
    const [brought, paid] = [of(worth, lesson.id), of(pay, lesson.id)];
    const norm = await normOf(raw, lesson);
    const parts = {
      ...{ pay: total(paid, 'pay'), contributions: total(paid, 'contributions') },
      materials: sum(of(materials, lesson.id).map(({ amount }) => amount)),
      room: roomCostOf(norm, lesson, lesson.minutes),
    };
    const overhead = overheadOf(norm, Object.values(parts));
    const cost = sum(Object.values(parts)) + overhead;
    const [revenue, vat] = [total(brought, 'revenue'), total(brought, 'vat')];
    lessons.push({
      ...{ lesson, attendees: cameOf([held]).length, revenue, vat, netRevenue: revenue - vat },
      ...{ ...parts, overhead, cost, profit: revenue - vat - cost, plan: await planOf(raw, lesson) },
    });
  }
  return lessons;
}

export const revenueByActivity: Count = {
  key: ['activityId'],
  filled: PARTS,
  count: async (raw, question) => {
    const lessons = await costed(raw, question);
    const shares = (own: Json[]) => ({
      share: share(total(own, 'revenue'), total(lessons, 'revenue')),
      margin: share(total(own, 'profit'), total(own, 'netRevenue')),
    });
    const members = ['attendees', 'revenue', 'vat', 'netRevenue', ...PARTS, 'cost', 'profit'];
    const rows = [...grouped(lessons, ({ lesson }) => lesson.activityId).values()].map((own) => ({
      ...{
        activity: own[0]?.lesson.activityName,
        activityId: own[0]?.lesson.activityId,
        lessons: own.length,
      },
      ...{ ...Object.fromEntries(members.map((member) => [member, total(own, member)])), ...shares(own) },
    }));
    return { rows: ranked(rows, 'profit'), totals: shares(lessons) };
  },
};

export const costOfTraining: Count = {
  key: ['keyId'],
  asked: ['group', 'lesson'].map((by) => ({ by })),
  filled: ['plan', 'fact']
    .flatMap((side) => PARTS.map((part) => side + upper(part)))
    .concat('deviation', 'withoutNorm'),
  count: async (raw, question) => {
    const by: Record<string, (lesson: Json) => [name: string, key: string | null]> = {
      activity: ({ activityName, activityId }) => [activityName, activityId],
      group: ({ groupName, groupId }) => [groupName ?? '—', groupId],
      lesson: ({ id, onDate, localStart }) => [`${onDate as string} ${localStart as string}`, id],
    };
    const nameOf = by[question['by'] ?? 'activity'] as (lesson: Json) => [string, string | null];
    const lessons = await costed(raw, question);
    const averages = (own: Json[]) => ({
      perLesson: own.length === 0 ? null : rounded(total(own, 'cost') / own.length),
      perAttendee:
        total(own, 'attendees') === 0 ? null : rounded(total(own, 'cost') / total(own, 'attendees')),
    });
    const rows = [...grouped(lessons, ({ lesson }) => String(nameOf(lesson)[1])).values()].map((own) => {
      const [name, keyId] = nameOf(own[0]?.lesson);
      const fact = ['attendees', 'revenue', ...PARTS, 'cost', 'profit'];
      const planned = own.filter(({ plan }) => plan !== null);
      const plans = planned.map(({ plan }) => plan);
      const deviation = total(planned, 'cost') - total(plans, 'cost');
      return {
        ...{ of: name, keyId, activity: own.map(({ lesson }) => lesson.activityName as string).sort()[0] },
        ...{ lessons: own.length, withoutNorm: own.length - planned.length, deviation },
        deviationShare: share(deviation, total(plans, 'cost')),
        ...Object.fromEntries(fact.map((member) => [`plan${upper(member)}`, total(plans, member)])),
        ...Object.fromEntries(fact.map((member) => [`fact${upper(member)}`, total(own, member)])),
        ...averages(own),
      };
    });
    const whole = share(total(rows, 'deviation'), total(rows, 'planCost'));
    return { rows, totals: { ...averages(lessons), deviationShare: whole } };
  },
};
