// Imports a file of 20 MB and 50,000 rows into a running centre and watches the others meanwhile: what the API answers
// and how soon, how much memory the worker takes. Tells figures; fails only when a request fails or a row is lost.
//   node test/faults/big-import.mjs [rows]      some minutes; needs `npm run build` once
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROWS = Number(process.argv[2] ?? 50_000);
const BYTES = 20_000_000;
const PASSWORD = 'a password of this run';
const data = mkdtempSync(join(tmpdir(), 'kruzhok-big-'));
chmodSync(data, 0o711);
const port = 4100 + Math.floor(Math.random() * 800);
const base = `http://127.0.0.1:${port}/v1`;
const settings = { DATA_DIR: data, PORT: String(port), OWNER_PASSWORD: PASSWORD };
const env = { ...process.env, ...settings, SEED_DEMO: 'false', LOG_LEVEL: 'warn' };
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const say = (line) => process.stdout.write(`${line}\n`);
let token = '';

async function api(method, path, body, type = 'application/json') {
  const headers = { 'content-type': type, authorization: `Bearer ${token}` };
  const answer = await fetch(`${base}/${path}`, {
    method,
    headers,
    body: type === 'application/json' ? body && JSON.stringify(body) : body,
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
  return JSON.parse(text);
}

const letters = (n) =>
  Array.from(String(n).padStart(6, '0'), (digit) => 'бвгджзклмн'[Number(digit)]).join('а');

/** Adults and children, each with a remark that makes the file as large as it may be. */
function table() {
  const rows = ['Фамилия;Имя;Дата рождения;Телефон;Родитель;Телефон родителя;Примечание'];
  const filler = 'x'.repeat(Math.floor(BYTES / ROWS) - 130);
  for (let n = 0; n < ROWS; n += 1) {
    const day = `${1 + (n % 28)}.${1 + (n % 12)}`;
    const name = `А${letters(n)}`;
    rows.push(
      n % 2 === 0
        ? `${name};Ян;${day}.${1950 + (n % 50)};8925${3_000_000 + n};;;${filler}`
        : `${name};Ия;${day}.${2012 + (n % 8)};;${name} Яна;8926${3_000_000 + n};${filler}`,
    );
  }
  return Buffer.from(rows.join('\r\n'));
}

/** Memory of the worker that this run started, in MB. */
function workerMemory() {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('dist/worker.js')) continue;
      if (!readFileSync(`/proc/${pid}/environ`, 'utf8').includes(data)) continue;
      return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
    } catch {}
  }
  return 0;
}

const centre = spawn(process.execPath, ['scripts/start.mjs'], {
  env,
  stdio: ['ignore', 'ignore', 'inherit'],
});
try {
  for (;;) {
    await pause(200);
    const ready = await fetch(`http://127.0.0.1:${port}/health/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) break;
    if (centre.exitCode !== null) throw new Error('the centre did not start');
  }
  token = (await api('POST', 'auth/login', { login: 'owner', password: PASSWORD })).accessToken;
  const branchId = (await api('POST', 'branches', { code: 'BIG', name: 'Big', timeZone: 'Europe/Moscow' }))
    .id;
  const bytes = table();
  say(
    `${ROWS} rows, ${(bytes.length / 1_048_576).toFixed(1)} MB; worker before: ${workerMemory().toFixed(0)} MB`,
  );
  const began = performance.now();
  let operation = await api('POST', `imports/clients?branchId=${branchId}`, bytes, 'text/csv');
  say(`accepted in ${(performance.now() - began).toFixed(0)} ms`);
  const waits = { reads: [], registrations: [] };
  let most = 0;
  for (let n = 0; operation.finishedAt === null; n += 1) {
    let from = performance.now();
    operation = await api('GET', `operations/${operation.id}`);
    waits.reads.push(performance.now() - from);
    from = performance.now();
    const person = { branchId, lastName: `Рядом${letters(n)}`, firstName: 'Ева', birthDate: '1990-01-01' };
    await api('POST', 'clients', person);
    waits.registrations.push(performance.now() - from);
    most = Math.max(most, workerMemory());
    await pause(100);
  }
  const seconds = (performance.now() - began) / 1000;
  const { created, faulty } = operation.result;
  say(`${operation.status} in ${seconds.toFixed(1)} s: ${created} created, ${faulty} faulty`);
  for (const [name, list] of Object.entries(waits)) {
    list.sort((a, b) => a - b);
    const at = (share) => list[Math.floor((list.length - 1) * share)].toFixed(0);
    say(
      `${name} meanwhile: ${list.length}, median ${at(0.5)} ms, 99 of 100 ${at(0.99)} ms, slowest ${at(1)} ms`,
    );
  }
  say(`worker at most: ${most.toFixed(0)} MB`);
  if (created !== ROWS) throw new Error(`${ROWS} rows, but ${created} created`);
} finally {
  centre.kill('SIGTERM');
  await new Promise((resolve) => centre.once('exit', resolve));
  rmSync(data, { recursive: true, force: true });
}
