import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Users, roles, sessions. A refresh token is kept as a hash, with the chain that tells reuse from use. */
export class CreateAccess1763900000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table roles (
  id uuid primary key,
  code text not null constraint roles_code_key unique,
  name text not null,
  -- { "clients:read": "branch", … }
  permissions jsonb not null check (jsonb_typeof(permissions) = 'object')
);
call keep_record('roles');

create table users (
  id uuid primary key,
  login text not null check (login = lower(login)) constraint users_login_key unique,
  name text not null,
  password_hash text not null,
  role_codes text[] not null,
  branch_ids uuid[] not null,
  employee_id uuid,
  is_active boolean not null default true
);
call keep_record('users', 'password_hash');

-- Apart from users, so that a guessed password neither changes a version nor fills the trail.
create table sign_in_failures (
  user_id uuid primary key references users,
  failures integer not null,
  locked_until timestamptz
);

create table sessions (
  id uuid primary key,
  user_id uuid not null references users,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text check (end_reason in ('signed_out', 'token_reused', 'password_changed', 'user_disabled')),
  user_agent text,
  address text
);
create index sessions_user_idx on sessions (user_id) where ended_at is null;

create table refresh_tokens (
  hash text primary key,
  session_id uuid not null references sessions,
  issued_at timestamptz not null,
  used_at timestamptz
);
create index refresh_tokens_session_idx on refresh_tokens (session_id);
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table refresh_tokens, sessions, sign_in_failures, users, roles');
  }
}
