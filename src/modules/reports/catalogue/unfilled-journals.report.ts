import { sql } from '../../../platform/database/sql.js';
import { defineReport } from '../report.js';
import { Reports } from '../reports.permissions.js';
import { column } from './column.js';
import { FULL_NAME, stood, taughtBy } from './marks.sql.js';
import { wasOn } from './moments.sql.js';

export const unfilledJournals = defineReport({
  code: 'unfilled-journals',
  title: { ru: 'Незаполненные журналы', en: 'Unfilled journals' },
  description: {
    ru: 'Занятия, которые закончились, а журнал не заполнен: пока его нет, посещения не списаны, выручка не признана и работа не начислена. Ждали: участники групп занятия на его день, как это известно теперь, и те, для кого оно назначено, без гостей.',
    en: 'Lessons that are over and have no journal: until it is filled no visit is taken, no revenue recognised and no pay accrued. Expected: members of its groups on its day, as is known now, and those it is for, guests left out.',
  },
  permission: Reports.read,
  period: 'this_month',
  hasAsOf: true,
  parameters: {
    teacherId: {
      ...{ kind: 'id', title: { ru: 'Преподаватель', en: 'Teacher' } },
      description: 'Lessons of this teacher alone.',
    },
  },
  columns: [
    column('teacher', 'text', ['Преподаватель', 'Teacher']),
    column('startsAt', 'instant', ['Начало', 'Starts']),
    column('lessonId', 'text', ['Ид. занятия', 'Lesson id'], { only: 'json' }),
    column('group', 'text', ['Группа', 'Group'], {
      description: 'All of a joint lesson; none when it is for named clients.',
    }),
    column('activity', 'text', ['Занятие', 'Activity']),
    column('room', 'text', ['Кабинет', 'Room'], { only: 'data' }),
    column('expected', 'integer', ['Ждали', 'Expected'], { total: 'sum' }),
    column('days', 'integer', ['Дней', 'Days'], { description: 'Whole days since it ended.' }),
    column('lessons', 'integer', ['Журналов', 'Journals'], { total: 'sum', figure: 'bad', only: 'data' }),
  ],
  rows: ({ actor, asOf, from, to, parameters, within }) => sql`
    select utc(l.starts_at) as "startsAt", l.id as "lessonId", ${FULL_NAME('e')} as teacher,
           (select string_agg(g.name, ', ' order by x.place)
            from unnest(l.group_ids) with ordinality x(id, place) join groups g on g.id = x.id) as group,
           v.name as activity, r.name as room, (select count(*) from lesson_people p where p.lesson_id = l.id) as expected,
           floor(extract(epoch from ${asOf}::timestamptz - l.ends_at) / 86400)::integer as days, 1 as lessons
    from lessons l
    join employees e on e.id = l.teacher_id join activities v on v.id = l.activity_id join rooms r on r.id = l.room_id
    where l.on_date >= ${from} and l.on_date < ${to} and l.ends_at < ${asOf} and ${wasOn(asOf)}
      and (${parameters.teacherId}::uuid is null or ${parameters.teacherId} in (l.teacher_id, l.second_teacher_id))
      and ${within({ branch: sql`l.branch_id`, own: taughtBy(actor, 'l') })}
      and not exists (select from completions c where c.lesson_id = l.id and ${stood(sql`c.created_at`, sql`c.undone_at`, asOf)})
    order by l.starts_at, l.id`,
});
