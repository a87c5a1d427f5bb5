import type { MigrationInterface, QueryRunner } from 'typeorm';

const INDEXES = [
  ...['clients_phones_idx', 'guardians_phones_idx', 'clients_email_idx', 'guardians_email_idx'],
  ...['clients_wishes_idx', 'clients_tags_idx', 'clients_interests_idx', 'items_name_idx'],
];

/**
 * What waits to be put into such an index is read from end to end by every search: after some hundred registrations that was
 * 2 of the 3 ms of the next one, which looks for the same phones.
 */
export class IndexAtOnce1763900000245 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const index of INDEXES) {
      await runner.query(`alter index ${index} set (fastupdate = off)`);
      await runner.query(`select gin_clean_pending_list('${index}')`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const index of INDEXES) await runner.query(`alter index ${index} reset (fastupdate)`);
  }
}
