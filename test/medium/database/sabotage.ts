import pg from 'pg';
import { sql } from '../../../src/platform/database/sql.js';
import type { TestApp } from '../../support/app.js';

/** Makes transactions fail at their very end: at COMMIT, after every statement of theirs was carried out. */
export interface Sabotage {
  /** Commits of a transaction that recorded this event fail with this state: the next of them, or every one. */
  arm(event: string, state: string, how: 'once' | 'always'): Promise<void>;
  /** Gives how many commits met it since it was armed. */
  disarm(): Promise<number>;
  close(): Promise<void>;
}

// A deferred trigger speaks when all is done. A sequence counts, since what it counts is not rolled back.
const TRAP = `
create schema sabotage;
create table sabotage.plan (event text, state text, most integer);
create sequence sabotage.met minvalue 0;
create function sabotage.strike() returns trigger language plpgsql security definer as $$
declare
  plan sabotage.plan;
begin
  select p.* into plan from sabotage.plan p where p.event = new.name;
  if not found then return null; end if;
  if nextval('sabotage.met') <= plan.most then
    raise exception 'sabotaged at the end of %', new.name using errcode = plan.state;
  end if;
  return null;
end $$;
create constraint trigger sabotage after insert on %.events deferrable initially deferred
  for each row execute function sabotage.strike();
`;

export async function sabotageOf(test: TestApp): Promise<Sabotage> {
  const where = await test.db.find<{ database: string; schema: string }>(
    sql`select current_database()::text as database, current_schema()::text as schema`,
  );
  const address = new URL(process.env['TEST_DATABASE_URL'] ?? '');
  address.pathname = `/${where?.database ?? ''}`;
  const owner = new pg.Client({ connectionString: address.href });
  await owner.connect();
  await owner.query(TRAP.replace('%.events', `${where?.schema ?? ''}.events`));
  const most = { once: 1, always: 1_000_000 };
  return {
    async arm(event, state, how) {
      await owner.query(`delete from sabotage.plan`);
      await owner.query(`select setval('sabotage.met', 0)`);
      await owner.query(`insert into sabotage.plan values ($1, $2, $3)`, [event, state, most[how]]);
    },
    async disarm() {
      await owner.query(`delete from sabotage.plan`);
      const { rows } = await owner.query<{ met: string }>(`select last_value as met from sabotage.met`);
      return Number(rows[0]?.met);
    },
    close: () => owner.end(),
  };
}
