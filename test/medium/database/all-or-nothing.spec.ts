import { startTestApp, type TestApp } from '../../support/app.js';
import { centresOf, expectLawsToHold } from '../../support/centre.js';
import { fingerprint } from '../../support/contract/fingerprint.js';
import { startWorker } from '../../support/worker.js';
import { adults, codeOf, importsOf } from '../../support/imports.js';
import { sql } from '../../../src/platform/database/sql.js';
import { commandsOf, type Command } from './commands.js';
import { sabotageOf, type Sabotage } from './sabotage.js';

// A command whose transaction fails at COMMIT, after its last statement, keeps nothing: not a row of any table, not its
// Idempotency-Key. The same request then does its work once, also when its first commit meets a serialization failure.

let test: TestApp;
let sabotage: Sabotage;
let commands: Readonly<Record<string, Command>>;
let count = 0;
beforeAll(async () => {
  test = await startTestApp();
  sabotage = await sabotageOf(test);
  commands = commandsOf(test, centresOf(test));
});
afterAll(async () => {
  await sabotage.close();
  await test.close();
});

const doubled = () =>
  test.db.query(sql`
    select name, subject_id, data from events group by name, subject_id, data, at having count(*) > 1`);

it.each([
  ...['subscription.sold', 'payment.received', 'payment.reversed', 'refund.given', 'refund.reversed'],
  ...['charge.made', 'charge.split', 'charge.credited', 'cash-shift.closed', 'sale.made', 'sale.returned'],
  ...['subscription.refunded', 'subscription.frozen', 'subscription.transferred', 'subscription.renewed'],
  ...['subscription.cancelled', 'subscription.extended', 'subscription.adjusted'],
  ...['lesson.completed', 'lesson.completion-undone', 'visit.reversed', 'lesson.cancelled', 'lesson.moved'],
  ...['series.started', 'series.changed', 'lesson.planned', 'closure.added', 'closure.lifted'],
  ...['group.member-joined', 'group.member-left', 'client.registered', 'client.changed', 'client.merged'],
  ...['client.merge-undone', 'client.erased', 'consent.signed', 'review.opened', 'review.closed'],
])('%s: all of the command, or nothing', async (event) => {
  const command = commands[event];
  if (command === undefined) throw new Error(`no command records ${event}`);
  const send = await command();
  const key = `all-or-nothing-${String((count += 1))}`;
  const request = () => send().set('idempotency-key', key);
  const before = await fingerprint(test);

  await sabotage.arm(event, 'P0001', 'always');
  const failed = await request();
  const missed = { status: failed.status, code: codeOf(failed), met: await sabotage.disarm() };
  expect(missed).toEqual({ status: 500, code: 'internal.fault', met: 1 });
  expect(await fingerprint(test)).toEqual(before);

  await sabotage.arm(event, '40001', 'once');
  const done = await request();
  expect([200, 201, 204]).toContain(done.status);
  expect(await sabotage.disarm()).toBeGreaterThan(1);
  expect(done.headers['idempotent-replayed']).toBeUndefined();
  const after = await fingerprint(test);
  expect(after).not.toEqual(before);
  expect(await doubled()).toEqual([]);

  const again = await request();
  expect([again.status, again.headers['idempotent-replayed']]).toEqual([done.status, 'true']);
  expect(await fingerprint(test)).toEqual(after);
});

/** All but the order to import and its input file: they stay, to be carried out again. */
async function lasting(): Promise<object> {
  const orders = ['operations', 'files', 'file_chunks'];
  const trail = await test.db.query(
    sql`select table_name, count(*) from audit_changes where table_name <> all (${orders}::text[]) group by 1`,
  );
  const tables = Object.entries(await fingerprint(test));
  return {
    ...Object.fromEntries(tables.filter(([name]) => ![...orders, 'audit_changes'].includes(name))),
    trail: new Set(trail),
  };
}

it('a chunk of an import: all of it, or nothing, and then each row once', async () => {
  const imports = importsOf(test);
  const branchId = await imports.makeBranch('IMPORT');
  const before = await lasting();
  await sabotage.arm('client.registered', 'P0001', 'once');
  const worker = await startWorker(test);
  try {
    const answer = await imports.raw(Buffer.from(adults(30, 'Целый')), `branchId=${branchId}`).expect(202);
    const { id } = answer.body as { id: string };
    const failed = async () =>
      (await test.db.find<{ n: number }>(
        sql`select tries as n from operations where id = ${id} and status = 'queued' and tries > 0`,
      )) !== null;
    while (!(await failed())) await new Promise((resolve) => setTimeout(resolve, 25));
    expect(await lasting()).toEqual(before);
    const ended = await imports.ended(id);
    expect([ended.status, ended.result]).toEqual(['succeeded', expect.objectContaining({ created: 30 })]);
    expect((await imports.clientsOf(branchId)).clients).toBe(30);
  } finally {
    await sabotage.disarm();
    await worker.stop();
  }
});

it('leaves every law of every ledger standing', async () => {
  await expectLawsToHold(test);
});
