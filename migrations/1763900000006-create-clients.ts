import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Clients and their guardians. `search_text` holds every spelling a person may be looked for by. */
export class CreateClients1763900000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create sequence client_numbers;

create table clients (
  id uuid primary key,
  number bigint not null default nextval('client_numbers') constraint clients_number_key unique,
  branch_id uuid not null references branches,
  external_id text constraint clients_external_id_key unique,
  last_name text not null,
  first_name text not null,
  middle_name text,
  birth_date date,
  sex text check (sex in ('female', 'male')),
  phones text[] not null default '{}',
  email text,
  address text,
  status text not null check (status in ('lead', 'trial', 'active', 'paused', 'left')),
  -- Why the client came to this status; who left always says why. Earlier ones are in the trail.
  status_reason text,
  source text,
  tags text[] not null default '{}',
  interests text[] not null default '{}',
  preferences text,
  wishes text,
  search_text text not null,
  constraint clients_left_reason_check check (status <> 'left' or status_reason is not null)
);
-- Lists by name page over one expression.
create index clients_branch_idx on clients (branch_id, (last_name || ' ' || first_name), id);
create index clients_name_idx on clients ((last_name || ' ' || first_name), id);
create index clients_search_idx on clients using gin (search_text gin_trgm_ops) with (fastupdate = off);
create index clients_phones_idx on clients using gin (phones);
create index clients_birth_idx on clients (birth_date);
call keep_record('clients');
create index clients_updated_at_idx on clients (updated_at, id);

create table guardians (
  id uuid primary key,
  branch_id uuid not null references branches,
  last_name text not null,
  first_name text not null,
  middle_name text,
  phones text[] not null default '{}',
  email text,
  search_text text not null
);
create index guardians_search_idx on guardians using gin (search_text gin_trgm_ops) with (fastupdate = off);
create index guardians_phones_idx on guardians using gin (phones);
call keep_record('guardians');

create table client_guardians (
  id uuid primary key,
  client_id uuid not null references clients,
  guardian_id uuid not null references guardians,
  relation text not null check (relation in ('mother', 'father', 'grandparent', 'sibling', 'guardian', 'other')),
  is_payer boolean not null,
  is_legal_representative boolean not null,
  may_pick_up boolean not null,
  constraint client_guardians_pair_key unique (client_id, guardian_id)
);
create index client_guardians_guardian_idx on client_guardians (guardian_id);
create unique index client_guardians_one_payer_key on client_guardians (client_id) where is_payer;
call keep_record('client_guardians');
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table client_guardians, guardians, clients; drop sequence client_numbers');
  }
}
