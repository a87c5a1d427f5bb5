import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What families agreed to: one consent for one purpose, by one text. Consents and their revocations are entries, never
 * changed; a text that somebody signed stays as it was signed.
 */
export class CreateConsents1763900000022 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table consent_purposes (
  id uuid primary key,
  code text not null constraint consent_purposes_code_key unique,
  name text not null,
  -- Without it something is missing from the client's papers.
  is_required boolean not null,
  archived_at timestamptz
);
call keep_record('consent_purposes');

create table consent_texts (
  id uuid primary key,
  purpose_id uuid not null references consent_purposes,
  text_version integer not null check (text_version > 0),
  text text not null,
  effective_from date not null,
  constraint consent_texts_version_key unique (purpose_id, text_version)
);
create index consent_texts_purpose_idx on consent_texts (purpose_id, effective_from);
call keep_record('consent_texts');

create table consents (
  id uuid primary key,
  client_id uuid not null references clients,
  purpose_id uuid not null references consent_purposes,
  text_id uuid not null references consent_texts,
  -- Who signed for the client; null when the client did.
  representative_id uuid references guardians,
  signed_on date not null,
  how text not null check (how in ('paper', 'electronic', 'verbal'))
);
create index consents_client_idx on consents (client_id, signed_on, id);
create index consents_text_idx on consents (text_id);
create index consents_representative_idx on consents (representative_id) where representative_id is not null;
call keep_ledger('consents');

create table consent_revocations (
  id uuid primary key,
  consent_id uuid not null references consents constraint consent_revocations_once_key unique,
  -- The first day it holds no more.
  revoked_on date not null,
  reason text not null
);
call keep_ledger('consent_revocations');
comment on column consent_revocations.reason is 'personal';

-- Signed words are not put into anybody's mouth afterwards.
create function refuse_signed_text() returns trigger language plpgsql as $$
begin
  if exists (select from consents where text_id = old.id) then
    raise exception 'the text was signed' using errcode = 'check_violation', constraint = 'consent_texts_unsigned';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger consent_texts_unsigned before update or delete on consent_texts
  for each row execute function refuse_signed_text();

select set_config('kruzhok.actor', '{"kind": "system", "login": "system:setup", "name": "Kruzhok"}', true);
insert into consent_purposes (id, code, name, is_required)
values (uuidv7(), 'personal-data', 'Обработка персональных данных', true),
       (uuidv7(), 'medical', 'Обработка сведений о здоровье', false),
       (uuidv7(), 'photo', 'Фото- и видеосъёмка', false),
       (uuidv7(), 'mailing', 'Рассылка и уведомления', false);
select set_config('kruzhok.actor', '', true);
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table consent_revocations, consents, consent_texts, consent_purposes; drop function refuse_signed_text',
    );
  }
}
