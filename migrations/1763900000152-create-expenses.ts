import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the centre spends. An expense is posted when it is made: it is never edited, only reversed. Cash that it takes
 * from a desk is an entry of the ledger of cash.
 */
export class CreateExpenses1763900000152 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(EXPENSES);
    await runner.query(CASH);
  }

  down(): Promise<void> {
    throw new Error('cash that expenses took cannot be taken out of its ledger: restore a copy instead');
  }
}

const EXPENSES = `
create table expense_categories (
  id uuid primary key,
  name text not null,
  archived_at timestamptz
);
create unique index expense_categories_name_key on expense_categories (lower(name));
call keep_record('expense_categories');

create sequence expense_numbers;
create table expenses (
  id uuid primary key,
  number bigint not null default nextval('expense_numbers') constraint expenses_number_key unique,
  branch_id uuid not null references branches,
  category_id uuid not null references expense_categories,
  -- The day it belongs to.
  on_date date not null,
  -- With VAT.
  amount bigint not null check (amount > 0),
  vat_code text not null references vat_codes (code),
  vat_percent numeric(5, 2),
  vat bigint not null generated always as (vat_of(amount, vat_percent)) stored,
  paid_from text not null check (paid_from in ('cash', 'bank')),
  supplier text,
  note text,
  reversed_at timestamptz,
  reversal_reason text,
  constraint expenses_reversal_reason_check check ((reversed_at is null) = (reversal_reason is null))
);
create index expenses_branch_idx on expenses (branch_id, on_date, id);
create index expenses_category_idx on expenses (category_id, on_date);
call keep_record('expenses');

create function refuse_edited_expense() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.reversed_at is not null
     or (to_jsonb(new) - '{vat,reversed_at,reversal_reason,version,updated_at,updated_by}'::text[])
        is distinct from (to_jsonb(old) - '{vat,reversed_at,reversal_reason,version,updated_at,updated_by}'::text[]) then
    raise exception 'expense % is posted: reverse it instead', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger expenses_posted before update or delete on expenses for each row execute function refuse_edited_expense();

create table expense_files (
  id uuid primary key references files,
  expense_id uuid not null references expenses
);
create index expense_files_expense_idx on expense_files (expense_id);
call keep_record('expense_files');
`;

const CASH = `
alter table cash_entries
  add column expense_id uuid references expenses,
  drop constraint cash_entries_kind_check,
  drop constraint cash_entries_sign_check,
  drop constraint cash_entries_source_check,
  add constraint cash_entries_kind_check check (kind in
    ('float', 'payment', 'payment_reversal', 'refund', 'refund_reversal', 'expense', 'expense_reversal', 'in', 'out')),
  add constraint cash_entries_sign_check check (
    case when kind = 'float' then amount >= 0
         when kind in ('payment', 'refund_reversal', 'expense_reversal', 'in') then amount > 0 else amount < 0 end),
  add constraint cash_entries_source_check check (
    (kind in ('payment', 'payment_reversal')) = (payment_id is not null)
    and (kind in ('refund', 'refund_reversal')) = (refund_id is not null)
    and (kind in ('expense', 'expense_reversal')) = (expense_id is not null));
create unique index cash_entries_expense_key on cash_entries (expense_id, kind) where expense_id is not null;
`;
