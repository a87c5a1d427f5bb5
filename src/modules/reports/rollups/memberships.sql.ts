import type { Instant } from '../../../platform/clock/clock.js';
import { sql, type Sql } from '../../../platform/database/sql.js';

/** Rollups know who came back within so many days; whoever asks with others is answered from the memberships. */
export const RETURN_DAYS = 30;

/** What is to be known of a membership `m`, in a group `g`, by the other memberships of its client. */
export function standingOf({ asOf, returnDays }: { asOf: Instant; returnDays: number }) {
  const others = (condition: Sql): Sql => sql`exists (
      select from group_members n join groups o on o.id = n.group_id
      where n.client_id = m.client_id and n.id <> m.id and n.created_at <= ${asOf} and ${condition})`;
  const before = sql`n.joined_on < m.joined_on
        and (n.left_on is null or (n.left_on > n.joined_on and n.left_on > m.joined_on - ${returnDays}::integer))`;
  return {
    wasTheirs: others(sql`o.teacher_id = g.teacher_id and ${before}`),
    wasSomebodys: others(before),
    isBack: others(sql`n.joined_on <= m.left_on + ${returnDays}::integer
        and (n.left_on is null or (n.left_on > n.joined_on and n.left_on > m.left_on))`),
  };
}

/** Who belongs, or belonged, to another branch beside this one. */
const ROAMING = sql`
      select distinct m.client_id from members m where exists (
        select from group_members n join groups o on o.id = n.group_id where n.client_id = m.client_id and o.branch_id <> m.branch_id)`;

const MONTH = (day: Sql): Sql => sql`date_trunc('month', ${day})::date`;

/**
 * The members of the branches in `keys`, by month, from their memberships; `hasLeft` tells whether the day somebody leaves
 * on has come. Ends in `counted`, the rows of membership_months; beside it `members`, `roaming` and `simple`.
 */
export const membersByMonth = (hasLeft: Sql): Sql => sql`${judgedMembers(hasLeft)}, ${COUNTED_BY_MONTH}`;

/** Each membership with what is known of it, of the teacher (`facts` with an employee) and of the whole branch. */
function judgedMembers(hasLeft: Sql): Sql {
  const { wasTheirs, wasSomebodys, isBack } = standingOf({ asOf: 'infinity', returnDays: RETURN_DAYS });
  return sql`members as materialized (
      select m.id, m.client_id, m.joined_on, m.left_on, m.leave_reason, m.created_at, g.branch_id, g.teacher_id
      from keys k join groups g on g.branch_id = k.branch_id join group_members m on m.group_id = g.id
    ), roaming as materialized (${ROAMING}
    ), simple as materialized (
      select * from members m where not exists (select from roaming r where r.client_id = m.client_id)
    ), judged as materialized (
      select m.branch_id, m.teacher_id, m.client_id, m.leave_reason, m.joined_on, m.left_on,
             not ${wasTheirs} as is_new, not ${wasSomebodys} as is_newcomer,
             coalesce(${hasLeft}, false) and not ${isBack} as is_refusal
      from simple m join lateral (select m.teacher_id) g on true join keys k on k.branch_id = m.branch_id
      where m.left_on is null or m.left_on > m.joined_on
    ), facts as (
      select branch_id, teacher_id as employee_id, client_id, leave_reason, joined_on, left_on, is_new, false as is_newcomer, is_refusal from judged
      union all
      select branch_id, null, client_id, null, joined_on, left_on, false, is_newcomer, is_refusal from judged
    )`;
}

/** Months in which somebody began to be a member, ceased, refused and so on, each with the one before of the same client. */
const COUNTED_BY_MONTH = sql`spans as (
      select branch_id, employee_id, client_id, ${MONTH(sql`joined_on`)} as first, coalesce(${MONTH(sql`left_on - 1`)}, 'infinity') as last
      from facts
    ), begun as (
      select *, first > max(last) over (
        partition by branch_id, employee_id, client_id order by first, last rows between unbounded preceding and 1 preceding) as is_apart
      from spans
    ), islands as (
      select branch_id, employee_id, client_id, min(first) as first, max(last) as last
      from (select *, count(*) filter (where is_apart) over (partition by branch_id, employee_id, client_id order by first, last) as island from begun) b
      group by branch_id, employee_id, client_id, island
    ), events as (
      select 'new' as kind, branch_id, employee_id, null as reason, client_id, ${MONTH(sql`joined_on`)} as month from facts where is_new
      union
      select 'newcomer', branch_id, employee_id, null, client_id, ${MONTH(sql`joined_on`)} from facts where is_newcomer
      union
      select 'refusal', branch_id, employee_id, null, client_id, ${MONTH(sql`left_on - 1`)} from facts where is_refusal
      union
      select 'reason', branch_id, employee_id, coalesce(leave_reason, '—'), client_id, ${MONTH(sql`left_on - 1`)} from facts
      where is_refusal and employee_id is not null
    ), lost as (
      -- Of memberships of one client that were there on one day only those that end last are refused, all on one day: so a
      -- refusal belongs to one month, and counts from the earliest month somebody joined in.
      select branch_id, employee_id, client_id, ${MONTH(sql`left_on - 1`)} as month, min(${MONTH(sql`joined_on`)}) as joined
      from facts where is_refusal group by 1, 2, 3, 4
    ), chained as (
      select 'start' as kind, branch_id, employee_id, null as reason, first as month,
             lag(last) over (partition by branch_id, employee_id, client_id order by first) as previous
      from islands
      union all
      select 'end', branch_id, employee_id, null, last, null from islands where last < 'infinity'
      union all
      select 'lost', branch_id, employee_id, null, month, joined from lost where joined < month
      union all
      select kind, branch_id, employee_id, reason, month,
             lag(month) over (partition by kind, branch_id, employee_id, reason, client_id order by month)
      from events
    ), counted as materialized (
      select branch_id, employee_id, kind, reason, month, previous, count(*)::integer as people
      from chained group by 1, 2, 3, 4, 5, 6
    )`;

/**
 * Branches whose members changed since they were rolled up, and those that share a client with one of them whom no rollup
 * knows to roam yet: of two who take a client in at once in two branches, neither sees the other.
 */
export const CHANGED_BRANCHES = sql`changed_branches as materialized (
      select branch_id from membership_changes
      union
      select h.branch_id
      from (select distinct branch_id from membership_changes) c join groups g on g.branch_id = c.branch_id
      join group_members m on m.group_id = g.id
      join group_members n on n.client_id = m.client_id and n.group_id <> m.group_id
      join groups h on h.id = n.group_id and h.branch_id <> g.branch_id
      where m.client_id not in (select client_id from roaming_clients)
    )`;

/** Rolls up branches whose members changed, or somebody of which has left by now; gives how many. One statement, one snapshot. */
export const foldBranches = (now: Instant, batch: number): Sql => {
  const today = sql`(${now}::timestamptz at time zone b.time_zone)::date`;
  return sql`
    with keys as materialized (
      select b.id as branch_id, ${today} as today from branches b
      where b.id in (select branch_id from membership_changes)
         or exists (select from membership_folds f where f.branch_id = b.id and f.next_left_on <= ${today})
      limit ${sql.whole(batch)}
    ), seen as (
      delete from membership_changes c using keys k where c.branch_id = k.branch_id
    ), ${membersByMonth(sql`m.left_on <= k.today`)},
    gone as (
      delete from membership_months c using keys k where c.branch_id = k.branch_id
    ), written as (
      insert into membership_months (branch_id, employee_id, kind, reason, month, previous, people)
      select branch_id, employee_id, kind, reason, month, previous, people from counted
    ), settled as (
      delete from roaming_clients r using members m
      where r.client_id = m.client_id and not exists (select from roaming x where x.client_id = r.client_id)
    ), noticed as (
      -- Where they were taken for clients of that branch alone, it is to be made anew.
      insert into membership_changes (branch_id)
      select distinct g.branch_id from roaming x join group_members m on m.client_id = x.client_id join groups g on g.id = m.group_id
      where x.client_id not in (select client_id from roaming_clients) and g.branch_id not in (select branch_id from keys)
    ), roamed as (
      insert into roaming_clients (client_id) select client_id from roaming on conflict do nothing
    ), folded as (
      insert into membership_folds (branch_id, recorded_until, last_left_on, next_left_on)
      select k.branch_id, coalesce(max(m.created_at), '-infinity'),
             coalesce(max(m.left_on) filter (where m.left_on <= k.today), '-infinity'),
             coalesce(min(m.left_on) filter (where m.left_on > k.today), 'infinity')
      from keys k left join simple m on m.branch_id = k.branch_id
      group by k.branch_id
      on conflict (branch_id) do update set recorded_until = excluded.recorded_until,
        last_left_on = excluded.last_left_on, next_left_on = excluded.next_left_on
    )
    select count(*)::integer as branches from keys`;
};
