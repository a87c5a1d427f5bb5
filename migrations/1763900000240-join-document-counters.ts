import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One table of counters for everything that is numbered without gaps; each kind of document had its own. */
export class JoinDocumentCounters1763900000240 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- The last number given, by document, branch and year: locked by whoever numbers, so that a number given back is given again.
create table document_counters (
  document text not null constraint document_counters_document_check check (document ~ '^[a-z][a-z_]*(\\.[a-z][a-z_]*)?$'),
  branch_id uuid not null references branches,
  year integer not null,
  last integer not null constraint document_counters_last_check check (last > 0),
  primary key (document, branch_id, year)
);
insert into document_counters (document, branch_id, year, last)
  select 'waybill.' || kind, branch_id, year, last from waybill_counters
  union all
  select 'purchase_order', branch_id, year, last from purchase_order_counters;
drop table waybill_counters, purchase_order_counters;
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table waybill_counters (
  branch_id uuid not null references branches,
  kind text not null,
  year integer not null,
  last integer not null,
  primary key (branch_id, kind, year)
);
create table purchase_order_counters (
  branch_id uuid not null references branches,
  year integer not null,
  last integer not null,
  primary key (branch_id, year)
);
insert into waybill_counters (branch_id, kind, year, last)
  select branch_id, split_part(document, '.', 2), year, last from document_counters where starts_with(document, 'waybill.');
insert into purchase_order_counters (branch_id, year, last)
  select branch_id, year, last from document_counters where document = 'purchase_order';
drop table document_counters;
`);
  }
}
