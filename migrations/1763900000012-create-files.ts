import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Files people attach or take away. They lie in the database beside what they belong to: one backup holds both, one
 * transaction keeps or drops both, and any process of any machine can read them.
 */
export class CreateFiles1763900000012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table files (
  id uuid primary key,
  name text not null,
  media_type text not null,
  size bigint not null check (size >= 0),
  sha256 text not null,
  -- Null: kept as long as what refers to it.
  expires_at timestamptz
);
create index files_expires_idx on files (expires_at) where expires_at is not null;
call keep_record('files');

create table file_chunks (
  file_id uuid not null references files on delete cascade,
  number integer not null check (number >= 0),
  bytes bytea not null,
  primary key (file_id, number)
);
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table file_chunks, files');
  }
}
