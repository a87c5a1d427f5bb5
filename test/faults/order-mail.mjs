// Sells what crosses its minimum while something fails, and counts the mails that reach the supplier: one, or none or one
// where the log says `unknown`; never two, and never none unnoticed. The API and two workers are real processes, killed with -9; PostgreSQL,
// Redis and the SMTP server are real, and are stopped, emptied and made to misbehave.
//   node test/faults/order-mail.mjs           about four minutes; needs `npm run build` once
import { sleep } from '../../scripts/processes.mjs';
import { FaultyCentre, say, until } from './centre.mjs';
import { FaultySmtp } from './smtp.mjs';

const rub = (amount) => ({ amount, currency: 'RUB' });
const smtp = new FaultySmtp();
const centre = new FaultyCentre('mail');
const api = (...asked) => centre.api(...asked);
const query = (...asked) => centre.query(...asked);
const holdRow = (...asked) => centre.holdRow(...asked);

// --- the centre ---

let count = 0;

/** A shop of its own, whose only item lies two above its minimum; its supplier is ordered from by mail. */
async function openShop(name) {
  count += 1;
  const make = async (path, body) => (await api('POST', path, body)).id;
  const address = `orders-${count}@paint.example`;
  const zone = 'Europe/Moscow';
  const branchId = await make('branches', { code: `B${count}`, name: `Shop ${count}`, timeZone: zone });
  const warehouseId = await make('warehouses', { branchId, name: 'Store', code: `W${count}` });
  const supplier = { name: `Paint ${count}`, email: address, orderPolicy: 'auto', language: 'ru' };
  const supplierId = await make('suppliers', supplier);
  const sku = `PAINT-${count}`;
  const itemId = await make('items', {
    ...{ sku, name: `Paint ${count}`, kind: 'goods', unit: 'pcs', price: rub(12_200), supplierId },
    ...{ minQuantity: '10', maxQuantity: '50', packSize: '12' },
  });
  const lines = [{ itemId, quantity: '12', price: rub(5_000) }];
  const receipt = await make('waybills', { warehouseId, kind: 'receipt', lines });
  await api('POST', `waybills/${receipt}/posting`, {});
  return { name, address, branchId, supplierId, itemId, sku, words: [sku, '48 шт.'] };
}

const sell = ({ branchId, itemId }, quantity) =>
  api('POST', 'sales', { branchId, lines: [{ itemId, quantity }], payments: [{ method: 'card' }] });

/** A report mailed to one address: it goes the same way. */
async function openReport(name) {
  count += 1;
  const address = `director-${count}@centre.example`;
  const { id } = await api('POST', 'report-schedules', {
    ...{ name: `Report ${count}`, cron: '0 9 1 1 *', timeZone: 'Europe/Moscow', emails: [address] },
    ...{
      reports: [{ report: 'teachers', parameters: { period: 'last_week' } }],
      language: 'ru',
      formats: [],
    },
  });
  return { name, address, scheduleId: id, words: [`Report ${count}`] };
}

const lettersTo = (address) =>
  query(
    `select l.id, l.status, l.problem, l.tries, l.next_at > now() as leased, l.finished_at as ended,
            (select a.phase from letter_attempts a where a.letter_id = l.id order by number desc limit 1) as phase
     from letters l where l.recipients @> jsonb_build_array(jsonb_build_object('address', $1::text))`,
    [address],
  );
const letterTo = async ({ address }) => (await lettersTo(address))[0];
const orderOf = async ({ supplierId }) =>
  (await api('GET', `purchase-orders?supplierId=${supplierId}`)).items[0];
const isEnded = ({ status }) => ['sent', 'failed', 'unknown', 'cancelled'].includes(status);

// --- what came of it ---

const results = [];

/** Waits for the letter to end, and asks how many mails came; `expected` is what the log should call it. */
async function judge(subject, expected, faultOverAt) {
  const letter = await until(`the letter of "${subject.name}"`, async () => {
    const found = await letterTo(subject);
    return found !== undefined && isEnded(found) && found;
  });
  const seconds = (letter.ended.getTime() - faultOverAt) / 1000;
  const result = { ...subject, expected, after: seconds <= 0 ? 'at once' : `after ${seconds.toFixed(1)} s` };
  results.push(result);
  say(await lineOf(result));
}

async function facts({ address, supplierId, words, expected }) {
  const mails = smtp.taken.filter(({ to }) => to.includes(address)).map(({ mail }) => mail);
  const letters = await lettersTo(address);
  const faults = [];
  const [letter] = letters;
  if (letters.length !== 1) faults.push(`${letters.length} letters`);
  if (!expected.includes(letter?.status)) faults.push(`${letter?.status} ${letter?.problem ?? ''}`);
  if (mails.length > 1) faults.push(`${mails.length} copies`);
  if (mails.length === 0 && letter?.status !== 'unknown') faults.push('no mail');
  for (const mail of mails)
    for (const word of words)
      if (!`${mail.subject} ${mail.text}`.includes(word)) faults.push(`the mail does not say ${word}`);
  if (supplierId !== undefined) {
    const orders = (await api('GET', `purchase-orders?supplierId=${supplierId}`)).items;
    if (orders.length !== 1) faults.push(`${orders.length} orders`);
  }
  return { mails, letter, faults };
}

async function lineOf(result) {
  const { mails, letter, faults } = await facts(result);
  const ids = new Set(mails.map(({ messageId }) => messageId)).size;
  const columns = [
    result.name.padEnd(66),
    `mails ${mails.length} (ids ${ids})`,
    `${letter.status}${letter.problem === null ? '' : `, ${letter.problem}`}`.padEnd(24),
    `tries ${letter.tries}`,
    result.after,
  ];
  return `${faults.length === 0 ? 'ok  ' : 'BAD '} ${columns.join('  ')}${faults.length ? `  ← ${faults.join('; ')}` : ''}`;
}

/** One order while something fails: `fault` makes it fail before and during, and resolves when it is over. */
async function scene(name, expected, fault) {
  const shop = await openShop(name);
  await fault({
    shop,
    cross: () => sell(shop, '2'),
    tries: async (number) =>
      until(`try ${number} of "${name}"`, async () => ((await letterTo(shop))?.tries ?? 0) >= number),
  });
  const over = Date.now();
  await sell(shop, '1');
  await judge(shop, expected, over);
  smtp.manners = async () => undefined;
}

/** Manners for one step of the dialogue, the first so many times; it resolves what was waited for. */
function at(step, word, times = 1) {
  let left = times;
  let arrived;
  const reached = new Promise((resolve) => (arrived = resolve));
  smtp.manners = async (now) => {
    if (now !== step || left === 0) return undefined;
    left -= 1;
    arrived();
    return typeof word === 'function' ? word() : word;
  };
  return reached;
}

/** A gate: who comes waits until it is opened. */
function gate() {
  let open;
  const opened = new Promise((resolve) => (open = resolve));
  return { open, opened };
}

// --- the server misbehaves ---

async function serverScenes() {
  await scene('SMTP down for a while', ['sent'], async ({ cross, tries }) => {
    await smtp.stop();
    await cross();
    await tries(2);
    await smtp.start();
  });
  await scene('tarpit: no greeting within the patience, twice', ['sent'], async ({ cross, tries }) => {
    smtp.hangUp();
    smtp.manners = async (step) => (step === 'greeting' ? { silent: true } : undefined);
    await cross();
    await tries(3);
    smtp.manners = async () => undefined;
  });
  for (const [step, code, what] of [
    ['rcpt', 450, '450 at RCPT, twice'],
    ['end', 451, '451 at the end of DATA, twice'],
  ])
    await scene(what, ['sent'], async ({ cross, tries }) => {
      at(step, code, 2);
      await cross();
      await tries(3);
    });
  for (const [what, step, word, expected] of [
    ['hung up after DATA, the mail kept, no answer', 'end', { drop: true }, ['unknown']],
    ['hung up after DATA, the mail lost, no answer', 'end', { drop: true, lost: true }, ['unknown']],
    ['silent after DATA, longer than the patience, the mail kept', 'end', { silent: true }, ['unknown']],
    ['hung up in the middle of DATA', 'data', { drop: true }, ['sent', 'unknown']],
  ])
    await scene(what, expected, async ({ cross }) => {
      const reached = at(step, word);
      await cross();
      await reached;
    });
}

// --- Redis and PostgreSQL ---

async function storeScenes() {
  await scene('Redis emptied again and again while it leaves', ['sent'], async ({ cross }) => {
    const held = gate();
    const reached = at('rcpt', () => held.opened.then(() => 450), 1);
    const emptying = setInterval(() => void centre.redis.flushall().catch(() => {}), 20);
    await cross();
    await reached;
    held.open();
    await sleep(2_000);
    clearInterval(emptying);
  });
  await scene('Redis emptied and restarted while the letter is in hand', ['sent'], async ({ cross }) => {
    const held = gate();
    const reached = at('rcpt', () => held.opened.then(() => 450), 1);
    await cross();
    await reached;
    await centre.redis.flushall();
    process.kill(await centre.redisPid(), 'SIGKILL');
    held.open();
    await until('Redis', () => centre.redis.ping().then(Boolean, () => false));
  });
  await scene('Redis answers nobody for eight seconds', ['sent'], async ({ cross }) => {
    const pid = await centre.redisPid();
    process.kill(pid, 'SIGSTOP');
    try {
      await cross();
      await sleep(8_000);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  });
  for (const [what, step, signal, expected] of [
    ['PostgreSQL restarted before the message is ended', 'rcpt', 'SIGINT', ['sent']],
    ['PostgreSQL crashed and restarted before the 250 is written', 'end', 'SIGQUIT', ['sent']],
  ])
    await scene(what, expected, async ({ cross }) => {
      const held = gate();
      const reached = at(step, () => held.opened);
      await cross();
      await reached;
      await centre.stopPostgres(signal);
      held.open();
      await query('select 1');
    });
}

// --- the workers die ---

/**
 * Nine letters, each held at another step, in the hands of two workers that are then killed together: what is held is
 * held by the SMTP server, which waits with its answer, or by a row that the harness has locked.
 */
async function killRound(tag, emptiesRedis) {
  await centre.killWorkers();
  const named = (step) => openShop(`${tag}: ${step}`);
  const shops = {
    leased: await named('the row leased, its job not yet in Redis'),
    claim: await named('the job taken, the letter not yet'),
    compose: await named('the letter taken, not yet made'),
    spoken: await named('spoken to the server, before DATA'),
    body: await named('in DATA, before its end is handed'),
    ended: await named('after the end of DATA, before the 250'),
    told: await named('after the 250, before it is written'),
    done: await named('after it is written'),
  };
  const report = await openReport(`${tag}: a report mail, before DATA`);
  for (const shop of Object.values(shops)) await sell(shop, '2');
  await api('POST', `report-schedules/${report.scheduleId}/sending`, {});

  const step = {};
  const steps = ['spoken', 'rcpt', 'report', 'ended'];
  for (const name of steps) step[name] = gate();
  const locks = {};
  const never = new Promise(() => {});
  const by = (shop) => Object.keys(shops).find((name) => shops[name].address === shop);
  smtp.manners = async (now, address) => {
    const name = address === report.address ? 'report' : by(address);
    if (now === 'rcpt' && ['spoken', 'report'].includes(name)) {
      step[name].open();
      return never;
    }
    // The server has promised nothing yet; whoever is to end the message must write that down first, and cannot.
    if (now === 'rcpt' && name === 'body')
      locks.body = await holdRow('letters', (await letterTo(shops.body)).id);
    if (now === 'end' && name === 'ended') {
      step.ended.open();
      await dead.opened;
    }
    if (now === 'end' && name === 'told')
      locks.told = await holdRow('letters', (await letterTo(shops.told)).id);
    return undefined;
  };
  const dead = gate();

  locks.compose = await holdRow('purchase_orders', (await orderOf(shops.compose)).id);
  for (const name of ['claim', 'leased'])
    locks[name] = await holdRow('letters', (await letterTo(shops[name])).id);
  await centre.startWorkers({ SMTP_ANSWER_SECONDS: '60' });
  await Promise.all([step.spoken.opened, step.report.opened, step.ended.opened]);
  for (const name of ['compose', 'body', 'told'])
    await until(`${name} stopped by a lock`, () => locks[name]?.waits() ?? false);
  await until('the letter that is done', async () => (await letterTo(shops.done)).status === 'sent');

  // Redis reads and does not write: rows are leased, and their jobs wait at its door.
  const lease = async (name) => {
    await centre.redis.call('client', 'pause', '60000', 'write');
    await locks[name].letGo();
    await until(`${name} leased`, async () => (await letterTo(shops[name])).leased);
  };
  await lease('claim');
  locks.claim = await holdRow('letters', (await letterTo(shops.claim)).id);
  await centre.redis.call('client', 'unpause');
  await until('claim stopped by a lock', () => locks.claim.waits());
  await lease('leased');

  const phases = [];
  for (const [name, shop] of Object.entries({ ...shops, report })) {
    const { status, phase } = await letterTo(shop);
    phases.push(`${name} ${status}${phase === null ? '' : `/${phase}`}`);
  }
  say(`     held: ${phases.join(', ')}`);
  await centre.killWorkers();
  const died = Date.now();
  await centre.redis.call('client', 'unpause');
  if (emptiesRedis) await centre.redis.flushall();
  for (const lock of Object.values(locks)) await lock.letGo();
  dead.open();
  smtp.manners = async () => undefined;
  for (const shop of Object.values(shops)) await sell(shop, '1');
  await centre.startWorkers();
  for (const [name, shop] of Object.entries({ ...shops, report }))
    await judge(shop, [['ended', 'told'].includes(name) ? 'unknown' : 'sent'], died);
}

// --- the whole ---

async function open() {
  await smtp.start();
  await centre.open({
    ...{ SMTP_URL: smtp.url, MAIL_FROM: 'Centre <hello@centre.example>' },
    ...{ MAIL_RETRY_SECONDS: '1,1,2,3,5,8,13', SMTP_TIMEOUT_SECONDS: '2', SMTP_ANSWER_SECONDS: '3' },
    SUPPLIER_ORDER_DELAY_MINUTES: '0',
  });
}

/** Once more, when all is long over: nothing came later. And the log counts what nobody knows. */
async function lastWord() {
  let bad = 0;
  for (const result of results) {
    if ((await facts(result)).faults.length === 0) continue;
    bad += 1;
    say(await lineOf(result));
  }
  const unknown = (await query(`select from letters where status = 'unknown'`)).length;
  const metrics = await (await fetch(`${centre.bases[0]}/metrics`)).text();
  const counted = Number(/^letters\{state="unknown"\} (\d+)$/m.exec(metrics)?.[1] ?? 0);
  if (counted !== unknown) bad += 1;
  const { isSound, told } = centre.verify();
  if (!isSound) bad += 1;
  say(told);
  const mails = smtp.taken.length;
  const copies = mails - new Set(smtp.taken.map(({ mail }) => mail.messageId)).size;
  say(
    `${results.length} letters, ${mails} mails, ${copies} of them copies; ${unknown} unknown, ${counted} counted`,
  );
  say(bad === 0 ? 'none is missing, none came twice' : `${bad} wrong`);
  process.exitCode = bad === 0 ? 0 : 1;
}

const began = Date.now();
try {
  await open();
  await centre.startWorkers();
  await serverScenes();
  await storeScenes();
  await killRound('killed', false);
  await killRound('killed, Redis emptied', true);
  await lastWord();
  say(`${Math.round((Date.now() - began) / 1000)} s`);
} finally {
  await centre.close();
  await smtp.stop().catch(() => {});
}
