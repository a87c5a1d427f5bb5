import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What clients achieved, with the files that show it, and their photos. A file belongs to one thing and goes with it. */
export class CreateResults1763900000024 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table results (
  id uuid primary key,
  client_id uuid not null references clients,
  kind text not null check (kind in ('achievement', 'progress', 'reward', 'penalty', 'certificate')),
  title text not null,
  text text,
  on_date date not null,
  activity_id uuid references activities,
  issuer text
);
create index results_client_idx on results (client_id, on_date, id);
create index results_activity_idx on results (activity_id) where activity_id is not null;
call keep_record('results');
comment on column results.title is 'personal';
comment on column results.text is 'personal';
comment on column results.issuer is 'personal';

-- The id is the file's.
create table result_files (
  id uuid primary key references files,
  result_id uuid not null references results
);
create index result_files_result_idx on result_files (result_id);
call keep_record('result_files');

create table client_photos (
  id uuid primary key references files,
  client_id uuid not null references clients constraint client_photos_client_key unique
);
call keep_record('client_photos');
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table client_photos, result_files, results');
  }
}
