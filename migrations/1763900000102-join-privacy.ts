import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Merging and erasing touch what the application itself may not: ledgers and the trail. These functions alone may. */
export class JoinPrivacy1763900000102 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
call run_as_owner('move_references(text, text, text, uuid, uuid, text[])');
call run_as_owner('return_references(text, text, text, uuid, uuid, text[])');
call run_as_owner('redact_trail(text, text[], text[], text)');
call run_as_owner('erase_rows(text, text[], text)');
comment on column lesson_guests.note is 'personal';
`);
  }

  down(): Promise<void> {
    throw new Error('the application would get rights it may not have: restore a copy instead');
  }
}
