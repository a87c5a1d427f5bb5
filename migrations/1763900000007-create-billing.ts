import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The money ledger. `money_entries` is the truth; the balance of an account, the paid part of a charge and the
 * allocated part of a payment are kept beside it in the same transaction, and bounded by the table itself.
 */
export class CreateBilling1763900000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- The payer is not the attendee: an account belongs to a guardian, or to a client who pays for themselves.
create table payer_accounts (
  id uuid primary key,
  branch_id uuid not null references branches,
  guardian_id uuid references guardians constraint payer_accounts_guardian_key unique,
  client_id uuid references clients constraint payer_accounts_client_key unique,
  -- Σ money_entries.amount: above zero is a prepayment, below zero is owed.
  balance bigint not null default 0,
  constraint payer_accounts_one_holder_check check (num_nonnulls(guardian_id, client_id) = 1)
);
call keep_record('payer_accounts');

create table charges (
  id uuid primary key,
  payer_account_id uuid not null references payer_accounts,
  client_id uuid not null references clients,
  branch_id uuid not null references branches,
  kind text not null check (kind in ('subscription', 'visit')),
  -- The subscription or the visit it is for.
  subject_id uuid not null,
  description text not null,
  amount bigint not null check (amount >= 0),
  paid bigint not null default 0,
  due_on date not null,
  reversed_at timestamptz,
  constraint charges_paid_check check (paid between 0 and amount),
  constraint charges_reversed_unpaid_check check (reversed_at is null or paid = 0)
);
create index charges_open_idx on charges (payer_account_id, due_on, id) where reversed_at is null and paid < amount;
create index charges_client_open_idx on charges (client_id, due_on) where reversed_at is null and paid < amount;
create index charges_account_idx on charges (payer_account_id, id);
create index charges_subject_idx on charges (subject_id);
call keep_record('charges');

-- A charge is late the day after it was due; a visit nobody paid for is late at once: it has been had already.
create function is_overdue(c charges, today date) returns boolean language sql immutable as $$
  select c.reversed_at is null and c.paid < c.amount and (c.due_on < today or (c.kind = 'visit' and c.due_on <= today))
$$;

create sequence payment_numbers;
create table payments (
  id uuid primary key,
  number bigint not null default nextval('payment_numbers') constraint payments_number_key unique,
  payer_account_id uuid not null references payer_accounts,
  branch_id uuid not null references branches,
  amount bigint not null check (amount > 0),
  allocated bigint not null default 0,
  method text not null check (method in ('cash', 'card', 'transfer', 'online')),
  received_at timestamptz not null,
  comment text,
  reversed_at timestamptz,
  reversal_reason text,
  constraint payments_allocated_check check (allocated between 0 and amount),
  constraint payments_reversed_free_check check (reversed_at is null or allocated = 0)
);
create index payments_free_idx on payments (payer_account_id, id) where reversed_at is null and allocated < amount;
create index payments_account_idx on payments (payer_account_id, id);
create index payments_branch_idx on payments (branch_id, received_at, id);
call keep_record('payments');

-- Which payment paid which charge; taking money off a charge again is a row with a negative amount.
create table payment_allocations (
  id uuid primary key,
  payment_id uuid not null references payments,
  charge_id uuid not null references charges,
  amount bigint not null check (amount <> 0)
);
create index payment_allocations_payment_idx on payment_allocations (payment_id);
create index payment_allocations_charge_idx on payment_allocations (charge_id);
call keep_ledger('payment_allocations');

create table money_entries (
  id uuid primary key,
  payer_account_id uuid not null references payer_accounts,
  kind text not null check (kind in ('charge', 'charge_reversal', 'payment', 'payment_reversal')),
  amount bigint not null,
  charge_id uuid references charges,
  payment_id uuid references payments,
  reverses_id uuid references money_entries constraint money_entries_reversed_once_key unique,
  constraint money_entries_one_source_check check (num_nonnulls(charge_id, payment_id) = 1),
  constraint money_entries_sign_check check (
    case kind when 'charge' then amount <= 0 when 'charge_reversal' then amount >= 0
              when 'payment' then amount > 0 else amount < 0 end),
  constraint money_entries_reversal_names_check check ((kind in ('charge_reversal', 'payment_reversal')) = (reverses_id is not null))
);
create index money_entries_account_idx on money_entries (payer_account_id, id);
create unique index money_entries_charge_key on money_entries (charge_id) where kind = 'charge';
create unique index money_entries_payment_key on money_entries (payment_id) where kind = 'payment';
call keep_ledger('money_entries');

-- The account that pays for each client now: the paying guardian's, else the client's own.
create view payer_of_client as
  select c.id as client_id, a.id as account_id
  from clients c
  left join client_guardians g on g.client_id = c.id and g.is_payer
  join payer_accounts a on a.guardian_id = g.guardian_id or (g.guardian_id is null and a.client_id = c.id);
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop view payer_of_client; drop function is_overdue; drop table money_entries, payment_allocations, payments, charges, payer_accounts; drop sequence payment_numbers',
    );
  }
}
