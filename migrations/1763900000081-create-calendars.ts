import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Feeds for calendar programs. Whoever knows the address may read it; only a hash of its secret is kept. */
export class CreateCalendars1763900000081 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table calendars (
  id uuid primary key,
  kind text not null check (kind in ('room', 'teacher', 'client', 'group')),
  branch_id uuid not null references branches,
  room_id uuid references rooms,
  teacher_id uuid references employees,
  client_id uuid references clients,
  group_id uuid references groups,
  -- Who made it: their own feeds are those.
  user_id uuid references users,
  token_hash text not null constraint calendars_token_key unique,
  revoked_at timestamptz,
  constraint calendars_one_subject_check check (num_nonnulls(room_id, teacher_id, client_id, group_id) = 1
    and case kind when 'room' then room_id when 'teacher' then teacher_id when 'client' then client_id else group_id end is not null)
);
create index calendars_branch_idx on calendars (branch_id, id);
create index calendars_client_idx on calendars (client_id) where client_id is not null;
call keep_record('calendars', 'token_hash');
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table calendars');
  }
}
