import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Waybills and the stock they move. \`stock_entries\` is the truth; what lies in a warehouse stands beside it in
 * \`stock_balances\`, written in the same transaction and never below zero. A posted waybill is never edited.
 */
export class CreateStock1763900000131 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(WAYBILLS);
    await runner.query(LOCKS);
    await runner.query(LEDGER);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table stock_balances, stock_entries, waybill_lines, waybills, waybill_counters;
      drop function refuse_posted_waybill, refuse_posted_line`);
  }
}

const WAYBILLS = `
-- The last number given, by kind, branch and year: locked by whoever posts, so that a number given back is given again.
create table waybill_counters (
  branch_id uuid not null references branches,
  kind text not null,
  year integer not null,
  last integer not null,
  primary key (branch_id, kind, year)
);

create table waybills (
  id uuid primary key,
  branch_id uuid not null references branches,
  kind text not null constraint waybills_kind_check
    check (kind in ('receipt', 'issue', 'transfer', 'write_off', 'customer_return', 'supplier_return', 'stocktake')),
  status text not null default 'draft' check (status in ('draft', 'posted', 'reversed')),
  -- Given at posting: its year and its place in the year.
  year integer,
  sequence integer,
  on_date date not null,
  warehouse_id uuid not null references warehouses,
  to_warehouse_id uuid references warehouses,
  supplier_id uuid references suppliers,
  -- The issue that a customer returns goods of.
  source_id uuid references waybills,
  -- Goods that are lent, come back or are lost: an issue, a customer return or a write-off between on_hand and on_loan.
  is_loan boolean not null default false,
  -- What another module moved stock for: ('sale', its id).
  basis_kind text check (basis_kind ~ '^[a-z][a-z-]*$'),
  basis_id uuid,
  comment text,
  posted_at timestamptz,
  posted_by jsonb,
  reversed_at timestamptz,
  reversed_by jsonb,
  reversal_reason text,
  constraint waybills_number_key unique (branch_id, kind, year, sequence),
  constraint waybills_number_check check (num_nonnulls(year, sequence, posted_at, posted_by) = case when status = 'draft' then 0 else 4 end),
  constraint waybills_reversed_check check (num_nonnulls(reversed_at, reversed_by, reversal_reason) = case when status = 'reversed' then 3 else 0 end),
  constraint waybills_to_check check ((kind = 'transfer') = (to_warehouse_id is not null) and to_warehouse_id <> warehouse_id),
  constraint waybills_source_check check (source_id is null or kind = 'customer_return'),
  constraint waybills_supplier_check check (supplier_id is null or kind in ('receipt', 'supplier_return')),
  constraint waybills_loan_check check (not is_loan or (kind in ('issue', 'customer_return', 'write_off') and source_id is null)),
  constraint waybills_basis_check check (num_nonnulls(basis_kind, basis_id) in (0, 2))
);
create index waybills_date_idx on waybills (on_date, id);
create index waybills_branch_idx on waybills (branch_id, on_date, id);
create index waybills_warehouse_idx on waybills (warehouse_id, on_date, id);
create index waybills_to_warehouse_idx on waybills (to_warehouse_id) where to_warehouse_id is not null;
create index waybills_supplier_idx on waybills (supplier_id) where supplier_id is not null;
create index waybills_source_idx on waybills (source_id) where source_id is not null;
create index waybills_basis_idx on waybills (basis_id) where basis_id is not null;
call keep_record('waybills');

create table waybill_lines (
  id uuid primary key,
  waybill_id uuid not null references waybills,
  branch_id uuid not null references branches,
  -- Whoever fills a draft may name a line, so that sending it again is no second line.
  key text,
  item_id uuid not null references items,
  -- Of a stocktake: what was counted.
  quantity numeric(12,3) not null,
  -- Per unit, with VAT: where it comes in, what is paid for it.
  price bigint check (price >= 0),
  vat text not null constraint waybill_lines_vat_check check (vat in ('exempt', 'none', '0', '5', '7', '10', '20', '22')),
  note text,
  -- The line of the issue it is returned of.
  source_line_id uuid references waybill_lines,
  -- Of a stocktake: what the books said at the moment it was counted.
  expected numeric(12,3),
  counted_at timestamptz,
  counted_item_id uuid generated always as (case when expected is not null then item_id end) stored,
  constraint waybill_lines_quantity_check check (quantity > 0 or (quantity = 0 and expected is not null)),
  constraint waybill_lines_counted_check check (num_nonnulls(expected, counted_at) in (0, 2)),
  constraint waybill_lines_key_key unique (waybill_id, key),
  constraint waybill_lines_counted_key unique (waybill_id, counted_item_id)
);
create index waybill_lines_waybill_idx on waybill_lines (waybill_id, id);
create index waybill_lines_item_idx on waybill_lines (item_id);
create index waybill_lines_source_idx on waybill_lines (source_line_id) where source_line_id is not null;
call keep_record('waybill_lines');
`;

const LOCKS = `
create function refuse_posted_waybill() returns trigger language plpgsql as $$
declare
  free constant text[] := '{status,reversed_at,reversed_by,reversal_reason,version,updated_at,updated_by}';
begin
  if old.status = 'draft' then
    return case when tg_op = 'DELETE' then old else new end;
  end if;
  if tg_op = 'UPDATE' and old.status = 'posted' and new.status = 'reversed' and to_jsonb(new) - free = to_jsonb(old) - free then
    return new;
  end if;
  raise exception 'waybill % is %', old.id, old.status
    using errcode = 'check_violation', constraint = 'waybills_posted_check', hint = jsonb_build_object('status', old.status)::text;
end $$;
create trigger waybills_posted before update or delete on waybills for each row execute function refuse_posted_waybill();

-- Whoever writes a line holds the draft open until they are done: its posting waits for them, and they for the posting.
create function refuse_posted_line() returns trigger language plpgsql as $$
declare
  line waybill_lines := case when tg_op = 'DELETE' then old else new end;
begin
  perform from waybills where id = line.waybill_id and status = 'draft' for share;
  if not found then
    raise exception 'waybill % is no draft', line.waybill_id
      using errcode = 'check_violation', constraint = 'waybill_lines_posted_check', hint = '{"status":"posted"}';
  end if;
  return line;
end $$;
create trigger waybill_lines_posted before insert or update or delete on waybill_lines for each row execute function refuse_posted_line();
`;

const LEDGER = `
create table stock_entries (
  id uuid primary key,
  waybill_id uuid not null references waybills,
  line_id uuid not null references waybill_lines,
  branch_id uuid not null references branches,
  warehouse_id uuid not null references warehouses,
  item_id uuid not null references items,
  bucket text not null check (bucket in ('on_hand', 'on_loan')),
  quantity numeric(12,3) not null check (quantity <> 0),
  value bigint not null,
  occurred_on date not null,
  -- The entry that this one takes back.
  reverses_id uuid references stock_entries constraint stock_entries_reverses_key unique,
  constraint stock_entries_sign_check check (value = 0 or sign(value) = sign(quantity))
);
create index stock_entries_place_idx on stock_entries (warehouse_id, item_id, id);
create index stock_entries_item_idx on stock_entries (item_id, id);
create index stock_entries_waybill_idx on stock_entries (waybill_id);
create index stock_entries_line_idx on stock_entries (line_id);
call keep_ledger('stock_entries');

create table stock_balances (
  id uuid primary key,
  warehouse_id uuid not null references warehouses,
  item_id uuid not null references items,
  on_hand numeric(12,3) not null default 0,
  value bigint not null default 0,
  on_loan numeric(12,3) not null default 0,
  loan_value bigint not null default 0,
  -- Part of what is on hand that is promised already.
  reserved numeric(12,3) not null default 0,
  -- Kopecks a unit, to a millionth: times the quantity it is the value, within a kopeck.
  average_cost numeric(24,6) generated always as (round(value / nullif(on_hand, 0), 6)) stored,
  constraint stock_balances_place_key unique (warehouse_id, item_id),
  constraint stock_balances_on_hand_check check (on_hand >= 0 and value >= 0 and (on_hand > 0 or value = 0)),
  constraint stock_balances_on_loan_check check (on_loan >= 0 and loan_value >= 0 and (on_loan > 0 or loan_value = 0)),
  constraint stock_balances_reserved_check check (reserved between 0 and on_hand)
);
create index stock_balances_item_idx on stock_balances (item_id);
`;
