import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What an import found wrong so far, written beside the rows it took in: an import that goes on after a crash ends with the
 * same account. It goes with its operation.
 */
export class CreateImportFaults1763900000041 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table import_faults (
  operation_id uuid not null references operations on delete cascade,
  number integer not null,
  row_number integer not null check (row_number > 0),
  column_title text not null,
  code text not null,
  params jsonb not null,
  primary key (operation_id, number)
);
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table import_faults');
  }
}
