import { sql } from '../../../platform/database/sql.js';
import { placeFree, Schedule, seriesClashed } from '../../schedule/index.js';
import type { NoticeKinds } from '../notice-kinds.js';

const daysOf = (days: unknown): string => (Array.isArray(days) ? days.join(', ') : '');

export function addScheduleNotices(kinds: NoticeKinds): void {
  kinds.add({
    code: 'series.clashed',
    event: seriesClashed,
    title: { ru: 'Занятия, которым не нашлось места', en: 'Lessons that found no place' },
    permission: Schedule.write,
    email: 'daily',
    names: { groupId: 'group' },
    params: async (tx, { data }) => {
      const series = await tx.find<{ groupId: string }>(
        sql`select group_id as "groupId" from series where id = ${data.seriesId}`,
      );
      return series === null ? null : { ...data, ...series };
    },
    text: {
      ru: ({ params, name }) => ({
        title: 'Занятия не поставлены',
        text: `${name('groupId')}: заняты кабинет, педагог или группа в дни ${daysOf(params['days'])}.`,
      }),
      en: ({ params, name }) => ({
        title: 'Lessons were left out',
        text: `${name('groupId')}: room, teacher or group are taken on ${daysOf(params['days'])}.`,
      }),
    },
  });
  kinds.add({
    code: 'waitlist.place-free',
    event: placeFree,
    title: { ru: 'Освободилось место', en: 'A place is free' },
    permission: 'groups:write',
    email: 'each',
    names: { groupId: 'group', clientId: 'client' },
    text: {
      ru: ({ params, name }) => ({
        title: `Место в группе ${name('groupId')}`,
        text: `Первым в очереди ${name('clientId')}; место держится до ${instant(params['offerEndsAt'])}.`,
      }),
      en: ({ params, name }) => ({
        title: `A place in ${name('groupId')}`,
        text: `First in the line is ${name('clientId')}; the place is kept until ${instant(params['offerEndsAt'])}.`,
      }),
    },
  });
}

const instant = (at: unknown): string => `${String(at).slice(0, 16).replace('T', ' ')} UTC`;
