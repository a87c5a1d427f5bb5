import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finding people: by e-mail and wishes, by who may be the same person, and who was said not to be. */
export class CreateFinding1763900000032 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create index clients_email_idx on clients using gin (lower(email) gin_trgm_ops) where email is not null;
create index guardians_email_idx on guardians using gin (lower(email) gin_trgm_ops) where email is not null;
create index clients_wishes_idx on clients using gin (lower(coalesce(preferences, '') || ' ' || coalesce(wishes, '')) gin_trgm_ops)
  where preferences is not null or wishes is not null;
create index clients_tags_idx on clients using gin (tags);
create index clients_interests_idx on clients using gin (interests);
create index clients_source_idx on clients (source) where source is not null;
-- The first two words of a search text are the last and the first name in one spelling.
create index clients_names_idx on clients (split_part(search_text, ' ', 1), split_part(search_text, ' ', 2));

create table duplicate_dismissals (
  id uuid primary key,
  -- The smaller id first, so that two say a thing once.
  one_id uuid not null references clients,
  other_id uuid not null references clients,
  reason text,
  constraint duplicate_dismissals_order_check check (one_id < other_id),
  constraint duplicate_dismissals_pair_key unique (one_id, other_id)
);
create index duplicate_dismissals_other_idx on duplicate_dismissals (other_id);
call keep_record('duplicate_dismissals');

-- At most one letter added, lost or changed, or two neighbours exchanged.
create function one_edit_apart(a text, b text) returns boolean language plpgsql immutable parallel safe as $$
declare
  head integer := 0;
  shorter integer := least(length(a), length(b));
begin
  if abs(length(a) - length(b)) > 1 then return false; end if;
  while head < shorter and substr(a, head + 1, 1) = substr(b, head + 1, 1) loop head := head + 1; end loop;
  if length(a) > length(b) then return substr(a, head + 2) = substr(b, head + 1); end if;
  if length(a) < length(b) then return substr(a, head + 1) = substr(b, head + 2); end if;
  return substr(a, head + 2) = substr(b, head + 2)
    or (substr(a, head + 3) = substr(b, head + 3)
        and substr(a, head + 1, 1) = substr(b, head + 2, 1) and substr(a, head + 2, 1) = substr(b, head + 1, 1));
end $$;
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function one_edit_apart; drop table duplicate_dismissals;
      drop index clients_names_idx, clients_source_idx, clients_interests_idx, clients_tags_idx, clients_wishes_idx, guardians_email_idx, clients_email_idx`);
  }
}
