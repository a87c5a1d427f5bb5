import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The register of sales: who got what, when, for how much, from whom. A sale and its lines are never edited; what comes
 * back is a return, and how much of a line has come back stands beside it and cannot exceed what was sold.
 */
export class CreateSales1763900000202 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SALES);
    await runner.query(RETURNS);
    await runner.query(VIEW);
    await runner.query(TIMELINE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function client_timeline;
      alter function client_timeline_before_sales(uuid) rename to client_timeline;
      drop view report_sales;
      drop table sale_refunds, sale_return_lines, sale_returns, sale_payments, sale_lines, sales, services;
      drop function refuse_sold_line`);
  }
}

const SALES = `
-- What is sold besides goods and lessons: the hire of a costume, a room for a party.
create table services (
  id uuid primary key,
  name text not null constraint services_name_key unique,
  price bigint not null check (price >= 0),
  vat_code text not null references vat_codes (code),
  archived_at timestamptz
);
call keep_record('services');

create table sales (
  id uuid primary key,
  branch_id uuid not null references branches,
  year integer not null,
  sequence integer not null,
  on_date date not null,
  sold_at timestamptz not null,
  -- Null: a walk-in buyer.
  client_id uuid references clients,
  buyer_name text,
  payer_account_id uuid not null references payer_accounts,
  -- The issue that its goods left by.
  waybill_id uuid references waybills constraint sales_waybill_key unique,
  -- Who sold: the employee who gets a percentage; and the user at the desk, null when it was the system.
  seller_id uuid references employees,
  cashier_id uuid references users,
  gross bigint not null check (gross >= 0),
  discount bigint not null,
  total bigint not null,
  vat bigint not null check (vat >= 0),
  comment text,
  constraint sales_number_key unique (branch_id, year, sequence),
  constraint sales_total_check check (total = gross - discount and discount between 0 and gross and vat <= total),
  constraint sales_buyer_check check (client_id is null or buyer_name is null)
);
comment on column sales.buyer_name is 'personal';
comment on column sales.comment is 'personal';
create index sales_branch_idx on sales (branch_id, sold_at, id);
create index sales_sold_idx on sales (sold_at, id);
create index sales_client_idx on sales (client_id, sold_at) where client_id is not null;
create index sales_account_idx on sales (payer_account_id);
create index sales_seller_idx on sales (seller_id, sold_at) where seller_id is not null;
create index sales_cashier_idx on sales (cashier_id, sold_at) where cashier_id is not null;
call keep_ledger('sales');

create table sale_lines (
  id uuid primary key,
  sale_id uuid not null references sales,
  branch_id uuid not null references branches,
  nth integer not null check (nth > 0),
  kind text not null check (kind in ('goods', 'plan', 'visit', 'service')),
  item_id uuid references items,
  plan_id uuid references plans,
  activity_id uuid references activities,
  service_id uuid references services,
  subscription_id uuid references subscriptions constraint sale_lines_subscription_key unique,
  waybill_line_id uuid references waybill_lines constraint sale_lines_waybill_line_key unique,
  -- As it was called when it was sold.
  name text not null,
  quantity numeric(12,3) not null check (quantity > 0),
  unit_price bigint not null check (unit_price >= 0),
  gross bigint not null,
  discount bigint not null,
  discount_reason text,
  discount_id uuid references discounts,
  net bigint not null,
  -- Code and rate of the day, as on the charge of the line.
  vat_code text not null references vat_codes (code),
  vat_percent numeric(5, 2),
  vat bigint not null,
  -- What the goods had cost; null where there are none.
  cost bigint check (cost >= 0),
  note text,
  -- What has come back; kept beside the returns.
  returned numeric(12,3) not null default 0,
  returned_net bigint not null default 0,
  constraint sale_lines_nth_key unique (sale_id, nth),
  constraint sale_lines_net_check check (net = gross - discount and discount between 0 and gross and vat between 0 and net),
  constraint sale_lines_returned_check check (returned between 0 and quantity and returned_net between 0 and net),
  constraint sale_lines_subject_check check (num_nonnulls(item_id, plan_id, activity_id, service_id) = 1
    and case kind when 'goods' then item_id is not null when 'plan' then plan_id is not null
                  when 'visit' then activity_id is not null else service_id is not null end),
  constraint sale_lines_carrier_check check ((kind in ('plan', 'visit')) = (subscription_id is not null)
    and (kind = 'goods') = (waybill_line_id is not null) and (kind = 'goods') = (cost is not null)),
  constraint sale_lines_one_check check (subscription_id is null or quantity = 1)
);
comment on column sale_lines.discount_reason is 'personal';
comment on column sale_lines.note is 'personal';
create index sale_lines_item_idx on sale_lines (item_id) where item_id is not null;
create index sale_lines_plan_idx on sale_lines (plan_id) where plan_id is not null;
create index sale_lines_activity_idx on sale_lines (activity_id) where activity_id is not null;
create index sale_lines_service_idx on sale_lines (service_id) where service_id is not null;
call keep_record('sale_lines');

-- What was sold is not rewritten: only what has come back of it changes, and what is personal goes when somebody is erased.
create function refuse_sold_line() returns trigger language plpgsql as $$
declare
  free text[] := '{returned,returned_net,version,updated_at,updated_by}';
begin
  if current_setting('kruzhok.erasing', true) = 'on' then
    free := free || personal_columns('sale_lines');
  end if;
  if tg_op = 'UPDATE' and to_jsonb(new) - free = to_jsonb(old) - free then
    return new;
  end if;
  raise exception 'line % is sold', old.id using errcode = 'check_violation', constraint = 'sale_lines_sold_check';
end $$;
create trigger sale_lines_sold before update or delete on sale_lines for each row execute function refuse_sold_line();

create table sale_payments (
  id uuid primary key,
  sale_id uuid not null references sales,
  payment_id uuid not null references payments constraint sale_payments_payment_key unique
);
create index sale_payments_sale_idx on sale_payments (sale_id);
call keep_ledger('sale_payments');
`;

const RETURNS = `
create table sale_returns (
  id uuid primary key,
  sale_id uuid not null references sales,
  branch_id uuid not null references branches,
  year integer not null,
  sequence integer not null,
  on_date date not null,
  returned_at timestamptz not null,
  reason text not null,
  waybill_id uuid references waybills constraint sale_returns_waybill_key unique,
  -- Taken off the charges, and what of it was paid out at once.
  net bigint not null check (net >= 0),
  paid_out bigint not null,
  constraint sale_returns_number_key unique (branch_id, year, sequence),
  constraint sale_returns_paid_out_check check (paid_out between 0 and net)
);
comment on column sale_returns.reason is 'personal';
create index sale_returns_sale_idx on sale_returns (sale_id, id);
create index sale_returns_branch_idx on sale_returns (branch_id, returned_at, id);
call keep_ledger('sale_returns');

create table sale_return_lines (
  id uuid primary key,
  return_id uuid not null references sale_returns,
  sale_line_id uuid not null references sale_lines,
  branch_id uuid not null references branches,
  waybill_line_id uuid references waybill_lines constraint sale_return_lines_waybill_line_key unique,
  quantity numeric(12,3) not null check (quantity > 0),
  net bigint not null check (net >= 0),
  vat bigint not null,
  cost bigint check (cost >= 0),
  constraint sale_return_lines_once_key unique (return_id, sale_line_id),
  constraint sale_return_lines_vat_check check (vat between 0 and net)
);
create index sale_return_lines_line_idx on sale_return_lines (sale_line_id);
call keep_ledger('sale_return_lines');

create table sale_refunds (
  id uuid primary key,
  return_id uuid not null references sale_returns,
  refund_id uuid not null references refunds constraint sale_refunds_refund_key unique
);
create index sale_refunds_return_idx on sale_refunds (return_id);
call keep_ledger('sale_refunds');
`;

const VIEW = `
-- One row for each line of a sale, and below zero one for each line of a return: sums of any period are what was sold in
-- it less what came back in it.
create view report_sales as
  select l.id, 'sale' as entry, s.id as sale_id, null::uuid as return_id, l.id as sale_line_id,
         'S-' || s.year || '-' || lpad(s.sequence::text, 6, '0') as number, s.branch_id, s.sold_at as at, s.on_date, s.created_at as recorded_at,
         s.client_id, coalesce(c.last_name || ' ' || c.first_name, s.buyer_name) as buyer,
         s.cashier_id, s.created_by ->> 'name' as cashier, s.seller_id,
         l.kind, l.item_id, l.plan_id, l.activity_id, l.service_id, l.subscription_id, l.name,
         l.quantity, l.unit_price, l.gross, l.discount, l.net, l.vat_code, l.vat_percent, l.vat, l.cost,
         (select string_agg(distinct p.method, ', ' order by p.method)
          from sale_payments x join payments p on p.id = x.payment_id where x.sale_id = s.id) as methods
  from sale_lines l join sales s on s.id = l.sale_id left join clients c on c.id = s.client_id
  union all
  select r.id, 'return', s.id, t.id, l.id, 'SR-' || t.year || '-' || lpad(t.sequence::text, 6, '0'), t.branch_id, t.returned_at, t.on_date,
         t.created_at, s.client_id, coalesce(c.last_name || ' ' || c.first_name, s.buyer_name),
         s.cashier_id, t.created_by ->> 'name', s.seller_id,
         l.kind, l.item_id, l.plan_id, l.activity_id, l.service_id, l.subscription_id, l.name,
         -r.quantity, l.unit_price, -r.net, 0, -r.net, l.vat_code, l.vat_percent, -r.vat, -r.cost,
         (select string_agg(distinct f.method, ', ' order by f.method)
          from sale_refunds x join refunds f on f.id = x.refund_id where x.return_id = t.id)
  from sale_return_lines r
  join sale_returns t on t.id = r.return_id
  join sale_lines l on l.id = r.sale_line_id
  join sales s on s.id = l.sale_id left join clients c on c.id = s.client_id;
`;

// The stream of before is kept whole beneath, whatever else has been added to it.
const TIMELINE = `
alter function client_timeline(uuid) rename to client_timeline_before_sales;
create function client_timeline(client uuid)
returns table (id uuid, at timestamptz, kind text, by jsonb, subject_id uuid, needs text, params jsonb) language sql stable as $$
  select * from client_timeline_before_sales(client)
  union all
  select md5(t.kind || t.key)::uuid, date_trunc('milliseconds', t.at), t.kind, t.by, t.subject_id, 'sales:read', t.params
  from (
    select 'sale_made', s.id::text, s.sold_at, s.created_by, s.id,
           jsonb_build_object('number', 'S-' || s.year || '-' || lpad(s.sequence::text, 6, '0'),
                              'what', (select string_agg(l.name, ', ' order by l.nth) from sale_lines l where l.sale_id = s.id))
    from sales s where s.client_id = client
    union all
    select 'sale_returned', r.id::text, r.returned_at, r.created_by, s.id,
           jsonb_build_object('number', 'SR-' || r.year || '-' || lpad(r.sequence::text, 6, '0'), 'reason', r.reason)
    from sales s join sale_returns r on r.sale_id = s.id where s.client_id = client
  ) t(kind, key, at, by, subject_id, params)
$$;
`;
