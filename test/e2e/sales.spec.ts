import { sql } from '../../src/platform/database/sql.js';
import type { Caller, TestApp } from '../support/app.js';
import { startTestApp } from '../support/app.js';
import { centresOf, expectLawsToHold, rub, uniquely, type Centre, type Json } from '../support/centre.js';
import { startSmtp, type TestSmtp } from '../support/smtp.js';
import { startMailWorker } from '../support/worker.js';

// The register of sales over HTTP: one call sells everything together, and what comes back goes back everywhere.

let smtp: TestSmtp;
let test: TestApp;
let owner: Caller;
let at: ReturnType<typeof centresOf>;
let here: Centre;
let warehouseId: string;

beforeAll(async () => {
  smtp = await startSmtp();
  Object.assign(process.env, {
    ...{ SMTP_URL: smtp.url, MAIL_FROM: 'Центр «Маяк» <hello@lighthouse.example>' },
    ...{ MAIL_RETRY_SECONDS: '0,0,600', SMTP_TIMEOUT_SECONDS: '1', SMTP_ANSWER_SECONDS: '1' },
    SUPPLIER_ORDER_DELAY_MINUTES: '0',
  });
  test = await startTestApp({ DATABASE_POOL: '20' });
  ({ owner } = test);
  at = centresOf(test);
  here = await at.centre();
  warehouseId = (
    await at.made('/v1/warehouses', {
      branchId: here.branchId,
      name: 'Shop',
      code: uniquely('W').replace(' ', ''),
    })
  ).id;
});
afterEach(() => expectLawsToHold(test));
afterAll(async () => {
  await test.close();
  await smtp.stop();
});

/** An item at 122.00 with VAT 22 %, of which so much lies there at 50.00. */
const item = async (quantity = '10', more: object = {}): Promise<string> => {
  const sku = uniquely('SKU').replace(' ', '-');
  const body = {
    sku,
    name: uniquely('Paint'),
    kind: 'goods',
    unit: 'pcs',
    vat: '22',
    price: rub(12_200),
    ...more,
  };
  const { id } = await at.made('/v1/items', body);
  await receive(id, quantity);
  return id as string;
};
const receive = async (itemId: string, quantity: string): Promise<void> => {
  const lines = [{ itemId, quantity, price: rub(5_000) }];
  const { id } = await at.made('/v1/waybills', { warehouseId, kind: 'receipt', lines });
  await at.made(`/v1/waybills/${String(id)}/posting`, {});
};
const service = async (price = 100_000): Promise<string> =>
  (await at.made('/v1/services', { name: uniquely('Costume'), price: rub(price), vatCode: 'none' })).id;
const plan = async (price = 480_000, more: object = {}): Promise<string> =>
  (
    await at.made('/v1/plans', {
      ...{ name: uniquely('Plan'), activityIds: [here.activityId], price: rub(price), visits: 8 },
      ...{ validityCount: 60, validityUnit: 'day', ...more },
    })
  ).id;
const sell = (body: object, by = owner) => by.post('/v1/sales', { branchId: here.branchId, ...body });
const sold = async (body: object): Promise<Json> => {
  const answer = await sell(body);
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body;
};
const giveBack = (sale: Json, body: object, by = owner) =>
  by.post(`/v1/sales/${String(sale.id)}/returns`, { reason: 'Too small', ...body });
const onHand = (itemId: string): Promise<number> =>
  at.numbers('select coalesce(sum(on_hand), 0) as n from stock_balances where item_id = $1', [itemId]);
const balance = (accountId: string): Promise<number> =>
  at.numbers('select balance as n from payer_accounts where id = $1', [accountId]);
const codes = (answer: { body: Json }): string[] => (answer.body.errors as Json[]).map(({ code }) => code);
const pointers = (answer: { body: Json }): string[] =>
  (answer.body.errors as Json[]).map(({ pointer }) => pointer);

describe('a sale to a client', () => {
  it('sells goods, a plan, a visit and a service together, paid by several methods', async () => {
    const clientId = await at.member(here);
    const [paint, costume, eight] = [await item(), await service(), await plan()];
    const lines = [
      { itemId: paint, quantity: '3', note: 'Blue' },
      { serviceId: costume },
      { planId: eight },
      { activityId: here.activityId },
    ];
    const payments = [{ method: 'cash', amount: rub(200_000) }, { method: 'card' }];
    const sale = await sold({ clientId, lines, payments });
    expect(sale).toMatchObject({
      number: expect.stringMatching(/^S-\d{4}-\d{6}$/),
      ...{ buyer: { kind: 'client', id: clientId }, status: 'sold', methods: ['card', 'cash'], lineCount: 4 },
      ...{ gross: rub(696_600), discount: rub(0), total: rub(696_600), open: rub(0), vat: rub(6_600) },
      payments: [
        { method: 'cash', amount: rub(200_000) },
        { method: 'card', amount: rub(496_600) },
      ],
    });
    const [goods, hire, sub, visit] = sale.lines as Json[];
    expect(goods).toMatchObject({
      ...{
        kind: 'goods',
        quantity: '3',
        unitPrice: rub(12_200),
        net: rub(36_600),
        vatCode: '22',
        vatPercent: '22.00',
      },
      ...{ vat: rub(6_600), cost: rub(15_000), note: 'Blue' },
    });
    expect(hire).toMatchObject({ kind: 'service', net: rub(100_000), vat: rub(0), cost: null });
    expect(sub).toMatchObject({ kind: 'plan', planId: eight, net: rub(480_000) });
    expect(visit).toMatchObject({ kind: 'visit', activityId: here.activityId, net: rub(80_000) });
    expect(await at.visitsLeft(sub!.subscriptionId)).toBe(8);
    expect(await onHand(paint)).toBe(7);
    expect(await balance(sale.payerAccountId)).toBe(0);
    const waybill = await at.shown(`/v1/waybills/${String(sale.waybillId)}`);
    expect(waybill).toMatchObject({ kind: 'issue', status: 'posted', basis: { kind: 'sale', id: sale.id } });
    const charges = await at.shown(`/v1/charges?clientId=${clientId}&kind=sale`);
    expect((charges.items as Json[]).map(({ amount }) => amount.amount).sort()).toEqual([100_000, 36_600]);
    const timeline = await at.shown(`/v1/clients/${clientId}/timeline?kind=sale_made`);
    expect(timeline.items).toMatchObject([{ kind: 'sale_made', params: { number: sale.number } }]);
  });

  it('sells a single visit ahead, and a completed lesson uses it instead of making an unpaid one', async () => {
    const other = await at.centre();
    const clientId = await at.member(other);
    const body = { branchId: other.branchId, clientId, lines: [{ activityId: other.activityId }] };
    const sale = await sold({ ...body, payments: [{ method: 'card' }] });
    const lesson = await at.lesson(other);
    const { outcomes } = await at.complete(lesson.id, [{ clientId, mark: 'present' }]);
    const subscriptionId = (sale.lines as Json[])[0]!.subscriptionId as string;
    expect(outcomes).toMatchObject([{ clientId, charged: 'subscription', subscriptionId, visitsLeft: 0 }]);
    expect(await at.owed(clientId)).toBe(0);
    // The plan of single visits is one for an activity, and follows the single price.
    await owner
      .patch(`/v1/activities/${other.activityId}`, { version: 1, singlePrice: rub(90_000) })
      .expect(200);
    const dearer = await sold({ ...body, payments: [{ method: 'card' }] });
    expect(dearer.total).toEqual(rub(90_000));
    const plans = await at.shown(`/v1/plans?activityId=${other.activityId}`);
    expect((plans.items as Json[]).filter(({ singleVisitOf }) => singleVisitOf !== null)).toHaveLength(1);
    const [{ id }] = plans.items as [Json];
    const wrong = await owner.patch(`/v1/plans/${String(id)}`, { version: 1, visits: 2 }).expect(409);
    expect(wrong.body.code).toBe('plan.of-single-visits');
  });

  it('lets the rest be owed, takes free money first, and pays this sale before older debts', async () => {
    const clientId = await at.client(here.branchId);
    await at.made('/v1/charges', { clientId, amount: rub(5_000), description: 'Old debt' });
    const paint = await item();
    const lines = [{ itemId: paint, quantity: '2' }];
    const partly = await sold({ clientId, lines, payments: [{ method: 'card', amount: rub(20_000) }] });
    expect(partly.open).toEqual(rub(4_400));
    expect(await at.owed(clientId)).toBe(9_400);
    await at.made('/v1/payments', { clientId, amount: rub(19_400), method: 'card' });
    const prepaid = await sold({ clientId, lines, payments: [{ method: 'cash' }] });
    expect(prepaid.payments).toMatchObject([{ method: 'cash', amount: rub(14_400) }]);
    const later = await sold({ clientId, lines, dueOn: '2199-01-01' });
    expect(later).toMatchObject({ open: rub(24_400), payments: [], methods: [] });
  });

  it('gives discounts by rule and by hand, and shares one of the whole sale to the kopeck', async () => {
    const clientId = await at.client(here.branchId);
    const [paint, costume] = [await item(), await service(10_001)];
    const { id: discountId } = await at.made('/v1/discounts', {
      ...{ name: uniquely('Ten'), kind: 'manual', percent: '10', effectiveFrom: '2020-01-01' },
    });
    const promo = uniquely('PROMO').replace(' ', '');
    await at.made('/v1/discounts', {
      ...{
        name: promo,
        kind: 'promo',
        promoCode: promo,
        amount: rub(200),
        maxUses: 1,
        effectiveFrom: '2020-01-01',
      },
    });
    const sale = await sold({
      clientId,
      lines: [
        { itemId: paint, discountId, discountReason: 'A friend' },
        { itemId: paint, promoCode: promo.toLowerCase() },
        { itemId: paint, unitPrice: rub(10_000), discount: rub(1), discountReason: 'A scratch' },
        { itemId: paint, quantity: '2' },
        { serviceId: costume },
      ],
      ...{ discount: rub(1_000), discountReason: 'Opening of the shop' },
    });
    expect((sale.lines as Json[]).map(({ discount }) => discount.amount).slice(0, 3)).toEqual([
      1_220, 200, 1,
    ]);
    const shared = (sale.lines as Json[]).slice(3).map(({ discount }) => discount.amount as number);
    expect(shared[0]! + shared[1]!).toBe(1_000);
    expect(shared).toEqual([709, 291]);
    const again = await sell({ clientId, lines: [{ itemId: paint, promoCode: promo }] }).expect(409);
    expect(again.body).toMatchObject({ code: 'promo-code.exhausted', errors: [{ pointer: '#/lines/0' }] });
  });
});

describe('a walk-in buyer', () => {
  it('gets goods and services, pays all at once, and owes nothing afterwards', async () => {
    const paint = await item();
    const lines = [{ itemId: paint, quantity: '2' }, { serviceId: await service() }];
    const unpaid = await sell({ lines, payments: [{ method: 'cash', amount: rub(100_000) }] }).expect(422);
    expect(unpaid.body).toMatchObject({ code: 'sale.not-paid', params: { total: 124_400, paid: 100_000 } });
    const sale = await sold({ lines, buyerName: 'Сидорова Мария', payments: [{ method: 'cash' }] });
    expect(sale).toMatchObject({
      buyer: { kind: 'walk_in', id: null, name: 'Сидорова Мария' },
      open: rub(0),
    });
    const account = await at.shown(`/v1/payer-accounts/${String(sale.payerAccountId)}`);
    expect(account).toMatchObject({ holder: { kind: 'walk_in', id: null, name: null }, balance: rub(0) });
    const found = await at.shown(`/v1/sales?q=${encodeURIComponent('сидоров')}`);
    expect((found.items as Json[]).map(({ id }) => id)).toEqual([sale.id]);
  });

  it('gets no plan and no visit, and no money of theirs is moved by hand', async () => {
    const lines = [{ planId: await plan() }, { activityId: here.activityId }];
    const answer = await sell({ lines, dueOn: '2199-01-01', payments: [{ method: 'card' }] }).expect(422);
    expect(codes(answer)).toEqual(['buyer.pays-at-once', 'line.client-needed', 'line.client-needed']);
    const sale = await sold({ lines: [{ itemId: await item() }], payments: [{ method: 'card' }] });
    const paymentId = String((sale.payments as Json[])[0]!.paymentId);
    const refused = await owner.delete(`/v1/payments/${paymentId}`, { reason: 'Oops' }).expect(409);
    expect(refused.body.code).toBe('payer-account.walk-in');
    const more = { payerAccountId: sale.payerAccountId, amount: rub(1), method: 'card' };
    expect((await owner.post('/v1/payments', more).expect(409)).body.code).toBe('payer-account.walk-in');
  });
});

describe('what is wrong with a sale', () => {
  it('is said all at once, each at its place', async () => {
    const archived = await service();
    await owner.patch(`/v1/services/${archived}`, { version: 1, isArchived: true }).expect(200);
    const answer = await sell({
      ...{ clientId: here.branchId, buyerName: 'X', sellerId: here.branchId, discount: rub(5) },
      lines: [
        { itemId: here.branchId },
        { serviceId: archived },
        {},
        { itemId: await item(), quantity: '0.5' },
        { activityId: here.activityId, quantity: '2', unitPrice: rub(1), startsOn: '2026-01-01' },
      ],
      payments: [{ method: 'card' }, { method: 'cash' }],
    }).expect(422);
    expect(new Set(pointers(answer))).toEqual(
      new Set([
        ...['#/buyerName', '#/clientId', '#/sellerId', '#/discountReason', '#/payments/1/amount'],
        ...['#/lines/0/itemId', '#/lines/1/serviceId', '#/lines/2', '#/lines/3/quantity'],
        ...['#/lines/4/quantity', '#/lines/4/unitPrice', '#/lines/4/startsOn'],
      ]),
    );
    const much = {
      lines: [{ serviceId: await service(100) }],
      payments: [{ method: 'card', amount: rub(101) }],
    };
    expect((await sell(much).expect(422)).body.code).toBe('sale.payments-exceed');
    const none = await sell({ ...much, payments: [{ method: 'card', amount: rub(0) }] }).expect(422);
    expect(codes(none)).toEqual(['sum.nothing']);
  });

  it('names every line of which there is too little, and moves nothing', async () => {
    const clientId = await at.client(here.branchId);
    const [one, two, three] = [await item('1'), await item('5'), await item('2')];
    const lines = [
      { itemId: one, quantity: '2' },
      { itemId: two, quantity: '5' },
      { itemId: three, quantity: '3' },
    ];
    const before = await at.numbers('select count(*) as n from money_entries', []);
    const answer = await sell({ clientId, lines, payments: [{ method: 'card' }] }).expect(409);
    expect(answer.body).toMatchObject({
      code: 'stock.insufficient',
      errors: [
        { pointer: '#/lines/0', params: { wanted: '2', available: '1' } },
        { pointer: '#/lines/2', params: { wanted: '3', available: '2' } },
      ],
    });
    expect(await at.numbers('select count(*) as n from money_entries', [])).toBe(before);
    expect(await onHand(two)).toBe(5);
  });

  it('is a plan for a client of another branch, and a branch without a warehouse', async () => {
    const other = await at.centre();
    const clientId = await at.client(other.branchId);
    const answer = await sell({ clientId, lines: [{ planId: await plan() }] }).expect(422);
    expect(codes(answer)).toEqual(['client.other-branch']);
    const goods = { branchId: other.branchId, clientId, lines: [{ itemId: await item() }] };
    expect((await sell(goods).expect(409)).body.code).toBe('sale.no-warehouse');
    expect(pointers(await sell({ ...goods, warehouseId }).expect(422))).toEqual(['#/warehouseId']);
  });

  it('is a term of the plan, said at its line', async () => {
    const clientId = await at.client(here.branchId);
    const lines = [{ serviceId: await service() }, { planId: await plan(1_000, { startRule: 'date' }) }];
    const answer = await sell({ clientId, lines }).expect(422);
    expect(answer.body).toMatchObject({
      code: 'subscription.start-required',
      errors: [{ pointer: '#/lines/1' }],
    });
  });
});

describe('a sale is safe to repeat', () => {
  it('is rehearsed without a trace, and made once for a key', async () => {
    const paint = await item();
    const body = { branchId: here.branchId, lines: [{ itemId: paint }], payments: [{ method: 'card' }] };
    const rehearsed = await owner.post('/v1/sales?dryRun=true', body).expect(201);
    expect(rehearsed.body.total).toEqual(rub(12_200));
    expect(await onHand(paint)).toBe(10);
    const key = `sale-${paint}`;
    const first = await owner.post('/v1/sales', body).set('idempotency-key', key).expect(201);
    const second = await owner.post('/v1/sales', body).set('idempotency-key', key).expect(201);
    expect(second.headers['idempotent-replayed']).toBe('true');
    expect(second.body).toEqual(first.body);
    expect(first.headers['location']).toBe(`/v1/sales/${String(first.body.id)}`);
    expect(await onHand(paint)).toBe(9);
  });

  it('of a hundred who want the last ten, ten get one and ninety hear that there is none', async () => {
    const paint = await item('10');
    const buy = async () => {
      const asked = () => sell({ lines: [{ itemId: paint }], payments: [{ method: 'card' }] });
      let answer = await asked();
      // A busy machine puts some off: nothing was done for them, and they ask again.
      while (answer.status === 503) answer = await asked();
      return answer;
    };
    const answers = await Promise.all(Array.from({ length: 100 }, buy));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(new Set(refused.map(({ status, body }) => `${String(status)} ${String(body.code)}`))).toEqual(
      new Set(['409 stock.insufficient']),
    );
    expect(await onHand(paint)).toBe(0);
  });
});

describe('a return', () => {
  it('brings goods back at the cost they left with, and the money by its method, part by part', async () => {
    const clientId = await at.client(here.branchId);
    const paint = await item('3');
    const lines = [{ itemId: paint, quantity: '3', discount: rub(1_000), discountReason: 'A scratch' }];
    const sale = await sold({ clientId, lines, payments: [{ method: 'card' }] });
    await receive(paint, '1');
    const [{ id: lineId }] = sale.lines as [Json];
    const quote = await at.shown(`/v1/sales/${String(sale.id)}/returns/quote`);
    expect(quote).toMatchObject({
      net: rub(35_600),
      payable: rub(35_600),
      lines: [{ lineId, quantity: '3' }],
    });
    const one = await giveBack(sale, {
      lines: [{ lineId, quantity: '1' }],
      payOut: [{ method: 'card' }],
    }).expect(201);
    expect(one.body).toMatchObject({
      number: expect.stringMatching(/^SR-/),
      ...{ net: rub(11_867), paidOut: rub(11_867), refunds: [{ method: 'card', amount: rub(11_867) }] },
      lines: [{ lineId, quantity: '1', vat: rub(2_140), cost: rub(5_000) }],
      sale: { status: 'partly_returned', returned: rub(11_867) },
    });
    const kept = await giveBack(sale, { lines: [{ lineId, quantity: '1' }] }).expect(201);
    expect(kept.body).toMatchObject({ net: rub(11_866), paidOut: rub(0), refunds: [] });
    expect(await balance(sale.payerAccountId)).toBe(11_866);
    const much = await giveBack(sale, { lines: [{ lineId, quantity: '2' }] }).expect(409);
    expect(much.body).toMatchObject({
      code: 'sale.return-exceeds',
      errors: [{ pointer: '#/lines/0/quantity', params: { left: '1' } }],
    });
    const last = await giveBack(sale, { lines: [{ lineId, quantity: '1' }] }).expect(201);
    expect(last.body).toMatchObject({
      net: rub(11_867),
      sale: { status: 'returned', returned: rub(35_600) },
    });
    expect(await onHand(paint)).toBe(4);
  });

  it('of what was not paid takes off the debt, and pays nothing out', async () => {
    const clientId = await at.client(here.branchId);
    const sale = await sold({ clientId, lines: [{ serviceId: await service() }] });
    const lines = [{ lineId: (sale.lines as Json[])[0]!.id, quantity: '1' }];
    const answer = await giveBack(sale, { lines, payOut: [{ method: 'card', amount: rub(1) }] }).expect(409);
    expect(answer.body).toMatchObject({ code: 'sale.pay-out-exceeds', params: { free: 0, asked: 1 } });
    const made = await giveBack(sale, { lines, payOut: [{ method: 'card' }] }).expect(201);
    expect(made.body).toMatchObject({ net: rub(100_000), paidOut: rub(0), sale: { open: rub(0) } });
  });

  it('to a walk-in buyer is paid out whole, in cash out of the shift', async () => {
    const { id: cashDeskId } = await at.made('/v1/cash-desks', {
      branchId: here.branchId,
      name: uniquely('Desk'),
    });
    await at.made('/v1/cash-shifts', { cashDeskId, openingFloat: rub(0) });
    const lines = [{ itemId: await item(), quantity: '2' }];
    const sale = await sold({ lines, payments: [{ method: 'cash', cashDeskId }] });
    const back = [{ lineId: (sale.lines as Json[])[0]!.id, quantity: '1' }];
    expect((await giveBack(sale, { lines: back }).expect(422)).body.code).toBe('sale.return-not-paid-out');
    await giveBack(sale, { lines: back, payOut: [{ method: 'cash', cashDeskId }] }).expect(201);
    const [left] = await test.db.query<{ sum: number }>(sql`
      select sum(e.amount)::bigint as sum from cash_entries e join cash_shifts s on s.id = e.cash_shift_id where s.cash_desk_id = ${cashDeskId}`);
    expect(left!.sum).toBe(12_200);
  });

  it('of a plan is the refund of its subscription', async () => {
    const clientId = await at.client(here.branchId);
    const [eight, ten] = [await plan(), await plan(8_000)];
    const sale = await sold({
      clientId,
      lines: [{ planId: eight }, { planId: ten }],
      payments: [{ method: 'card' }],
    });
    const [first, second] = sale.lines as [Json, Json];
    const quote = await at.shown(`/v1/sales/${String(sale.id)}/returns/quote`);
    expect(quote.net).toEqual(rub(488_000));
    expect(await at.visitsLeft(first.subscriptionId)).toBe(8);
    const lines = [{ lineId: first.id, quantity: '1' }];
    const made = await giveBack(sale, { lines, payOut: [{ method: 'transfer' }] }).expect(201);
    expect(made.body).toMatchObject({ net: rub(480_000), paidOut: rub(480_000) });
    expect(await at.shown(`/v1/subscriptions/${String(first.subscriptionId)}`)).toMatchObject({
      status: 'cancelled',
    });
    await at.made(`/v1/subscriptions/${String(second.subscriptionId)}/refunds`, {
      reason: 'At the other desk',
    });
    const late = await giveBack(sale, { lines: [{ lineId: second.id, quantity: '1' }] }).expect(409);
    expect(late.body).toMatchObject({
      code: 'subscription.already-cancelled',
      errors: [{ pointer: '#/lines/0' }],
    });
    expect((await at.shown(`/v1/sales/${String(sale.id)}/returns/quote`)).lines).toEqual([]);
  });

  it('names lines that are not of the sale, and of two at once lets one have the last piece', async () => {
    const clientId = await at.client(here.branchId);
    const sale = await sold({ clientId, lines: [{ itemId: await item() }], payments: [{ method: 'card' }] });
    const [{ id: lineId }] = sale.lines as [Json];
    const twice = {
      lines: [
        { lineId, quantity: '1' },
        { lineId, quantity: '1' },
        { lineId: sale.id, quantity: '1' },
      ],
    };
    expect(pointers(await giveBack(sale, twice).expect(422))).toEqual([
      '#/lines/1/lineId',
      '#/lines/2/lineId',
    ]);
    const answers = await Promise.all(
      [1, 2, 3].map(() =>
        giveBack(sale, { lines: [{ lineId, quantity: '1' }], payOut: [{ method: 'card' }] }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });
});

describe('the seller', () => {
  it('gets a percentage of each line, and gives it back with what comes back', async () => {
    const sellerId = await at.teacher(here.branchId);
    await at.made('/v1/pay-schemes', {
      employeeId: sellerId,
      basis: 'sales_percent',
      percent: '10',
      effectiveFrom: '2020-01-01',
    });
    const paid = () =>
      at.numbers(`select coalesce(sum(amount), 0) as n from accruals where employee_id = $1`, [sellerId]);
    const lines = [{ itemId: await item(), quantity: '2' }, { serviceId: await service() }];
    const sale = await sold({ sellerId, lines, payments: [{ method: 'card' }] });
    expect(sale.seller).toMatchObject({ id: sellerId });
    expect(await paid()).toBe(12_440);
    const [goods, hire] = sale.lines as [Json, Json];
    await giveBack(sale, {
      lines: [{ lineId: goods.id, quantity: '1' }],
      payOut: [{ method: 'card' }],
    }).expect(201);
    expect(await paid()).toBe(11_220);
    const rest = [goods, hire].map(({ id }) => ({ lineId: id, quantity: '1' }));
    await giveBack(sale, { lines: rest, payOut: [{ method: 'card' }] }).expect(201);
    expect(await paid()).toBe(0);
  });
});

describe('the register', () => {
  it('says who got what, when, for how much, from whom, with totals', async () => {
    const other = await at.centre();
    const store = await at.made('/v1/warehouses', {
      branchId: other.branchId,
      name: 'Kiosk',
      code: uniquely('K').replace(' ', ''),
    });
    const paint = (
      await at.made('/v1/items', {
        ...{
          sku: uniquely('R').replace(' ', '-'),
          name: uniquely('Brush'),
          kind: 'goods',
          unit: 'pcs',
          vat: '22',
          price: rub(12_200),
        },
      })
    ).id as string;
    const receipt = {
      warehouseId: store.id,
      kind: 'receipt',
      lines: [{ itemId: paint, quantity: '9', price: rub(5_000) }],
    };
    await at.made(`/v1/waybills/${String((await at.made('/v1/waybills', receipt)).id)}/posting`, {});
    const clientId = await at.client(other.branchId, 'Registrov');
    const branchId = other.branchId;
    const lines = [{ itemId: paint, quantity: '2' }, { serviceId: await service() }];
    const one = await sold({ branchId, clientId, lines, payments: [{ method: 'card' }] });
    const two = await sold({ branchId, lines: [{ itemId: paint }], payments: [{ method: 'cash' }] });
    const [first] = one.lines as [Json];
    await giveBack(one, { lines: [{ lineId: first.id, quantity: '1' }] }).expect(201);
    expect([one.number, two.number].map((number: string) => number.slice(-6))).toEqual(['000001', '000002']);

    const list = async (query: string) =>
      ((await at.shown(`/v1/sales?branchId=${branchId}&${query}`)).items as Json[]).map(({ id }) => id);
    expect(await list('')).toEqual([two.id, one.id]);
    expect(await list(`clientId=${clientId}`)).toEqual([one.id]);
    expect(await list('method=cash')).toEqual([two.id]);
    expect(await list('kind=service')).toEqual([one.id]);
    expect(await list(`itemId=${paint}`)).toHaveLength(2);
    expect(await list('status=partly_returned')).toEqual([one.id]);
    expect(await list('q=registrov')).toEqual([one.id]);
    expect(await list(`from=${at.today}`)).toHaveLength(2);
    expect(await list(`to=${at.today}`)).toEqual([]);
    expect(await list(`cashierId=${String(one.cashierId)}`)).toHaveLength(2);

    const page = await at.shown(`/v1/sales/register?branchId=${branchId}&limit=2`);
    expect(page.totals).toEqual({
      ...{ lines: 3, gross: rub(136_600), discount: rub(0), net: rub(136_600), vat: rub(6_600) },
      ...{ returnedNet: rub(12_200), cost: rub(15_000) },
    });
    const next = await at.shown(
      `/v1/sales/register?branchId=${branchId}&limit=2&cursor=${encodeURIComponent(page.page.nextCursor)}`,
    );
    const all = [...(page.items as Json[]), ...(next.items as Json[])];
    expect(new Set(all.map(({ id }) => id)).size).toBe(3);
    expect(all.find(({ id }) => id === first.id)).toMatchObject({
      ...{
        number: one.number,
        buyer: { name: 'Registrov Ivan' },
        quantity: '2',
        net: rub(24_400),
        returned: '1',
      },
      ...{ methods: ['card'], cashier: { login: 'owner' } },
    });

    const rows = await test.db.query<Json>(sql`
      select entry, quantity::float as quantity, net, cost from report_sales where branch_id = ${branchId} order by at, entry desc, net`);
    expect(rows).toEqual([
      { entry: 'sale', quantity: 2, net: 24_400, cost: 10_000 },
      { entry: 'sale', quantity: 1, net: 100_000, cost: null },
      { entry: 'sale', quantity: 1, net: 12_200, cost: 5_000 },
      { entry: 'return', quantity: -1, net: -12_200, cost: -5_000 },
    ]);
  });

  it('keeps money and costs from who may not see them, and a foreign branch unseen', async () => {
    const sale = await sold({ lines: [{ itemId: await item() }], payments: [{ method: 'card' }] });
    const storekeeper = await test.as(['storekeeper'], [here.branchId]);
    const seen = await at.shown(`/v1/sales/${String(sale.id)}`, storekeeper);
    expect(seen).toMatchObject({ total: null, open: null, payments: [{ amount: null }] });
    expect(seen.lines).toMatchObject([
      { unitPrice: null, net: null, vat: null, cost: rub(5_000), quantity: '1' },
    ]);
    const administrator = await test.as(['administrator'], [here.branchId]);
    const shown = await at.shown(`/v1/sales/${String(sale.id)}`, administrator);
    expect(shown).toMatchObject({ total: rub(12_200), lines: [{ cost: null }] });
    const totals = (await at.shown(`/v1/sales/register?limit=1`, storekeeper)).totals;
    expect(totals).toMatchObject({ net: null });
    const stranger = await test.as(['director'], [(await at.centre()).branchId]);
    await stranger.get(`/v1/sales/${String(sale.id)}`).expect(404);
    const back = { lines: [{ lineId: (sale.lines as Json[])[0]!.id, quantity: '1' }] };
    await giveBack(sale, back, stranger).expect(404);
    await sell({ lines: [{ itemId: await item() }] }, stranger).expect(403);
    expect((await at.shown('/v1/sales', stranger)).items).toEqual([]);
    const clientId = await at.client(here.branchId);
    const asked = [
      { itemId: await item(), discount: rub(1), discountReason: 'x' },
      { itemId: await item(), unitPrice: rub(1) },
    ];
    const refused = await sell({ clientId, lines: asked }, administrator).expect(403);
    expect(pointers(refused)).toEqual(['#/lines/0/discount', '#/lines/1/unitPrice']);
    const plans = await sold({ clientId, lines: [{ planId: await plan() }] });
    const refund = await giveBack(
      plans,
      { lines: [{ lineId: (plans.lines as Json[])[0]!.id, quantity: '1' }] },
      administrator,
    );
    expect(refund.body).toMatchObject({ code: 'field.forbidden', errors: [{ pointer: '#/lines/0/lineId' }] });
    expect((await at.shown(`/v1/sales/${String(plans.id)}/returns/quote`, administrator)).lines).toEqual([]);
  });

  it('follows a client who was entered twice', async () => {
    const [survivorId, duplicateId] = [await at.client(here.branchId), await at.client(here.branchId)];
    const sale = await sold({
      clientId: duplicateId,
      lines: [{ itemId: await item(), quantity: '2' }],
      payments: [{ method: 'card' }],
    });
    await owner.post('/v1/clients/merges', { survivorId, duplicateId, reason: 'The same' }).expect(201);
    const moved = await at.shown(`/v1/sales/${String(sale.id)}`);
    expect(moved.buyer.id).toBe(survivorId);
    await giveBack(moved, {
      lines: [{ lineId: moved.lines[0].id, quantity: '1' }],
      payOut: [{ method: 'card' }],
    }).expect(201);
  });
});

describe('a sale that takes an item to its minimum', () => {
  it('leads by itself to one mail to the supplier of the item, and the next sale to none', async () => {
    const supplier = async (email: string): Promise<string> =>
      (
        await at.made('/v1/suppliers', {
          name: uniquely('ООО «Краски»'),
          email,
          orderPolicy: 'auto',
          leadDays: 3,
        })
      ).id;
    const supplierId = await supplier('sales-orders@paint.example');
    await supplier('nobody@paint.example');
    const limits = { supplierId, minQuantity: '10', maxQuantity: '50', packSize: '12' };
    const paint = await item('12', { ...limits, name: 'Краска «Продажная»' });
    smtp.delivered.length = 0;
    const worker = await startMailWorker(test);
    const orders = async (): Promise<Json[]> =>
      (await at.shown(`/v1/purchase-orders?supplierId=${supplierId}`)).items as Json[];
    await sold({ lines: [{ itemId: paint, quantity: '1' }], payments: [{ method: 'card' }] });
    expect(await orders()).toEqual([]);
    await sold({ lines: [{ itemId: paint, quantity: '1' }], payments: [{ method: 'card' }] });
    for (let n = 0; n < 2_400 && (await orders())[0]?.status !== 'sent'; n += 1)
      await new Promise((resolve) => setTimeout(resolve, 25));
    await sold({ lines: [{ itemId: paint, quantity: '3' }], payments: [{ method: 'cash' }] });
    await worker.stop();
    const [order, ...others] = await orders();
    expect(others).toEqual([]);
    expect(order).toMatchObject({ status: 'sent' });
    const card = await at.shown(`/v1/purchase-orders/${String(order!.id)}`);
    expect(card.lines).toMatchObject([{ itemId: paint, quantity: '48' }]);
    expect(smtp.delivered.map(({ to }) => to)).toEqual([['sales-orders@paint.example']]);
    expect(smtp.delivered[0]!.mail.text).toContain('Краска «Продажная»');
    expect(smtp.delivered[0]!.mail.text).toContain('48 шт.');
  });
});
