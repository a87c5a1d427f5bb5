import type { Test } from 'supertest';
import { NoticesService } from '../../src/modules/billing/notices.service.js';
import { sql } from '../../src/platform/database/sql.js';
import type { Caller } from '../support/app.js';
import { rub, startWorld, TODAY, type World } from '../medium/subscriptions/world.js';

let world: World;
let owner: Caller;
beforeAll(async () => {
  world = await startWorld();
  ({ owner } = world.test);
});
afterEach(async () => {
  expect(await world.broken()).toEqual([]);
});
afterAll(() => world.test.close());

interface Made {
  id: string;
  payerAccountId: string;
  version: number;
}
const codeOf = (answer: { body: unknown }) => (answer.body as { code: string }).code;
const made = async (test: Test): Promise<Made> => (await test.expect(201)).body as Made;
const charge = (clientId: string, amount: number, dueOn = TODAY) =>
  made(owner.post('/v1/charges', { clientId, amount: rub(amount), description: 'A costume', dueOn }));
const pay = (clientId: string, amount: number, more: object = {}) =>
  made(owner.post('/v1/payments', { clientId, amount: rub(amount), method: 'card', ...more }));
const card = async (id: string) => (await owner.get(`/v1/charges/${id}`).expect(200)).body as object;
const count = async (table: 'charges' | 'refunds' | 'money_entries' | 'cash_entries') =>
  (await world.test.db.find<{ n: number }>(sql`select count(*)::integer as n from ${sql.ident(table)}`))?.n;

describe('charges by hand', () => {
  it('are made, paid from what is free, written off in part, and taken back whole', async () => {
    const clientId = await world.client();
    await pay(clientId, 30);
    const { id } = await charge(clientId, 100);
    expect(await card(id)).toMatchObject({ kind: 'other', paid: rub(30), open: rub(70), subjectId: id });
    await owner.post(`/v1/charges/${id}/credits`, { amount: rub(80), reason: 'Torn' }).expect(201);
    expect(await card(id)).toMatchObject({
      credited: rub(80),
      paid: rub(20),
      open: rub(0),
      credits: [{ amount: rub(80), reason: 'Torn' }],
      payments: [{ amount: rub(20), method: 'card' }],
    });
    const over = await owner.post(`/v1/charges/${id}/credits`, { amount: rub(21), reason: 'x' });
    expect([over.status, codeOf(over)]).toEqual([409, 'credit.exceeds-charge']);
    const gone = await owner.delete(`/v1/charges/${id}`, { reason: 'Wrong child' }).expect(200);
    expect(gone.body).toMatchObject({ reversalReason: 'Wrong child', paid: rub(0), credited: rub(0) });
    expect(await world.balance(clientId)).toBe(30);
    const again = await owner.delete(`/v1/charges/${id}`, { reason: 'Again' });
    expect([again.status, codeOf(again)]).toEqual([409, 'charge.not-standing']);
  });

  it('leave what belongs to a sale alone', async () => {
    const clientId = await world.client();
    await world.sell(clientId, (await world.plan()).id);
    const list = await owner.get(`/v1/charges?clientId=${clientId}&kind=subscription`).expect(200);
    const [{ id }] = (list.body as { items: [{ id: string }] }).items;
    const answer = await owner.delete(`/v1/charges/${id}`, { reason: 'x' });
    expect([answer.status, codeOf(answer)]).toEqual([409, 'charge.belongs-elsewhere']);
  });
});

describe('instalments', () => {
  const parts = (...given: [string, number][]) => ({
    reason: 'In parts',
    parts: given.map(([dueOn, amount]) => ({ dueOn, amount: rub(amount) })),
  });

  it('are due, late and paid each by itself; the whole goes together', async () => {
    const clientId = await world.client();
    const { id } = await charge(clientId, 100);
    await pay(clientId, 10);
    const before = await world.balance(clientId);
    await owner
      .post(`/v1/charges/${id}/instalments`, parts(['2026-12-20', 50], ['2026-11-20', 40]))
      .expect(201);
    expect(await world.balance(clientId)).toBe(before);
    expect(await card(id)).toMatchObject({
      amount: rub(50),
      dueOn: '2026-11-20',
      isOverdue: true,
      instalments: [{ open: rub(40) }, { amount: rub(50), dueOn: '2026-12-20' }],
      dueDayChanges: [{ wasDueOn: TODAY, dueOn: '2026-11-20', reason: 'In parts' }],
    });
    await pay(clientId, 45);
    expect(await card(id)).toMatchObject({ open: rub(0), instalments: [{}, { open: rub(45) }] });
    await owner.delete(`/v1/charges/${id}`, { reason: 'Not sewn' }).expect(200);
    expect(await world.balance(clientId)).toBe(55);
  });

  it('are refused when they are not what is open, or two on one day', async () => {
    const { id } = await charge(await world.client(), 100);
    const send = (body: object) => owner.post(`/v1/charges/${id}/instalments`, body);
    expect(codeOf(await send(parts(['2026-12-01', 50], ['2027-01-01', 49])).expect(422))).toBe(
      'instalments.not-whole',
    );
    const wrong = await send(parts(['2026-12-01', 0], ['2026-12-01', 100])).expect(422);
    expect(wrong.body).toMatchObject({
      errors: [{ pointer: '#/parts/0/amount/amount' }, { pointer: '#/parts/1/dueOn' }],
    });
    await send(parts(['2026-12-01', 100])).expect(422);
  });

  it('and postponement move a debt from now on, not before', async () => {
    const clientId = await world.client();
    const { id, payerAccountId } = await charge(clientId, 100);
    const path = `/v1/payer-accounts/${payerAccountId}`;
    const then = world.test.clock.now();
    world.test.clock.set('2026-11-23T09:10:00.000Z');
    await owner
      .post(`/v1/charges/${id}/postponements`, { dueOn: '2026-12-15', reason: 'Salary' })
      .expect(201);
    expect((await owner.get(path).expect(200)).body).toMatchObject({
      debt: rub(0),
      balance: { amount: -100 },
    });
    expect((await owner.get(`${path}?asOf=${then}&explain=true`).expect(200)).body).toMatchObject({
      debt: rub(100),
      openCharges: [{ chargeId: id, open: rub(100), dueOn: TODAY, isDue: true }],
    });
    const same = await owner.post(`/v1/charges/${id}/postponements`, { dueOn: '2026-12-15', reason: 'x' });
    expect([same.status, codeOf(same)]).toEqual([422, 'due-day.the-same']);
  });
});

describe('payments', () => {
  it('pay what they are meant for first, in the order given, then what is due first', async () => {
    const clientId = await world.client();
    const early = await charge(clientId, 100, '2026-11-01');
    const late = await charge(clientId, 100, '2026-12-01');
    const payment = await pay(clientId, 130, { chargeIds: [late.id], comment: 'For the second' });
    expect(payment).toMatchObject({
      comment: 'For the second',
      allocations: [
        { chargeId: late.id, amount: rub(100) },
        { chargeId: early.id, amount: rub(30) },
      ],
    });
    const paid = await owner.post('/v1/payments', {
      clientId,
      amount: rub(10),
      method: 'card',
      chargeIds: [early.id, late.id],
    });
    expect(paid.status).toBe(422);
    expect(paid.body).toMatchObject({ errors: [{ pointer: '#/chargeIds/1', code: 'charge.not-open' }] });
  });

  it('of many at once meant for one charge never pay it twice', async () => {
    const clientId = await world.client();
    const { id } = await charge(clientId, 100);
    const body = { clientId, amount: rub(10), method: 'card', chargeIds: [id] };
    const answers = await Promise.all(Array.from({ length: 20 }, () => owner.post('/v1/payments', body)));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(10);
    expect(answers.filter((answer) => answer.status === 422)).toHaveLength(10);
    expect(await card(id)).toMatchObject({ paid: rub(100), open: rub(0) });
    expect(await world.balance(clientId)).toBe(0);
  });
});

describe('refunds', () => {
  it('are shown before they are given, are given back from what came that way, and are taken back', async () => {
    const clientId = await world.client();
    const { payerAccountId } = await pay(clientId, 100);
    await pay(clientId, 50, { method: 'online' });
    const shown = await owner.get(`/v1/payer-accounts/${payerAccountId}/refundable`).expect(200);
    expect(shown.body).toMatchObject({
      free: rub(150),
      byMethod: [
        { method: 'card', free: rub(100) },
        { method: 'online', free: rub(50) },
      ],
      payments: [{ free: rub(100) }, { free: rub(50) }],
    });
    const body = { payerAccountId, amount: rub(60), method: 'online', reason: 'Moves away' };
    const entries = await count('money_entries');
    await owner.post('/v1/refunds?dryRun=true', body).expect(201);
    expect(await count('money_entries')).toBe(entries);
    const refund = await made(owner.post('/v1/refunds', body));
    expect(refund).toMatchObject({ payments: [{ amount: rub(10) }, { method: 'online', amount: rub(50) }] });
    const over = await owner.post('/v1/refunds', { ...body, amount: rub(91) });
    expect(over.body).toMatchObject({ code: 'refund.exceeds-free', params: { free: 90, asked: 91 } });
    await charge(clientId, 120);
    await owner.delete(`/v1/refunds/${refund.id}`, { reason: 'Sent back' }).expect(200);
    expect(await world.balance(clientId)).toBe(30);
    const again = await owner.delete(`/v1/refunds/${refund.id}`, { reason: 'Again' });
    expect([again.status, codeOf(again)]).toEqual([409, 'refund.already-reversed']);
    const list = await owner.get(`/v1/refunds?payerAccountId=${payerAccountId}`).expect(200);
    expect(list.body).toMatchObject({
      items: [{ id: refund.id, reversalReason: 'Sent back', payments: [] }],
    });
  });

  it('of the same free money are given once over HTTP too', async () => {
    const clientId = await world.client();
    await pay(clientId, 100);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        owner.post('/v1/refunds', { clientId, amount: rub(100), method: 'card', reason: 'Leaves' }),
      ),
    );
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201, 409]));
  });
});

describe('moves between accounts', () => {
  it('take free money to another payer of the family and to nobody else', async () => {
    const mother = await world.guardian();
    const child = await world.client(mother);
    const { payerAccountId } = await pay(child, 100);
    const other = await pay(await world.client(), 1);
    await world.test.tx((tx) =>
      tx.run(sql`update client_guardians set is_payer = false where client_id = ${child}`),
    );
    const own = await charge(child, 70);
    const send = (toAccountId: string, amount: number) =>
      owner.post(`/v1/payer-accounts/${payerAccountId}/transfers`, {
        toAccountId,
        amount: rub(amount),
        reason: 'Pays alone now',
      });
    expect(codeOf(await send(other.payerAccountId, 10).expect(409))).toBe('transfer.not-one-family');
    expect(codeOf(await send(own.payerAccountId, 101).expect(409))).toBe('transfer.exceeds-free');
    expect(codeOf(await send(payerAccountId, 1).expect(422))).toBe('transfer.to-itself');
    const moved = await send(own.payerAccountId, 90).expect(201);
    expect(await card(own.id)).toMatchObject({ open: rub(0), payments: [{ method: 'account' }] });
    const { paymentId } = moved.body as { paymentId: string };
    expect(codeOf(await owner.delete(`/v1/payments/${paymentId}`, { reason: 'x' }).expect(409))).toBe(
      'payment.moved',
    );
    await made(owner.post('/v1/payments', { payerAccountId, amount: rub(5), method: 'card' }));
    const list = await owner.get(`/v1/payer-accounts/${payerAccountId}/transfers`).expect(200);
    expect(list.body).toMatchObject({ items: [{ amount: rub(90), paymentId }] });
  });

  it('both ways at once do not wait for each other for ever', async () => {
    const mother = await world.guardian();
    const child = await world.client(mother);
    const a = await pay(child, 1000);
    await world.test.tx((tx) =>
      tx.run(sql`update client_guardians set is_payer = false where client_id = ${child}`),
    );
    const b = await pay(child, 1000);
    const send = (from: string, to: string) =>
      owner.post(`/v1/payer-accounts/${from}/transfers`, { toAccountId: to, amount: rub(7), reason: 'x' });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        n % 2 === 0 ? send(a.payerAccountId, b.payerAccountId) : send(b.payerAccountId, a.payerAccountId),
      ),
    );
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 20 }, () => 201));
    expect(await world.balance(child)).toBe(1000);
  });
});

describe('the statement', () => {
  it('opens, runs and closes, and given twice is the same twice', async () => {
    world.test.clock.set('2026-11-23T10:00:00.000Z');
    const clientId = await world.client();
    const { payerAccountId } = await pay(clientId, 100, { receivedAt: '2026-11-10T10:00:00.000Z' });
    await charge(clientId, 70);
    const path = `/v1/payer-accounts/${payerAccountId}/statement`;
    const asked = `${path}?from=2026-11-23T00:00:00Z&asOf=2026-11-23T10:30:00.000Z`;
    const first = await owner.get(asked).expect(200);
    expect(first.body).toMatchObject({
      opening: rub(100),
      charged: rub(70),
      paid: rub(0),
      closing: rub(30),
      lines: [{ kind: 'charge', description: 'A costume', balance: rub(30) }],
    });
    world.test.clock.set('2026-11-23T11:00:00.000Z');
    await pay(clientId, 500, { receivedAt: '2026-11-01T10:00:00.000Z' });
    expect((await owner.get(asked).expect(200)).body).toEqual(first.body);
    expect((await owner.get(path).expect(200)).body).toMatchObject({
      opening: rub(0),
      closing: rub(530),
      lines: [{ amount: rub(500), balance: rub(500) }, { amount: rub(100) }, { balance: rub(530) }],
    });
  });
});

describe('debts', () => {
  it('are listed with totals, late after the days of grace; phones for those who may see clients', async () => {
    const branch = (await owner.get(`/v1/branches/${world.branchId}`).expect(200)).body as Made;
    await owner
      .patch(`/v1/branches/${world.branchId}`, { version: branch.version, paymentGraceDays: 3 })
      .expect(200);
    const payer = await world.guardian();
    const clientId = await world.client(payer);
    const { payerAccountId } = await charge(clientId, 100, '2026-11-21');
    const query = `/v1/debts?clientId=${clientId}`;
    expect((await owner.get(query).expect(200)).body).toMatchObject({
      items: [
        {
          id: payerAccountId,
          holder: { id: payer },
          clients: [{ id: clientId }],
          debt: rub(100),
          overdue: rub(0),
          owedSince: '2026-11-21',
          days: 2,
          contact: { phones: [] },
        },
      ],
      totals: { accounts: 1, debt: rub(100) },
    });
    await charge(clientId, 11, '2026-11-01');
    expect((await owner.get(`${query}&overdue=true&minDays=22`).expect(200)).body).toMatchObject({
      totals: { accounts: 1, debt: rub(111), overdue: rub(11) },
    });
    const elsewhere = await world.test.as(['administrator'], []);
    expect((await elsewhere.get('/v1/debts').expect(200)).body).toMatchObject({
      items: [],
      totals: { accounts: 0, debt: rub(0) },
    });
  });

  it('are told once for each charge and day, in the morning', async () => {
    const notices = world.test.app.get(NoticesService, { strict: false });
    const tell = () => world.test.tx((tx) => notices.tell(tx));
    world.test.clock.set('2026-11-24T05:00:00.000Z');
    expect(await tell()).toBe(0);
    world.test.clock.set('2026-11-24T06:00:00.000Z');
    await tell();
    const { id } = await charge(await world.client(), 10, '2026-11-27');
    expect(await Promise.all([tell(), tell(), tell()])).toEqual(expect.arrayContaining([1, 0, 0]));
    world.test.clock.set('2026-12-01T06:00:00.000Z');
    await tell();
    expect(await tell()).toBe(0);
    const told = await world.test.db.query<{ name: string }>(
      sql`select name from events where subject_id = ${id} order by name`,
    );
    expect(told.map((event) => event.name)).toEqual(['charge.due-soon', 'charge.made', 'charge.overdue']);
    world.test.clock.set('2026-11-24T09:00:00.000Z');
  });
});

describe('who may', () => {
  it('sees and moves money of their own branches only; write-offs are not for the desk', async () => {
    const clientId = await world.client();
    const { payerAccountId } = await pay(clientId, 100);
    const { id } = await charge(clientId, 150);
    const desk = await world.test.as(['administrator'], [world.branchId]);
    await desk.post(`/v1/charges/${id}/credits`, { amount: rub(1), reason: 'x' }).expect(403);
    await desk.post(`/v1/charges/${id}/postponements`, { dueOn: '2026-12-31', reason: 'x' }).expect(201);
    const far = await world.test.as(['director'], []);
    const answers = await Promise.all([
      far.get(`/v1/charges/${id}`),
      far.delete(`/v1/charges/${id}`, { reason: 'x' }),
      far.post(`/v1/charges/${id}/credits`, { amount: rub(1), reason: 'x' }),
      far.get(`/v1/payer-accounts/${payerAccountId}/statement`),
      far.get(`/v1/payer-accounts/${payerAccountId}/refundable`),
      far.get(`/v1/payer-accounts/${payerAccountId}/transfers`),
      far.post('/v1/charges', { clientId, amount: rub(1), description: 'x' }),
      far.post('/v1/refunds', { clientId, amount: rub(1), method: 'card', reason: 'x' }),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404, 404, 404, 404, 422, 422]);
  });
});
