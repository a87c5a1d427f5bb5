import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Plans, subscriptions and the visit ledger. `visit_entries` is the truth about visits; `visits_left` is kept beside it
 * and cannot fall below zero, so of two lessons that want the last visit one finds none.
 */
export class CreateSubscriptions1763900000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table plans (
  id uuid primary key,
  name text not null constraint plans_name_key unique,
  activity_ids uuid[] not null check (cardinality(activity_ids) > 0),
  price bigint not null check (price >= 0),
  -- Null: unlimited.
  visits integer check (visits between 1 and 1000),
  validity_count integer not null check (validity_count between 1 and 1200),
  validity_unit text not null check (validity_unit in ('day', 'month')),
  start_rule text not null check (start_rule in ('sale', 'first_visit', 'date')),
  start_within_days integer not null default 30 check (start_within_days between 0 and 365),
  freeze_max_days integer not null default 0 check (freeze_max_days between 0 and 365),
  freeze_max_times integer not null default 0 check (freeze_max_times between 0 and 100),
  freeze_min_days integer not null default 1 check (freeze_min_days between 1 and 365),
  archived_at timestamptz
);
call keep_record('plans');

create sequence subscription_numbers;
-- The plan's terms are copied at the sale: a later change of the plan does not touch what was sold.
create table subscriptions (
  id uuid primary key,
  number bigint not null default nextval('subscription_numbers') constraint subscriptions_number_key unique,
  branch_id uuid not null references branches,
  client_id uuid not null references clients,
  plan_id uuid not null references plans,
  plan_name text not null,
  charge_id uuid not null references charges,
  activity_ids uuid[] not null check (cardinality(activity_ids) > 0),
  price bigint not null check (price >= 0),
  discount bigint not null default 0 check (discount >= 0),
  discount_reason text,
  visits_total integer check (visits_total > 0),
  -- Σ visit_entries.visits; null when unlimited.
  visits_left integer,
  visits_used integer not null default 0 check (visits_used >= 0),
  sold_on date not null,
  -- First and last day it can be used; both null until the first visit when it starts with that.
  starts_on date,
  ends_on date,
  activate_by date,
  validity_count integer not null,
  validity_unit text not null,
  freeze_max_days integer not null,
  freeze_max_times integer not null,
  freeze_min_days integer not null,
  cancelled_on date,
  cancel_reason text,
  constraint subscriptions_visits_left_check check (visits_left >= 0),
  constraint subscriptions_limited_check check ((visits_total is null) = (visits_left is null)),
  constraint subscriptions_discount_within_price_check check (discount <= price),
  constraint subscriptions_dates_check check (ends_on >= starts_on and (starts_on is null) = (ends_on is null))
);
create index subscriptions_client_idx on subscriptions (client_id, ends_on);
create index subscriptions_branch_idx on subscriptions (branch_id, id);
create index subscriptions_plan_idx on subscriptions (plan_id);
create index subscriptions_charge_idx on subscriptions (charge_id);
call keep_record('subscriptions');

create table freezes (
  id uuid primary key,
  subscription_id uuid not null references subscriptions,
  -- First and last frozen day.
  starts_on date not null,
  ends_on date not null,
  reason text,
  lifted_at timestamptz,
  constraint freezes_days_check check (ends_on >= starts_on),
  constraint freezes_no_overlap_excl exclude using gist (subscription_id with =, daterange(starts_on, ends_on, '[]') with &&)
);
call keep_record('freezes');

-- A visit that was charged: paid by a subscription, or by money at the single price until one absorbs it.
create table visits (
  id uuid primary key,
  branch_id uuid not null references branches,
  client_id uuid not null references clients,
  activity_id uuid not null references activities,
  lesson_id uuid not null,
  on_date date not null,
  mark text not null,
  credits integer not null check (credits >= 0),
  -- What the visit is worth: the money recognised when it happens.
  value bigint not null check (value >= 0),
  subscription_id uuid references subscriptions,
  charge_id uuid references charges,
  reversed_at timestamptz,
  constraint visits_one_payer_check check (num_nonnulls(subscription_id, charge_id) = 1)
);
create unique index visits_once_key on visits (lesson_id, client_id) where reversed_at is null;
create index visits_client_idx on visits (client_id, on_date);
create index visits_unpaid_idx on visits (client_id, on_date) where charge_id is not null and reversed_at is null;
create index visits_charge_idx on visits (charge_id) where charge_id is not null;
create index visits_subscription_idx on visits (subscription_id, on_date) where subscription_id is not null;
create index visits_lesson_idx on visits (lesson_id);
call keep_record('visits');

create table visit_entries (
  id uuid primary key,
  subscription_id uuid not null references subscriptions,
  kind text not null check (kind in ('grant', 'charge', 'reversal', 'adjustment', 'burn')),
  -- Signed; zero for an unlimited subscription's grant.
  visits integer not null,
  value bigint not null default 0,
  on_date date not null,
  visit_id uuid references visits,
  reverses_id uuid references visit_entries constraint visit_entries_reversed_once_key unique,
  reason text,
  constraint visit_entries_charge_names_visit_check check (kind not in ('charge', 'reversal') or visit_id is not null),
  constraint visit_entries_reversal_names_check check ((kind = 'reversal') = (reverses_id is not null)),
  constraint visit_entries_adjustment_reason_check check (kind <> 'adjustment' or reason is not null)
);
create index visit_entries_subscription_idx on visit_entries (subscription_id, id);
create index visit_entries_visit_idx on visit_entries (visit_id) where visit_id is not null;
call keep_ledger('visit_entries');

-- The one definition of a subscription's status on a day.
create function subscription_status(s subscriptions, today date) returns text language sql stable as $$
  select case
    when s.cancelled_on is not null then 'cancelled'
    when s.ends_on < today or (s.starts_on is null and s.activate_by < today) then 'expired'
    when exists (select from freezes f where f.subscription_id = s.id and today between f.starts_on and f.ends_on) then 'frozen'
    when s.visits_left <= 0 then 'depleted'
    when s.starts_on is null or s.starts_on > today then 'pending'
    else 'active'
  end
$$;

-- The one definition of why a subscription is coloured on a day, the red reasons first. Expressions only, so that a list
-- which asks for a colour has it planned into its own statement. What is cancelled has no reason but money.
create function subscription_reasons(s subscriptions, c charges, o settings, today date) returns text[] language sql immutable as $$
  select array_remove(array[
    case when is_overdue(c, today) then 'payment_overdue' end,
    case when s.cancelled_on is null and s.visits_left <= 0 then 'subscription_depleted' end,
    case when s.cancelled_on is null and coalesce(s.ends_on, s.activate_by) < today then 'subscription_expired' end,
    case when c.reversed_at is null and c.paid < c.amount and c.due_on <= today + o.payment_due_days and not is_overdue(c, today)
         then 'payment_due' end,
    case when s.cancelled_on is null and s.visits_left between 1 and o.running_out_visits
              and coalesce(s.ends_on, s.activate_by, today) >= today then 'running_out' end,
    case when s.cancelled_on is null and s.ends_on between today and today + o.expiring_days and coalesce(s.visits_left, 1) > 0
         then 'expiring' end
  ], null)
$$;

create function alert_level(reasons text[]) returns text language sql immutable as $$
  select case when reasons && '{payment_overdue,subscription_depleted,subscription_expired}' then 'red'
              when cardinality(reasons) > 0 then 'amber' else 'green' end
$$;

-- The same, as it is shown.
create function subscription_alert(s subscriptions, c charges, o settings, today date) returns jsonb language sql stable as $$
  select jsonb_build_object('level', alert_level(array_agg(r.code)), 'reasons', jsonb_agg(
    jsonb_build_object('code', r.code, 'level', alert_level(array[r.code]),
                       'amount', case when r.code in ('payment_overdue', 'payment_due') then money(c.amount - c.paid) end,
                       'since', case when r.code in ('payment_overdue', 'payment_due') then c.due_on
                                     when r.code = 'subscription_expired' then coalesce(s.ends_on, s.activate_by)
                                     when r.code = 'expiring' then s.ends_on else today end)
    order by r.place))
  from unnest(subscription_reasons(s, c, o, today)) with ordinality r(code, place)
  having count(*) > 0
  union all
  select '{"level": "green", "reasons": []}' where cardinality(subscription_reasons(s, c, o, today)) = 0
$$;
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop function subscription_alert; drop function alert_level; drop function subscription_reasons; drop function subscription_status; drop table visit_entries, visits, freezes, subscriptions, plans; drop sequence subscription_numbers',
    );
  }
}
