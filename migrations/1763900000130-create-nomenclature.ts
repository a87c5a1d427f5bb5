import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is kept in stock, by whom it is supplied and where it lies. Items and suppliers belong to the whole organisation. */
export class CreateNomenclature1763900000130 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table item_categories (
  id uuid primary key,
  name text not null,
  parent_id uuid references item_categories,
  archived_at timestamptz,
  constraint item_categories_parent_check check (parent_id <> id)
);
create unique index item_categories_name_key on item_categories (parent_id, lower(name)) nulls not distinct;
call keep_record('item_categories');

create table suppliers (
  id uuid primary key,
  name text not null,
  -- INN: ten digits of a company, twelve of a person in business.
  tax_number text constraint suppliers_tax_number_check check (tax_number ~ '^(\\d{10}|\\d{12})$'),
  email text,
  phone text,
  -- Of the orders they get.
  language text not null default 'ru' check (language in ('ru', 'en')),
  order_policy text not null default 'approval' check (order_policy in ('auto', 'approval')),
  -- ISO weekdays on which they take orders; empty: on any.
  order_days smallint[] not null default '{}' check (order_days <@ '{1,2,3,4,5,6,7}'),
  lead_days integer not null default 0 check (lead_days between 0 and 365),
  min_order_amount bigint check (min_order_amount >= 0),
  archived_at timestamptz
);
comment on column suppliers.email is 'personal';
comment on column suppliers.phone is 'personal';
create unique index suppliers_name_key on suppliers (lower(name));
create unique index suppliers_tax_number_key on suppliers (tax_number) where tax_number is not null;
call keep_record('suppliers');

create table items (
  id uuid primary key,
  sku text not null,
  barcode text constraint items_barcode_check check (barcode ~ '^(\\d{8}|\\d{13})$'),
  name text not null,
  kind text not null check (kind in ('goods', 'material', 'textbook', 'equipment')),
  category_id uuid references item_categories,
  unit text not null constraint items_unit_check
    check (unit in ('pcs', 'pack', 'box', 'set', 'pair', 'roll', 'sheet', 'kg', 'g', 'l', 'ml', 'm', 'cm', 'm2')),
  -- Units in a pack of the supplier: an order is rounded up to packs.
  pack_size numeric(12,3) not null default 1 check (pack_size > 0),
  vat text not null default 'none' constraint items_vat_check check (vat in ('exempt', 'none', '0', '5', '7', '10', '20', '22')),
  price bigint not null default 0 check (price >= 0),
  -- What is charged for one that was lost; null: its price.
  replacement_price bigint check (replacement_price >= 0),
  min_quantity numeric(12,3) check (min_quantity >= 0),
  max_quantity numeric(12,3) check (max_quantity >= 0),
  -- The least a supplier sells at once.
  order_quantity numeric(12,3) check (order_quantity > 0),
  -- Null: those of the supplier.
  lead_days integer check (lead_days between 0 and 365),
  supplier_id uuid references suppliers,
  responsible_id uuid references employees,
  archived_at timestamptz,
  constraint items_max_check check (max_quantity >= min_quantity)
);
create unique index items_sku_key on items (lower(sku));
create unique index items_barcode_key on items (barcode) where barcode is not null;
create index items_name_idx on items using gin (lower(name) gin_trgm_ops);
create index items_list_idx on items (name, id);
create index items_category_idx on items (category_id);
create index items_supplier_idx on items (supplier_id);
create index items_responsible_idx on items (responsible_id);
call keep_record('items');

create table warehouses (
  id uuid primary key,
  branch_id uuid not null references branches,
  name text not null,
  code text not null,
  is_default boolean not null default false,
  responsible_id uuid references employees,
  archived_at timestamptz,
  constraint warehouses_default_check check (not (is_default and archived_at is not null))
);
create unique index warehouses_code_key on warehouses (lower(code));
create unique index warehouses_name_key on warehouses (branch_id, lower(name));
-- Where stock moves when nobody says where: one of a branch.
create unique index warehouses_default_key on warehouses (branch_id) where is_default;
create index warehouses_responsible_idx on warehouses (responsible_id);
call keep_record('warehouses');
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table warehouses, items, suppliers, item_categories');
  }
}
