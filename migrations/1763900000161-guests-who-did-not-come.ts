import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One who was to make a lesson up and did not come keeps what was paid for the lesson that was missed first. */
export class GuestsWhoDidNotCome1763900000161 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- Whether the missed lesson, or the one it was to make up in its turn, and so on, was charged to the client.
create function missed_was_charged(client uuid, lesson uuid) returns boolean language sql stable as $$
  with recursive chain as (
    select t.charged, t.missed_lesson_id from attendances t
    where t.client_id = client and t.lesson_id = lesson and t.reversed_at is null
    union all
    select t.charged, t.missed_lesson_id from chain k
    join attendances t on t.client_id = client and t.lesson_id = k.missed_lesson_id and t.reversed_at is null
  )
  select coalesce(bool_or(charged <> 'none'), false) from chain
$$;
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function missed_was_charged(uuid, uuid)');
  }
}
