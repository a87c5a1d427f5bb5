import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is paid to the funds on top of an entry of pay, said once: for costs of lessons, and for pay that is rolled up. */
export class NameContributions1763900000236 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- Nobody pays them for who is self-employed.
create function contributions_on(amount bigint, engagement text, percent numeric) returns bigint language sql immutable as $$
  select round(amount * case when engagement = 'self_employed' then 0 else coalesce(percent, 0) end / 100)::bigint
$$`);
    await runner.query(costs('contributions_on(a.amount, e.engagement, o.pay_contributions_percent)'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      costs(
        "round(a.amount * case when e.engagement = 'self_employed' then 0 else coalesce(o.pay_contributions_percent, 0) end / 100)::bigint",
      ),
    );
    await runner.query('drop function contributions_on');
  }
}

const costs = (contributions: string): string => `
create or replace view accrual_costs as
  select a.id as accrual_id, a.lesson_id, a.employee_id, a.branch_id, a.on_date, a.kind, a.amount as pay, ${contributions} as contributions
  from accruals a
  join employees e on e.id = a.employee_id
  left join settings o on true`;
