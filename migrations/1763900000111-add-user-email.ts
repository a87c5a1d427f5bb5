import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where letters to a user go. */
export class AddUserEmail1763900000111 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
alter table users add column email text
  constraint users_email_check check (char_length(email) <= 254 and email !~ '[[:space:]]');
comment on column users.email is 'personal';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table users drop column email');
  }
}
