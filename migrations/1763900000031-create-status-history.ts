import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How each client came to each status, and the dictionary of reasons. Earlier changes are read from the trail. */
export class CreateStatusHistory1763900000031 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table status_reasons (
  id uuid primary key,
  code text not null constraint status_reasons_code_key unique,
  name_ru text not null,
  name_en text not null,
  -- refusal: a lead who did not become a client; departure: a client who left; pause.
  kind text not null check (kind in ('refusal', 'departure', 'pause')),
  archived_at timestamptz
);
call keep_record('status_reasons');

alter table clients
  add column status_reason_id uuid references status_reasons,
  drop constraint clients_left_reason_check,
  add constraint clients_left_reason_check check (status <> 'left' or status_reason is not null or status_reason_id is not null);
create index clients_status_reason_idx on clients (status_reason_id) where status_reason_id is not null;

create table client_status_changes (
  id uuid primary key default uuidv7(),
  client_id uuid not null references clients,
  branch_id uuid not null references branches,
  from_status text not null,
  to_status text not null,
  reason_id uuid references status_reasons,
  reason text
);
create index client_status_changes_client_idx on client_status_changes (client_id, id);
create index client_status_changes_branch_idx on client_status_changes (branch_id, id);
create index client_status_changes_reason_idx on client_status_changes (reason_id) where reason_id is not null;
call keep_ledger('client_status_changes');

-- What the trail knows; who and when are those of the change itself.
alter table client_status_changes disable trigger user;
insert into client_status_changes (id, client_id, branch_id, from_status, to_status, reason, created_at, created_by)
select uuidv7(a.at - now()), c.id, c.branch_id, a.before ->> 'status', a.after ->> 'status', a.after ->> 'status_reason', a.at,
       jsonb_build_object('login', a.actor_login, 'name', a.actor_name)
from audit_changes a join clients c on c.id = a.record_id::uuid
where a.table_name = 'clients' and a.operation = 'update' and a.before ? 'status'
order by a.id;
alter table client_status_changes enable trigger user;

create function note_status_changes() returns trigger language plpgsql as $$
begin
  insert into client_status_changes (client_id, branch_id, from_status, to_status, reason_id, reason)
  select n.id, n.branch_id, o.status, n.status, n.status_reason_id, n.status_reason
  from old_rows o join new_rows n using (id)
  where o.status <> n.status
  order by n.id;
  return null;
end $$;
create trigger clients_status_history after update on clients referencing old table as old_rows new table as new_rows
  for each statement execute function note_status_changes();
`);
    await runner.query(REASONS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger clients_status_history on clients; drop function note_status_changes; drop table client_status_changes;
      alter table clients drop column status_reason_id,
        add constraint clients_left_reason_check check (status <> 'left' or status_reason is not null);
      drop table status_reasons`);
  }
}

const REASONS = `
do $$
begin
  perform set_config('kruzhok.actor', '{"kind": "system", "id": null, "login": "system:setup", "name": "Kruzhok"}', true);
  insert into status_reasons (id, code, name_ru, name_en, kind)
  select uuidv7(), code, name_ru, name_en, kind from (values
    ('price', 'Не устроила цена', 'Price', 'refusal'),
    ('schedule', 'Не подошло расписание', 'Schedule', 'refusal'),
    ('competitor', 'Выбрали другой центр', 'Chose another centre', 'refusal'),
    ('no-answer', 'Не отвечает', 'No answer', 'refusal'),
    ('moved', 'Переезд', 'Moved away', 'departure'),
    ('lost-interest', 'Потерян интерес', 'Lost interest', 'departure'),
    ('finished', 'Курс окончен', 'Finished the course', 'departure'),
    ('dissatisfied', 'Недовольны', 'Dissatisfied', 'departure'),
    ('illness', 'Болезнь', 'Illness', 'pause'),
    ('holidays', 'Каникулы, отъезд', 'Holidays', 'pause')
  ) as given (code, name_ru, name_en, kind);
end $$;
`;
