import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Credits, refunds and transfers. What is open of a charge is now its amount less what was credited and what is paid;
 * what is used of a payment is what pays charges, was given back, or was moved to another account.
 */
export class DeepenMoney1763900000050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TERMS);
    await runner.query(MONEY_OUT);
    await runner.query(LEDGER);
    await runner.query(COLOURS);
  }

  down(): Promise<void> {
    throw new Error('entries of the new kinds cannot be taken out of the ledger: restore a copy instead');
  }
}

const TERMS = `
-- Days after the due day before a charge is late. A charge keeps those it was made with, as a sale keeps its terms:
-- so nobody becomes late, and no past debt changes, because a setting did.
alter table settings add column payment_grace_days integer not null default 0 check (payment_grace_days between 0 and 90);
alter table branches add column payment_grace_days integer check (payment_grace_days between 0 and 90);

alter table charges
  add column credited bigint not null default 0,
  add column grace_days integer not null default 0 check (grace_days between 0 and 90),
  -- The charge this one is an instalment of.
  add column split_from_id uuid references charges,
  add column reversal_reason text,
  drop constraint charges_paid_check,
  drop constraint charges_kind_check,
  drop constraint charges_reversed_unpaid_check,
  add constraint charges_kind_check check (kind in ('subscription', 'visit', 'other')),
  add constraint charges_paid_check check (paid >= 0 and credited >= 0 and paid + credited <= amount),
  add constraint charges_reversed_unpaid_check check (reversed_at is null or (paid = 0 and credited = 0));
create index charges_split_from_idx on charges (split_from_id) where split_from_id is not null;

drop index charges_open_idx;
drop index charges_client_open_idx;
create index charges_open_idx on charges (payer_account_id, due_on, id) where reversed_at is null and paid + credited < amount;
create index charges_client_open_idx on charges (client_id, due_on) where reversed_at is null and paid + credited < amount;

create or replace function is_overdue(c charges, today date) returns boolean language sql immutable as $$
  select c.reversed_at is null and c.paid + c.credited < c.amount
    and (c.due_on + c.grace_days < today or (c.kind = 'visit' and c.due_on + c.grace_days <= today))
$$;
`;

const MONEY_OUT = `
create sequence refund_numbers;
create table refunds (
  id uuid primary key,
  number bigint not null default nextval('refund_numbers') constraint refunds_number_key unique,
  payer_account_id uuid not null references payer_accounts,
  branch_id uuid not null references branches,
  amount bigint not null check (amount > 0),
  method text not null check (method in ('cash', 'card', 'transfer', 'online')),
  reason text not null,
  paid_at timestamptz not null,
  reversed_at timestamptz,
  reversal_reason text,
  constraint refunds_reversal_reason_check check ((reversed_at is null) = (reversal_reason is null))
);
create index refunds_account_idx on refunds (payer_account_id, id);
create index refunds_branch_idx on refunds (branch_id, paid_at, id);
call keep_record('refunds');

-- Free money moved to another account; there it is a payment by the method 'account'.
create sequence transfer_numbers;
create table account_transfers (
  id uuid primary key,
  number bigint not null default nextval('transfer_numbers') constraint account_transfers_number_key unique,
  from_account_id uuid not null references payer_accounts,
  to_account_id uuid not null references payer_accounts,
  amount bigint not null check (amount > 0),
  reason text not null,
  constraint account_transfers_two_accounts_check check (from_account_id <> to_account_id)
);
create index account_transfers_from_idx on account_transfers (from_account_id, id);
create index account_transfers_to_idx on account_transfers (to_account_id, id);
call keep_ledger('account_transfers');

alter table payments
  add column transfer_id uuid references account_transfers constraint payments_transfer_key unique,
  drop constraint payments_method_check,
  add constraint payments_method_check check (method in ('cash', 'card', 'transfer', 'online', 'account')),
  add constraint payments_moved_check check ((method = 'account') = (transfer_id is not null));

-- A part of a payment pays a charge, is given back, or is moved: exactly one of the three.
alter table payment_allocations
  alter column charge_id drop not null,
  add column refund_id uuid references refunds,
  add column transfer_id uuid references account_transfers,
  add constraint payment_allocations_one_use_check check (num_nonnulls(charge_id, refund_id, transfer_id) = 1);
create index payment_allocations_refund_idx on payment_allocations (refund_id) where refund_id is not null;
create index payment_allocations_transfer_idx on payment_allocations (transfer_id) where transfer_id is not null;
`;

const LEDGER = `
alter table money_entries
  add column refund_id uuid references refunds,
  add column transfer_id uuid references account_transfers,
  add column reason text,
  drop constraint money_entries_kind_check,
  drop constraint money_entries_one_source_check,
  drop constraint money_entries_sign_check,
  drop constraint money_entries_reversal_names_check,
  add constraint money_entries_kind_check check (kind in (
    'charge', 'charge_reversal', 'payment', 'payment_reversal', 'credit', 'credit_reversal',
    'instalment', 'instalment_reversal', 'refund', 'refund_reversal', 'transfer_in', 'transfer_out')),
  add constraint money_entries_one_source_check check (num_nonnulls(charge_id, payment_id, refund_id, transfer_id) = 1),
  add constraint money_entries_sign_check check (
    case when kind = 'charge' then amount <= 0
         when kind = 'charge_reversal' then amount >= 0
         when kind in ('payment', 'credit', 'instalment', 'refund_reversal', 'transfer_in') then amount > 0
         else amount < 0 end),
  add constraint money_entries_reversal_names_check check ((kind like '%\\_reversal') = (reverses_id is not null)),
  add constraint money_entries_credit_reason_check check (kind <> 'credit' or reason is not null);
create index money_entries_charge_idx on money_entries (charge_id) where charge_id is not null;
create unique index money_entries_refund_key on money_entries (refund_id) where kind = 'refund';
create unique index money_entries_transfer_key on money_entries (transfer_id, kind) where transfer_id is not null;
`;

const COLOURS = `
create or replace function billing_alerts(at timestamptz)
returns table (client_id uuid, level text, code text, subject_id uuid, amount bigint, since date) language sql stable as $$
  select c.client_id,
         case when is_overdue(c, d.today) then 'red' else 'amber' end,
         case when is_overdue(c, d.today) then 'payment_overdue' else 'payment_due' end,
         c.id, c.amount - c.credited - c.paid, c.due_on
  from charges c
  join branches b on b.id = c.branch_id
  cross join lateral (select (at at time zone b.time_zone)::date as today) d
  cross join settings o
  where c.reversed_at is null and c.paid + c.credited < c.amount and c.due_on <= d.today + o.payment_due_days
$$;

create or replace function subscription_reasons(s subscriptions, c charges, o settings, today date) returns text[] language sql immutable as $$
  select array_remove(array[
    case when is_overdue(c, today) then 'payment_overdue' end,
    case when s.cancelled_on is null and s.visits_left <= 0 then 'subscription_depleted' end,
    case when s.cancelled_on is null and coalesce(s.ends_on, s.activate_by) < today then 'subscription_expired' end,
    case when c.reversed_at is null and c.paid + c.credited < c.amount and c.due_on <= today + o.payment_due_days
              and not is_overdue(c, today)
         then 'payment_due' end,
    case when s.cancelled_on is null and s.visits_left between 1 and o.running_out_visits
              and coalesce(s.ends_on, s.activate_by, today) >= today then 'running_out' end,
    case when s.cancelled_on is null and s.ends_on between today and today + o.expiring_days and coalesce(s.visits_left, 1) > 0
         then 'expiring' end
  ], null)
$$;

create or replace function subscription_alert(s subscriptions, c charges, o settings, today date) returns jsonb language sql stable as $$
  select jsonb_build_object('level', alert_level(array_agg(r.code)), 'reasons', jsonb_agg(
    jsonb_build_object('code', r.code, 'level', alert_level(array[r.code]),
                       'amount', case when r.code in ('payment_overdue', 'payment_due') then money(c.amount - c.credited - c.paid) end,
                       'since', case when r.code in ('payment_overdue', 'payment_due') then c.due_on
                                     when r.code = 'subscription_expired' then coalesce(s.ends_on, s.activate_by)
                                     when r.code = 'expiring' then s.ends_on else today end)
    order by r.place))
  from unnest(subscription_reasons(s, c, o, today)) with ordinality r(code, place)
  having count(*) > 0
  union all
  select '{"level": "green", "reasons": []}' where cardinality(subscription_reasons(s, c, o, today)) = 0
$$;
`;
