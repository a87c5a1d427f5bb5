import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Due days that were moved, so that a past debt stays what it was; and what was told of each charge, once. */
export class MoveDueDays1763900000052 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table charge_due_changes (
  id uuid primary key,
  charge_id uuid not null references charges,
  was_due_on date not null,
  due_on date not null,
  reason text not null,
  constraint charge_due_changes_moves_check check (due_on <> was_due_on)
);
create index charge_due_changes_charge_idx on charge_due_changes (charge_id, id);
call keep_ledger('charge_due_changes');

-- The day a charge was due at an instant: before the first change made after it.
create function due_on_at(c charges, at timestamptz) returns date language sql stable as $$
  select coalesce((select d.was_due_on from charge_due_changes d
                   where d.charge_id = c.id and d.created_at > at order by d.id limit 1), c.due_on)
$$;

-- One notice of each kind for a charge and its day; a day that was moved is a new one.
create table charge_notices (
  id uuid primary key,
  charge_id uuid not null references charges,
  kind text not null check (kind in ('due_soon', 'overdue')),
  due_on date not null,
  constraint charge_notices_once_key unique (charge_id, kind, due_on)
);
call keep_ledger('charge_notices');
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table charge_notices; drop function due_on_at; drop table charge_due_changes');
  }
}
