import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Cash desks and their shifts. `cash_entries` is the truth about what should lie in a desk; the database lets no entry
 * into a shift that is closed, and one desk have one open shift.
 */
export class CreateCashDesks1763900000053 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(DESKS);
    await runner.query(ENTRIES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table cash_entries, cash_shifts, cash_desks; drop function refuse_closed_shift; drop sequence cash_shift_numbers;
      alter table settings drop column cash_shift_required`);
  }
}

const DESKS = `
alter table settings add column cash_shift_required boolean not null default false;

create table cash_desks (
  id uuid primary key,
  branch_id uuid not null references branches,
  name text not null,
  archived_at timestamptz,
  constraint cash_desks_name_key unique (branch_id, name)
);
call keep_record('cash_desks');

create sequence cash_shift_numbers;
create table cash_shifts (
  id uuid primary key,
  number bigint not null default nextval('cash_shift_numbers') constraint cash_shifts_number_key unique,
  cash_desk_id uuid not null references cash_desks,
  branch_id uuid not null references branches,
  -- Whose shift it is; null: the system's.
  user_id uuid references users,
  opened_at timestamptz not null,
  opening_float bigint not null check (opening_float >= 0),
  closed_at timestamptz,
  -- What should have lain in the desk at the close, and what did.
  expected bigint,
  counted bigint check (counted >= 0),
  difference bigint generated always as (counted - expected) stored,
  difference_reason text,
  constraint cash_shifts_closed_check check (num_nonnulls(closed_at, expected, counted) in (0, 3)),
  constraint cash_shifts_difference_reason_check check (counted is null or counted = expected or difference_reason is not null)
);
create unique index cash_shifts_one_open_key on cash_shifts (cash_desk_id) where closed_at is null;
create index cash_shifts_desk_idx on cash_shifts (cash_desk_id, opened_at);
create index cash_shifts_branch_idx on cash_shifts (branch_id, opened_at);
create index cash_shifts_user_idx on cash_shifts (user_id) where closed_at is null;
call keep_record('cash_shifts');
`;

const ENTRIES = `
create table cash_entries (
  id uuid primary key,
  cash_shift_id uuid not null references cash_shifts,
  kind text not null check (kind in ('float', 'payment', 'payment_reversal', 'refund', 'refund_reversal', 'in', 'out')),
  amount bigint not null,
  payment_id uuid references payments,
  refund_id uuid references refunds,
  reason text,
  constraint cash_entries_sign_check check (
    case when kind = 'float' then amount >= 0
         when kind in ('payment', 'refund_reversal', 'in') then amount > 0 else amount < 0 end),
  constraint cash_entries_source_check check (
    (kind in ('payment', 'payment_reversal')) = (payment_id is not null) and (kind in ('refund', 'refund_reversal')) = (refund_id is not null)),
  constraint cash_entries_reason_check check (kind not in ('in', 'out') or reason is not null)
);
create index cash_entries_shift_idx on cash_entries (cash_shift_id, id);
create unique index cash_entries_payment_key on cash_entries (payment_id, kind) where payment_id is not null;
create unique index cash_entries_refund_key on cash_entries (refund_id, kind) where refund_id is not null;
create unique index cash_entries_float_key on cash_entries (cash_shift_id) where kind = 'float';
call keep_ledger('cash_entries');

-- Whoever enters cash holds the shift open until they are done: the close waits for them, and they for the close.
create function refuse_closed_shift() returns trigger language plpgsql as $$
begin
  perform from cash_shifts where id = new.cash_shift_id and closed_at is null for share;
  if not found then
    raise exception 'cash shift % is closed', new.cash_shift_id
      using errcode = 'check_violation', constraint = 'cash_entries_open_shift_check';
  end if;
  return new;
end $$;
create trigger cash_entries_open_shift before insert on cash_entries for each row execute function refuse_closed_shift();
`;
