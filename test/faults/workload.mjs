// A busy evening in three branches while something fails: every write carries an Idempotency-Key and is sent again, to the
// other API process, until it is answered; a fifth is sent to both at once, a tenth again later. Then what was acknowledged
// must be there once, nothing may be there that was not, and every ledger must hold.
//   node test/faults/workload.mjs [--times 3] [--seed 1] [--only "PostgreSQL"]      needs `npm run build` once
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { sleep } from '../../scripts/processes.mjs';
import { makeRandom } from '../../scripts/random.mjs';
import { FaultyCentre, say, until } from './centre.mjs';

const { values: asked } = parseArgs({
  options: {
    times: { type: 'string', default: '3' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
    only: { type: 'string', default: '' },
  },
});
const BRANCHES = 3;
const MEMBERS = 6;
const LESSONS = 400;
const DESKS = 8;
const PATIENCE_MS = 60_000;
const rub = (amount) => ({ amount, currency: 'RUB' });
const centre = new FaultyCentre('workload');
const random = makeRandom(Number(asked.seed));
const oneOf = (list) => list[Math.floor(random() * list.length)];

// --- what people ask for ---

const places = [];

async function openBranch(n) {
  const make = async (path, body) => (await centre.api('POST', path, body)).id;
  const branchId = await make('branches', { code: `F${n}`, name: `Branch ${n}`, timeZone: 'Europe/Moscow' });
  const roomId = await make('rooms', { branchId, name: 'Room', capacity: 20 });
  const hired = { position: 'Teacher', engagement: 'staff', hiredOn: '2020-01-01' };
  const teacherId = await make('employees', { branchId, lastName: 'Orlova', firstName: 'Vera', ...hired });
  await make('pay-schemes', {
    employeeId: teacherId,
    basis: 'lesson',
    rate: rub(50_000),
    effectiveFrom: '2020-01-01',
  });
  const activity = { name: `Chess ${n}`, kind: 'course', lessonMinutes: 60, capacity: 20 };
  const activityId = await make('activities', { ...activity, singlePrice: rub(90_000) });
  const term = { validityCount: 24, validityUnit: 'month', startRule: 'date' };
  const plan = { name: `Plan ${n}`, activityIds: [activityId], price: rub(500_000), visits: 400 };
  const planId = await make('plans', { ...plan, ...term });
  const startsOn = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10);
  const group = { branchId, name: 'Group', activityId, teacherId, roomId, capacity: 20, startsOn };
  const groupId = await make('groups', group);
  const clients = [];
  for (let m = 0; m < MEMBERS; m += 1) {
    const person = { branchId, lastName: `Member${'abcdef'[m]}`, firstName: 'Anna', birthDate: '1990-01-01' };
    const clientId = await make('clients', { ...person, allowDuplicate: true });
    await make('subscriptions', { clientId, planId, startsOn });
    await make(`groups/${groupId}/members`, { clientId, joinedOn: startsOn });
    clients.push(clientId);
  }
  const first = Date.parse(`${startsOn}T00:00:00Z`);
  const lessons = [];
  for (let l = 0; l < LESSONS; l += 1) {
    const startsAt = new Date(first + l * 90 * 60_000).toISOString();
    lessons.push(await make('lessons', { groupId, startsAt, minutes: 60 }));
  }
  const warehouseId = await make('warehouses', { branchId, name: 'Store', code: `W${n}` });
  const goods = { kind: 'goods', unit: 'pcs', price: rub(12_200) };
  const itemId = await make('items', { sku: `PAINT-${n}`, name: `Paint ${n}`, ...goods });
  const lines = [{ itemId, quantity: '1000000', price: rub(5_000) }];
  const receipt = await make('waybills', { warehouseId, kind: 'receipt', lines });
  await centre.api('POST', `waybills/${receipt}/posting`, {});
  places.push({ branchId, planId, groupId, clients, lessons, held: [], itemId });
}

/** Each kind of write: how it is asked for, and in which rows it is found, by its mark or by what it answered. */
const WRITES = {
  register: {
    ask: ({ branchId }, mark) => ({
      path: 'clients',
      body: { branchId, lastName: mark, firstName: 'Boris', birthDate: '1991-02-03', allowDuplicate: true },
    }),
    rows: 'select last_name as mark from clients where last_name = any ($1)',
  },
  pay: {
    ask: ({ clients }, mark) => ({
      path: 'payments',
      body: { clientId: oneOf(clients), amount: rub(1_000), method: 'card', comment: mark },
    }),
    rows: 'select comment as mark from payments where comment = any ($1)',
  },
  sell: {
    ask: ({ branchId, itemId }, mark) => ({
      path: 'sales',
      body: { branchId, lines: [{ itemId, quantity: '1' }], payments: [{ method: 'card' }], comment: mark },
    }),
    rows: 'select comment as mark from sales where comment = any ($1)',
  },
  edit: {
    ask: async ({ clients }, mark) => {
      const path = `clients/${oneOf(clients)}`;
      const { version } = (await insist({ method: 'GET', path })).body;
      return { method: 'PATCH', path, body: { address: mark, version } };
    },
    rows: `select after ->> 'address' as mark from audit_changes
      where table_name = 'clients' and after ->> 'address' = any ($1)`,
  },
  complete: {
    ask: ({ lessons, held }) => {
      const id = lessons.pop();
      if (id === undefined) return null;
      held.push(id);
      return { path: `lessons/${id}/completion`, body: {}, subject: id };
    },
    rows: 'select lesson_id::text as mark from completions where undone_at is null and lesson_id::text = any ($1)',
  },
  correct: {
    ask: ({ held, clients }, mark) => {
      if (held.length < 20) return null;
      const attendance = [{ clientId: oneOf(clients), mark: oneOf(['present', 'absent', 'absent_excused']) }];
      const body = { attendance, reason: mark };
      return { path: `lessons/${oneOf(held.slice(0, -16))}/completion/corrections`, body, isChecked: false };
    },
  },
};
const KINDS = ['register', 'pay', 'sell', 'edit', 'complete', 'complete', 'correct'];
const READS = [
  ({ branchId }) => `clients?limit=50&branchId=${branchId}`,
  ({ clients }) => `clients/${oneOf(clients)}`,
  ({ branchId }) => `schedule?branchId=${branchId}&from=${new Date().toISOString().slice(0, 10)}&view=week`,
];

// --- how they ask ---

let run;

/** One request to one process; null when it broke off. */
async function send(base, { method = 'POST', path, body }, key) {
  try {
    const answer = await fetch(`${base}/v1/${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${centre.token}`,
        ...(key && { 'idempotency-key': key }),
      },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await answer.text();
    const { status, headers } = answer;
    run.statuses.set(status, (run.statuses.get(status) ?? 0) + 1);
    if (status < 300) run.served.set(base, performance.now());
    return { status, retryAfter: headers.get('retry-after'), body: text === '' ? {} : JSON.parse(text) };
  } catch (error) {
    // Nobody listens: nothing was begun. Anything else broke off what somebody had been let in for.
    if (error.cause?.code !== 'ECONNREFUSED') run.cut.push(error.cause?.code ?? error.name);
    if (error.name === 'TimeoutError') run.bad.push(`no answer in ${PATIENCE_MS / 1000} s: ${path}`);
    if (error instanceof SyntaxError) run.bad.push(`an answer that is no JSON: ${path}`);
    return null;
  }
}

/** Sent until somebody answers it for good; the other process is asked next. */
async function insist(request, key) {
  const first = Math.floor(random() * centre.bases.length);
  const end = performance.now() + PATIENCE_MS;
  for (let turn = first; performance.now() < end; turn += 1) {
    const bases = centre.bases.filter((base) => base !== run.leaving);
    const answer = await send(bases[turn % bases.length], request, key);
    const isRunning = answer?.status === 409 && answer.body.code === 'idempotency.running';
    if (answer !== null && answer.status !== 503 && !isRunning) return answer;
    if (answer?.status === 503 && answer.retryAfter === null)
      run.bad.push(`503 without Retry-After: ${request.path}`);
    run.again += 1;
    await sleep(50 + random() * 150);
  }
  run.bad.push(`never answered: ${request.path}`);
  return { status: 0, body: {} };
}

const stateOf = ({ status, body }) => `${status} ${body.id ?? body.lesson?.id ?? body.code ?? ''}`;

async function write(kind, reached) {
  const mark = `${kind}${randomUUID().replaceAll(/[0-9-]/g, (sign) => 'ghijklmnopq'[Number(sign)] ?? '')}`;
  const request = await WRITES[kind].ask(oneOf(reached), mark);
  if (request === null) return;
  const key = randomUUID();
  const copies = random() < 0.2 ? 2 : 1;
  const answers = await Promise.all(Array.from({ length: copies }, () => insist(request, key)));
  if (random() < 0.1) {
    await sleep(random() * 500);
    answers.push(await insist(request, key));
  }
  const [answer] = answers;
  const states = new Set(answers.map(stateOf));
  if (states.size > 1) run.bad.push(`one key, several answers: ${request.path}: ${[...states].join(' | ')}`);
  if (answer.status >= 500) run.bad.push(`${answer.status} ${answer.body.code}: ${request.path}`);
  const isDone = answer.status < 300 && answer.status > 0;
  run.done.set(kind, (run.done.get(kind) ?? 0) + (isDone ? 1 : 0));
  if (!isDone) run.refused.set(answer.body.code, (run.refused.get(answer.body.code) ?? 0) + 1);
  if (request.isChecked !== false) run.asked.push({ kind, mark: request.subject ?? mark, isDone });
}

async function read(reached) {
  const path = oneOf(READS)(oneOf(reached));
  const answer = await insist({ method: 'GET', path });
  if (answer.status !== 200) run.bad.push(`${answer.status} ${answer.body.code}: ${path}`);
}

/** Every second desk has nothing to do with the first branch. */
async function desk(_, n) {
  const reached = n % 2 === 0 ? places : places.slice(1);
  while (!run.isOver) await (random() < 0.4 ? read(reached) : write(oneOf(KINDS), reached));
}

// --- what came of it ---

async function judge(name) {
  for (const [kind, { rows }] of Object.entries(WRITES)) {
    const own = run.asked.filter((one) => one.kind === kind);
    if (rows === undefined || own.length === 0) continue;
    const found = new Map();
    for (const { mark } of await centre.query(rows, [own.map(({ mark }) => mark)]))
      found.set(mark, (found.get(mark) ?? 0) + 1);
    for (const { mark, isDone } of own) {
      const times = found.get(mark) ?? 0;
      if (times !== (isDone ? 1 : 0))
        run.bad.push(`${kind} ${isDone ? 'acknowledged' : 'refused'}, there ${times} times`);
    }
  }
  const waiting = 'select count(*)::int as n from event_deliveries';
  await until('the outbox to be empty', async () => (await centre.query(waiting))[0].n === 0);
  const told = (map) => [...map].map(([what, times]) => `${times} × ${what}`).join(', ') || 'none';
  const writes = [...run.done.values()].reduce((sum, one) => sum + one, 0);
  say(
    `${run.bad.length === 0 ? 'ok  ' : 'BAD '} ${name.padEnd(44)} ${writes} writes; answers ${told(run.statuses)}; ${run.cut.length} cut off, ${run.again} sent again; refused ${told(run.refused)}; ${run.healed}`,
  );
  for (const what of new Set(run.bad)) say(`     ← ${what}`);
  return run.bad.length;
}

/** People at work, then the fault, `times` times; each time both processes must answer again. */
async function scene(name, fault, { times = Number(asked.times), healsIn = 10 } = {}) {
  if (!name.includes(asked.only)) return 0;
  run = {
    ...{ isOver: false, bad: [], asked: [], cut: [], again: 0, healed: '' },
    ...{ statuses: new Map(), refused: new Map(), done: new Map(), served: new Map() },
  };
  const desks = Array.from({ length: DESKS }, desk);
  const waits = [];
  for (let n = 0; n < times; n += 1) {
    await sleep(1_500);
    await fault();
    const over = performance.now();
    for (const base of centre.bases)
      await until(`${base} to answer`, () => (run.served.get(base) ?? 0) > over).catch(() =>
        run.bad.push('an API process stays silent'),
      );
    waits.push(Math.max(...centre.bases.map((base) => run.served.get(base) ?? Infinity)) - over);
  }
  await sleep(1_000);
  run.isOver = true;
  await Promise.all(desks);
  const slowest = Math.max(...waits) / 1_000;
  run.healed = `both answered ${slowest.toFixed(1)} s after it at the latest`;
  if (slowest > healsIn) run.bad.push(`healed in ${slowest.toFixed(1)} s, ${healsIn} wanted`);
  return judge(name);
}

async function scenes() {
  let bad = 0;
  const one = async (...given) => (bad += await scene(...given));
  await one('nothing fails', () => sleep(2_000), { times: 1 });
  await one('an API process killed, begun again', async () => {
    const child = oneOf(centre.all('main.js'));
    await centre.end([child]);
    await sleep(500);
    await centre.beginApi(child.base);
  });
  await one('an API process told to end, begun again', async () => {
    const child = oneOf(centre.all('main.js'));
    const began = performance.now();
    const gone = centre.end([child], 'SIGTERM');
    // As a balancer of load does: whoever says that they leave is not asked any more.
    const isLeaving = () =>
      fetch(`${child.base}/health/ready`).then(
        ({ status }) => status === 503,
        () => true,
      );
    await until('the process to say that it leaves', isLeaving);
    run.leaving = child.base;
    await gone;
    const took = (performance.now() - began) / 1_000;
    if (took > 15) run.bad.push(`ended after ${took.toFixed(1)} s, 15 wanted`);
    if (run.cut.length > 0) run.bad.push(`cut off: ${run.cut.join(', ')}`);
    await centre.beginApi(child.base);
    run.leaving = undefined;
  });
  await one('both workers killed, begun again', async () => {
    await centre.killWorkers();
    await sleep(500);
    await centre.startWorkers();
  });
  for (const [what, signal] of [
    ['PostgreSQL restarted in order', 'SIGINT'],
    ['PostgreSQL crashed', 'SIGQUIT'],
  ])
    await one(
      what,
      async () => {
        await centre.stopPostgres(signal);
        await centre.query('select 1');
      },
      { healsIn: 5 },
    );
  await one(
    'PostgreSQL away for twenty seconds',
    async () => {
      await centre.withoutKeeper(async () => {
        await centre.stopPostgres('SIGQUIT');
        await sleep(20_000);
      });
      await centre.query('select 1');
    },
    { times: 1, healsIn: 5 },
  );
  await one('Redis emptied', () => centre.redis.flushall());
  await one('Redis killed', () => centre.killRedis());
  await one('Redis answers nobody for five seconds', async () => {
    const pid = await centre.redisPid();
    process.kill(pid, 'SIGSTOP');
    await sleep(5_000);
    process.kill(pid, 'SIGCONT');
  });
  await one(
    'the row of a client held for thirty seconds',
    async () => {
      const held = await centre.holdRow('clients', places[0].clients[0]);
      const { done } = run;
      const sum = () => [...done.values()].reduce((total, one) => total + one, 0);
      for (let n = 0; n < 6; n += 1) {
        const before = sum();
        await sleep(5_000);
        if (sum() === before) run.bad.push('nobody else was served while a row was held');
      }
      await held.letGo();
    },
    { times: 1 },
  );
  return bad;
}

const began = Date.now();
try {
  say(`seed ${asked.seed}`);
  await centre.open({
    RATE_LIMIT_PER_MINUTE: '1000000',
    ACCESS_TOKEN_MINUTES: '600',
    SHUTDOWN_DELAY_SECONDS: '1',
  });
  for (let n = 1; n <= BRANCHES; n += 1) await openBranch(n);
  await centre.beginApi();
  await centre.startWorkers();
  const bad = await scenes();
  const { isSound, told } = centre.verify();
  say(told);
  say(
    `${Math.round((Date.now() - began) / 1000)} s; ${bad === 0 ? 'nothing lost, nothing doubled' : `${bad} wrong`}`,
  );
  process.exitCode = bad === 0 && isSound ? 0 : 1;
} finally {
  await centre.close();
}
