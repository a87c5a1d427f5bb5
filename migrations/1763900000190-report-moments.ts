import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What reports of a moment and of rooms ask for. */
export class ReportMoments1763900000190 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- Whole minutes of the time in a set of spans, which never lie over each other.
create function minutes_of(spans tstzmultirange) returns bigint language sql immutable parallel safe as $$
  select coalesce(sum(extract(epoch from upper(s) - lower(s))), 0)::bigint / 60 from unnest(spans) s
$$;

-- Charges changed since a moment: a summary of blocks, since an index would have every payment write one more.
create index charges_updated_idx on charges using brin (updated_at) with (autosummarize = on);
create index group_members_joined_idx on group_members (joined_on);
create index subscriptions_sold_idx on subscriptions (sold_on);
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop index subscriptions_sold_idx; drop index group_members_joined_idx; drop index charges_updated_idx; drop function minutes_of',
    );
  }
}
