import type { Caller } from '../support/app.js';
import { rub, startWorld, type World } from '../medium/subscriptions/world.js';

let world: World;
let owner: Caller;
beforeAll(async () => {
  world = await startWorld();
  ({ owner } = world.test);
});
afterAll(async () => {
  expect(await world.broken()).toEqual([]);
  await world.test.close();
});

const codeOf = (answer: { body: unknown }) => (answer.body as { code: string }).code;
const pay = async (clientId: string, amount: number) =>
  (await owner.post('/v1/payments', { clientId, amount: rub(amount), method: 'cash' }).expect(201)).body as {
    id: string;
    payerAccountId: string;
  };

describe('payments', () => {
  it('wait on the account of the payer and pay the next sale', async () => {
    const clientId = await world.client(await world.guardian());
    const payment = await pay(clientId, 10_000_00);
    expect(payment).toMatchObject({ allocated: rub(0), free: rub(10_000_00), allocations: [] });
    await world.sell(clientId, (await world.plan()).id);
    const shown = await owner.get(`/v1/payments/${payment.id}`).expect(200);
    expect(shown.body).toMatchObject({ free: rub(2_000_00), allocations: [{ amount: rub(8_000_00) }] });
    const account = await owner.get(`/v1/clients/${clientId}/account?explain=true`).expect(200);
    expect(account.body).toMatchObject({
      id: payment.payerAccountId,
      holder: { kind: 'guardian', name: 'Orlova Maria' },
      clientIds: [clientId],
      balance: rub(2_000_00),
      debt: rub(0),
      prepaid: rub(2_000_00),
      entries: [
        { kind: 'payment', balance: rub(10_000_00) },
        { kind: 'charge', balance: rub(2_000_00) },
      ],
    });
  });

  it('are reversed with a reason, once; the account can still be seen as it was', async () => {
    const clientId = await world.client();
    const payment = await pay(clientId, 100_00);
    const before = world.test.clock.now();
    world.test.clock.set('2026-11-23T10:00:00.000Z');
    const reversed = await owner.delete(`/v1/payments/${payment.id}`, { reason: 'Taken twice' }).expect(200);
    expect(reversed.body).toMatchObject({
      reversalReason: 'Taken twice',
      free: rub(0),
      reversedAt: '2026-11-23T10:00:00.000Z',
    });
    expect(codeOf(await owner.delete(`/v1/payments/${payment.id}`, { reason: 'Again' }).expect(409))).toBe(
      'payment.already-reversed',
    );
    const path = `/v1/payer-accounts/${payment.payerAccountId}`;
    expect((await owner.get(path).expect(200)).body).toMatchObject({ balance: rub(0), asOf: null });
    expect((await owner.get(`${path}?asOf=${before}`).expect(200)).body).toMatchObject({
      balance: rub(100_00),
      prepaid: rub(100_00),
      asOf: before,
    });
  });

  it('are listed by client, way and time of receipt', async () => {
    const clientId = await world.client();
    const { id } = await pay(clientId, 5_00);
    const query = `clientId=${clientId}&method=cash&from=2026-11-23T00:00:00Z&to=2026-11-24T00:00:00Z`;
    expect((await owner.get(`/v1/payments?${query}`).expect(200)).body).toMatchObject({ items: [{ id }] });
    expect((await owner.get(`/v1/payments?clientId=${clientId}&method=card`).expect(200)).body).toMatchObject(
      { items: [] },
    );
  });

  it('are refused without a payer, with two, of nothing, and before they come', async () => {
    const clientId = await world.client();
    const body = { amount: rub(100), method: 'cash' };
    const answers = await Promise.all([
      owner.post('/v1/payments', body),
      owner.post('/v1/payments', { ...body, clientId, payerAccountId: clientId }),
      owner.post('/v1/payments', { ...body, clientId, amount: rub(0) }),
      owner.post('/v1/payments', { ...body, clientId, receivedAt: '2027-01-01T00:00:00Z' }),
      owner.post('/v1/payments', { ...body, clientId: world.branchId }),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([422, 422, 422, 422, 422]);
    expect(answers.map(codeOf)).toEqual([
      ...[
        'payment.payer-ambiguous',
        'payment.payer-ambiguous',
        'payment.of-nothing',
        'payment.in-future',
        'request.invalid',
      ],
    ]);
  });
});

describe('charges', () => {
  it('are listed open, and overdue when their day has passed', async () => {
    const clientId = await world.client();
    await world.sell(clientId, (await world.plan()).id);
    await world.hold(await world.lesson(), [await world.client()]);
    const open = await owner.get(`/v1/charges?clientId=${clientId}&open=true&overdue=false`).expect(200);
    expect(open.body).toMatchObject({
      items: [{ kind: 'subscription', open: rub(8_000_00), isOverdue: false }],
    });
    const late = await owner.get('/v1/charges?overdue=true').expect(200);
    expect(late.body).toMatchObject({ items: [{ kind: 'visit', isOverdue: true }] });
  });
});

describe('who may', () => {
  it('takes and sees money of their own branches; a teacher none', async () => {
    const clientId = await world.client();
    const payment = await pay(clientId, 100);
    const elsewhere = await world.test.as(['administrator'], []);
    await elsewhere.get(`/v1/payments/${payment.id}`).expect(404);
    await elsewhere.delete(`/v1/payments/${payment.id}`, { reason: 'Not mine' }).expect(404);
    await elsewhere.post('/v1/payments', { clientId, amount: rub(100), method: 'cash' }).expect(422);
    await elsewhere.get(`/v1/clients/${clientId}/account`).expect(404);
    const teacher = await world.test.as(['teacher'], [world.branchId]);
    await teacher.get('/v1/payments').expect(403);
  });
});
