import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Roles a centre makes for itself, beside those that come with the system; and a way back in without the old password. */
export class ExtendAccess1763900000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- Built-in roles follow the release and are never edited.
alter table roles add column is_built_in boolean not null default false, add column description text;

-- Good once, until it expires; only its hash is kept.
create table password_resets (
  id uuid primary key,
  user_id uuid not null references users,
  hash text not null constraint password_resets_hash_key unique,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index password_resets_user_idx on password_resets (user_id);
call keep_record('password_resets', 'hash');

alter table sessions drop constraint sessions_end_reason_check;
alter table sessions add constraint sessions_end_reason_check check (end_reason in
  ('signed_out', 'token_reused', 'password_changed', 'password_reset', 'user_disabled', 'ended_by_manager'));
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table password_resets; alter table roles drop column is_built_in, drop column description',
    );
  }
}
