import { COSTS, MONEY, PAY, STOCK_COSTS, type FieldGroup } from '../../../kernel/field-groups.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { defineReport, type Column, type Question } from '../report.js';
import { Reports } from '../reports.permissions.js';
import { column, money } from './column.js';
import { taughtBy } from './marks.sql.js';

const COST = [COSTS, PAY, STOCK_COSTS];

/** What a row is named by and counted with. A joint lesson counts with its leading group. */
const BY: Readonly<Record<string, { name: Sql; key: Sql }>> = {
  activity: { name: sql`v.name`, key: sql`v.id` },
  group: { name: sql`coalesce(g.name, '—')`, key: sql`g.id` },
  lesson: {
    name: sql`to_char(l.starts_at at time zone b.time_zone, 'YYYY-MM-DD HH24:MI')`,
    key: sql`l.id`,
  },
};

const PARTS: readonly (readonly [string, readonly FieldGroup[], string, string])[] = [
  ['pay', [PAY], 'оплата труда', 'pay'],
  ['contributions', [PAY], 'взносы', 'contributions'],
  ['materials', [STOCK_COSTS], 'материалы', 'materials'],
  ['room', [COSTS], 'кабинет', 'room'],
  ['overhead', COST, 'накладные', 'overhead'],
];
const upper = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const parts = (side: 'plan' | 'fact', ru: string, en: string): Column[] =>
  PARTS.map(([code, groups, ruPart, enPart]) =>
    money(side + upper(code), groups, [`${ru}: ${ruPart}`, `${en}: ${enPart}`], { only: 'data' }),
  );

export const costOfTraining = defineReport({
  code: 'cost-of-training',
  title: { ru: 'Себестоимость обучения: план и факт', en: 'Cost of training: plan and fact' },
  description: {
    ru: 'Во что обошлись проведённые занятия и во что должны были обойтись по нормам, действовавшим в их день. Факт: оплата труда, взносы, материалы, кабинет и накладные. Занятия без нормы есть в факте, но не в плане: сколько их, сказано отдельно, а отклонение считается только по занятиям с нормой. Всё по тому, что известно теперь.',
    en: 'What the lessons held cost, and what they should have cost by the norms in force on their day. Fact: pay, contributions, materials, room and overhead. Lessons without a norm are in the fact and not in the plan: how many is told, and the deviation is of lessons with a norm alone. All by what is known now.',
  },
  permission: Reports.finance,
  period: 'this_month',
  hasAsOf: false,
  parameters: {
    by: {
      ...{ kind: 'choice', values: ['activity', 'group', 'lesson'], default: 'activity' },
      title: { ru: 'По', en: 'By' },
      description:
        'What the rows are: activities, groups (a joint lesson with its leading group) or lessons.',
    },
    activityId: {
      ...{ kind: 'id', title: { ru: 'Занятие', en: 'Activity' } },
      description: 'Lessons of this activity alone.',
    },
    groupId: {
      ...{ kind: 'id', title: { ru: 'Группа', en: 'Group' } },
      description: 'Lessons led by this group alone.',
    },
  },
  columns: [
    column('of', 'text', ['Разрез', 'Of']),
    column('keyId', 'text', ['Ид.', 'Id'], {
      ...{ only: 'json', description: 'Of the activity, the group or the lesson.' },
    }),
    column('activity', 'text', ['Занятие', 'Activity'], {
      description: 'Of a group or a lesson; its rows by activity name it themselves.',
      only: 'data',
    }),
    column('lessons', 'integer', ['Проведено', 'Lessons held'], { total: 'sum', figure: 'neither' }),
    column('withoutNorm', 'integer', ['Без нормы', 'Without norm'], { total: 'sum' }),
    column('planAttendees', 'integer', ['План, человек', 'Planned heads'], { total: 'sum' }),
    column('factAttendees', 'integer', ['Факт, человек', 'Heads'], { total: 'sum' }),
    money('planRevenue', [COSTS, MONEY], ['План: выручка', 'Planned revenue'], {
      ...{ only: 'data', description: 'With VAT.' },
    }),
    money('factRevenue', [MONEY], ['Факт: выручка', 'Revenue'], { only: 'data', description: 'With VAT.' }),
    ...parts('plan', 'План', 'Planned'),
    ...parts('fact', 'Факт', 'Fact'),
    money('planCost', COST, ['План, затраты', 'Planned cost'], { figure: 'neither' }),
    money('factCost', COST, ['Факт, затраты', 'Cost'], { figure: 'bad' }),
    money('deviation', COST, ['Отклонение', 'Deviation'], {
      ...{
        figure: 'bad',
        description: 'Cost of the lessons with a norm less what it expects; above zero: dearer.',
      },
    }),
    column('deviationShare', 'percent', ['Отклонение, %', 'Deviation, %'], {
      share: { of: 'deviation', in: 'planCost' },
    }),
    column('perLesson', 'money', ['За занятие', 'Per lesson'], {
      groups: COST,
      description: 'Cost of one held.',
    }),
    column('perAttendee', 'money', ['За человека', 'Per head'], {
      ...{ groups: COST, description: 'Cost of one who came to one lesson.' },
    }),
    money('planProfit', [MONEY, ...COST], ['План, прибыль', 'Planned profit']),
    money('factProfit', [MONEY, ...COST], ['Факт, прибыль', 'Profit'], { figure: 'good' }),
  ],
  chart: {
    ...{ kind: 'bar', title: { ru: 'Затраты: план и факт', en: 'Cost: plan and fact' } },
    ...{ by: 'of', of: ['planCost', 'factCost'], addsUp: true, horizontal: true, most: 15 },
  },
  rows: (question) => {
    const { name, key } = BY[question.parameters.by] ?? { name: sql`v.name`, key: sql`v.id` };
    return sql`
    with ${lessonsOf(question)}, summed as (
      select ${name} as of, ${key} as key, min(v.name) as activity, ${FIGURES}
      from costed x join lessons l on l.id = x.lesson_id join branches b on b.id = x.branch_id
      join activities v on v.id = x.activity_id left join groups g on g.id = x.group_id
      group by 1, 2
    )
    select s.of, s.key as "keyId", s.activity, s.lessons, s.without_norm as "withoutNorm", s.plan_attendees as "planAttendees",
           s.attendees as "factAttendees", s.plan_revenue as "planRevenue", s.revenue as "factRevenue", s.plan_pay as "planPay",
           s.plan_contributions as "planContributions", s.plan_materials as "planMaterials", s.plan_room as "planRoom",
           s.plan_overhead as "planOverhead", s.pay as "factPay", s.contributions as "factContributions", s.materials as "factMaterials",
           s.room as "factRoom", s.overhead as "factOverhead", s.plan_cost as "planCost", s.cost as "factCost", s.deviation,
           s.per_lesson as "perLesson", s.per_attendee as "perAttendee", s.plan_profit as "planProfit", s.profit as "factProfit"
    from summed s order by s.of, s.key`;
  },
  totals: (question) => sql`
    with ${lessonsOf(question)}
    select ${average(sql`count(*)`)} as "perLesson", ${average(sql`sum(x.attendees)`)} as "perAttendee" from costed x`,
});

const average = (of: Sql): Sql => sql`round(sum(x.cost)::numeric / nullif(${of}, 0))::bigint`;
const SUMMED = ['attendees', 'revenue', ...PARTS.map(([code]) => code), 'cost', 'profit'].flatMap((what) => [
  what,
  `plan_${what}`,
]);
const FIGURES = sql.join(
  [
    sql`count(*) as lessons`,
    sql`count(*) filter (where x.plan_cost is null) as without_norm`,
    ...SUMMED.map((what) => sql`coalesce(sum(${sql.ident(`x.${what}`)}), 0)::bigint as ${sql.ident(what)}`),
    sql`coalesce(sum(x.cost - x.plan_cost), 0)::bigint as deviation`,
    sql`${average(sql`count(*)`)} as per_lesson`,
    sql`${average(sql`sum(x.attendees)`)} as per_attendee`,
  ],
  sql`, `,
);

/**
 * Each lesson held with its plan beside it. The offset keeps the plan a look-up by lesson: joined freely, and taken for few by
 * PostgreSQL that has no statistics yet, every lesson there is was planned anew for each one of the period.
 */
function lessonsOf({ actor, from, to, parameters, within }: Question & { parameters: Filters }): Sql {
  return sql`costed as (
      select c.*, p.attendees as plan_attendees, p.revenue as plan_revenue, p.pay as plan_pay, p.contributions as plan_contributions,
             p.materials as plan_materials, p.room as plan_room, p.overhead as plan_overhead, p.cost as plan_cost, p.profit as plan_profit
      from lesson_costs c cross join lateral (select * from lesson_plans p where p.lesson_id = c.lesson_id offset 0) p
      join lessons k on k.id = c.lesson_id
      where c.on_date >= ${from} and c.on_date < ${to}
        and (${parameters.activityId}::uuid is null or c.activity_id = ${parameters.activityId})
        and (${parameters.groupId}::uuid is null or c.group_id = ${parameters.groupId})
        and ${within({ branch: sql`c.branch_id`, own: taughtBy(actor, 'k') })}
    )`;
}

interface Filters {
  activityId: string | null;
  groupId: string | null;
}
