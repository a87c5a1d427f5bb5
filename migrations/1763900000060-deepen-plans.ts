import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Every rule of a plan, and what may become of a subscription: renewal, transfer, refund, extension. What a
 * subscription owes is now the sum of its charges (`charges.subject_id`), however many there are.
 */
export class DeepenPlans1763900000060 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PLANS);
    await runner.query(SUBSCRIPTIONS);
    await runner.query(LEDGER);
    await runner.query(RECORDS);
    await runner.query(COLOURS);
    await runner.query(INDEXES);
  }

  down(): Promise<void> {
    throw new Error('entries of the new kinds cannot be taken out of the ledger: restore a copy instead');
  }
}

/** Terms that a plan has and a sale copies. */
const TERMS = `
  alter column validity_count drop not null,
  add column valid_until date,
  -- Null: any group of the activities.
  add column group_ids uuid[] check (cardinality(group_ids) > 0),
  add column max_per_day integer check (max_per_day between 1 and 100),
  add column max_per_week integer check (max_per_week between 1 and 100),
  add column freeze_backdate_days integer not null default 0 check (freeze_backdate_days between 0 and 365),
  add column leftovers text not null default 'burn' check (leftovers in ('burn', 'keep')),
  add column leftovers_keep_days integer not null default 0 check (leftovers_keep_days between 0 and 365),
  add column auto_renew text not null default 'off' check (auto_renew in ('off', 'same', 'other')),
  add column auto_renew_plan_id uuid references plans,
  add column auto_renew_days_before integer not null default 0 check (auto_renew_days_before between 0 and 90),
  add column auto_renew_when_depleted boolean not null default false,
  add column auto_renew_payment text not null default 'due' check (auto_renew_payment in ('due', 'free_money')),
  add column refund_method text not null default 'pro_rata' check (refund_method in ('pro_rata', 'single_price', 'none')),
  add column is_transferable boolean not null default false`;

const PLANS = `
alter table plans ${TERMS},
  add column valid_from date,
  -- Null parts: the whole price at once.
  add column instalment_parts integer check (instalment_parts between 2 and 36),
  add column instalment_every integer check (instalment_every between 1 and 365),
  add column instalment_unit text check (instalment_unit in ('day', 'month')),
  add column instalment_first_percent integer check (instalment_first_percent between 1 and 99),
  drop constraint plans_validity_unit_check,
  add constraint plans_validity_unit_check check (validity_unit in ('day', 'month', 'dates')),
  add constraint plans_validity_check check (
    case when validity_unit = 'dates' then validity_count is null and valid_from is not null and valid_until >= valid_from
         else validity_count is not null and num_nonnulls(valid_from, valid_until) = 0 end),
  add constraint plans_auto_renew_plan_check check ((auto_renew = 'other') = (auto_renew_plan_id is not null)),
  add constraint plans_instalments_check check (
    num_nonnulls(instalment_parts, instalment_every, instalment_unit) in (0, 3)
    and (instalment_first_percent is null or instalment_parts is not null));
create index plans_auto_renew_plan_idx on plans (auto_renew_plan_id) where auto_renew_plan_id is not null;
`;

const SUBSCRIPTIONS = `
alter table subscriptions ${TERMS},
  drop column charge_id,
  -- Visits sold; those moved by transfer are moved here too.
  drop constraint subscriptions_visits_total_check,
  add constraint subscriptions_visits_total_check check (visits_total >= 0),
  add column discount_id uuid references discounts,
  -- The subscription this one follows.
  add column renews_id uuid references subscriptions,
  -- The subscription of another client whose visits it was given.
  add column transferred_from_id uuid references subscriptions,
  -- When what was left of it at its end was carried over or burnt.
  add column settled_on date,
  add constraint subscriptions_validity_check check ((validity_unit = 'dates') = (validity_count is null) and (validity_unit = 'dates') = (valid_until is not null)),
  add constraint subscriptions_one_origin_check check (num_nonnulls(renews_id, transferred_from_id) <= 1);
create unique index subscriptions_renewed_once_key on subscriptions (renews_id) where cancelled_on is null;
create index subscriptions_renews_idx on subscriptions (renews_id) where renews_id is not null;
create index subscriptions_transferred_from_idx on subscriptions (transferred_from_id) where transferred_from_id is not null;
create index subscriptions_discount_idx on subscriptions (discount_id) where discount_id is not null;
create index subscriptions_auto_renew_plan_idx on subscriptions (auto_renew_plan_id) where auto_renew_plan_id is not null;
`;

const LEDGER = `
-- Visits and their value moved from one subscription to another: to another client, or to the next term.
create table visit_transfers (
  id uuid primary key,
  kind text not null check (kind in ('client', 'leftovers')),
  from_subscription_id uuid not null references subscriptions,
  to_subscription_id uuid not null references subscriptions,
  -- Null: the rest of an unlimited one.
  visits integer check (visits > 0),
  value bigint not null check (value >= 0),
  reason text,
  constraint visit_transfers_two_check check (from_subscription_id <> to_subscription_id)
);
create index visit_transfers_from_idx on visit_transfers (from_subscription_id, id);
create index visit_transfers_to_idx on visit_transfers (to_subscription_id, id);
call keep_ledger('visit_transfers');

-- The value of a transfer is no revenue: it leaves one subscription below zero and comes to the other above it.
alter table visit_entries
  add column transfer_id uuid references visit_transfers,
  drop constraint visit_entries_kind_check,
  add constraint visit_entries_kind_check check (kind in ('grant', 'charge', 'reversal', 'adjustment', 'burn', 'refund', 'transfer')),
  add constraint visit_entries_transfer_names_check check ((kind = 'transfer') = (transfer_id is not null));
create index visit_entries_transfer_idx on visit_entries (transfer_id) where transfer_id is not null;

-- What a subscription is worth (its price and what was moved to it, less what was moved away) and what of it is
-- recognised. Both are sums of its own ledger.
create function subscription_value(subscription uuid) returns table (moved bigint, recognised bigint) language sql stable as $$
  select coalesce(sum(e.value) filter (where e.kind = 'transfer'), 0)::bigint,
         coalesce(sum(e.value) filter (where e.kind <> 'transfer'), 0)::bigint
  from visit_entries e where e.subscription_id = subscription
$$;
`;

const RECORDS = `
create table subscription_extensions (
  id uuid primary key,
  subscription_id uuid not null references subscriptions,
  days integer not null check (days between 1 and 365),
  reason text not null
);
create index subscription_extensions_subscription_idx on subscription_extensions (subscription_id);
call keep_ledger('subscription_extensions');

-- The end of a subscription before its time, and what of its price is given back.
create table subscription_refunds (
  id uuid primary key,
  subscription_id uuid not null references subscriptions constraint subscription_refunds_once_key unique,
  method text not null check (method in ('pro_rata', 'single_price', 'none')),
  on_date date not null,
  visits integer,
  -- Taken off its charges. After a lesson that did not count, later credits stand in the money ledger alone.
  amount bigint not null check (amount >= 0),
  paid_out bigint not null default 0 check (paid_out between 0 and amount),
  reason text not null
);
call keep_ledger('subscription_refunds');

-- What has been said of a subscription: each occasion once.
create table subscription_announcements (
  id uuid primary key,
  subscription_id uuid not null references subscriptions,
  occasion text not null check (occasion in ('expiring', 'running-out', 'expired', 'depleted', 'payment-overdue', 'renewal-due', 'leftovers-due')),
  -- Tells one occasion from the next of its kind: the end that came near, the charge that is late.
  key text not null,
  constraint subscription_announcements_once_key unique (subscription_id, occasion, key)
);
call keep_ledger('subscription_announcements');
`;

const COLOURS = `
drop function subscription_alert (subscriptions, charges, settings, date);
drop function subscription_reasons (subscriptions, charges, settings, date);

-- All charges of a subscription as one figure each. Debt: what is open and whose day has come.
create function subscription_money(subscription uuid, today date, due_days integer)
returns table (paid bigint, debt bigint, overdue bigint, overdue_since date, soon bigint, soon_since date) language sql stable as $$
  select coalesce(sum(c.paid), 0)::bigint,
         coalesce(sum(c.amount - c.credited - c.paid) filter (where c.due_on <= today), 0)::bigint,
         coalesce(sum(c.amount - c.credited - c.paid) filter (where is_overdue(c, today)), 0)::bigint,
         min(c.due_on) filter (where is_overdue(c, today)),
         coalesce(sum(c.amount - c.credited - c.paid) filter (where c.due_on <= today + due_days and not is_overdue(c, today)), 0)::bigint,
         min(c.due_on) filter (where c.paid + c.credited < c.amount and c.due_on <= today + due_days and not is_overdue(c, today))
  from charges c where c.subject_id = subscription and c.kind = 'subscription' and c.reversed_at is null
$$;

-- The same as it was recorded by an instant: a charge stands for what its entries say, less what paid it by then.
create function subscription_money_at(subscription uuid, today date, due_days integer, at timestamptz)
returns table (paid bigint, debt bigint, overdue bigint, overdue_since date, soon bigint, soon_since date) language sql stable as $$
  select coalesce(sum(x.paid), 0)::bigint,
         coalesce(sum(x.open) filter (where c.due_on <= today), 0)::bigint,
         coalesce(sum(x.open) filter (where c.due_on + c.grace_days < today), 0)::bigint,
         min(c.due_on) filter (where x.open > 0 and c.due_on + c.grace_days < today),
         coalesce(sum(x.open) filter (where c.due_on <= today + due_days and c.due_on + c.grace_days >= today), 0)::bigint,
         min(c.due_on) filter (where x.open > 0 and c.due_on <= today + due_days and c.due_on + c.grace_days >= today)
  from charges c
  cross join lateral (
    select p.paid, e.owed - p.paid as open
    from (select coalesce(-sum(amount), 0) as owed from money_entries where charge_id = c.id and created_at <= at) e,
         (select coalesce(sum(amount), 0) as paid from payment_allocations where charge_id = c.id and created_at <= at) p
  ) x
  where c.subject_id = subscription and c.kind = 'subscription'
$$;

-- A subscription as it had been recorded by an instant: visits by their entries, the end by freezes and added days. A
-- freeze lifted since counts with the days it has now.
create function subscription_at(s subscriptions, at timestamptz, today date) returns subscriptions language sql stable as $$
  select jsonb_populate_record(s, jsonb_build_object(
    'visits_left', case when s.visits_left is not null then e.left end,
    'visits_used', e.used,
    'starts_on', case when t.started then s.starts_on end,
    'ends_on', case when t.started then s.ends_on - t.days end,
    'settled_on', case when s.settled_on <= today then s.settled_on end,
    'cancelled_on', case when s.cancelled_on <= today and not t.uncancelled then s.cancelled_on end,
    'cancel_reason', case when s.cancelled_on <= today and not t.uncancelled then s.cancel_reason end))
  from (select coalesce(sum(visits), 0)::integer as left,
               coalesce(-sum(visits) filter (where kind in ('charge', 'reversal')), 0)::integer as used
        from visit_entries where subscription_id = s.id and created_at <= at) e,
       (select s.activate_by is null or exists (
                 select from visit_entries where subscription_id = s.id and kind = 'charge' and created_at <= at) as started,
               exists (select from events where subject_id = s.id and name in ('subscription.cancelled', 'subscription.refunded')
                       and events.at > subscription_at.at) as uncancelled,
               (select coalesce(sum(f.ends_on - f.starts_on + 1), 0)::integer from freezes f
                where f.subscription_id = s.id and f.created_at > at)
               + (select coalesce(sum(x.days), 0)::integer from subscription_extensions x
                  where x.subscription_id = s.id and x.created_at > at) as days) t
$$;

-- The one definition of why a subscription is coloured on a day, the red reasons first. What is cancelled has no reason
-- but money; what was left at the end and settled is expired, not used up.
create function subscription_reasons(s subscriptions, overdue bigint, soon bigint, o settings, today date) returns text[] language sql immutable as $$
  select array_remove(array[
    case when overdue > 0 then 'payment_overdue' end,
    case when s.cancelled_on is null and s.visits_left <= 0 and s.settled_on is null then 'subscription_depleted' end,
    case when s.cancelled_on is null and coalesce(s.ends_on, s.activate_by) < today then 'subscription_expired' end,
    case when soon > 0 then 'payment_due' end,
    case when s.cancelled_on is null and s.visits_left between 1 and o.running_out_visits
              and coalesce(s.ends_on, s.activate_by, today) >= today then 'running_out' end,
    case when s.cancelled_on is null and s.ends_on between today and today + o.expiring_days and coalesce(s.visits_left, 1) > 0
         then 'expiring' end
  ], null)
$$;

-- The same, as it is shown.
create function subscription_alert(s subscriptions, overdue bigint, overdue_since date, soon bigint, soon_since date, o settings, today date)
returns jsonb language sql stable as $$
  select jsonb_build_object('level', alert_level(coalesce(array_agg(r.code), '{}')), 'reasons', coalesce(jsonb_agg(
    jsonb_build_object('code', r.code, 'level', alert_level(array[r.code]),
                       'amount', case r.code when 'payment_overdue' then money(overdue) when 'payment_due' then money(soon) end,
                       'since', case r.code when 'payment_overdue' then overdue_since when 'payment_due' then soon_since
                                     when 'subscription_expired' then coalesce(s.ends_on, s.activate_by)
                                     when 'expiring' then s.ends_on else today end)
    order by r.place), '[]'))
  from unnest(subscription_reasons(s, overdue, soon, o, today)) with ordinality r(code, place)
$$;

-- As before, and a plan may cover certain groups only; what burnt at its end is expired, not used up.
create or replace function subscription_alerts(at timestamptz)
returns table (client_id uuid, level text, code text, subject_id uuid, amount bigint, since date) language sql stable as $$
  select m.client_id, a.level, a.code, s.id, null::bigint, s.since
  from group_members m
  join groups g on g.id = m.group_id
  join branches b on b.id = g.branch_id
  cross join settings o
  cross join lateral (select (at at time zone b.time_zone)::date as today) d
  cross join lateral (
    select c.id, c.usable, c.visits_left, c.ends_on, c.settled_on,
           case when c.usable then d.today when c.ends_on < d.today then c.ends_on else d.today end as since,
           sum(c.visits_left) filter (where c.usable) over () as all_left,
           bool_or(c.usable and c.visits_left is null) over () as unlimited,
           max(c.ends_on) filter (where c.usable) over () as last_day,
           bool_or(c.usable and c.ends_on is null) over () as not_started
    from (
      select x.id, x.visits_left, x.ends_on, x.sold_on, x.settled_on,
             x.cancelled_on is null and coalesce(x.ends_on >= d.today, x.activate_by is null or x.activate_by >= d.today)
               and (x.visits_left is null or x.visits_left > 0) as usable
      from subscriptions x
      where x.client_id = m.client_id and g.activity_id = any (x.activity_ids) and x.cancelled_on is null
        and (x.group_ids is null or g.id = any (x.group_ids))
    ) c
    order by c.usable desc, c.ends_on desc nulls first, c.sold_on desc, c.id desc
    limit 1
  ) s
  cross join lateral (
    select 'red' as level,
           case when s.visits_left <= 0 and s.settled_on is null then 'subscription_depleted' else 'subscription_expired' end as code
    where not s.usable
    union all
    select 'amber', 'running_out' where s.usable and not s.unlimited and s.all_left <= o.running_out_visits
    union all
    select 'amber', 'expiring' where s.usable and not s.not_started and s.last_day <= d.today + o.expiring_days
  ) a
  where m.joined_on <= d.today and (m.left_on is null or m.left_on > d.today) and g.archived_at is null
$$;
`;

const INDEXES = `
create index subscriptions_created_idx on subscriptions (created_at, id);
-- What could have a colour: by its end, by what is left, by what is owed.
create index subscriptions_end_idx on subscriptions (coalesce(ends_on, activate_by)) where cancelled_on is null;
create index subscriptions_left_idx on subscriptions (visits_left, coalesce(ends_on, activate_by)) where cancelled_on is null;
create index charges_subscription_open_idx on charges (due_on, subject_id)
  where kind = 'subscription' and reversed_at is null and paid + credited < amount;
`;
