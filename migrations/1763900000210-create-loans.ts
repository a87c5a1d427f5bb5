import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is lent to clients. \`loan_entries\` is the truth; what came back and what was lost of each line stands beside it.
 * When a loan is due is worked out when it is asked for, from the group and the membership as they are: nothing goes
 * stale at midnight, and nobody who leaves has to be followed.
 */
export class CreateLoans1763900000210 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(LOANS);
    await runner.query(LEDGER);
    await runner.query(DUE);
    await runner.query(ALERTS);
  }

  down(): Promise<void> {
    throw new Error('charges for what was lost cannot be taken out of the ledger: restore a copy instead');
  }
}

const LOANS = `
-- Days after the due day before a loan is overdue.
alter table settings add column loan_grace_days integer not null default 0 check (loan_grace_days between 0 and 90);

alter table charges
  drop constraint charges_kind_check,
  add constraint charges_kind_check check (kind in ('subscription', 'visit', 'sale', 'loan', 'other'));

create sequence loan_numbers;
create table loans (
  id uuid primary key,
  number bigint not null default nextval('loan_numbers') constraint loans_number_key unique,
  -- Of the warehouse.
  branch_id uuid not null references branches,
  warehouse_id uuid not null references warehouses,
  client_id uuid not null references clients,
  -- The group it was lent for.
  group_id uuid references groups,
  lent_on date not null,
  -- Lent until a date; null: until the course or the membership in the group ends.
  until_on date,
  comment text,
  -- Kept beside the lines: the day the last of it came back or was lost.
  closed_on date,
  -- How many movements it has had: each makes a new version of the loan.
  movements integer not null default 1,
  constraint loans_until_check check (num_nonnulls(group_id, until_on) > 0),
  constraint loans_until_on_check check (until_on >= lent_on),
  constraint loans_closed_on_check check (closed_on >= lent_on)
);
comment on column loans.comment is 'personal';
-- Colours look for what clients still have: where nothing is lent there is nothing to look through.
create index loans_open_idx on loans (client_id) where closed_on is null;
create index loans_client_idx on loans (client_id, lent_on);
create index loans_group_idx on loans (group_id) where group_id is not null;
create index loans_list_idx on loans (lent_on, id);
create index loans_branch_idx on loans (branch_id, lent_on, id);
call keep_record('loans');

create table loan_lines (
  id uuid primary key,
  loan_id uuid not null references loans,
  branch_id uuid not null references branches,
  item_id uuid not null references items,
  lent numeric(12,3) not null check (lent > 0),
  returned numeric(12,3) not null default 0 check (returned >= 0),
  lost numeric(12,3) not null default 0 check (lost >= 0),
  out numeric(12,3) not null generated always as (lent - returned - lost) stored,
  constraint loan_lines_item_key unique (loan_id, item_id),
  constraint loan_lines_out_check check (returned + lost <= lent)
);
-- Who has it.
create index loan_lines_out_idx on loan_lines (item_id) where out > 0;
create index loan_lines_item_idx on loan_lines (item_id);
call keep_record('loan_lines');
`;

const LEDGER = `
-- Lent, returned or lost; one that names another takes it back.
create table loan_movements (
  id uuid primary key,
  loan_id uuid not null references loans,
  branch_id uuid not null references branches,
  kind text not null check (kind in ('lent', 'returned', 'lost')),
  on_date date not null,
  -- That moved the stock; of a whole group there is one for all its loans. Of a loss that is taken back, the one reversed.
  waybill_id uuid not null references waybills,
  comment text,
  reverses_id uuid references loan_movements constraint loan_movements_reverses_key unique,
  constraint loan_movements_lent_check check (kind <> 'lent' or reverses_id is null)
);
comment on column loan_movements.comment is 'personal';
create index loan_movements_loan_idx on loan_movements (loan_id, id);
create index loan_movements_waybill_idx on loan_movements (waybill_id);
call keep_ledger('loan_movements');

create table loan_entries (
  id uuid primary key,
  movement_id uuid not null references loan_movements,
  line_id uuid not null references loan_lines,
  branch_id uuid not null references branches,
  -- Below zero what takes back.
  quantity numeric(12,3) not null check (quantity <> 0),
  condition text check (condition in ('good', 'worn', 'damaged')),
  -- Of what was lost: what is charged for one, and the charge; nothing is charged at no price.
  price bigint check (price >= 0),
  charge_id uuid references charges,
  constraint loan_entries_line_key unique (movement_id, line_id)
);
create index loan_entries_line_idx on loan_entries (line_id, id);
create index loan_entries_charge_idx on loan_entries (charge_id) where charge_id is not null;
call keep_ledger('loan_entries');

-- That a loan is overdue was told, once for each day it was due.
create table loan_notices (
  id uuid primary key,
  loan_id uuid not null references loans,
  due_on date not null,
  constraint loan_notices_once_key unique (loan_id, due_on)
);
call keep_ledger('loan_notices');
`;

const DUE = `
-- Loans with the day each is due: its date, or the end of the course or of the newest membership, whichever is earlier.
-- A group that was put away has ended; the first day one is no longer a member is the last day to bring things back.
create view loans_due as
  select l.*, coalesce(l.until_on, least(g.ends_on, (g.archived_at at time zone b.time_zone)::date, m.left_on)) as due_on
  from loans l
  left join groups g on g.id = l.group_id and l.until_on is null
  left join branches b on b.id = g.branch_id
  left join lateral (
    select x.left_on from group_members x where x.group_id = g.id and x.client_id = l.client_id order by x.joined_on desc limit 1
  ) m on true;
`;

const ALERTS = `
create function loan_alerts(at timestamptz)
returns table (client_id uuid, level text, code text, subject_id uuid, amount bigint, since date) language sql stable as $$
  select l.client_id, 'red', 'loan_overdue', l.id, null::bigint, l.due_on
  from loans_due l
  join branches b on b.id = l.branch_id
  cross join settings o
  where l.closed_on is null and l.due_on + o.loan_grace_days < (at at time zone b.time_zone)::date
$$;

create or replace function client_alerts(at timestamptz)
returns table (client_id uuid, level text, code text, subject_id uuid, amount bigint, since date) language sql stable as $$
  select * from billing_alerts(at)
  union all
  select distinct * from subscription_alerts(at)
  union all
  select distinct * from certificate_alerts(at)
  union all
  select * from loan_alerts(at)
$$;
`;
