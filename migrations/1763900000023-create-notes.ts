import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people write down about clients: signed entries, never changed. A pin is no part of what was written. */
export class CreateNotes1763900000023 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const types = `('instruction', 'explanation', 'behaviour', 'preference', 'request', 'call', 'visit')`;
    await runner.query(`
create table notes (
  id uuid primary key,
  client_id uuid not null references clients,
  type text not null check (type in ${types}),
  text text not null,
  replaces_id uuid references notes constraint notes_replaced_once_key unique
);
create index notes_client_idx on notes (client_id, id);
call keep_ledger('notes');
comment on column notes.text is 'personal';

create table note_pins (
  id uuid primary key,
  note_id uuid not null references notes constraint note_pins_note_key unique
);
call keep_record('note_pins');

-- Ready-made texts for those who write the same every day.
create table note_phrases (
  id uuid primary key,
  type text not null check (type in ${types}),
  text text not null,
  constraint note_phrases_text_key unique (type, text)
);
call keep_record('note_phrases');
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table note_phrases, note_pins, notes');
  }
}
