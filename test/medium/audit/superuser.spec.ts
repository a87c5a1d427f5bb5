import pg from 'pg';
import { addBranch, trailWorld, type TrailWorld } from './trail.js';

// Whoever holds the database server itself: past every right and every trigger, straight into the partitions of the trail.

const address = process.env['TEST_SUPERUSER_URL'];
let world: TrailWorld;
let superuser: pg.Client;
let ids: string[];

beforeEach(async () => {
  world = await trailWorld();
  await world.tx(async (tx) => {
    for (let n = 0; n < 200; n += 1) await addBranch(tx);
  });
  await world.seal();
  if (address === undefined) return;
  const url = new URL(address);
  url.pathname = new URL(world.ownerUrl).pathname;
  superuser = new pg.Client({ connectionString: url.href, options: '-c search_path=kruzhok,public' });
  await superuser.connect();
  await superuser.query('set session_replication_role = replica');
  const { rows } = await superuser.query<{ id: string }>(
    `select id::text from audit_changes where table_name = 'branches' order by audit_changes.id`,
  );
  ids = rows.map(({ id }) => id);
});
afterEach(async () => {
  await superuser?.end();
  await world.close();
});

const found = async (kind: string): Promise<string[]> =>
  (await world.verification.verify({ mode: 'full' })).faults
    .filter((fault) => fault.kind === kind)
    .map((fault) => fault.changeId ?? '');
const every = (nth: number): string[] => ids.filter((_, index) => index % 8 === nth).slice(0, 20);
const partition = async (): Promise<string> => {
  const { rows } = await superuser.query<{ name: string }>(
    `select tableoid::regclass::text as name from audit_changes where id = $1`,
    [ids[0]],
  );
  return rows[0]?.name ?? 'audit_changes_rest';
};

const suite = address === undefined ? describe.skip : describe;

suite('a superuser with every trigger off', () => {
  it('is one, and is not stopped', async () => {
    const { rows } = await superuser.query<{ super: boolean; role: string }>(
      `select rolsuper as super, current_setting('session_replication_role') as role from pg_roles where rolname = current_user`,
    );
    expect(rows).toEqual([{ super: true, role: 'replica' }]);
    expect(await world.verification.verify({ mode: 'full' })).toMatchObject({ holds: true, faults: [] });
  });

  it.each([
    [`after = jsonb_set(after, '{name}', '"forged"')`],
    [`after = null`],
    [`at = at + interval '1 microsecond'`],
    [`actor_login = 'somebody', actor_name = 'Somebody'`],
    [`record_id = gen_random_uuid()::text`],
    [`operation = 'delete'`],
    [`request_id = 'x'`],
  ])('changes rows, %s: each is named', async (set) => {
    const changed = every(1);
    const { rowCount } = await superuser.query(
      `update ${await partition()} set ${set} where id in (${changed.join()})`,
    );
    expect(rowCount).toBe(20);
    expect(await found('changed')).toEqual(changed);
  });

  it('deletes, inserts and changes at once: each is named for what was done to it', async () => {
    const [changed, deleted, copied] = [every(2), every(3), every(4)];
    const table = await partition();
    await superuser.query(`update ${table} set actor_login = 'forged' where id in (${changed.join()})`);
    await superuser.query(`delete from ${table} where id in (${deleted.join()})`);
    // A second row under an id that is there, at another moment: the key of the table allows it.
    await superuser.query(`insert into ${table} (id, xid, at, table_name, record_id, operation, version, after, actor_kind, actor_login, actor_name)
      overriding system value select id, xid, at + interval '1 millisecond', table_name, record_id, operation, version, after, actor_kind, actor_login, actor_name
      from ${table} where id in (${copied.join()})`);
    expect(await found('changed')).toEqual(changed);
    expect(await found('deleted')).toEqual(deleted);
    expect(await found('inserted')).toEqual(copied);
    const verified = await world.verification.verify({ mode: 'full' });
    expect(verified).toMatchObject({ holds: false, firstBroken: 1 });
  });

  it('puts a row into a gap of the ids, and before the first: each is named', async () => {
    await superuser.query(`delete from ${await partition()} where id in (${every(5).join()})`);
    const gap = every(5)[0];
    const forge = (
      id: string,
    ) => `insert into audit_changes (id, table_name, record_id, operation, actor_kind, actor_login, actor_name)
      overriding system value values (${id}, 'branches', gen_random_uuid()::text, 'update', 'user', 'forged', 'Forged')`;
    await superuser.query(forge('-5'));
    await superuser.query(forge(gap ?? '0'));
    expect(await found('inserted')).toEqual(['-5']);
    // Where a sealed row was, another stands: that one was changed; the rest are missing.
    expect(await found('changed')).toEqual([gap]);
    expect(await found('deleted')).toEqual(every(5).slice(1));
  });

  it('empties the whole trail, or a partition of it: every row is named missing', async () => {
    await superuser.query(`truncate ${await partition()}`);
    const missing = await found('deleted');
    expect(missing.length).toBeGreaterThanOrEqual(Math.min(ids.length, 100));
    expect(new Set(ids)).toEqual(new Set([...missing.filter((id) => ids.includes(id)), ...ids]));
  });

  it('rewrites the list of a seal to fit: the chain says which seal', async () => {
    const victim = every(6)[0] ?? '';
    await superuser.query(`update ${await partition()} set actor_login = 'forged' where id = ${victim}`);
    await superuser.query(`
      update audit_seals s set change_digests = x.digests, content = x.content
      from (select array_agg(d.digest order by d.id, d.digest) as digests, sha256(string_agg(int8send(d.id) || d.digest, '' order by d.id, d.digest)) as content
            from (select a.id, trail_digest(a) as digest from audit_changes a, audit_seals s where s.number = 1 and a.id > s.after_id and a.id <= s.through_id) d) x
      where s.number = 1`);
    const { faults, holds } = await world.verification.verify({ mode: 'full' });
    expect(holds).toBe(false);
    expect(faults.map(({ seal, kind }) => [seal, kind])).toContainEqual([1, 'chain']);
  });

  it('changes a business row past the trail: the row is named', async () => {
    await superuser.query(
      `update branches set name = 'forged', version = version + 1 where id = (select id from branches order by id limit 1)`,
    );
    const { rows } = await superuser.query<{ table_name: string }>(
      'select table_name from rows_beyond_trail(null)',
    );
    expect(rows).toEqual([{ table_name: 'branches' }]);
  });
});
