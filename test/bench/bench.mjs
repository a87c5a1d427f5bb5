// Ours against the bare server on the same PostgreSQL, in turns, warmed; prints requests a second (medians of the
// rounds) and their ratio.
//   npm run build && node test/bench/bench.mjs [--scale 1] [--rounds 5] [--seconds 3] [--warm 10] [--only search] [--data DIR]
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
import { cpuTimes } from './cpu.mjs';
import { seed } from './seed.mjs';
import { benchSettings, runToEnd } from './support.mjs';
import { worksOf } from './works.mjs';

const pg = createRequire(import.meta.url)('pg');
const { values: asked } = parseArgs({
  options: {
    scale: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    warm: { type: 'string', default: '10' },
    connections: { type: 'string', default: '16' },
    only: { type: 'string' },
    data: { type: 'string' },
    port: { type: 'string', default: '4600' },
  },
});
const [scale, rounds, seconds, warm, connections] = ['scale', 'rounds', 'seconds', 'warm', 'connections'].map(
  (name) => Number(asked[name]),
);
const say = (line) => process.stdout.write(`${line}\n`);
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const dataDir =
  asked.data === undefined ? mkdtempSync(join(tmpdir(), 'kruzhok-bench-')) : resolve(asked.data);
mkdirSync(dataDir, { recursive: true });
chmodSync(dataDir, 0o711);
const services = await openServices({ dataDir, given: {} });
Object.assign(process.env, services.env, benchSettings(dataDir), {
  ACCESS_TOKEN_MINUTES: '600',
  RATE_LIMIT_PER_MINUTE: '1000000000',
  LOG_LEVEL: 'info',
});
const children = [];
function serve(side, file, port) {
  const log = openSync(join(dataDir, `${file.replaceAll('/', '-')}.log`), 'w');
  // By this name the server's processes of each side are told apart.
  const env = { ...process.env, PORT: String(port), HOST: '127.0.0.1', PGAPPNAME: `bench-${side}` };
  const flags = process.env.BENCH_NODE_FLAGS?.split(' ') ?? [];
  const child = spawn(process.execPath, [...flags, join(root, file)], {
    env,
    cwd: root,
    stdio: ['ignore', log, log],
  });
  children.push(child);
  return child.pid;
}
async function answering(url) {
  for (let attempt = 0; attempt < 1200; attempt += 1) {
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
  const ports = { ours: Number(asked.port), bare: Number(asked.port) + 1 };
  const pids = {
    ours: serve('ours', 'dist/main.js', ports.ours),
    bare: serve('bare', 'test/bench/bare.mjs', ports.bare),
  };
  await answering(`http://127.0.0.1:${ports.ours}/health/ready`);
  await answering(`http://127.0.0.1:${ports.bare}/`);
  const signIn = await fetch(`http://127.0.0.1:${ports.ours}/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'owner', password: process.env.OWNER_PASSWORD }),
  });
  const { accessToken } = await signIn.json();

  const works = await worksOf(client, rounds);
  const lines = [];
  for (const work of works.filter(({ name }) => asked.only === undefined || name.includes(asked.only))) {
    const seen = { ours: [], bare: [] };
    await work.prepare?.();
    const shoot = async (side, duration, amount) => {
      const authorization = side === 'ours' ? { authorization: `Bearer ${accessToken}` } : {};
      const before = await cpuTimes(client, side, pids[side]);
      const began = performance.now();
      let last = began;
      const cannon = autocannon({
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
      cannon.on('response', () => (last = performance.now()));
      const result = await cannon;
      if (result.non2xx > 0 || result.errors > 0)
        throw new Error(`${work.name}, ${side}: ${result.non2xx} refused, ${result.errors} errors`);
      const after = await cpuTimes(client, side, pids[side]);
      const spent = (who) => (after[who] - before[who]) / result.requests.total;
      return {
        node: spent('node'),
        server: spent('server'),
        // To the last answer: the cannon's own duration of so many requests is whole seconds.
        rate: (result.requests.total * 1000) / (last - began),
        p50: result.latency.p50,
        p97: result.latency.p97_5,
      };
    };
    // Long enough for the compiler of Node and for plans to settle: a second of it measured the start of a process.
    await shoot('bare', warm, work.warm);
    await shoot('ours', warm, work.warm);
    for (let round = 0; round < rounds; round += 1)
      for (const side of round % 2 === 0 ? ['bare', 'ours'] : ['ours', 'bare'])
        seen[side].push(await shoot(side, seconds, work.amount));
    const of = (side, figure) => median(seen[side].map((one) => one[figure]));
    const total = (side) => of(side, 'node') + of(side, 'server');
    const cpuOf = (side) => `${of(side, 'node').toFixed(2)} + ${of(side, 'server').toFixed(2)}`;
    const ratio = of('ours', 'rate') / of('bare', 'rate');
    lines.push(
      `| ${work.name} | ${Math.round(of('bare', 'rate'))} | ${Math.round(of('ours', 'rate'))} | ${ratio.toFixed(2)} | ${work.wanted} | ${of('ours', 'p50')} | ${of('ours', 'p97')} | ${cpuOf('bare')} | ${cpuOf('ours')} | ${(total('bare') / total('ours')).toFixed(2)} |`,
    );
    say(lines.at(-1));
  }
  say(
    `\n| work | bare, 1/s | ours, 1/s | ratio | wanted | ours p50, ms | ours p97.5, ms | CPU of bare, ms: node + postgres | of ours | ratio |\n|---|---|---|---|---|---|---|---|---|---|\n${lines.join('\n')}`,
  );
  await client.end();
} finally {
  for (const child of children) child.kill('SIGTERM');
  await services.release();
  if (asked.data === undefined) rmSync(dataDir, { recursive: true, force: true });
}
