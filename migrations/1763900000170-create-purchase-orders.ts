import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Orders to suppliers: what is asked for, what of it has come, and which shortages are known. */
export class CreatePurchaseOrders1763900000170 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ORDERS);
    await runner.query(LINES);
    await runner.query(BESIDE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table waybills drop column purchase_order_id;
      drop table reorder_alarms, purchase_order_lines, purchase_orders, purchase_order_counters;
      drop function refuse_closed_order_line`);
  }
}

const ORDERS = `
-- The last number given, by branch and year: locked by whoever closes an order.
create table purchase_order_counters (
  branch_id uuid not null references branches,
  year integer not null,
  last integer not null,
  primary key (branch_id, year)
);

create table purchase_orders (
  id uuid primary key,
  branch_id uuid not null references branches,
  warehouse_id uuid not null references warehouses,
  supplier_id uuid not null references suppliers,
  -- How far we are with it, and how much of it has come: two courses, so that a delivery before its letter is no riddle.
  stage text not null default 'draft'
    check (stage in ('draft', 'approved', 'queued', 'sent', 'confirmed', 'failed', 'cancelled')),
  receipt text not null default 'none' check (receipt in ('none', 'partly', 'wholly')),
  status text not null generated always as (case
    when stage = 'cancelled' then 'cancelled' when receipt = 'wholly' then 'received' when receipt = 'partly' then 'partly_received'
    else stage end) stored,
  -- Given when it is approved: its year and its place in the year.
  year integer,
  sequence integer,
  approved_at timestamptz,
  approved_by jsonb,
  -- Of a draft that goes out by itself: when.
  send_at timestamptz,
  -- The letter that carries it, and which one that is.
  letter_id uuid references letters,
  letter_version integer not null default 0,
  sent_at timestamptz,
  -- Why it did not go out.
  problem text,
  confirmed_at timestamptz,
  confirmed_by jsonb,
  expected_on date,
  confirmation_note text,
  cancelled_at timestamptz,
  cancelled_by jsonb,
  cancellation_reason text,
  constraint purchase_orders_number_key unique (branch_id, year, sequence),
  constraint purchase_orders_number_check check (num_nonnulls(year, sequence, approved_at, approved_by) in (0, 4)
    and (stage <> 'draft' or year is null) and (stage in ('draft', 'cancelled') or year is not null)),
  constraint purchase_orders_draft_check check (stage <> 'draft' or receipt = 'none'),
  constraint purchase_orders_send_check check (send_at is null or letter_id is not null),
  constraint purchase_orders_confirmed_check check (num_nonnulls(confirmed_at, confirmed_by) in (0, 2)),
  constraint purchase_orders_cancelled_check
    check (num_nonnulls(cancelled_at, cancelled_by, cancellation_reason) = case when stage = 'cancelled' then 3 else 0 end)
);
-- All needs of a supplier in a warehouse sit in one.
create unique index purchase_orders_draft_key on purchase_orders (supplier_id, warehouse_id) where stage = 'draft';
create index purchase_orders_warehouse_idx on purchase_orders (warehouse_id) where stage <> 'cancelled' and receipt <> 'wholly';
create index purchase_orders_letter_idx on purchase_orders (letter_id) where letter_id is not null;
call keep_record('purchase_orders');
create index purchase_orders_supplier_idx on purchase_orders (supplier_id, created_at);
create index purchase_orders_branch_idx on purchase_orders (branch_id, created_at, id);

alter table waybills add column purchase_order_id uuid references purchase_orders,
  add constraint waybills_purchase_order_check check (purchase_order_id is null or kind = 'receipt');
create index waybills_purchase_order_idx on waybills (purchase_order_id) where purchase_order_id is not null;
`;

const LINES = `
create table purchase_order_lines (
  id uuid primary key,
  order_id uuid not null references purchase_orders,
  branch_id uuid not null references branches,
  item_id uuid not null references items,
  quantity numeric(12,3) not null check (quantity > 0),
  -- As the supplier packs it.
  pack_size numeric(12,3) not null check (pack_size > 0),
  -- A person said how much: what follows from movements may raise it and never lowers it.
  is_manual boolean not null default false,
  -- Fixed with the number.
  needed_by date,
  -- Kept beside the posted receipts of the order.
  received numeric(12,3) not null default 0 check (received >= 0),
  constraint purchase_order_lines_item_key unique (order_id, item_id)
);
create index purchase_order_lines_item_idx on purchase_order_lines (item_id);
call keep_record('purchase_order_lines');

-- What was ordered is not rewritten: of a closed order only what has come changes.
create function refuse_closed_order_line() returns trigger language plpgsql as $$
declare
  free constant text[] := '{received,version,updated_at,updated_by}';
  line purchase_order_lines := case when tg_op = 'DELETE' then old else new end;
  standing text;
begin
  if tg_op = 'UPDATE' and to_jsonb(new) - free = to_jsonb(old) - free then
    return new;
  end if;
  select status into standing from purchase_orders where id = line.order_id;
  if standing <> 'draft' then
    raise exception 'order % is closed', line.order_id using errcode = 'check_violation',
      constraint = 'purchase_order_lines_closed_check', hint = jsonb_build_object('status', standing)::text;
  end if;
  return line;
end $$;
create trigger purchase_order_lines_closed before insert or update or delete on purchase_order_lines
  for each row execute function refuse_closed_order_line();
`;

const BESIDE = `
-- Shortages that have been told of, until there is enough again: told once for each time the minimum is crossed.
create table reorder_alarms (
  warehouse_id uuid not null references warehouses,
  item_id uuid not null references items,
  raised_at timestamptz not null,
  -- Its order was cancelled by a person: it is ordered again when more has left, not by itself.
  dismissed_at timestamptz,
  primary key (warehouse_id, item_id)
);
create index reorder_alarms_item_idx on reorder_alarms (item_id);
`;
