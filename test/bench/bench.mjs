// Ours against the bare server on the same PostgreSQL, in turns, warmed; prints requests a second (medians of the
// rounds) and their ratio.
//   npm run build && node test/bench/bench.mjs [--scale 1] [--rounds 5] [--seconds 3] [--only search] [--data DIR]
// With --data the loaded database stays, for the next run at the same scale.
import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { openServices } from '../../scripts/services.mjs';
import { root } from '../../scripts/paths.mjs';
import { seed } from './seed.mjs';

const pg = createRequire(import.meta.url)('pg');
const { values: asked } = parseArgs({
  options: {
    scale: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '16' },
    only: { type: 'string' },
    data: { type: 'string' },
  },
});
const [scale, rounds, seconds, connections] = ['scale', 'rounds', 'seconds', 'connections'].map((name) =>
  Number(asked[name]),
);
const say = (line) => process.stdout.write(`${line}\n`);
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const dataDir =
  asked.data === undefined ? mkdtempSync(join(tmpdir(), 'kruzhok-bench-')) : resolve(asked.data);
mkdirSync(dataDir, { recursive: true });
chmodSync(dataDir, 0o711);
const services = await openServices({ dataDir, given: {} });
const common = {
  ...process.env,
  ...services.env,
  DATA_DIR: dataDir,
  NODE_ENV: 'production',
  SEED_DEMO: 'false',
  OWNER_PASSWORD: 'a password of the bench',
  DATA_KEYS: `bench:${Buffer.alloc(32, 7).toString('base64')}`,
  JWT_SECRET: 'a secret of the bench, long enough to be one',
  ACCESS_TOKEN_MINUTES: '600',
  RATE_LIMIT_PER_MINUTE: '1000000000',
  LOG_LEVEL: 'info',
};
const children = [];
const runToEnd = (file) =>
  new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(root, file)], {
      env: common,
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.once('exit', (code) => (code === 0 ? done() : fail(new Error(`${file} ended with ${code}`))));
  });
function serve(file, port) {
  const log = openSync(join(dataDir, `${file.replaceAll('/', '-')}.log`), 'w');
  const env = { ...common, PORT: String(port), HOST: '127.0.0.1' };
  children.push(spawn(process.execPath, [join(root, file)], { env, cwd: root, stdio: ['ignore', log, log] }));
}
async function answering(url) {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const status = await fetch(url).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status !== 0) return;
    await pause(100);
  }
  throw new Error(`${url} does not answer`);
}

try {
  await runToEnd('dist/commands/migrate.js');
  // Loading without triggers is the superuser's alone; the private server keeps that password in its folder.
  const { superuser } = JSON.parse(readFileSync(join(dataDir, 'private.json'), 'utf8')).postgres.passwords;
  const address = new URL(services.env.DATABASE_URL);
  address.username = 'postgres';
  address.password = superuser;
  const client = new pg.Client({
    connectionString: address.href,
    options: '-c search_path=kruzhok,public,pg_catalog',
  });
  client.on('error', () => undefined);
  await client.connect();
  const loaded = join(dataDir, `loaded-${scale}`);
  if (!existsSync(loaded)) {
    const size = await seed(client, scale, say);
    say(`${size.clients} clients, ${size.attendances} attendances in ${size.branches} branches`);
    writeFileSync(loaded, '');
  }
  await runToEnd('dist/commands/prepare.js');
  const ports = { ours: 4600, bare: 4601 };
  serve('dist/main.js', ports.ours);
  serve('test/bench/bare.mjs', ports.bare);
  await answering(`http://127.0.0.1:${ports.ours}/health/ready`);
  await answering(`http://127.0.0.1:${ports.bare}/`);
  const signIn = await fetch(`http://127.0.0.1:${ports.ours}/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'owner', password: common.OWNER_PASSWORD }),
  });
  const { accessToken } = await signIn.json();

  const works = await worksOf(client);
  const lines = [];
  for (const work of works.filter(({ name }) => asked.only === undefined || name.includes(asked.only))) {
    const seen = { ours: [], bare: [] };
    const shoot = async (side, duration, amount) => {
      const authorization = side === 'ours' ? { authorization: `Bearer ${accessToken}` } : {};
      const result = await autocannon({
        url: `http://127.0.0.1:${ports[side]}`,
        connections,
        ...(amount === undefined ? { duration } : { amount }),
        requests: [
          {
            setupRequest: (request) => ({
              ...request,
              ...work[side](),
              headers: { 'content-type': 'application/json', ...authorization },
            }),
          },
        ],
      });
      if (result.non2xx > 0 || result.errors > 0)
        throw new Error(`${work.name}, ${side}: ${result.non2xx} refused, ${result.errors} errors`);
      return {
        rate: result.requests.total / result.duration,
        p50: result.latency.p50,
        p97: result.latency.p97_5,
      };
    };
    await shoot('bare', 1, work.warm);
    await shoot('ours', 1, work.warm);
    for (let round = 0; round < rounds; round += 1)
      for (const side of round % 2 === 0 ? ['bare', 'ours'] : ['ours', 'bare'])
        seen[side].push(await shoot(side, seconds, work.amount));
    const of = (side, figure) => median(seen[side].map((one) => one[figure]));
    const ratio = of('ours', 'rate') / of('bare', 'rate');
    lines.push(
      `| ${work.name} | ${Math.round(of('bare', 'rate'))} | ${Math.round(of('ours', 'rate'))} | ${ratio.toFixed(2)} | ${work.wanted} | ${of('ours', 'p50')} | ${of('ours', 'p97')} |`,
    );
    say(lines.at(-1));
  }
  say(
    `\n| work | bare, 1/s | ours, 1/s | ratio | wanted | ours p50, ms | ours p97.5, ms |\n|---|---|---|---|---|---|---|\n${lines.join('\n')}`,
  );
  await client.end();
} finally {
  for (const child of children) child.kill('SIGTERM');
  await services.release();
  if (asked.data === undefined) rmSync(dataDir, { recursive: true, force: true });
}

/** What is measured: the same question to both, with another id each time. */
async function worksOf(client) {
  const column = async (text) =>
    (await client.query({ text, rowMode: 'array' })).rows.map(([value]) => value);
  const clients = await column('select id from clients tablesample system_rows(1) limit 0').catch(() => []);
  const ids =
    clients.length > 0 ? clients : await column('select id from clients order by md5(id::text) limit 5000');
  const branches = await column("select id from branches where code ~ '^B' order by code limit 5");
  const names = await column('select distinct lower(last_name) from clients limit 30');
  const monday = (await column("select to_char(date_trunc('week', current_date), 'YYYY-MM-DD')"))[0];
  const next = (
    await column("select to_char(date_trunc('week', current_date) + interval '7 days', 'YYYY-MM-DD')")
  )[0];
  const lessons = await column(
    "select id from lessons where status = 'planned' and on_date < current_date order by md5(id::text)",
  );
  const syllables = ['ba', 'be', 'bi', 'bo', 'bu', 'da', 'de', 'di', 'do', 'du'];
  let turn = 0;
  const firstPhone = Math.floor(Math.random() * 100_000_000);
  const cycle = (list) => () => list[(turn += 1) % list.length];
  const get = (path) => ({ method: 'GET', path });
  const client1 = cycle(ids);
  const branch1 = cycle(branches);
  const part = () => cycle(names)().slice(1, 6) + ' ';
  const person = () => {
    turn += 1;
    // Syllables, since a search knows no doubled letters: no two names of ours may sound the same.
    const suffix = [...`${Date.now()}${turn}`].map((digit) => syllables[Number(digit)]).join('');
    return JSON.stringify({
      branchId: branch1(),
      lastName: `Bench${suffix}`,
      firstName: 'Anna',
      birthDate: '2015-05-05',
      guardians: [
        {
          lastName: `Bench${suffix}`,
          firstName: 'Olga',
          relation: 'mother',
          phones: [`+791${String((firstPhone + turn) % 100_000_000).padStart(8, '0')}`],
        },
      ],
    });
  };
  const amount = Math.min(300, Math.floor(lessons.length / 2 / (rounds + 1)));
  const nextLesson = () => {
    const lesson = lessons.pop();
    if (lesson === undefined) throw new Error('no lessons are left to complete: load a fresh database');
    return lesson;
  };
  const search = () => encodeURIComponent(part().trim());
  const post = (path, body) => ({ method: 'POST', path, body });
  return [
    {
      name: 'client by id',
      wanted: 0.8,
      ours: () => get(`/v1/clients/${client1()}`),
      bare: () => get(`/clients/${client1()}`),
    },
    {
      name: 'list of 50',
      wanted: 0.85,
      ours: () => get(`/v1/clients?limit=50&branchId=${branch1()}`),
      bare: () => get(`/clients?branchId=${branch1()}`),
    },
    {
      name: 'search by part of a name',
      wanted: 0.85,
      ours: () => get(`/v1/clients?limit=50&q=${search()}`),
      bare: () => get(`/clients?q=${search()}`),
    },
    {
      name: 'create client, audited',
      wanted: 0.8,
      ours: () => post('/v1/clients', person()),
      bare: () => post('/clients', person()),
    },
    {
      name: 'week grid, all rooms',
      wanted: 0.95,
      ours: () => get(`/v1/schedule?branchId=${branch1()}&from=${monday}&to=${next}&view=week`),
      bare: () => get(`/schedule?branchId=${branch1()}&from=${monday}&to=${next}`),
    },
    {
      name: 'complete a lesson of 12, audited',
      wanted: 0.9,
      amount,
      warm: Math.min(60, amount),
      ours: () => post(`/v1/lessons/${nextLesson()}/completion`, '{}'),
      bare: () => post(`/lessons/${nextLesson()}/completion`, '{}'),
    },
  ];
}
