// The report of teachers for a year, all teachers: from the ledgers by a plain statement, and by rollups. Both must say
// the same. Prints medians. With --mixed also what others wait meanwhile, in so many stretches of five seconds with and as many without it.
//   npm run build && nice node test/bench/reports.mjs [--branches 5] [--rounds 5] [--plain 1] [--data DIR] [--mixed 10] [--laws]
// A branch is 199,680 attendances, 2,000 clients and 12 teachers: 5 are a million, 100 are twenty million.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { openServices } from '../../scripts/services.mjs';
import { readJson } from '../../scripts/lock.mjs';
import { inRoot } from '../../scripts/paths.mjs';
import { seed } from './seed.mjs';
import { openMixedLoad } from './mixed.mjs';
import { benchSettings, runToEnd } from './support.mjs';

const pg = createRequire(import.meta.url)('pg');
const { values: asked } = parseArgs({
  options: {
    branches: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '5' },
    plain: { type: 'string', default: '1' },
    data: { type: 'string' },
    mixed: { type: 'string', default: '0' },
    laws: { type: 'boolean', default: false },
  },
});
const say = (line) => process.stdout.write(`${line}\n`);
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
/** Seconds of people at work at a stretch. */
const STRETCH = 5;
const seconds = async (work) => {
  const began = performance.now();
  const result = await work();
  return { seconds: (performance.now() - began) / 1000, result };
};

const dataDir =
  asked.data === undefined ? mkdtempSync(join(tmpdir(), 'kruzhok-reports-')) : resolve(asked.data);
mkdirSync(dataDir, { recursive: true });
chmodSync(dataDir, 0o711);
const services = await openServices({ dataDir, given: {}, durable: false });
Object.assign(process.env, services.env, benchSettings(dataDir));

/** Members come through the year, a quarter leaves, some of those come back later. */
const LIVES = [
  `update group_members m set joined_on = current_date - 400 + h.n % 370
   from (select id, abs(hashtext(id::text)) as n from group_members) h where h.id = m.id`,
  `update group_members m set left_on = least(joined_on + 60 + h.n % 90, current_date - 1), leave_reason = 'Reason ' || h.n % 7
   from (select id, abs(hashtext('left' || id)) as n from group_members) h where h.id = m.id and h.n % 4 = 0 and joined_on < current_date - 2`,
  `insert into group_members (id, group_id, client_id, joined_on, version, created_at, created_by, updated_at, updated_by)
   select uuidv7(), group_id, client_id, left_on + abs(hashtext(id::text)) % 60, version, created_at, created_by, updated_at, updated_by
   from group_members where left_on is not null and abs(hashtext('back' || id)) % 3 = 0 and left_on + 60 < current_date`,
];

async function load(client) {
  const taken = await seconds(async () => {
    // No lesson is planned here, and these are the dearest indexes to load.
    const { rows } = await client.query(`
      select conrelid::regclass::text as home, conname from pg_constraint
      where contype = 'x' and conrelid in ('lessons'::regclass, 'group_members'::regclass, 'lesson_groups'::regclass)`);
    for (const { home, conname } of rows)
      await client.query(`alter table ${home} drop constraint ${conname}`);
    const { attendances } = await seed(client, 1, say, { weeks: 52, branches: Number(asked.branches) });
    await client.query('set session_replication_role = replica');
    for (const statement of LIVES) await client.query(statement);
    await client.query('reset session_replication_role');
    await client.query('vacuum (analyze) group_members');
    return attendances;
  });
  say(`${taken.result} attendances loaded in ${taken.seconds.toFixed(0)} s`);
}

let app;
try {
  await runToEnd('dist/commands/migrate.js');
  const { superuser } = readJson(join(dataDir, 'private.json')).postgres.passwords;
  const address = Object.assign(new URL(services.env.DATABASE_URL), {
    username: 'postgres',
    password: superuser,
  });
  const client = new pg.Client({
    connectionString: address.href,
    options: '-c search_path=kruzhok,public,pg_catalog',
  });
  client.on('error', () => undefined);
  await client.connect();
  const loaded = join(dataDir, `loaded-${asked.branches}`);
  if (!existsSync(loaded)) {
    await load(client);
    writeFileSync(loaded, '');
  }
  await runToEnd('dist/commands/prepare.js');

  const { NestFactory } = await import('@nestjs/core');
  const from = (path) => import(inRoot(`dist/${path}`));
  const { AppModule } = await from('app.module.js');
  const { Db } = await from('platform/database/db.js');
  const { sql } = await from('platform/database/sql.js');
  const { systemActor } = await from('kernel/actor.js');
  const { Rollups } = await from('modules/reports/rollups/rollups.js');
  const { ReportsService, reportChecks } = await from('modules/reports/index.js');
  const { teachersRows, teachersTotals } = await from('modules/reports/catalogue/teachers.sql.js');
  const { readingSettings } = await from('modules/reports/report-transaction.js');
  app = await NestFactory.createApplicationContext(AppModule, { logger: ['error'], abortOnError: false });
  const [db, service, rollups] = [app.get(Db), app.get(ReportsService), app.get(Rollups)];
  const actor = systemActor('bench');

  const months = (count) => {
    const now = new Date();
    return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - count, 1)).toISOString().slice(0, 10);
  };
  const YEAR = { from: months(12), to: months(0) };
  const read = (source, more = {}) => {
    const question = {
      ...{ actor, asOf: new Date().toISOString(), branchId: null, within: () => sql`true` },
      ...{ parameters: { returnDays: 30, weeklyHours: 18 }, ...YEAR, ...more },
    };
    return db.tx(
      actor,
      async (tx) => {
        await tx.run(readingSettings({ seconds: 3_600 }));
        const rows = await tx.query(teachersRows(question, source));
        return { rows, totals: await tx.find(teachersTotals(question, source)) };
      },
      { isolation: 'repeatable read' },
    );
  };
  const measure = async (name, rounds, work) => {
    const took = [];
    let result;
    for (let n = 0; n < rounds; n += 1) {
      const one = await seconds(work);
      took.push(one.seconds);
      result = one.result;
    }
    say(`${name.padEnd(58)} ${median(took).toFixed(3)} s`);
    return result;
  };
  const rollAll = async () => {
    let batches = 0;
    while (await rollups.round()) batches += 1;
    return batches;
  };
  /**
   * What people wait while nobody asks for a report, and while a worker makes one after the other: short stretches of both in
   * turn, since a machine is not the same from minute to minute. p95 is of all stretches of a kind together.
   */
  const mixed = async (stretches) => {
    const { load, report, stop } = await openMixedLoad(client);
    const waited = { alone: new Map(), beside: new Map() };
    let made = 0;
    const stretch = async (kind) => {
      let isOver = false;
      const runs = (async () => {
        for (; kind === 'beside' && !isOver; made += 1) await report({ ...YEAR });
      })();
      for (const [name, times] of await load(STRETCH))
        waited[kind].set(name, [...(waited[kind].get(name) ?? []), times]);
      isOver = true;
      await runs;
    };
    const p95 = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)];
    try {
      await load(10);
      await report({ ...YEAR });
      for (let n = 0; n < stretches; n += 1)
        for (const kind of n % 2 === 0 ? ['alone', 'beside'] : ['beside', 'alone']) await stretch(kind);
    } finally {
      stop();
    }
    say(`${made} years as XLSX in ${stretches * STRETCH} s`);
    for (const [name, alone] of waited.alone) {
      const beside = waited.beside.get(name);
      const [before, after] = [p95(alone.flat()), p95(beside.flat())];
      const ratios = alone.map((times, n) => p95(beside[n]) / p95(times));
      say(
        `${name}: ${alone.flat().length} and ${beside.flat().length} times, p95 ${before.toFixed(1)} and ${after.toFixed(1)} ms, × ${(after / before).toFixed(2)}; median of stretches × ${median(ratios).toFixed(2)}`,
      );
    }
  };
  const compare = (name, one, other) => {
    if (!isDeepStrictEqual(one, other)) throw new Error(`${name}: rollups and ledgers do not say the same`);
  };

  const [{ waiting }] = (await client.query('select count(*)::int as waiting from teaching_changes')).rows;
  const rolled = await seconds(rollAll);
  say(`${waiting} days of branches rolled up in ${rolled.seconds.toFixed(1)} s, ${rolled.result} batches`);
  await client.query(
    'vacuum (analyze) teaching_days, teaching_months, teaching_folds, teaching_changes, membership_months, membership_changes',
  );

  const plain = await measure('a year, all teachers, plain statements', Number(asked.plain), () =>
    read('ledgers'),
  );
  const rounds = Number(asked.rounds);
  compare('a year', await measure('the same by rollups', rounds, () => read('rollups')), plain);
  say(`${plain.rows.length} teachers, totals ${JSON.stringify(plain.totals)}`);
  const code = 'teachers';
  await measure('the same by the service, with ranks and totals', rounds, () =>
    service.atOnce(actor, code, { ...YEAR }),
  );
  await measure('... compared with the year before', rounds, () =>
    service.atOnce(actor, code, { ...YEAR, compare: 'true' }),
  );
  const odd = { from: `${months(11).slice(0, 8)}12`, to: `${months(1).slice(0, 8)}19` };
  await measure('ten odd months by rollups', rounds, () => read('rollups', odd));
  // As after a busy evening without a worker: a day of every branch, of every twentieth its members.
  await client.query(`
    insert into teaching_changes select branch_id, max(on_date) from teaching_folds where on_date < '${YEAR.to}' group by 1;
    insert into membership_changes select branch_id from membership_folds where abs(hashtext(branch_id::text)) % 20 = 0`);
  compare(
    'with changes',
    await measure('a year, a day of every branch not rolled up', rounds, () => read('rollups')),
    plain,
  );
  await rollAll();
  if (asked.mixed !== '0') await mixed(Number(asked.mixed));
  if (asked.laws)
    for (const check of reportChecks) {
      const broken = await measure(`law: ${check.name.slice(0, 52)}`, 1, () =>
        db.tx(actor, async (tx) => {
          await tx.run(
            sql`select set_config('statement_timeout', '0', true), set_config('work_mem', '256MB', true)`,
          );
          return tx.query(sql`select * from (${check.sql}) b limit 10`);
        }),
      );
      if (broken.length > 0) throw new Error(`${check.name}: ${JSON.stringify(broken)}`);
    }
  await client.end();
} finally {
  await app?.close();
  await services.release();
  if (asked.data === undefined) rmSync(dataDir, { recursive: true, force: true });
}
