import { MONEY, PAY } from '../../../kernel/field-groups.js';
import { defineReport, type Column } from '../report.js';
import { Reports } from '../reports.permissions.js';
import { RETURN_DAYS } from '../rollups/memberships.sql.js';
import { column, money } from './column.js';
import { teachersRows, teachersTotals } from './teachers.sql.js';

const place = (by: string, ru: string, en: string, first: 'most' | 'least' = 'most'): Column =>
  column(`${by}Rank`, 'integer', [`Место: ${ru}`, `Rank: ${en}`], { rank: { by, first } });
const rank = (...of: Parameters<typeof place>): Column => ({ ...place(...of), only: 'data' });

export const teachers = defineReport({
  code: 'teachers',
  title: { ru: 'Преподаватели', en: 'Teachers' },
  description: {
    ru: 'Абоненты, отказы, часы, посещаемость, выручка, затраты и прибыль каждого преподавателя. Занятие, его посещения и выручка относятся к тому, кто его провёл: двое провели его оба, а выручка и материалы у ведущего; участник группы к её ведущему преподавателю. Отказ: участник вышел в этом периоде и не вернулся ни в одну группу за срок возврата; вернувшийся перестаёт быть отказом. Выручка: признанная стоимость посещений. Затраты: оплата, взносы и материалы занятий. Загрузка: проведённые часы к норме. Удержание: из бывших на начало периода те, кто за него не отказался. Места: среди показанных.',
    en: 'Subscribers, refusals, hours, attendance, revenue, cost and profit of each teacher. A lesson, its visits and their revenue belong to who held it: two have both held it, what it brings and uses is told of the lead; a member of a group to its lead teacher. A refusal: left in this period and came back to no group within the days of return; who comes back is none any more. Revenue: the recognised value of visits. Cost: pay, contributions and materials of lessons. Load: hours held of the norm. Retention: of the members at the start of the period, those who have not refused in it. Ranks: among those shown.',
  },
  permission: Reports.staff,
  period: 'this_month',
  hasAsOf: true,
  parameters: {
    returnDays: {
      ...{
        kind: 'integer',
        min: 0,
        max: 365,
        default: RETURN_DAYS,
        title: { ru: 'Срок возврата, дней', en: 'Days of return' },
      },
      description: 'Who left and came back within so many days has not refused.',
    },
    weeklyHours: {
      ...{
        kind: 'integer',
        min: 1,
        max: 100,
        default: 18,
        title: { ru: 'Норма часов в неделю', en: 'Hours a week' },
      },
      description: 'Clock hours a week that are a full load.',
    },
  },
  columns: [
    { code: 'teacher', title: { ru: 'Преподаватель', en: 'Teacher' }, kind: 'text' },
    { code: 'employeeId', title: { ru: 'Ид. сотрудника', en: 'Employee id' }, kind: 'text', only: 'json' },
    // What the report is asked for first stands on the page: most subscribers, fewest refusals, fullest schedule, most profit.
    place('active', 'абоненты', 'subscribers'),
    place('refusalRate', 'отказы', 'refusals', 'least'),
    place('load', 'загрузка', 'load'),
    place('profit', 'прибыль', 'profit'),
    {
      ...{ code: 'active', title: { ru: 'Абонентов', en: 'Subscribers' }, kind: 'integer', figure: 'good' },
      description: 'Members of their groups on any day of the period, each once.',
    },
    {
      ...{ code: 'new', title: { ru: 'Новых', en: 'New' }, kind: 'integer', figure: 'good' },
      description:
        'Who joined in the period and was not a member of theirs in the days of return before; in the total, of nobody.',
    },
    { code: 'refusals', title: { ru: 'Отказов', en: 'Refusals' }, kind: 'integer', figure: 'bad' },
    {
      ...{ code: 'refusalRate', title: { ru: 'Доля отказов', en: 'Refusal rate' }, kind: 'percent' },
      share: { of: 'refusals', in: 'active' },
    },
    {
      ...{
        code: 'refusalReasons',
        title: { ru: 'Причины отказов', en: 'Reasons' },
        kind: 'text',
      },
      description: 'Each reason and how often, the most frequent first.',
    },
    column('retention', 'percent', ['Удержание', 'Retention'], {
      ...{ share: { of: 'kept', in: 'atStart' }, figure: 'good' },
      description: 'Members on the first day who have not refused in the period, of all of them.',
    }),
    column('atStart', 'integer', ['Абонентов на начало', 'Subscribers at the start'], { only: 'data' }),
    column('kept', 'integer', ['Из них остались', 'Kept of them'], { only: 'data' }),
    {
      code: 'lessons',
      title: { ru: 'Занятий', en: 'Lessons' },
      kind: 'integer',
      total: 'sum',
      only: 'data',
      figure: 'good',
    },
    {
      code: 'hours',
      title: { ru: 'Часов', en: 'Hours' },
      kind: 'duration',
      total: 'sum',
      description: 'Minutes held.',
    },
    {
      ...{ code: 'load', title: { ru: 'Загрузка', en: 'Load' }, kind: 'percent' },
      share: { of: 'hours', in: 'norm' },
    },
    {
      ...{
        code: 'attendance',
        title: { ru: 'Посещаемость', en: 'Attendance' },
        kind: 'percent',
        figure: 'good',
      },
      share: { of: 'came', in: 'expected' },
    },
    {
      ...{ code: 'revenue', title: { ru: 'Выручка', en: 'Revenue' }, kind: 'money', groups: [MONEY] },
      ...{ total: 'sum', figure: 'good' },
    },
    {
      ...{ code: 'cost', title: { ru: 'Затраты', en: 'Cost' }, kind: 'money', groups: [PAY], total: 'sum' },
      ...{ figure: 'neither', description: 'Pay, contributions and materials.' },
    },
    money('pay', [PAY], ['Затраты: оплата', 'Cost: pay'], { only: 'data' }),
    money('contributions', [PAY], ['Затраты: взносы', 'Cost: contributions'], { only: 'data' }),
    money('materials', [PAY], ['Затраты: материалы', 'Cost: materials'], { only: 'data' }),
    {
      ...{ code: 'profit', title: { ru: 'Прибыль', en: 'Profit' }, kind: 'money', groups: [MONEY, PAY] },
      ...{ total: 'sum', figure: 'good' },
    },
    rank('new', 'новые', 'new'),
    rank('refusals', 'число отказов', 'number of refusals', 'least'),
    rank('retention', 'удержание', 'retention'),
    rank('revenue', 'выручка', 'revenue'),
    rank('hours', 'часы', 'hours'),
    rank('attendance', 'посещаемость', 'attendance'),
    rank('cost', 'затраты', 'cost', 'least'),
    { code: 'came', title: { ru: 'Пришли', en: 'Came' }, kind: 'integer', total: 'sum', only: 'data' },
    {
      code: 'expected',
      title: { ru: 'Ожидались', en: 'Expected' },
      kind: 'integer',
      total: 'sum',
      only: 'data',
    },
    { code: 'norm', title: { ru: 'Норма', en: 'Norm' }, kind: 'duration', total: 'sum', only: 'nowhere' },
  ],
  chart: {
    ...{ kind: 'bar', title: { ru: 'Выручка, затраты и прибыль', en: 'Revenue, cost and profit' } },
    ...{ by: 'teacher', of: ['revenue', 'cost', 'profit'], horizontal: true, most: 15 },
  },
  rows: (question) => teachersRows(question),
  totals: (question) => teachersTotals(question),
});
