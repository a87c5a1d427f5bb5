import { sql } from '../../src/platform/database/sql.js';
import { addMinutes } from '../../src/platform/clock/clock.js';
import { Deliveries } from '../../src/platform/events/deliveries.js';
import { LetterRows } from '../../src/platform/mail/letter-rows.js';
import type { LetterSender } from '../../src/platform/mail/letter-sender.js';
import type { Caller } from '../support/app.js';
import type { Json } from '../support/centre.js';
import { startPurchasing, type Purchasing } from '../support/purchasing.js';
import type { TestSmtp } from '../support/smtp.js';
import { rub, type Store } from '../medium/warehouse/world.js';

const DELAY = 30;
const KEEPER = 'keeper@lighthouse.example';

let desk: Purchasing;
let store: Store;
let owner: Caller;
let keeper: Caller;
let keeperId: string;
let smtp: TestSmtp;
let sender: LetterSender;
let now = new Date().toISOString();

beforeAll(async () => {
  desk = await startPurchasing({
    ...{ MAIL_RETRY_SECONDS: '0,0,0', SUPPLIER_ORDER_DELAY_MINUTES: String(DELAY) },
  });
  ({ store, owner, smtp, sender } = desk);
  // Not behind the clock of the database: what waits by this one waits by that.
  store.test.clock.set(now);
  const job = { position: 'Storekeeper', engagement: 'staff', hiredOn: '2020-01-01' };
  const person = { branchId: store.branchId, lastName: 'Кладова', firstName: 'Вера', ...job };
  keeperId = (await owner.post('/v1/employees', person).expect(201)).body.id as string;
  keeper = await store.test.as(['storekeeper'], [store.branchId], keeperId);
  const me = (await keeper.get('/v1/me').expect(200)).body as { id: string };
  const { version } = (await owner.get(`/v1/users/${me.id}`).expect(200)).body as { version: number };
  await owner.patch(`/v1/users/${me.id}`, { version, email: KEEPER }).expect(200);
  const place = (await owner.get(`/v1/warehouses/${store.warehouseId}`).expect(200)).body;
  const patch = { version: place.version, responsibleId: keeperId };
  await owner.patch(`/v1/warehouses/${store.warehouseId}`, patch).expect(200);
});
beforeEach(() => {
  smtp.delivered.length = 0;
});
afterEach(() => desk.expectLawsToHold());
afterAll(() => desk.close());

const supplier = (minOrderAmount: number | null) =>
  desk.supplier({
    ...{ orderPolicy: 'auto', minOrderAmount: minOrderAmount === null ? null : rub(minOrderAmount) },
  });
/** Bought for 10.00 each, ordered by the piece. */
const item = (supplierId: string, price = 10_00) => desk.item({ supplierId, packSize: '1' }, price);
const issue = (itemId: string, quantity?: string) => desk.issue(itemId, quantity);
const ordersOf = (supplierId: string) => desk.ordersOf(supplierId);
const addressOf = (supplierId: string) => desk.known(supplierId).email;
const orderOf = async (supplierId: string): Promise<Json> => {
  const orders = await ordersOf(supplierId);
  expect(orders).toHaveLength(1);
  return orders[0]!;
};
const reorderOf = async (supplierId: string): Promise<Json[]> =>
  ((await owner.get(`/v1/reorder?supplierId=${supplierId}`).expect(200)).body as { items: Json[] }).items;

/** Notices are made and all letters that are due leave, as a worker would do it. */
const work = async (): Promise<void> => {
  const due = await store.test.db.query<{ eventId: string; handler: string }>(
    sql`select event_id as "eventId", handler from event_deliveries where handler like 'notifications.%'`,
  );
  for (const one of due) await store.test.app.get(Deliveries).carryOut(one);
  const left = sql`select last_error from event_deliveries where handler like 'notifications.%'`;
  expect(await store.test.db.query(left)).toEqual([]);
  // The clock of the database cannot be moved: what is due by that of the test is due by it.
  await store.test.tx((tx) =>
    tx.run(sql`update letters set next_at = now() where status = 'queued' and next_at <= ${now}`),
  );
  for (const { id } of await store.test.app.get(LetterRows).take(100)) await sender.carryOut(id);
};
/** Time goes by. */
const later = (minutes: number): void => {
  now = addMinutes(now, minutes);
  store.test.clock.set(now);
};
const mailsTo = (address: string) => smtp.delivered.filter(({ to }) => to.includes(address));
const toldOf = async (title: string): Promise<Json[]> =>
  (
    (await keeper.get('/v1/me/inbox?limit=200').set('accept-language', 'ru').expect(200)).body as {
      items: Json[];
    }
  ).items.filter((notice) => notice.title === title);

describe('an order below the least amount of its supplier', () => {
  it('stays a draft, says why, and tells who is responsible once, by inbox and by mail', async () => {
    const supplierId = await supplier(500_00);
    const [a, b] = [await item(supplierId), await item(supplierId)];
    const title = `Заказ ждёт: ${desk.known(supplierId).name}`;
    const address = addressOf(supplierId);
    await issue(a);
    // Forty at 10.00: less than 500.00.
    expect(await orderOf(supplierId)).toMatchObject({
      ...{ status: 'draft', waitsFor: 'min-amount', sendAt: null, letters: [], unpricedLines: 0 },
      ...{ amount: rub(400_00), minOrderAmount: rub(500_00) },
      lines: [{ quantity: '40', price: rub(10_00), amount: rub(400_00) }],
    });
    expect(await reorderOf(supplierId)).toMatchObject([{ itemId: a, waitsFor: 'min-amount' }]);
    await work();
    await issue(a, '1');
    await desk.watch();
    later(DELAY + 1);
    await work();
    expect(mailsTo(address)).toEqual([]);
    expect(await orderOf(supplierId)).toMatchObject({ status: 'draft', amount: rub(410_00) });
    const [told, ...more] = await toldOf(title);
    expect(more).toEqual([]);
    expect(told!.text).toMatch(/меньше минимальной суммы поставщика \(500,00/);
    const mails = mailsTo(KEEPER).filter(({ mail }) => mail.subject === title);
    expect(mails).toHaveLength(1);
    expect(mails[0]!.mail.text).toContain('меньше минимальной суммы');

    // The second item brings it over the amount: it leaves by itself, with both.
    await issue(b);
    const due = addMinutes(now, DELAY);
    expect(await orderOf(supplierId)).toMatchObject({ waitsFor: null, sendAt: due, amount: rub(810_00) });
    expect(await reorderOf(supplierId)).toMatchObject([{ waitsFor: null }, { waitsFor: null }]);
    later(DELAY + 1);
    await work();
    expect(await orderOf(supplierId)).toMatchObject({ status: 'sent', amount: rub(810_00), lineCount: 2 });
    expect(mailsTo(address)).toHaveLength(1);
  });

  it('leaves when a person approves it', async () => {
    const supplierId = await supplier(500_00);
    const address = addressOf(supplierId);
    await issue(await item(supplierId));
    const { id } = await orderOf(supplierId);
    await owner.post(`/v1/purchase-orders/${String(id)}/approval`, {}).expect(201);
    await work();
    expect(await orderOf(supplierId)).toMatchObject({
      ...{ status: 'sent', waitsFor: null, amount: rub(400_00), approvedBy: { login: 'owner' } },
    });
    expect(mailsTo(address)).toHaveLength(1);
  });

  it('takes its letter back when it falls below before that has left', async () => {
    const supplierId = await supplier(500_00);
    const address = addressOf(supplierId);
    const [a, b] = [await item(supplierId), await item(supplierId)];
    await issue(a);
    await issue(b);
    expect(await orderOf(supplierId)).toMatchObject({ waitsFor: null, letters: [{ status: 'queued' }] });
    await store.receive(b, '20', 10_00);
    expect(await orderOf(supplierId)).toMatchObject({
      ...{ status: 'draft', waitsFor: 'min-amount', sendAt: null, letters: [{ status: 'cancelled' }] },
    });
    later(DELAY + 1);
    await work();
    expect(mailsTo(address)).toEqual([]);
    // A lower amount, without any movement, is found by the hourly look.
    await owner.patch(`/v1/suppliers/${supplierId}`, { version: 1, minOrderAmount: rub(100_00) }).expect(200);
    await desk.watch();
    later(DELAY + 1);
    await work();
    expect(await orderOf(supplierId)).toMatchObject({ status: 'sent', lines: [{ itemId: a }] });
    expect(mailsTo(address)).toHaveLength(1);
  });

  it('waits when the amount is raised while its letter waits', async () => {
    const supplierId = await supplier(100_00);
    const address = addressOf(supplierId);
    await issue(await item(supplierId));
    await owner.patch(`/v1/suppliers/${supplierId}`, { version: 1, minOrderAmount: rub(900_00) }).expect(200);
    later(DELAY + 1);
    await work();
    expect(await orderOf(supplierId)).toMatchObject({
      ...{ status: 'draft', number: null, waitsFor: 'min-amount', letters: [{ status: 'cancelled' }] },
    });
    expect(mailsTo(address)).toEqual([]);
  });

  it('hides what it comes to from who may not see costs', async () => {
    const supplierId = await supplier(500_00);
    await issue(await item(supplierId));
    const { id } = await orderOf(supplierId);
    const reader = {
      code: 'orders-reader',
      name: 'Orders',
      permissions: { 'purchase-orders:read': 'all' },
    };
    await owner.post('/v1/roles', reader).expect(201);
    const seen = (
      await (await store.test.as([reader.code])).get(`/v1/purchase-orders/${String(id)}`).expect(200)
    ).body;
    expect(seen).toMatchObject({
      waitsFor: 'min-amount',
      amount: null,
      lines: [{ price: null, amount: null }],
    });
  });

  it('by four needs at once has one letter', async () => {
    const supplierId = await supplier(1_500_00);
    const address = addressOf(supplierId);
    const items = await Promise.all(Array.from({ length: 4 }, () => item(supplierId)));
    await Promise.all(items.map((id) => issue(id)));
    const order = await orderOf(supplierId);
    expect(order).toMatchObject({ waitsFor: null, amount: rub(1_600_00), lineCount: 4 });
    expect((order.letters as Json[]).filter(({ status }) => status === 'queued')).toHaveLength(1);
    later(DELAY + 1);
    await work();
    expect(mailsTo(address)).toHaveLength(1);
  });
});

describe('the delay of an order', () => {
  it('gathers what is needed meanwhile in the one letter', async () => {
    const supplierId = await supplier(null);
    const address = addressOf(supplierId);
    const [a, b, c] = [await item(supplierId), await item(supplierId), await item(supplierId)];
    await issue(a);
    const { sendAt } = await orderOf(supplierId);
    expect(sendAt).toBe(addMinutes(now, DELAY));
    later(DELAY - 1);
    await work();
    await issue(b);
    await issue(a, '3');
    const grown = await orderOf(supplierId);
    // The first need says when: what joins does not put it off.
    expect([grown.sendAt, grown.lineCount, (grown.letters as Json[]).length]).toEqual([sendAt, 2, 1]);
    expect(mailsTo(address)).toEqual([]);
    later(2);
    await work();
    expect(await orderOf(supplierId)).toMatchObject({ status: 'sent', lineCount: 2 });
    const [one, ...more] = mailsTo(address);
    expect(more).toEqual([]);
    const sku = async (id: string) => (await owner.get(`/v1/items/${id}`).expect(200)).body.sku as string;
    for (const id of [a, b]) expect(one!.mail.text).toContain(await sku(id));
    // What is short after that is another order.
    await issue(c);
    expect((await ordersOf(supplierId)).map(({ status }) => status)).toEqual(['sent', 'draft']);
  });
});

describe('who is responsible', () => {
  it('is told of what runs out, by inbox and by mail, and nobody else', async () => {
    const supplierId = await supplier(null);
    const id = await item(supplierId);
    const { name } = (await owner.get(`/v1/items/${id}`).expect(200)).body as { name: string };
    await issue(id);
    await work();
    await issue(id, '1');
    await work();
    const title = `Заканчивается: ${name}`;
    expect(await toldOf(title)).toHaveLength(1);
    const mails = smtp.delivered.filter(({ mail }) => mail.subject === title);
    expect(mails.map(({ to }) => to)).toEqual([[KEEPER]]);
    const others = (await owner.get('/v1/me/inbox?limit=200').set('accept-language', 'ru').expect(200))
      .body as { items: Json[] };
    expect(others.items.filter((notice) => notice.title === title)).toEqual([]);
  });
});
