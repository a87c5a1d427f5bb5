// Kills everything with -9 in the middle of 500 completions, starts again, and asks that each acknowledged one is there
// once and every ledger equals its balance. Twice: the second time Redis is emptied as well.
//   node test/faults/kill-nine.mjs            about two minutes; needs `npm run build` once
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LESSONS = 500;
const AT_ONCE = 8;
const PASSWORD = 'a password of this run';
const data = mkdtempSync(join(tmpdir(), 'kruzhok-kill-'));
chmodSync(data, 0o711);
const port = 4100 + Math.floor(Math.random() * 800);
const base = `http://127.0.0.1:${port}`;
const env = {
  ...process.env,
  DATA_DIR: data,
  PORT: String(port),
  OWNER_PASSWORD: PASSWORD,
  SEED_DEMO: 'false',
  LOG_LEVEL: 'warn',
};
let token = '';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const say = (line) => process.stdout.write(`${line}\n`);

async function start() {
  const began = Date.now();
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (;;) {
    await pause(100);
    const ready = await fetch(`${base}/health/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) break;
    if (child.exitCode !== null) throw new Error('the centre did not start');
  }
  token = (await api('POST', 'auth/login', { login: 'owner', password: PASSWORD })).body.accessToken;
  say(`started in ${((Date.now() - began) / 1000).toFixed(1)} s`);
  return child;
}

async function api(method, path, body, key) {
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${token}`,
    ...(key && { 'idempotency-key': key }),
  };
  const answer = await fetch(`${base}/v1/${path}`, { method, headers, body: body && JSON.stringify(body) });
  const text = await answer.text();
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
}

/** Every process that has this run's data folder in its command line or its environment. */
function processes() {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return false;
    try {
      return `${readFileSync(`/proc/${pid}/cmdline`)}\0${readFileSync(`/proc/${pid}/environ`)}`.includes(
        data,
      );
    } catch {
      return false;
    }
  });
}

async function killEverything() {
  const pids = processes();
  for (const pid of pids)
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {}
  while (processes().length > 0) {
    for (const pid of processes())
      try {
        process.kill(Number(pid), 'SIGKILL');
      } catch {}
    await pause(50);
  }
  say(`killed ${pids.length} processes`);
}

async function prepareLessons(tag) {
  const rub = (amount) => ({ amount, currency: 'RUB' });
  const make = async (path, body) => (await api('POST', path, body)).body.id;
  const branchId = await make('branches', {
    code: `KILL-${tag}`,
    name: `Kill ${tag}`,
    timeZone: 'Europe/Moscow',
  });
  const roomId = await make('rooms', { branchId, name: 'Room', capacity: 12 });
  const person = {
    branchId,
    lastName: 'Orlova',
    firstName: 'Vera',
    position: 'Teacher',
    engagement: 'staff',
    hiredOn: '2020-01-01',
  };
  const teacherId = await make('employees', person);
  await make('pay-schemes', {
    employeeId: teacherId,
    basis: 'lesson',
    rate: rub(50000),
    effectiveFrom: '2020-01-01',
  });
  const shape = { name: `Activity ${tag}`, kind: 'course', lessonMinutes: 60, capacity: 12 };
  const activityId = await make('activities', { ...shape, singlePrice: rub(90000) });
  const term = { validityCount: 24, validityUnit: 'month', startRule: 'date' };
  const planId = await make('plans', {
    name: `Plan ${tag}`,
    activityIds: [activityId],
    price: rub(500000),
    visits: 600,
    ...term,
  });
  const startsOn = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10);
  const group = { branchId, name: 'Group', activityId, teacherId, roomId, capacity: 12, startsOn };
  const groupId = await make('groups', group);
  for (let n = 0; n < 4; n += 1) {
    const client = {
      branchId,
      lastName: `Client${tag}`,
      firstName: `Number ${n}`,
      birthDate: '1990-01-01',
      allowDuplicate: true,
    };
    const clientId = await make('clients', client);
    await api('POST', 'subscriptions', { clientId, planId, startsOn: new Date().toISOString().slice(0, 10) });
    await api('POST', `groups/${groupId}/members`, { clientId, joinedOn: startsOn });
  }
  const first = Date.parse(`${startsOn}T22:00:00Z`);
  const lessons = [];
  for (let n = 0; n < LESSONS; n += 1) {
    const startsAt = new Date(first + n * 60 * 60_000).toISOString();
    lessons.push(await make('lessons', { groupId, startsAt, minutes: 60 }));
  }
  return lessons;
}

async function round(tag, emptyRedis) {
  let centre = await start();
  const lessons = await prepareLessons(tag);
  const acknowledged = new Set();
  const queue = [...lessons];
  const lane = async () => {
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      try {
        await api('POST', `lessons/${id}/completion`, {}, `kill-nine-${tag}-${id}`);
        acknowledged.add(id);
      } catch {
        return;
      }
    }
  };
  const lanes = Array.from({ length: AT_ONCE }, lane);
  while (acknowledged.size < LESSONS / 2) await pause(5);
  await killEverything();
  await Promise.all(lanes);
  centre.kill('SIGKILL');
  say(`${acknowledged.size} acknowledged when everything was killed`);
  if (emptyRedis)
    for (const name of readdirSync(data))
      if (/redis/.test(name)) rmSync(join(data, name), { recursive: true });

  centre = await start();
  let standing = 0;
  for (const id of lessons) {
    const { status } = (await api('GET', `lessons/${id}`)).body;
    if (status === 'completed') standing += 1;
    else if (acknowledged.has(id)) throw new Error(`lesson ${id} was acknowledged and is lost`);
  }
  for (const id of lessons) await api('POST', `lessons/${id}/completion`, {}, `kill-nine-${tag}-${id}`);
  const paid = (await api('GET', `accruals?lessonId=${lessons[0]}`)).body.items.length;
  if (paid !== 1) throw new Error(`the first lesson is paid ${paid} times`);
  say(`${standing} completed after the new start; then all ${LESSONS}, by the same keys`);
  const verify = spawnSync(process.execPath, ['scripts/run.mjs', 'verify'], { env, encoding: 'utf8' });
  say(verify.stdout.trim().split('\n').at(-1));
  if (verify.status !== 0) throw new Error(verify.stdout);
  centre.kill('SIGTERM');
  await new Promise((resolve) => centre.once('exit', resolve));
  await pause(3000);
  if (processes().length > 0)
    throw new Error(`orphans: ${execFileSync('ps', ['-fp', processes().join(',')])}`);
}

try {
  await round('one', false);
  await round('two', true);
  say('nothing lost, nothing doubled, no orphan');
} finally {
  await killEverything();
  rmSync(data, { recursive: true, force: true });
}
