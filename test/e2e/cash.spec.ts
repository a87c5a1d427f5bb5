import type { Test } from 'supertest';
import { sql } from '../../src/platform/database/sql.js';
import type { Caller } from '../support/app.js';
import { rub, startWorld, type World } from '../medium/subscriptions/world.js';

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
  version: number;
}
const codeOf = (answer: { body: unknown }) => (answer.body as { code: string }).code;
const made = async (test: Test): Promise<Made> => (await test.expect(201)).body as Made;
let desks = 0;
const desk = () =>
  made(owner.post('/v1/cash-desks', { branchId: world.branchId, name: `Desk ${String((desks += 1))}` }));
const open = (caller: Caller, cashDeskId: string, float = 0) =>
  made(caller.post('/v1/cash-shifts', { cashDeskId, openingFloat: rub(float) }));
const pay = (caller: Caller, clientId: string, amount: number, more: object = {}) =>
  caller.post('/v1/payments', { clientId, amount: rub(amount), method: 'cash', ...more });
const close = (caller: Caller, id: string, counted: number, differenceReason?: string) =>
  caller.post(`/v1/cash-shifts/${id}/closing`, { counted: rub(counted), differenceReason });

describe('a cash shift', () => {
  it('takes the cash of whoever opened it, and closes with what was counted', async () => {
    const anna = await world.test.as(['administrator'], [world.branchId]);
    const { id: deskId } = await desk();
    const shift = await open(anna, deskId, 1000);
    const clientId = await world.client();
    const payment = await made(pay(anna, clientId, 500));
    expect(payment).toMatchObject({ cashShiftId: shift.id });
    await made(pay(anna, clientId, 70, { method: 'card' }));
    const refund = { clientId, amount: rub(200), method: 'cash', reason: 'Leaves' };
    await made(anna.post('/v1/refunds', refund));
    const move = { direction: 'out', amount: rub(300), reason: 'To the bank' };
    await anna.post(`/v1/cash-shifts/${shift.id}/movements`, move).expect(201);
    const tooMuch = await anna.post(`/v1/cash-shifts/${shift.id}/movements`, { ...move, amount: rub(1001) });
    expect(tooMuch.body).toMatchObject({
      code: 'cash-shift.not-enough',
      params: { inDesk: 1000, asked: 1001 },
    });
    expect((await anna.get(`/v1/cash-shifts/${shift.id}/report`).expect(200)).body).toMatchObject({
      kind: 'X',
      shift: { expected: rub(1000), counted: null },
      totals: [
        { kind: 'float', amount: rub(1000) },
        { kind: 'payment', count: 1, amount: rub(500) },
        { kind: 'refund', amount: { amount: -200 } },
        { kind: 'out', amount: { amount: -300 } },
      ],
    });
    expect(codeOf(await close(anna, shift.id, 990).expect(422))).toBe('cash-shift.difference-unexplained');
    await anna.post(`/v1/cash-shifts/${shift.id}/closing?dryRun=true`, { counted: rub(1000) }).expect(201);
    await close(anna, shift.id, 990, 'Change').expect(201);
    expect((await anna.get(`/v1/cash-shifts/${shift.id}/report`).expect(200)).body).toMatchObject({
      kind: 'Z',
      shift: { status: 'closed', difference: { amount: -10 }, differenceReason: 'Change' },
    });
    expect(codeOf(await close(anna, shift.id, 990, 'Again').expect(409))).toBe('cash-shift.closed');
    const later = await anna.post(`/v1/cash-shifts/${shift.id}/movements`, move);
    expect(codeOf(later)).toBe('cash-shift.closed');
    expect(codeOf(await pay(anna, clientId, 1, { cashDeskId: deskId }).expect(409))).toBe(
      'cash-shift.not-open',
    );
    const next = await open(anna, deskId, 990);
    expect(codeOf(await anna.delete(`/v1/payments/${payment.id}`, { reason: 'Wrong' }).expect(409))).toBe(
      'payment.has-left',
    );
    await made(pay(anna, clientId, 1));
    expect((await anna.get(`/v1/cash-shifts/${next.id}`).expect(200)).body).toMatchObject({
      expected: rub(991),
    });
  });

  it('is one at a desk, however many open it', async () => {
    const { id: cashDeskId } = await desk();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => owner.post('/v1/cash-shifts', { cashDeskId, openingFloat: rub(0) })),
    );
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === 409).map(codeOf)).toEqual(
      Array.from({ length: 19 }, () => 'cash-desk.busy'),
    );
    const version = { version: 1, isArchived: true };
    expect(codeOf(await owner.patch(`/v1/cash-desks/${cashDeskId}`, version).expect(409))).toBe(
      'cash-desk.busy',
    );
    const list = await owner.get(`/v1/cash-shifts?cashDeskId=${cashDeskId}&status=open`).expect(200);
    const [{ id }] = (list.body as { items: [{ id: string }] }).items;
    await close(owner, id, 0).expect(201);
  });

  it('lets no cash in once it is closed, whoever comes first', async () => {
    const { id: cashDeskId } = await desk();
    const shift = await open(owner, cashDeskId);
    const clients = await Promise.all(Array.from({ length: 20 }, () => world.client()));
    const payments = clients.map((clientId) => pay(owner, clientId, 10, { cashDeskId }));
    const closing = close(owner, shift.id, 7, 'Counted in the middle');
    const [closed, ...answers] = await Promise.all([closing, ...payments]);
    expect(closed.status).toBe(201);
    const taken = answers.filter((answer) => answer.status === 201).length;
    expect(answers.every((answer) => answer.status === 201 || answer.status === 409)).toBe(true);
    expect(closed.body).toMatchObject({ expected: rub(taken * 10) });
  });

  it('gives the same cash out once', async () => {
    const { id: cashDeskId } = await desk();
    const shift = await open(owner, cashDeskId, 100);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        owner.post(`/v1/cash-shifts/${shift.id}/movements`, {
          direction: 'out',
          amount: rub(60),
          reason: 'Bank',
        }),
      ),
    );
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    await close(owner, shift.id, 40).expect(201);
  });

  it('is refused by the database itself when it is closed', async () => {
    const { id: cashDeskId } = await desk();
    const shift = await open(owner, cashDeskId, 0);
    await close(owner, shift.id, 0).expect(201);
    await expect(
      world.test.tx((tx) =>
        tx.run(sql`
          insert into cash_entries (id, cash_shift_id, kind, amount, reason)
          values (gen_random_uuid(), ${shift.id}, 'in', 5, 'x')`),
      ),
    ).rejects.toMatchObject({ constraint: 'cash_entries_open_shift_check' });
  });

  it('is required when the settings say so; a reversal goes back to the shift it came from', async () => {
    const settings = (await owner.get('/v1/settings').expect(200)).body as Made;
    await owner.patch('/v1/settings', { version: settings.version, cashShiftRequired: true }).expect(200);
    const boris = await world.test.as(['administrator'], [world.branchId]);
    const clientId = await world.client();
    expect(codeOf(await pay(boris, clientId, 10).expect(409))).toBe('cash-shift.required');
    await pay(boris, clientId, 10, { method: 'card' }).expect(201);
    const shift = await open(boris, (await desk()).id);
    const payment = await made(pay(boris, clientId, 10));
    await owner.delete(`/v1/payments/${payment.id}`, { reason: 'Wrong' }).expect(200);
    expect((await boris.get(`/v1/cash-shifts/${shift.id}`).expect(200)).body).toMatchObject({
      expected: rub(0),
    });
  });

  it('belongs to those who reach its branch', async () => {
    const { id: cashDeskId } = await desk();
    const far = await world.test.as(['director'], []);
    await far.get(`/v1/cash-desks/${cashDeskId}`).expect(404);
    await far.post('/v1/cash-shifts', { cashDeskId, openingFloat: rub(0) }).expect(422);
    await far.post('/v1/cash-desks', { branchId: world.branchId, name: 'Mine' }).expect(403);
    const teacher = await world.test.as(['teacher'], [world.branchId]);
    await teacher.get('/v1/cash-shifts').expect(403);
    const named = { branchId: world.branchId, name: 'Desk 1' };
    expect(codeOf(await owner.post('/v1/cash-desks', named).expect(409))).toBe('cash-desk.name-taken');
  });
});
