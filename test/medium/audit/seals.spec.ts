import { spawn } from 'node:child_process';
import { addBranch, trailWorld, type TrailWorld } from './trail.js';
import { sql } from '../../../src/platform/database/sql.js';

let world: TrailWorld;
beforeEach(async () => {
  world = await trailWorld();
});
afterEach(() => world.close());

const changes = (count: number) =>
  world.tx(async (tx) => {
    for (let n = 0; n < count; n += 1) await addBranch(tx);
  });

async function asOwnerPastTriggers(statement: string): Promise<void> {
  await world.owner.query('alter table audit_changes disable trigger user');
  await world.owner.query(statement);
  await world.owner.query('alter table audit_changes enable trigger user');
}

const named = async (kind: string): Promise<string[]> =>
  (await world.verification.verify({ mode: 'full' })).faults
    .filter((fault) => fault.kind === kind)
    .map((fault) => fault.changeId ?? '');

const idsOf = async (statement: string): Promise<string[]> =>
  (await world.owner.query<{ id: string }>(statement)).rows.map((row) => row.id);

describe('sealing', () => {
  it('seals what is settled and says what waits', async () => {
    await changes(5);
    expect(await world.seal()).toBeGreaterThanOrEqual(5);
    expect(await world.sealOnce()).toBe(0);
    await changes(3);
    const found = await world.verification.verify({ mode: 'full' });
    expect(found).toMatchObject({ holds: true, firstBroken: null, faults: [], waiting: 3 });
    expect(await world.seal()).toBe(3);
  });

  it('leaves out what a running transaction may still add to, and takes it when that is over', async () => {
    await world.seal();
    let finish: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (finish = resolve));
    let wrote: () => void = () => undefined;
    const written = new Promise<void>((resolve) => (wrote = resolve));
    const slow = world.tx(async (tx) => {
      await addBranch(tx);
      wrote();
      await held;
    });
    await written;
    await changes(4);
    expect(await world.sealOnce()).toBe(0);
    finish();
    await slow;
    expect(await world.seal()).toBe(5);
    expect(await world.verification.verify({ mode: 'full' })).toMatchObject({ holds: true, waiting: 0 });
  });

  it('refuses to note a ceiling in a transaction that has written', async () => {
    await expect(
      world.tx(async (tx) => {
        await addBranch(tx);
        await tx.run(sql`select note_trail_ceiling()`);
      }),
    ).rejects.toThrow(/written nothing yet/);
  });

  it('makes one chain, however many seal at once', async () => {
    const rounds = Array.from({ length: 20 }, async () => {
      await changes(5);
      await world.sealOnce();
    });
    await Promise.all(rounds);
    await world.seal();
    const found = await world.verification.verify({ mode: 'full' });
    expect(found).toMatchObject({ holds: true, waiting: 0 });
    expect(found.seals).toBeGreaterThan(0);
    expect(found.comparedChanges).toBeGreaterThanOrEqual(100);
  });

  it('stands when a sealer is killed in the middle', async () => {
    await changes(400);
    await world.seals.noteCeiling();
    const script = `import pg from 'pg';
      const client = new pg.Client({ connectionString: process.argv[1], options: '-c search_path=kruzhok,public -c role=kruzhok_app' });
      await client.connect();
      process.stdout.write('on');
      for (;;) await client.query('select seal_trail(1, 7)');`;
    for (let round = 0; round < 8; round += 1) {
      const sealer = spawn(process.execPath, ['--input-type=module', '-e', script, world.url]);
      await new Promise((resolve) => sealer.stdout.once('data', resolve));
      await new Promise((resolve) => setTimeout(resolve, round * 3));
      sealer.kill('SIGKILL');
      await new Promise((resolve) => sealer.once('exit', resolve));
      expect(await world.verification.verify({ mode: 'full' })).toMatchObject({ holds: true });
    }
    await world.seal();
    expect(await world.verification.verify({ mode: 'full' })).toMatchObject({ holds: true, waiting: 0 });
  });
});

describe('verification', () => {
  beforeEach(async () => {
    await changes(300);
    await world.seal();
  });
  const sample = (rest: number) =>
    `select id::text from audit_changes where id % 5 = ${String(rest)} order by audit_changes.id limit 50`;

  it.each([
    [`after = after || '{"name": "another"}'`],
    [`actor_login = 'somebody-else'`],
    [`at = at + interval '1 microsecond'`],
    [`xid = '1'`],
    [`before = 'null'`],
  ])('names each change that was changed: %s', async (set) => {
    const ids = await idsOf(sample(1));
    expect(ids).toHaveLength(50);
    await asOwnerPastTriggers(`update audit_changes set ${set} where id in (${ids.join()})`);
    expect(await named('changed')).toEqual(ids);
    expect(await named('deleted')).toEqual([]);
  });

  it('names each change that was deleted', async () => {
    const ids = await idsOf(sample(2));
    await asOwnerPastTriggers(`delete from audit_changes where id in (${ids.join()})`);
    expect(await named('deleted')).toEqual(ids);
  });

  it('names each change that was inserted, where one is missing, before the first and beside another', async () => {
    const gone = await idsOf(sample(3));
    await asOwnerPastTriggers(`delete from audit_changes where id in (${gone.join()})`);
    const copy = (id: string, at: string, from: string) =>
      `insert into audit_changes (id, xid, at, table_name, record_id, operation, actor_kind, actor_login, actor_name) overriding system value
       select ${id}, xid, ${at}, table_name, record_id, operation, actor_kind, 'forged', actor_name from audit_changes where ${from}`;
    await asOwnerPastTriggers(copy('-id', 'at', 'id % 5 = 4 and id <= 125'));
    await asOwnerPastTriggers(copy('id', `at + interval '1 second'`, 'id % 5 = 4 and id between 1 and 125'));
    const inserted = await named('inserted');
    expect(new Set(inserted)).toEqual(
      new Set(await idsOf(`select id::text from audit_changes where actor_login = 'forged'`)),
    );
    expect(inserted).toHaveLength(50);
    expect(await named('deleted')).toEqual(gone);
  });

  it('finds a seal whose list was changed, and one that was taken out of the chain', async () => {
    await changes(10);
    await world.seal();
    await changes(10);
    await world.seal();
    await world.owner.query('alter table audit_seals disable trigger user');
    await world.owner.query('update audit_seals set change_digests[1] = change_digests[2] where number = 1');
    expect(await world.verification.verify({ mode: 'full' })).toMatchObject({ holds: false, firstBroken: 1 });
    await world.owner.query('delete from audit_seals where number = 2');
    const found = await world.verification.verify({ mode: 'full' });
    expect(found.faults.map(({ seal, kind }) => [seal, kind])).toContainEqual([3, 'chain']);
  });

  it('accepts a redaction that says what was there, and no other', async () => {
    const [lawful = '', unlawful = ''] = await idsOf(sample(1));
    await world.owner.query(
      `insert into trail_redactions (change_id, change_at, at, by, reason, digest_before)
       select id, at, now(), '{}'::jsonb, 'erasure', encode(trail_digest(a), 'hex') from audit_changes a where id = ${lawful}
       union all select id, at, now(), '{}'::jsonb, 'erasure', 'another digest' from audit_changes where id = ${unlawful}`,
    );
    await asOwnerPastTriggers(`update audit_changes set after = '{}' where id in (${lawful}, ${unlawful})`);
    expect(await named('changed')).toEqual([unlawful]);
  });

  it('compares at night what no night before did', async () => {
    const night = () => world.tx((tx) => world.verification.verifyNightly(tx));
    await night();
    await asOwnerPastTriggers(`update audit_changes set actor_name = 'x' where id = 1`);
    await changes(5);
    await world.seal();
    await night();
    const { rows } = await world.owner.query(
      'select through_seal::integer as seal, faults from audit_verifications order by at',
    );
    expect(rows).toEqual([
      { seal: 1, faults: 0 },
      { seal: 2, faults: 0 },
    ]);
    expect(await named('changed')).toEqual(['1']);
  });
});

describe('the trail of business rows', () => {
  const beyond = async () =>
    (await world.owner.query<{ table_name: string }>('select * from rows_beyond_trail(null)')).rows;

  it('has the last change of each', async () => {
    await changes(3);
    await world.tx((tx) => tx.run(sql`update branches set name = name || '!'`));
    await world.tx((tx) => tx.run(sql`update branches set name = name`));
    expect(await beyond()).toEqual([]);
  });

  it('shows a row that was changed past it', async () => {
    await changes(3);
    await world.owner.query('alter table branches disable trigger branches_trail_update');
    await world.tx((tx) => tx.run(sql`update branches set name = name || '!'`));
    expect((await beyond()).map((row) => row.table_name)).toEqual(['branches', 'branches', 'branches']);
  });
});
