import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Pay of two teachers: each has all of it, or they split it as the scheme says. The plan of costs pays both. */
export class SplitPayOfTwo1763900000222 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- The part of what this scheme pays for a lesson of two teachers that goes to the lead teacher; the second one has the
-- rest. Null: each has all of it.
alter table pay_schemes
  add column lead_share_percent numeric(5, 2) check (lead_share_percent between 0 and 100),
  add constraint pay_schemes_lead_share_check
    check (lead_share_percent is null or basis in ('lesson', 'hour', 'attendee', 'revenue_percent'));

-- What each lesson should bring and cost, by the norm in force on its day; without one a single null row of figures. The
-- norm says what an hour of a teacher costs: two teachers, two such hours.
${PLANS}`);
  }

  down(): Promise<void> {
    throw new Error('pay that was split cannot be explained by the older schemes: restore a copy instead');
  }
}

const PLANS = `
create or replace view lesson_plans as
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
             (case when l.second_teacher_id is null then 1 else 2 end
               * round(n.teacher_rate * (n.planned_minutes + n.preparation_minutes) / 60.0))::bigint as pay,
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
