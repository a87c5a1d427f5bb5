import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a merge needs to give health records and photos of two who are one back as they were. */
export class FoldHealth1763900000162 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- A health record as it was before another was folded into it, sealed; it goes when the merge is undone.
create table health_before_merges (
  id uuid primary key,
  -- The merge is written last.
  merge_id uuid not null references client_merges deferrable initially deferred constraint health_before_merges_once_key unique,
  client_id uuid not null references clients,
  health_record_id uuid not null references health_records,
  secret text not null
);
create index health_before_merges_client_idx on health_before_merges (client_id);
create index health_before_merges_record_idx on health_before_merges (health_record_id);
call keep_sealed_record('health_before_merges', 'secret');
comment on column health_before_merges.secret is 'personal';

-- Two photos change places in one transaction.
alter table client_photos drop constraint client_photos_client_key;
alter table client_photos add constraint client_photos_client_key unique (client_id) deferrable initially immediate;
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
drop table health_before_merges;
alter table client_photos drop constraint client_photos_client_key;
alter table client_photos add constraint client_photos_client_key unique (client_id);`);
  }
}
