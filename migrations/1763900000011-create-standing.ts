import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why a client is red or amber, as one definition that every screen, list and cell reads. A module that adds a reason
 * re-creates the function in a migration of its own. `at` decides what today is in each branch's zone.
 */
export class CreateStanding1763900000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- Money: charges past their day, or soon due.
create function billing_alerts(at timestamptz)
returns table (client_id uuid, level text, code text, subject_id uuid, amount bigint, since date) language sql stable as $$
  select c.client_id,
         case when is_overdue(c, d.today) then 'red' else 'amber' end,
         case when is_overdue(c, d.today) then 'payment_overdue' else 'payment_due' end,
         c.id, c.amount - c.paid, c.due_on
  from charges c
  join branches b on b.id = c.branch_id
  cross join lateral (select (at at time zone b.time_zone)::date as today) d
  cross join settings o
  where c.reversed_at is null and c.paid < c.amount and c.due_on <= d.today + o.payment_due_days
$$;

-- Visits: for each thing the client belongs to, the best that still covers it, or else what covered it last.
create function subscription_alerts(at timestamptz)
returns table (client_id uuid, level text, code text, subject_id uuid, amount bigint, since date) language sql stable as $$
  select m.client_id, a.level, a.code, s.id, null::bigint, s.since
  from group_members m
  join groups g on g.id = m.group_id
  join branches b on b.id = g.branch_id
  cross join settings o
  cross join lateral (select (at at time zone b.time_zone)::date as today) d
  cross join lateral (
    select c.id, c.usable, c.visits_left, c.ends_on,
           case when c.usable then d.today when c.ends_on < d.today then c.ends_on else d.today end as since,
           sum(c.visits_left) filter (where c.usable) over () as all_left,
           bool_or(c.usable and c.visits_left is null) over () as unlimited,
           max(c.ends_on) filter (where c.usable) over () as last_day,
           bool_or(c.usable and c.ends_on is null) over () as not_started
    from (
      select x.id, x.visits_left, x.ends_on, x.sold_on,
             x.cancelled_on is null and coalesce(x.ends_on >= d.today, x.activate_by is null or x.activate_by >= d.today)
               and (x.visits_left is null or x.visits_left > 0) as usable
      from subscriptions x
      where x.client_id = m.client_id and g.activity_id = any (x.activity_ids) and x.cancelled_on is null
    ) c
    order by c.usable desc, c.ends_on desc nulls first, c.sold_on desc, c.id desc
    limit 1
  ) s
  cross join lateral (
    select 'red' as level, case when s.visits_left <= 0 then 'subscription_depleted' else 'subscription_expired' end as code where not s.usable
    union all
    select 'amber', 'running_out' where s.usable and not s.unlimited and s.all_left <= o.running_out_visits
    union all
    select 'amber', 'expiring' where s.usable and not s.not_started and s.last_day <= d.today + o.expiring_days
  ) a
  where m.joined_on <= d.today and (m.left_on is null or m.left_on > d.today) and g.archived_at is null
$$;

create function client_alerts(at timestamptz)
returns table (client_id uuid, level text, code text, subject_id uuid, amount bigint, since date) language sql stable as $$
  select * from billing_alerts(at)
  union all
  select distinct * from subscription_alerts(at)
$$;

-- Who teaches whom: what the scope "own" of clients means.
create view client_teachers as
  select m.client_id, g.teacher_id as employee_id
  from group_members m join groups g on g.id = m.group_id
  where m.left_on is null or m.left_on > current_date
  union
  select m.client_id, l.teacher_id
  from group_members m join lessons l on l.group_id = m.group_id
  where l.starts_at > now() - interval '30 days' and l.starts_at < now() + interval '30 days';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop view client_teachers; drop function client_alerts; drop function subscription_alerts; drop function billing_alerts',
    );
  }
}
