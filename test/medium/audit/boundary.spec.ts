import { sql } from '../../../src/platform/database/sql.js';
import type { Tx } from '../../../src/platform/database/tx.js';
import { addBranch, trailWorld, type TrailWorld } from './trail.js';

const WRITERS = 32;
const REVIEWS = 100;
const LONGEST_MS = 3_000;

let world: TrailWorld;
beforeAll(async () => {
  world = await trailWorld();
});
afterAll(() => world.close());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** Many short transactions, some that outlive several reviews. */
const length = () => 1 + LONGEST_MS * Math.random() ** 8;
class Undone extends Error {}

async function write(tx: Tx): Promise<void> {
  await addBranch(tx);
  await pause(length() / 2);
  if (Math.random() < 0.4) {
    await tx.run(sql`savepoint part`);
    await addBranch(tx);
    await tx.run(Math.random() < 0.5 ? sql`rollback to savepoint part` : sql`release savepoint part`);
  }
  await pause(length() / 2);
  await addBranch(tx);
  if (Math.random() < 0.2) throw new Undone();
}

describe('the boundary of a review', () => {
  it('puts every committed change into exactly one review, whatever was running', async () => {
    let writing = true;
    const writers = Array.from({ length: WRITERS }, async () => {
      while (writing)
        await world.tx(write).catch((error: unknown) => {
          if (!(error instanceof Undone)) throw error;
        });
    });
    for (let n = 1; n <= REVIEWS; n += 1) {
      const { id } = await world.tx((tx) => world.reviews.open(tx, null));
      await pause(40 * Math.random());
      if (n % 7 === 0) await world.tx((tx) => world.reviews.cancel(tx, id, 'too early'));
      else await world.tx((tx) => world.reviews.close(tx, id, {}));
      if (n % 10 === 0) await world.sealOnce();
      await pause(60 * Math.random());
    }
    writing = false;
    await Promise.all(writers);
    const last = await world.tx((tx) => world.reviews.open(tx, null));

    const { rows } = await world.owner.query<Record<string, number>>(
      `with reviews as (
         select r.number, b.*, lag(b.boundary) over (order by r.number) as before
         from audit_review_boundaries b join audit_reviews r on r.id = b.review_id
       ), own as (select xid from audit_changes where table_name = 'audit_reviews'),
       placed as (
         select a.id,
                (select count(*) from audit_review_ranges g where g.ids @> a.id) as times,
                (select v.number from audit_review_ranges g join reviews v on v.review_id = g.review_id where g.ids @> a.id) as number,
                (select min(v.number) from reviews v where pg_visible_in_snapshot(a.xid, v.boundary)) as by_snapshot,
                (select min(v.number) from reviews v where a.at <= v.taken_at) as by_time
         from audit_changes a where a.xid not in (select xid from own)
       )
       select count(*)::integer as changes, count(*) filter (where times <> 1)::integer as astray,
              count(*) filter (where number <> by_snapshot)::integer as off_snapshot,
              count(*) filter (where number <> by_time)::integer as misplaced_by_time
       from placed`,
    );
    const found = rows[0] ?? {};
    process.stderr.write(`      boundary: ${JSON.stringify(found)}\n`);
    expect(found).toMatchObject({ astray: 0, off_snapshot: 0 });
    expect(found['changes']).toBeGreaterThan(500);
    expect(found['misplaced_by_time']).toBeGreaterThan(0);

    // Nothing settled is left out either, and what the review says it holds is what it holds.
    const { rows: left } = await world.owner.query(
      `select id from audit_changes a where a.xid < (select xid from audit_review_boundaries where review_id = $1)
         and not exists (select from audit_review_ranges g where g.ids @> a.id)`,
      [last.id],
    );
    expect(left).toEqual([]);
    const { rows: broken } = await world.owner.query(
      'select id from audit_reviews r where closed_at is not null and digest <> review_digest(id)',
    );
    expect(broken).toEqual([]);
  });
});
