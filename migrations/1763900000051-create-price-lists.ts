import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Price lists and discounts. A price in force on a day for a branch and a plan or activity is one at most: the lines
 * carry their list's branch and period (kept equal by the foreign key), so that an exclusion constraint can say so.
 */
export class CreatePriceLists1763900000051 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PRICE_LISTS);
    await runner.query(DISCOUNTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table discount_uses, discount_scopes, discounts, price_list_lines, price_lists');
  }
}

const PRICE_LISTS = `
create table price_lists (
  id uuid primary key,
  name text not null constraint price_lists_name_key unique,
  -- Null: for every branch; a list of the branch itself goes before it.
  branch_id uuid references branches,
  effective_from date not null,
  -- Last day in force; null: until further notice.
  effective_to date,
  -- The branch, or no branch, as a value that can be compared.
  scope uuid not null generated always as (coalesce(branch_id, '00000000-0000-0000-0000-000000000000')) stored,
  period daterange not null generated always as (daterange(effective_from, effective_to, '[]')) stored,
  constraint price_lists_period_check check (effective_to >= effective_from),
  constraint price_lists_line_key unique (id, scope, period)
);
create index price_lists_branch_idx on price_lists (branch_id, effective_from);
call keep_record('price_lists');

create table price_list_lines (
  id uuid primary key,
  price_list_id uuid not null,
  scope uuid not null,
  period daterange not null,
  plan_id uuid references plans,
  activity_id uuid references activities,
  -- Of a plan: its price. Of an activity: of a single visit; null: as the activity says.
  price bigint check (price >= 0),
  trial_price bigint check (trial_price >= 0),
  constraint price_list_lines_list_fkey foreign key (price_list_id, scope, period)
    references price_lists (id, scope, period) on update cascade on delete cascade,
  constraint price_list_lines_one_subject_check check (num_nonnulls(plan_id, activity_id) = 1),
  constraint price_list_lines_subject_prices_check check (
    case when plan_id is null then num_nonnulls(price, trial_price) > 0 else price is not null and trial_price is null end),
  constraint price_list_lines_no_overlap_excl exclude using gist (
    scope with =, (coalesce(plan_id, activity_id)) with =, period with &&)
);
create index price_list_lines_list_idx on price_list_lines (price_list_id);
create index price_list_lines_plan_idx on price_list_lines (plan_id) where plan_id is not null;
create index price_list_lines_activity_idx on price_list_lines (activity_id) where activity_id is not null;
call keep_record('price_list_lines');
`;

const DISCOUNTS = `
create table discounts (
  id uuid primary key,
  name text not null constraint discounts_name_key unique,
  kind text not null check (kind in ('sibling', 'activities', 'promo', 'manual')),
  branch_id uuid references branches,
  -- One of the two; of a manual one it is the most that may be given.
  percent numeric(5, 2) check (percent > 0 and percent <= 100),
  amount bigint check (amount > 0),
  -- What a percentage gives at most.
  max_amount bigint check (max_amount > 0),
  -- Brothers and sisters who attend, or activities attended besides, from which it holds.
  min_count integer check (min_count between 1 and 100),
  promo_code text,
  max_uses integer check (max_uses between 1 and 1000000),
  effective_from date not null,
  effective_to date,
  archived_at timestamptz,
  constraint discounts_one_measure_check check (num_nonnulls(percent, amount) = 1),
  constraint discounts_cap_of_percent_check check (max_amount is null or percent is not null),
  constraint discounts_period_check check (effective_to >= effective_from),
  constraint discounts_count_of_kind_check check ((kind in ('sibling', 'activities')) = (min_count is not null)),
  constraint discounts_promo_check check ((kind = 'promo') = (promo_code is not null) and (kind = 'promo' or max_uses is null))
);
create unique index discounts_promo_code_key on discounts (upper(promo_code)) where archived_at is null;
create index discounts_branch_idx on discounts (branch_id);
call keep_record('discounts');

-- What a discount is limited to; none: everything.
create table discount_scopes (
  id uuid primary key,
  discount_id uuid not null references discounts,
  plan_id uuid references plans,
  activity_id uuid references activities,
  constraint discount_scopes_one_subject_check check (num_nonnulls(plan_id, activity_id) = 1),
  constraint discount_scopes_subject_key unique nulls not distinct (discount_id, plan_id, activity_id)
);
create index discount_scopes_plan_idx on discount_scopes (plan_id) where plan_id is not null;
create index discount_scopes_activity_idx on discount_scopes (activity_id) where activity_id is not null;
call keep_trail('discount_scopes');

-- Each use of a promo code; the running number makes two that take the last one at once one.
create table discount_uses (
  id uuid primary key,
  discount_id uuid not null references discounts,
  nth integer not null check (nth > 0),
  branch_id uuid not null references branches,
  plan_id uuid not null references plans,
  amount bigint not null check (amount > 0),
  constraint discount_uses_nth_key unique (discount_id, nth)
);
create index discount_uses_plan_idx on discount_uses (plan_id);
call keep_ledger('discount_uses');
`;
