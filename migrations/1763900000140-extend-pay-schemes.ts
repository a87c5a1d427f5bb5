import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Pay to its full extent: schemes of a position, brackets, salary, shares of payments and sales, premiums; entries of the
 * ledger for each of them; the pay of one lesson set by hand. `pay_formula_amount` recomputes an amount from its formula.
 */
export class ExtendPaySchemes1763900000140 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SCHEMES);
    await runner.query(ACCRUALS);
    await runner.query(OVERRIDES);
    await runner.query(FUNCTIONS);
  }

  down(): Promise<void> {
    throw new Error('entries of the new kinds cannot be taken out of the ledger: restore a copy instead');
  }
}

const SCHEMES = `
alter table pay_schemes
  alter column employee_id drop not null,
  -- Instead of an employee: whoever has this position, in one branch or in all.
  add column position text,
  add column branch_id uuid references branches,
  -- What a premium is called; there may be several at once.
  add column name text,
  -- [{"from": 0, "rate": 50000}, {"from": 6, "rate": 70000}] by head-count, instead of a rate.
  add column brackets jsonb,
  add column bracket_mode text check (bracket_mode in ('whole', 'marginal')),
  -- Minutes in an hour of pay; null: the activity's.
  add column hour_minutes integer check (hour_minutes in (45, 60)),
  add column proration text check (proration in ('working_days', 'calendar_days')),
  -- Days of the week (1 Monday): of a salary those worked, of a premium those it is paid for.
  add column weekdays integer[] check (weekdays <@ array[1, 2, 3, 4, 5, 6, 7] and cardinality(weekdays) > 0),
  add column on_holidays boolean not null default false,
  add column local_from time,
  add column local_to time,
  -- Whoever substitutes is paid by this scheme of the absentee instead of their own.
  add column covers_substitutes boolean not null default false,
  -- First day it no longer holds.
  add column effective_to date,
  drop constraint pay_schemes_basis_check,
  drop constraint pay_schemes_rate_fits_basis_check,
  drop constraint pay_schemes_scope_key;
alter table pay_schemes
  add constraint pay_schemes_basis_check check (basis in
    ('lesson', 'hour', 'attendee', 'revenue_percent', 'salary', 'payments_percent', 'sales_percent', 'premium')),
  -- Schemes of different families are paid beside each other.
  add column family text not null generated always as (case
    when basis in ('lesson', 'hour', 'attendee', 'revenue_percent') then 'work'
    when basis = 'payments_percent' then 'payments' when basis = 'sales_percent' then 'sales' else basis end) stored,
  add constraint pay_schemes_rate_fits_basis_check check (case
    when basis in ('revenue_percent', 'payments_percent', 'sales_percent') then percent is not null and rate is null and brackets is null
    when basis = 'salary' then rate is not null and percent is null and brackets is null
    when basis = 'premium' then num_nonnulls(rate, percent) = 1 and brackets is null
    else percent is null and num_nonnulls(rate, brackets) = 1 end),
  add constraint pay_schemes_brackets_check check ((brackets is null) = (bracket_mode is null)),
  add constraint pay_schemes_owner_check check (num_nonnulls(employee_id, position) = 1 and (position is not null or branch_id is null)),
  add constraint pay_schemes_narrow_check check (num_nonnulls(activity_id, group_id) = 0
    or (employee_id is not null and basis in ('lesson', 'hour', 'attendee', 'revenue_percent', 'premium'))),
  add constraint pay_schemes_name_check check ((name is not null) = (basis = 'premium')),
  add constraint pay_schemes_salary_check check ((proration is not null) = (basis = 'salary')),
  add constraint pay_schemes_hours_check check ((local_from is null) = (local_to is null) and local_to > local_from),
  add constraint pay_schemes_ends_check check (effective_to > effective_from);
-- No two of one scope and family begin on one day; premiums are told apart by their name.
create unique index pay_schemes_scope_key on pay_schemes
  (employee_id, lower(position), branch_id, activity_id, group_id, family, lower(name), effective_from) nulls not distinct;
create index pay_schemes_position_idx on pay_schemes (lower(position)) where position is not null;
create index pay_schemes_branch_idx on pay_schemes (branch_id) where branch_id is not null;
create index pay_schemes_activity_idx on pay_schemes (activity_id) where activity_id is not null;
create index pay_schemes_group_idx on pay_schemes (group_id) where group_id is not null;
`;

const ACCRUALS = `
alter table accruals
  -- Null: pay that hangs on no lesson.
  alter column lesson_id drop not null,
  -- Of a bonus, penalty, advance or deduction, and of what takes one back.
  add column reason text,
  -- The days a salary is for, half-open.
  add column period_from date,
  add column period_to date,
  drop constraint accruals_kind_check;
alter table accruals
  add constraint accruals_kind_check check (kind in
    ('work', 'premium', 'salary', 'payment', 'sale', 'bonus', 'penalty', 'advance', 'deduction', 'reversal')),
  add constraint accruals_lesson_check check (case when kind in ('work', 'premium') then lesson_id is not null
    when kind = 'reversal' then true else lesson_id is null end),
  add constraint accruals_period_check check (case when kind = 'salary' then period_to > period_from
    when kind = 'reversal' then true else num_nonnulls(period_from, period_to) = 0 end),
  add constraint accruals_reason_check check (kind not in ('bonus', 'penalty', 'advance', 'deduction') or reason is not null),
  add constraint accruals_sign_check check (case when kind = 'bonus' then amount > 0
    when kind in ('penalty', 'advance', 'deduction') then amount < 0 else true end);
drop index accruals_work_key;
-- One entry for a piece of work, whatever its kind; beside it one for each premium.
create unique index accruals_work_key on accruals (work_id, employee_id) where kind not in ('premium', 'reversal');
create unique index accruals_premium_key on accruals (work_id, employee_id, scheme_id) where kind = 'premium';
create index accruals_work_idx on accruals (work_id);
create index accruals_scheme_idx on accruals (scheme_id);
create index accruals_salary_idx on accruals (employee_id, period_from) where kind = 'salary';
create index accruals_by_hand_idx on accruals (on_date, id) where kind in ('bonus', 'penalty', 'advance', 'deduction');
`;

const OVERRIDES = `
-- What one lesson pays, by somebody's word, whatever the schemes say.
create table lesson_pay_overrides (
  id uuid primary key,
  lesson_id uuid not null references lessons constraint lesson_pay_overrides_lesson_key unique,
  amount bigint check (amount >= 0),
  basis text check (basis in ('lesson', 'hour', 'attendee')),
  rate bigint check (rate >= 0),
  reason text not null,
  constraint lesson_pay_overrides_one_way_check check (num_nonnulls(amount, rate) = 1 and (basis is null) = (rate is null))
);
call keep_record('lesson_pay_overrides');

-- What each hour is looked for: payments that came lately. And who was to teach, for the plan of an employee.
create index payment_allocations_created_idx on payment_allocations (created_at);
create index lessons_planned_teacher_idx on lessons (planned_teacher_id, starts_at) where planned_teacher_id is not null;
`;

const FUNCTIONS = `
-- Whether a branch has a holiday on a day; closures that are no holidays are days of work.
create function is_holiday(branch uuid, day date) returns boolean language sql stable parallel safe as $$
  select exists (select from closures c
    where c.kind = 'holiday' and c.lifted_at is null and (c.branch_id is null or c.branch_id = branch)
      and c.room_id is null and c.local_from is null and day between c.from_on and c.to_on)
$$;

-- The amount of a formula, computed again from its numbers: another way to the sum that the ledger holds. A reversal
-- carries the numbers of what it takes back, and is the opposite of this.
create function pay_formula_amount(f jsonb) returns bigint language sql immutable as $$
  with numbers as (
    select coalesce((f ->> 'attendees')::integer, 0) as heads, (f ->> 'rate')::numeric as rate, f ->> 'basis' as basis,
           (f ->> 'percent')::numeric as percent
  ), unit as (
    select n.*, case
        when not f ? 'brackets' then rate
        when f ->> 'bracketMode' = 'whole' then
          (select (b ->> 'rate')::numeric from jsonb_array_elements(f -> 'brackets') b
           where (b ->> 'from')::integer <= heads order by (b ->> 'from')::integer desc limit 1)
        else (select sum((b ->> 'rate')::numeric) from jsonb_array_elements(f -> 'brackets') b where (b ->> 'from')::integer <= heads)
      end as unit
    from numbers n
  ), computed as (
    select case
        when basis is null then 0
        when basis = 'attendee' and f ->> 'bracketMode' = 'marginal' then
          (select coalesce(sum((select (b ->> 'rate')::numeric from jsonb_array_elements(f -> 'brackets') b
             where (b ->> 'from')::integer <= head order by (b ->> 'from')::integer desc limit 1)), 0)
           from generate_series(1, heads) as head)
        when basis = 'attendee' then unit * heads
        when basis = 'hour' then round(unit * (f ->> 'minutes')::numeric / (f ->> 'hourMinutes')::numeric)
        when basis in ('revenue_percent', 'payments_percent', 'sales_percent') then round((f ->> 'revenue')::numeric * percent / 100)
        when basis = 'salary' then round(rate * (f ->> 'daysThrough')::numeric / (f ->> 'daysOf')::numeric)
                                 - round(rate * (f ->> 'daysBefore')::numeric / (f ->> 'daysOf')::numeric)
        when basis = 'premium' and percent is not null then round((f ->> 'base')::numeric * percent / 100)
        when basis in ('penalty', 'advance', 'deduction') then -rate
        else unit
      end as amount
    from unit
  ), limited as (
    select least(greatest(amount, coalesce((f ->> 'min')::numeric, amount)), coalesce((f ->> 'max')::numeric, 'infinity')) as amount from computed
  )
  select (case
      when f ? 'share' then round(amount * (f #>> '{share,to}')::numeric / (f #>> '{share,of}')::numeric)
                          - round(amount * (f #>> '{share,from}')::numeric / (f #>> '{share,of}')::numeric)
      else amount end)::bigint
  from limited
$$;
`;
