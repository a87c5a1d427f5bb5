import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Cost and profit of lessons, as views: `lesson_costs` has a row for each completed lesson, `lesson_plans` what its norm
 * expects. Everything that shows or sums costs reads these, so no two figures can be counted in two ways.
 */
export class CreateCosting1763900000153 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SEAMS);
    await runner.query(REVENUE);
    await runner.query(PLANS);
    await runner.query(COSTS);
    await runner.query(DEFERRED);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function subscription_worth_at; drop view lesson_costs; drop view lesson_plans; drop view visit_revenue;
      drop view accrual_costs; drop view lesson_materials;
      drop index lessons_completed_activity_idx, lessons_completed_branch_idx`);
  }
}

// Two views that others replace when there is more to say, with the columns they have.
const SEAMS = `
create index lessons_completed_activity_idx on lessons (activity_id, on_date) where status = 'completed';
create index lessons_completed_branch_idx on lessons (branch_id, on_date) where status = 'completed';

-- Each accrual with what the employer pays to the funds on top of it. The self-employed pay for themselves.
create view accrual_costs as
  select a.id as accrual_id, a.lesson_id, a.employee_id, a.branch_id, a.on_date, a.kind, a.amount as pay,
         round(a.amount * case when e.engagement = 'self_employed' then 0 else coalesce(o.pay_contributions_percent, 0) end / 100)::bigint as contributions
  from accruals a
  join employees e on e.id = a.employee_id
  left join settings o on true;

-- Materials that lessons used, entry by entry.
create view lesson_materials as
  select null::uuid as lesson_id, null::uuid as entry_id, null::text as name, null::numeric as quantity, null::bigint as amount
  where false;
`;

const REVENUE = `
-- What each visit that stands brought, and the VAT within it. Paid by a subscription: its value. Paid by money: what
-- stands of its charges, less what was credited.
create view visit_revenue as
  select v.id as visit_id, v.lesson_id, v.branch_id, v.activity_id, v.client_id, v.on_date, v.subscription_id, v.charge_id,
         coalesce(m.vat_code, s.vat_code) as vat_code,
         case when v.subscription_id is not null then v.value else m.revenue end as revenue,
         case when v.subscription_id is not null then vat_of(v.value, k.percent) else m.vat end as vat
  from visits v
  left join subscriptions s on s.id = v.subscription_id
  left join vat_codes k on k.code = s.vat_code
  left join lateral (
    select min(c.vat_code) as vat_code, coalesce(sum(c.amount - c.credited), 0)::bigint as revenue, coalesce(sum(c.vat), 0)::bigint as vat
    from charges c where c.subject_id = v.id and c.kind = 'visit' and c.reversed_at is null
  ) m on v.charge_id is not null
  where v.reversed_at is null;
`;

const PLANS = `
-- What each lesson should bring and cost, by the norm in force on its day; without one a single null row of figures.
create view lesson_plans as
  select l.id as lesson_id, l.branch_id, l.activity_id, l.group_id, l.teacher_id, l.on_date, l.status, n.id as norm_id,
         n.planned_minutes as minutes, n.planned_attendees as attendees,
         x.revenue, x.vat, x.pay, x.contributions, x.materials, x.room, y.overhead,
         x.pay + x.contributions + x.materials + x.room + y.overhead as cost,
         x.revenue - x.vat - (x.pay + x.contributions + x.materials + x.room + y.overhead) as profit
  from lessons l
  left join lateral (
    select c.*, coalesce(r.room_cost, c.room_cost) as hour_cost
    from cost_norms c left join cost_norm_rooms r on r.cost_norm_id = c.id and r.room_id = l.room_id
    where c.activity_id = l.activity_id and c.period @> l.on_date
      and c.scope in (l.branch_id, '00000000-0000-0000-0000-000000000000')
    order by c.scope desc limit 1
  ) n on true
  left join settings o on true
  left join lateral (
    select p.*, round(p.pay * coalesce(o.pay_contributions_percent, 0) / 100)::bigint as contributions
    from (
      select n.planned_visit_price * n.planned_attendees as revenue,
             vat_of(n.planned_visit_price * n.planned_attendees, k.percent) as vat,
             round(n.teacher_rate * (n.planned_minutes + n.preparation_minutes) / 60.0)::bigint as pay,
             round(n.hour_cost * n.planned_minutes / 60.0)::bigint as room,
             (select coalesce(sum(coalesce(t.per_lesson, 0) + coalesce(t.per_attendee, 0) * n.planned_attendees), 0)::bigint
              from cost_norm_materials_planned t where t.cost_norm_id = n.id) as materials
      from activities a join vat_codes k on k.code = vat_in_force(a.vat_code, l.on_date)
      where a.id = l.activity_id and n.id is not null
    ) p
  ) x on true
  left join lateral (
    select round((x.pay + x.contributions + x.materials + x.room) * n.overhead_percent / 100)::bigint as overhead
  ) y on true;
`;

const COSTS = `
-- What each completed lesson brought and cost. Room and overhead are by the norm in force on its day; without one they
-- are nothing, and norm_id says so.
create view lesson_costs as
  select l.id as lesson_id, l.branch_id, l.activity_id, l.group_id, l.teacher_id, l.room_id, l.on_date, n.id as norm_id,
         t.minutes, c.attendees, v.visits, v.revenue, v.vat, p.pay, p.contributions, m.materials, r.room, n.hour_cost as room_cost,
         n.overhead_percent, o.overhead,
         p.pay + p.contributions + m.materials + r.room + o.overhead as cost,
         v.revenue - v.vat - (p.pay + p.contributions + m.materials + r.room + o.overhead) as profit
  from lessons l
  cross join lateral (select round(extract(epoch from l.ends_at - l.starts_at) / 60)::integer as minutes) t
  left join lateral (
    select c.id, c.overhead_percent, coalesce(r.room_cost, c.room_cost) as hour_cost
    from cost_norms c left join cost_norm_rooms r on r.cost_norm_id = c.id and r.room_id = l.room_id
    where c.activity_id = l.activity_id and c.period @> l.on_date
      and c.scope in (l.branch_id, '00000000-0000-0000-0000-000000000000')
    order by c.scope desc limit 1
  ) n on true
  cross join lateral (
    select count(*)::integer as attendees from attendances a
    where a.lesson_id = l.id and a.reversed_at is null and a.mark in ('present', 'late', 'not_marked', 'trial', 'make_up', 'free')
  ) c
  cross join lateral (
    select count(*)::integer as visits, coalesce(sum(w.revenue), 0)::bigint as revenue, coalesce(sum(w.vat), 0)::bigint as vat
    from visit_revenue w where w.lesson_id = l.id
  ) v
  cross join lateral (
    select coalesce(sum(w.pay), 0)::bigint as pay, coalesce(sum(w.contributions), 0)::bigint as contributions
    from accrual_costs w where w.lesson_id = l.id
  ) p
  cross join lateral (
    select coalesce(sum(w.amount), 0)::bigint as materials from lesson_materials w where w.lesson_id = l.id
  ) m
  cross join lateral (select coalesce(round(n.hour_cost * t.minutes / 60.0), 0)::bigint as room) r
  cross join lateral (
    select coalesce(round((p.pay + p.contributions + m.materials + r.room) * n.overhead_percent / 100), 0)::bigint as overhead
  ) o
  where l.status = 'completed';
`;

const DEFERRED = `
-- A subscription as it had been recorded by an instant: what it was worth, what of that was recognised, what was given
-- back, and what is still to be delivered. Of one that was refunded nothing is: the rest of its worth went back.
create function subscription_worth_at(s subscriptions, at timestamptz)
returns table (worth bigint, recognised bigint, refunded bigint, deferred bigint, visits_left bigint) language sql stable as $$
  select w.worth, w.recognised, case when g.given then w.worth - w.recognised else 0 end,
         case when g.given then 0 else w.worth - w.recognised end, w.visits_left
  from (
    select (s.price - s.discount + coalesce(sum(e.value) filter (where e.kind = 'transfer'), 0))::bigint as worth,
           coalesce(sum(e.value) filter (where e.kind <> 'transfer'), 0)::bigint as recognised,
           case when s.visits_total is not null then coalesce(sum(e.visits), 0)::bigint end as visits_left
    from visit_entries e where e.subscription_id = s.id and e.created_at <= at
  ) w,
  (select exists (select from subscription_refunds r where r.subscription_id = s.id and r.created_at <= at) as given) g
$$;
`;
