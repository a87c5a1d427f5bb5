import { scopeOf } from '../../../kernel/actor.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import type { Question } from '../report.js';
import { Reports } from '../reports.permissions.js';
import { CHANGED_BRANCHES, RETURN_DAYS, standingOf } from '../rollups/memberships.sql.js';
import { added, daysOf, daysWhere, figures, taken, workOf } from '../rollups/teaching.sql.js';
import { FULL_NAME } from './marks.sql.js';

export type TeachersQuestion = Question & { parameters: { returnDays: number; weeklyHours: number } };

/** Where figures are read: both say the same, at any moment. */
export type Source = 'rollups' | 'ledgers';

export function teachersRows(question: TeachersQuestion, source: Source = 'rollups'): Sql {
  const { from, to, parameters } = question;
  return sql`
    with ${source === 'rollups' ? rolledWork(question) : ledgerWork(question)}, ${peopleOf(question, source)},
    ${TAUGHT}, ${sideCosts(question)},
    people as (
      select id, sum(active) as active, sum(new) as new, sum(refusals) as refusals, sum(at_start) as at_start, sum(at_start - lost) as kept
      from (
        select teacher_id as id, count(distinct client_id) filter (where is_active) as active,
               count(distinct client_id) filter (where is_new) as new, count(distinct client_id) filter (where is_refusal) as refusals,
               count(distinct client_id) filter (where was_there) as at_start, count(distinct client_id) filter (where was_there and is_refusal) as lost
        from memberships group by 1
        union all
        select employee_id, active, new, refusals, at_start, lost from rolled_people where employee_id is not null) p
      group by 1
    ), reasons as (
      select id, string_agg(reason || ': ' || times, '; ' order by times desc, reason) as reasons
      from (
        select id, reason, sum(times)::bigint as times from (
          select teacher_id as id, coalesce(leave_reason, '—') as reason, count(distinct client_id) as times
          from memberships where is_refusal group by 1, 2
          union all
          select employee_id, reason, times from rolled_reasons) k
        group by 1, 2) r
      group by 1
    )
    select ${FULL_NAME('e')} as teacher, e.id as "employeeId", coalesce(p.active, 0)::bigint as active, coalesce(p.new, 0)::bigint as new,
           coalesce(p.refusals, 0)::bigint as refusals, coalesce(p.at_start, 0)::bigint as "atStart", coalesce(p.kept, 0)::bigint as kept,
           r.reasons as "refusalReasons", coalesce(w.lessons, 0) as lessons,
           coalesce(w.minutes, 0) as hours, n.norm, coalesce(w.came, 0) as came, coalesce(w.expected, 0) as expected,
           coalesce(w.revenue, 0) as revenue, c.cost, coalesce(w.pay, 0) as pay, coalesce(w.contributions, 0) as contributions,
           coalesce(k.materials, 0) as materials, coalesce(w.revenue, 0) - c.cost as profit
    from employees e
    left join taught w on w.employee_id = e.id
    left join side_costs k on k.employee_id = e.id
    cross join lateral (select coalesce(w.pay + w.contributions, 0) + coalesce(k.amount, 0) as cost) c
    left join people p on p.id = e.id
    left join reasons r on r.id = e.id
    cross join lateral (
      select (${parameters.weeklyHours}::bigint * 60 * greatest(0,
        least(${to}::date, coalesce(e.left_on, 'infinity')) - greatest(${from}::date, e.hired_on)) / 7)::bigint as norm) n
    where w.lessons > 0 or p.active > 0 or p.refusals > 0 or ((w.entries > 0 or k.employee_id is not null) and ${TEACHES})
    order by teacher, e.id`;
}

/** Pay of who has never taught, such as a percentage of sales at the desk, is no cost of teaching. */
const TEACHES = sql`(exists (select from lesson_teachers x where x.teacher_id = e.id)
  or exists (select from groups g where e.id in (g.teacher_id, g.second_teacher_id)))`;

/** People counted once, whoever teaches them. */
export const teachersTotals = (question: TeachersQuestion, source: Source = 'rollups'): Sql => sql`
    with ${peopleOf(question, source)}, whole as (
      select coalesce(sum(active), 0)::bigint as active, coalesce(sum(newcomers), 0)::bigint as newcomers, coalesce(sum(refusals), 0)::bigint as refusals,
             coalesce(sum(at_start), 0)::bigint as at_start, coalesce(sum(lost), 0)::bigint as lost
      from rolled_people where employee_id is null
    ), read as (
      select count(distinct client_id) filter (where is_active) as active, count(distinct client_id) filter (where is_newcomer) as newcomers,
             count(distinct client_id) filter (where is_refusal) as refusals, count(distinct client_id) filter (where was_there) as at_start,
             count(distinct client_id) filter (where was_there and is_refusal) as lost
      from memberships)
    select w.active + r.active as active, w.newcomers + r.newcomers as new, w.refusals + r.refusals as refusals,
           w.at_start + r.at_start as "atStart", w.at_start + r.at_start - w.lost - r.lost as kept
    from whole w cross join read r`;

const whoseOf =
  ({ actor, within }: Question) =>
  (branch: Sql, employee: Sql): Sql =>
    within({ branch, own: sql`${employee} = ${actor.employeeId}` });

/** Pay and what is paid to the funds on top of each entry of it, by the percentage as it is now. */
const TAUGHT = sql`taught as (
      select d.employee_id, ${added}, sum(d.amount * d.entries)::bigint as pay,
             sum(d.entries * contributions_on(d.amount, e.engagement, s.pay_contributions_percent))::bigint as contributions
      from done d join employees e on e.id = d.employee_id left join settings s on true
      group by 1
    )`;

/** Materials, and whatever else stands beside pay, follow norms and stock, which may change any day's figures: read as they are. */
const sideCosts = (question: TeachersQuestion): Sql => sql`side_costs as (
      select k.employee_id, sum(k.amount)::bigint as amount,
             coalesce(sum(k.amount) filter (where k.kind = 'materials'), 0)::bigint as materials
      from teaching_side_costs k
      where k.kind <> 'contributions' and k.on_date >= ${question.from} and k.on_date < ${question.to} and k.recorded_at <= ${question.asOf}
        and ${whoseOf(question)(sql`k.branch_id`, sql`k.employee_id`)}
      group by 1
    )`;

const ledgerWork = (question: TeachersQuestion): Sql => {
  const days = daysWhere((day) => sql`${day} >= ${question.from} and ${day} < ${question.to}`);
  return sql`${workOf({ asOf: question.asOf, days, whose: whoseOf(question), by: 'employee' })}, done as (select * from work)`;
};

/**
 * Whole months, the days beside them, and of the days no rollup answers for: what it says taken off, what the ledgers say
 * put in its place.
 */
function rolledWork(question: TeachersQuestion): Sql {
  const { asOf, from, to, within } = question;
  const { first, end } = wholeMonths(question);
  const whose = whoseOf(question);
  const inPeriod = (day: Sql): Sql => sql`${day} >= ${from} and ${day} < ${to}`;
  return sql`unsettled as materialized (
      select branch_id, on_date from teaching_changes c
      where ${inPeriod(sql`on_date`)} and ${within({ branch: sql`c.branch_id`, own: sql`true` })}
      union
      select branch_id, on_date from teaching_folds f
      where recorded_until > ${asOf} and ${inPeriod(sql`on_date`)} and ${within({ branch: sql`f.branch_id`, own: sql`true` })}
    ), ${workOf({ asOf, days: daysOf('unsettled'), whose, by: 'employee' })},
    done as (
      select employee_id, amount, ${added} from (
        select employee_id, amount, ${figures} from teaching_months m
        where month >= ${first} and month < ${end} and ${whose(sql`m.branch_id`, sql`m.employee_id`)}
        union all
        select employee_id, amount, ${figures} from teaching_days d
        where ${inPeriod(sql`on_date`)} and (on_date < ${first} or on_date >= ${end}) and ${whose(sql`d.branch_id`, sql`d.employee_id`)}
        union all
        select employee_id, amount, ${taken} from teaching_days d join unsettled using (branch_id, on_date)
        where ${whose(sql`branch_id`, sql`d.employee_id`)}
        union all
        select employee_id, amount, ${figures} from work) parts
      group by 1, 2
    )`;
}

/** The months that lie whole in the period: from the first day of one up to that of another; none when those are the same. */
function wholeMonths({ from, to }: Pick<Question, 'from' | 'to'>): { first: string; end: string } {
  const end = `${to.slice(0, 7)}-01`;
  if (from.endsWith('-01')) return { first: from, end: end < from ? from : end };
  const [year = 0, month = 1] = from.split('-').map(Number);
  const [its, next] = month === 12 ? [year + 1, 1] : [year, month + 1];
  const first = `${String(its).padStart(4, '0')}-${String(next).padStart(2, '0')}-01`;
  return first < end ? { first, end } : { first: to, end: to };
}

/**
 * Members of the period: those that are read one by one (`memberships`), and how many the rollups count beside them. No
 * client is in both. Rollups count whole months for whoever reaches whole branches; everything else is read.
 */
function peopleOf(question: TeachersQuestion, source: Source): Sql {
  const { actor, from, to, parameters } = question;
  const isWhole = from.endsWith('-01') && to.endsWith('-01') && parameters.returnDays === RETURN_DAYS;
  if (source === 'ledgers' || !isWhole || scopeOf(actor, Reports.staff) === 'own')
    return sql`${membershipsOf(question)},
    rolled_people as (select null::uuid as employee_id, 0 as active, 0 as new, 0 as newcomers, 0 as refusals, 0 as at_start, 0 as lost where false),
    rolled_reasons as (select null::uuid as employee_id, null as reason, 0 as times where false)`;
  return rolledPeople(question);
}

function rolledPeople(question: TeachersQuestion): Sql {
  const { asOf, from, to, within } = question;
  const isFirst = sql`(previous is null or previous < ${from})`;
  const many = (kind: Sql): Sql =>
    sql`coalesce(sum(people) filter (where kind = ${kind} and month >= ${from} and ${isFirst}), 0)::bigint`;
  const rolled = sql`membership_months r
      where month < ${to} and ${within({ branch: sql`r.branch_id`, own: sql`false` })} and r.branch_id not in (select id from unsettled_branches)`;
  return sql`${CHANGED_BRANCHES}, unsettled_branches as materialized (
      select b.id from branches b left join membership_folds f on f.branch_id = b.id
      where ${within({ branch: sql`b.id`, own: sql`false` })} and (
        f.branch_id is null or f.recorded_until > ${asOf} or b.id in (select branch_id from changed_branches)
        or (${asOf}::timestamptz at time zone b.time_zone)::date not between f.last_left_on and f.next_left_on - 1)
    ), read_members as materialized (
      select m.id from groups g join group_members m on m.group_id = g.id where g.branch_id in (select id from unsettled_branches)
      union
      select m.id from roaming_clients r join group_members m on m.client_id = r.client_id
    ), ${membershipsOf(question, sql`m.id in (select id from read_members)`)},
    rolled_people as (
      select employee_id,
             (coalesce(sum(people) filter (where kind = 'start' and ${isFirst}), 0)
              - coalesce(sum(people) filter (where kind = 'end' and month < ${from}), 0))::bigint as active,
             ${many(sql`'new'`)} as new, ${many(sql`'newcomer'`)} as newcomers, ${many(sql`'refusal'`)} as refusals,
             (coalesce(sum(people) filter (where kind = 'start' and month < ${from}), 0)
              - coalesce(sum(people) filter (where kind = 'end' and month < ${from}), 0))::bigint as at_start,
             ${many(sql`'lost'`)} as lost
      from ${rolled} group by 1
    ), rolled_reasons as (
      select employee_id, reason, sum(people)::bigint as times from ${rolled} and kind = 'reason' and month >= ${from} and ${isFirst}
      group by 1, 2
    )`;
}

/** Memberships that touch the period, by the lead teacher of the group: who was there, who is new, who refused. */
function membershipsOf(question: TeachersQuestion, which: Sql = sql`true`): Sql {
  const { asOf, from, to, parameters } = question;
  const { wasTheirs, wasSomebodys, isBack } = standingOf({ asOf, returnDays: parameters.returnDays });
  return sql`memberships as (
      select g.teacher_id, m.client_id, m.leave_reason, true as is_active, m.joined_on < ${from} as was_there,
             m.joined_on >= ${from} and not ${wasTheirs} as is_new, m.joined_on >= ${from} and not ${wasSomebodys} as is_newcomer,
             coalesce(m.left_on <= ${to} and m.left_on <= (${asOf}::timestamptz at time zone b.time_zone)::date, false)
               and not ${isBack} as is_refusal
      from group_members m join groups g on g.id = m.group_id join branches b on b.id = g.branch_id
      where ${which} and m.created_at <= ${asOf} and m.joined_on < ${to}
        and (m.left_on is null or (m.left_on > ${from} and m.left_on > m.joined_on)) and ${whoseOf(question)(sql`g.branch_id`, sql`g.teacher_id`)}
    )`;
}
