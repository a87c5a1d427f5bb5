import { Redis } from 'ioredis';
import { writeFileSync } from 'node:fs';
import { sql } from '../../src/platform/database/sql.js';
import { LetterRows } from '../../src/platform/mail/letter-rows.js';
import type { LetterSender } from '../../src/platform/mail/letter-sender.js';
import type { Caller } from '../support/app.js';
import type { Json } from '../support/centre.js';
import { startPurchasing, type Purchasing } from '../support/purchasing.js';
import { emptyRedis } from '../support/redis.js';
import type { TestSmtp } from '../support/smtp.js';
import { startMailWorker } from '../support/worker.js';
import type { Store } from '../medium/warehouse/world.js';
import { extractText } from 'unpdf';

let desk: Purchasing;
let store: Store;
let owner: Caller;
let smtp: TestSmtp;
let sender: LetterSender;
beforeAll(async () => {
  desk = await startPurchasing({
    ...{ MAIL_RETRY_SECONDS: '0,0,600', SMTP_TIMEOUT_SECONDS: '1', SMTP_ANSWER_SECONDS: '1' },
    SUPPLIER_ORDER_DELAY_MINUTES: '0',
  });
  ({ store, owner, smtp, sender } = desk);
});
beforeEach(() => {
  smtp.behave({});
  smtp.delivered.length = 0;
});
afterEach(() => desk.expectLawsToHold());
afterAll(() => desk.close());

const supplier = (more?: object) => desk.supplier(more);
const auto = () => supplier({ orderPolicy: 'auto', leadDays: 3, taxNumber: null });
/** By packs of a dozen. */
const item = (supplierId: string | null, more: object = {}) =>
  desk.item({ supplierId, packSize: '12', ...more });
const issue = (itemId: string, quantity?: string) => desk.issue(itemId, quantity);
const ordersOf = (supplierId: string) => desk.ordersOf(supplierId);
const linesOf = (order: Json) => (order.lines as Json[]).map((line) => [line.itemId, line.quantity]);
const letterOf = (order: Json) => String((order.letters as Json[])[0]!.id);
const due = (id: string) =>
  store.test.tx((tx) => tx.run(sql`update letters set next_at = now() where id = ${id}`));
const until = async (done: () => Promise<boolean> | boolean) => {
  for (let n = 0; n < 600 && !(await done()); n += 1) await new Promise((resolve) => setTimeout(resolve, 25));
};
const alarms = (itemId: string) =>
  store.test.db.query<{ data: Json }>(
    sql`select data from events where name = 'stock.reorder-needed' and subject_id = ${itemId} order by at`,
  );
const act = (order: Json, what: string, body: object = {}) =>
  owner.post(`/v1/purchase-orders/${String(order.id)}/${what}`, body);
const receive = async (order: Json, itemId: string, quantity: string) => {
  const lines = [{ itemId, quantity, price: { amount: 100, currency: 'RUB' } }];
  return store.posted('receipt', lines, { purchaseOrderId: order.id });
};

describe('an item that comes to its minimum', () => {
  it('is ordered by a mail to its supplier, once, without any further call', async () => {
    const supplierId = await auto();
    const [paint, brush] = [
      await item(supplierId, { name: 'Краска акриловая «Ёлочная», 75 мл', sku: 'КРАСКА-75' }),
      await item(supplierId, { name: 'Кисть белка № 3', packSize: '1' }),
    ];
    await item(await auto());
    const worker = await startMailWorker(store.test);
    await store.posted('issue', [
      { itemId: paint, quantity: '2' },
      { itemId: brush, quantity: '3' },
    ]);
    await until(async () => (await ordersOf(supplierId))[0]?.status === 'sent');
    await issue(paint, '1');
    await issue(brush, '1');
    await worker.stop();
    expect(smtp.delivered).toHaveLength(1);
    const [order, ...others] = await ordersOf(supplierId);
    expect(others).toEqual([]);
    // 10 left of 50: 40, four packs of 12; 9 left of 50: 41 by the piece.
    expect(new Map(linesOf(order) as [string, string][])).toEqual(
      new Map([
        [paint, '48'],
        [brush, '41'],
      ]),
    );
    expect(order).toMatchObject({
      status: 'sent',
      number: 'PO-2026-000001',
      approvedBy: { login: 'system:orders' },
    });
    const { mail, to } = smtp.delivered[0]!;
    expect(to).toEqual([desk.known(supplierId).email]);
    expect(mail.subject).toBe('Заказ № PO-2026-000001, Main');
    for (const word of [
      'КРАСКА-75',
      'Краска акриловая «Ёлочная», 75 мл',
      '48 шт.',
      '4 по 12 шт.',
      '41 шт.',
      '26.11.2026',
    ]) {
      expect(mail.text).toContain(word);
      expect(String(mail.html).replaceAll('\u00A0', ' ')).toContain(word);
    }
    const [pdf] = mail.attachments;
    expect(pdf).toMatchObject({ filename: 'PO-2026-000001.pdf', contentType: 'application/pdf' });
    const { text } = await extractText(new Uint8Array(pdf!.content), { mergePages: true });
    for (const word of ['Заказ № PO-2026-000001', 'КРАСКА-75', 'Ёлочная', '48 шт.', '4 по 12 шт.'])
      expect(text).toContain(word);
    expect(await alarms(paint)).toMatchObject([{ data: { quantity: '48', gap: null, onHand: '10' } }]);
    if (process.env['SHOW_MAIL'] !== undefined) {
      writeFileSync(`${process.env['SHOW_MAIL']}/order.pdf`, pdf!.content);
      writeFileSync(`${process.env['SHOW_MAIL']}/order.html`, mail.html || '');
    }
  });

  it('waits for approval where the supplier asks for it, and follows the stock until then', async () => {
    const supplierId = await supplier();
    const [a, b] = [await item(supplierId), await item(supplierId)];
    await issue(a);
    expect((await ordersOf(supplierId)).map((order) => [order.status, linesOf(order)])).toEqual([
      ['draft', [[a, '48']]],
    ]);
    await issue(a, '5');
    await issue(b, '12');
    const [draft, none] = await ordersOf(supplierId);
    expect(none).toBeUndefined();
    expect(new Map(linesOf(draft) as [string, string][])).toEqual(
      new Map([
        [a, '48'],
        [b, '60'],
      ]),
    );
    await store.receive(b, '30', 1);
    expect(linesOf((await ordersOf(supplierId))[0])).toEqual([[a, '48']]);
    expect(await alarms(a)).toHaveLength(1);
    const approved = (await act(draft, 'approval').expect(201)).body;
    expect(approved).toMatchObject({ status: 'queued', approvedBy: { login: 'owner' } });
    expect((await act(draft, 'approval').expect(409)).body).toMatchObject({
      code: 'purchase-order.not-draft',
    });
    await sender.carryOut(letterOf(approved));
    expect((await ordersOf(supplierId))[0]).toMatchObject({ status: 'sent' });
    expect(smtp.delivered).toHaveLength(1);
    // What is on its way counts: 5 + 48. A later shortage opens a new draft.
    await issue(a, '5');
    expect(await ordersOf(supplierId)).toHaveLength(1);
    await store.receive(a, '10', 1);
    await issue(b, '25');
    expect((await ordersOf(supplierId)).map(linesOf)).toEqual([[[a, '48']], [[b, '48']]]);
  });

  it('is gone from the draft, and the letter with it, when there is enough again', async () => {
    const supplierId = await auto();
    const a = await item(supplierId);
    await issue(a);
    const [order] = await ordersOf(supplierId);
    await store.receive(a, '5', 1);
    expect(await ordersOf(supplierId)).toEqual([]);
    await due(letterOf(order));
    await sender.carryOut(letterOf(order));
    expect(smtp.delivered).toEqual([]);
    await issue(a, '5');
    const [next] = await ordersOf(supplierId);
    await sender.carryOut(letterOf(next));
    expect(smtp.delivered).toHaveLength(1);
    expect(await alarms(a)).toHaveLength(2);
  });

  it('without a supplier or a maximum is told of as a gap, with the calculation', async () => {
    const [a, b] = [await item(null), await item(await supplier(), { maxQuantity: null })];
    const warehouse = await store.warehouse();
    await issue(a);
    await issue(b);
    const page = (await owner.get(`/v1/reorder?warehouseId=${store.warehouseId}&limit=200`).expect(200)).body;
    const found = (page.items as Json[]).filter(({ itemId }) => [a, b].includes(itemId as string));
    expect(found.map(({ itemId, gap, formula }) => [itemId, gap, formula])).toEqual([
      [a, 'no-supplier', '10 + 0 − 0 = 10 ≤ 10'],
      [b, 'no-max', '10 + 0 − 0 = 10 ≤ 10'],
    ]);
    expect(await alarms(a)).toMatchObject([{ data: { gap: 'no-supplier', orderId: null } }]);
    expect((await owner.get(`/v1/reorder?warehouseId=${warehouse}`).expect(200)).body.items).toEqual([]);
  });

  it('by a new minimum, without a movement, is found by the hourly look', async () => {
    const supplierId = await supplier();
    const a = await item(supplierId, { minQuantity: '1' });
    await owner.patch(`/v1/items/${a}`, { version: 1, minQuantity: '20' }).expect(200);
    const page = (await owner.get(`/v1/reorder?supplierId=${supplierId}`).expect(200)).body;
    expect(page.items).toMatchObject([
      { formula: '12 + 0 − 0 = 12 ≤ 20; max(50 − 12, 0) → 4 × 12 = 48', orderId: null },
    ]);
    await desk.watch();
    expect((await ordersOf(supplierId)).map(linesOf)).toEqual([[[a, '48']]]);
  });

  it('by 50 issues at once is in one order', async () => {
    const supplierId = await auto();
    const items = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const id = await store.item({ supplierId, minQuantity: '50', maxQuantity: '100' });
        await store.receive(id, '55', 100);
        return id;
      }),
    );
    const drafts = await Promise.all(
      Array.from({ length: 50 }, (_, n) => {
        const two = [items[n % 5]!, items[(n + 1 + (n % 3)) % 5]!];
        const lines = [...new Set(n % 2 ? two : two.reverse())].map((itemId) => ({ itemId, quantity: '1' }));
        return store.waybill({ kind: 'issue', lines });
      }),
    );
    const answers = await Promise.all(
      drafts.map(({ id }) => owner.post(`/v1/waybills/${String(id)}/posting`, {})),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(50).fill(201));
    const orders = await ordersOf(supplierId);
    expect(orders).toHaveLength(1);
    const left = await Promise.all(items.map(async (id) => Number((await store.balance(id)).onHand)));
    expect(new Map(linesOf(orders[0]) as [string, string][])).toEqual(
      new Map(items.map((id, n) => [id, String(100 - left[n]!)])),
    );
    await sender.carryOut(letterOf(orders[0]));
    expect(smtp.delivered).toHaveLength(1);
    for (const id of items) expect(await alarms(id)).toHaveLength(1);
  });
});

describe('the letter of an order', () => {
  it('waits for what else is needed, and survives an emptied Redis and a server that is away', async () => {
    const supplierId = await auto();
    const [a, b] = [await item(supplierId), await item(supplierId)];
    await issue(a);
    await smtp.stop();
    const redis = new Redis(process.env['REDIS_URL']!);
    const worker = await startMailWorker(store.test);
    await until(async () => (await ordersOf(supplierId))[0]?.status === 'queued');
    await emptyRedis(redis);
    redis.disconnect();
    await issue(b);
    await smtp.start();
    for (const order of await ordersOf(supplierId)) await due(letterOf(order));
    await until(async () => (await ordersOf(supplierId)).every(({ status }) => status === 'sent'));
    await worker.stop();
    expect((await ordersOf(supplierId)).map((order) => [order.status, linesOf(order)])).toEqual([
      ['sent', [[a, '48']]],
      ['sent', [[b, '48']]],
    ]);
    expect(smtp.delivered).toHaveLength(2);
  });

  it('of a worker that died while making it is made again, the same order', async () => {
    const supplierId = await auto();
    const a = await item(supplierId);
    await issue(a);
    const letter = letterOf((await ordersOf(supplierId))[0]);
    const rows = store.test.app.get(LetterRows);
    expect(await rows.claim(letter, '019aa5f0-0000-7000-8000-000000000001', 4)).not.toBeNull();
    await issue(a);
    await due(letter);
    await sender.carryOut(letter);
    const orders = await ordersOf(supplierId);
    expect(orders.map((order) => [order.status, linesOf(order)])).toEqual([['sent', [[a, '48']]]]);
    expect(smtp.delivered).toHaveLength(1);
  });

  it('that is refused makes the order fail, told, and a new address a new letter', async () => {
    const supplierId = await auto();
    const a = await item(supplierId);
    smtp.behave({ recipients: { [desk.known(supplierId).email]: 550 } });
    await issue(a);
    const [first] = await ordersOf(supplierId);
    await sender.carryOut(letterOf(first));
    expect((await ordersOf(supplierId))[0]).toMatchObject({ status: 'failed', problem: 'recipient-refused' });
    const events = await store.test.db.query(
      sql`select 1 from events where name = 'purchase-order.failed' and subject_id = ${first!.id}`,
    );
    expect(events).toHaveLength(1);
    // What failed is on order still: nobody orders it twice.
    await issue(a);
    expect(await ordersOf(supplierId)).toHaveLength(1);
    const again = (await act(first, 'sending').expect(201)).body;
    expect([again.status, (again.letters as Json[]).length]).toEqual(['queued', 1]);
    await sender.carryOut(letterOf(again));
    await owner.patch(`/v1/suppliers/${supplierId}`, { version: 1, email: 'new@paint.example' }).expect(200);
    const moved = (await act(first, 'sending').expect(201)).body;
    expect((moved.letters as Json[]).length).toBe(2);
    await sender.carryOut(letterOf(moved));
    expect(smtp.delivered.map(({ to }) => to)).toEqual([['new@paint.example']]);
    expect((await act(first, 'sending').expect(409)).body).toMatchObject({
      code: 'purchase-order.already-sent',
    });
  });

  it('whose fate is unknown makes the order fail, and is not sent again by itself', async () => {
    const supplierId = await auto();
    const a = await item(supplierId);
    smtp.behave({ drop: true });
    await issue(a);
    const letter = letterOf((await ordersOf(supplierId))[0]);
    await sender.carryOut(letter);
    smtp.behave({});
    await due(letter);
    await sender.carryOut(letter);
    expect((await ordersOf(supplierId))[0]).toMatchObject({ status: 'failed', problem: 'unknown' });
    expect(smtp.delivered).toHaveLength(1);
  });

  it('that is on its way when its order is cancelled, or goes to another address, is not tried again', async () => {
    const supplierId = await auto();
    const a = await item(supplierId);
    const done: Json[] = [];
    const busy = (work: () => Promise<Json>) => {
      smtp.behave({
        message: 451,
        meanwhile: async () => {
          done.push(await work());
        },
      });
    };
    await issue(a);
    const [order] = await ordersOf(supplierId);
    busy(async () => (await act(order, 'cancellation', { reason: 'Bought next door' }).expect(201)).body);
    await sender.carryOut(letterOf(order));
    expect(done).toMatchObject([{ status: 'cancelled', letters: [{ status: 'sending' }] }]);
    smtp.behave({});
    await sender.carryOut(letterOf(order));
    expect((await ordersOf(supplierId))[0]).toMatchObject({ letters: [{ status: 'cancelled' }] });
    expect(smtp.delivered).toEqual([]);

    await issue(a, '1');
    const next = (await ordersOf(supplierId))[1]!;
    const { version } = (await owner.get(`/v1/suppliers/${supplierId}`).expect(200)).body;
    busy(async () => {
      await owner.patch(`/v1/suppliers/${supplierId}`, { version, email: 'moved@paint.example' }).expect(200);
      return (await act(next, 'sending').expect(201)).body;
    });
    await sender.carryOut(letterOf(next));
    const letters = done[1]!.letters as Json[];
    expect(letters).toHaveLength(2);
    smtp.behave({});
    for (const { id } of letters) {
      await due(String(id));
      await sender.carryOut(String(id));
    }
    expect(smtp.delivered.map(({ to }) => to)).toEqual([['moved@paint.example']]);
    expect((await ordersOf(supplierId))[1]).toMatchObject({ status: 'sent' });
  });

  it('is taken back when the order is cancelled; what was ordered is not ordered anew by the clock', async () => {
    const supplierId = await auto();
    const a = await item(supplierId);
    await issue(a);
    const [order] = await ordersOf(supplierId);
    const gone = (await act(order, 'cancellation', { reason: 'Bought next door' }).expect(201)).body;
    expect(gone).toMatchObject({ status: 'cancelled', number: null, letters: [{ status: 'cancelled' }] });
    await sender.carryOut(letterOf(gone));
    await desk.watch();
    expect(await ordersOf(supplierId)).toHaveLength(1);
    expect((await owner.get(`/v1/reorder?supplierId=${supplierId}`).expect(200)).body.items).toMatchObject([
      { isDismissed: true, quantity: '48' },
    ]);
    await issue(a, '1');
    expect((await ordersOf(supplierId)).map(({ status }) => status)).toEqual(['cancelled', 'draft']);
    expect(smtp.delivered).toEqual([]);
  });
});

describe('what people do', () => {
  it('goods come in parts, too many, and are taken back', async () => {
    const supplierId = await supplier();
    const a = await item(supplierId);
    await issue(a);
    const [draft] = await ordersOf(supplierId);
    const early = { kind: 'receipt', warehouseId: store.warehouseId, purchaseOrderId: draft!.id };
    expect((await owner.post('/v1/waybills', early).expect(422)).body).toMatchObject({
      errors: [{ pointer: '#/purchaseOrderId', code: 'reference.not-found' }],
    });
    await act(draft, 'approval').expect(201);
    await act(draft, 'confirmation', { expectedOn: '2026-11-27', note: 'На складе' }).expect(201);
    const first = await receive(draft, a, '20');
    expect(first).toMatchObject({ supplierId, purchaseOrderId: draft!.id });
    const shown = async () => (await ordersOf(supplierId))[0]!;
    expect(await shown()).toMatchObject({
      status: 'partly_received',
      lines: [{ received: '20', outstanding: '28' }],
    });
    const second = await receive(draft, a, '30');
    expect(await shown()).toMatchObject({
      status: 'received',
      lines: [{ received: '50', outstanding: '0' }],
    });
    expect((await act(draft, 'cancellation', { reason: 'No' }).expect(409)).body).toMatchObject({
      code: 'purchase-order.not-open',
    });
    for (const [waybill, status] of [
      [second, 'partly_received'],
      [first, 'confirmed'],
    ] as const) {
      await owner.post(`/v1/waybills/${String(waybill.id)}/reversal`, { reason: 'Miscounted' }).expect(201);
      expect(await shown()).toMatchObject({ status });
    }
    const other = { ...early, supplierId: await supplier() };
    expect((await owner.post('/v1/waybills', other).expect(422)).body).toMatchObject({
      errors: [{ pointer: '#/supplierId' }],
    });
  });

  it('goods come in twenty parts at once, while others are taken back', async () => {
    const supplierId = await supplier();
    const [a, b] = [await item(supplierId), await item(supplierId)];
    await store.posted(
      'issue',
      [a, b].map((itemId) => ({ itemId, quantity: '2' })),
    );
    const [draft] = await ordersOf(supplierId);
    expect(new Set(linesOf(draft).map(([, quantity]) => quantity))).toEqual(new Set(['48']));
    await act(draft, 'approval').expect(201);
    const price = { amount: 100, currency: 'RUB' };
    const draftOf = (lines: Json[]) =>
      store.waybill({
        ...{ kind: 'receipt', purchaseOrderId: draft!.id },
        lines: lines.map((line) => ({ ...line, price })),
      });
    const both = (n: number) => {
      const lines = [
        { itemId: a, quantity: '2' },
        { itemId: b, quantity: '3' },
      ];
      return n % 2 ? lines : lines.reverse();
    };
    const drafts = await Promise.all(Array.from({ length: 20 }, (_, n) => draftOf(both(n))));
    const post = ({ id }: Json) => owner.post(`/v1/waybills/${String(id)}/posting`, {});
    const posted = await Promise.all(drafts.map(post));
    expect(posted.map(({ status }) => status)).toEqual(Array<number>(20).fill(201));
    const numbers = posted.map(({ body }) => Number(String(body.number).split('-')[2])).sort((x, y) => x - y);
    expect(numbers).toEqual(numbers.map((_, n) => numbers[0]! + n));
    const shown = async () => {
      const { status, lines } = (await ordersOf(supplierId))[0]!;
      const came = (lines as Json[]).map(({ itemId, received, outstanding }) => [
        itemId,
        [received, outstanding],
      ]);
      return { status, ...Object.fromEntries<string[]>(came as [string, string[]][]) };
    };
    // 20 × 2 of 48, and 20 × 3: more than was ordered may come, and is seen.
    expect(await shown()).toEqual({ status: 'partly_received', [a]: ['40', '8'], [b]: ['60', '0'] });

    const rest = await Promise.all(Array.from({ length: 10 }, () => draftOf([{ itemId: a, quantity: '4' }])));
    const back = ({ id }: Json) =>
      owner.post(`/v1/waybills/${String(id)}/reversal`, { reason: 'Miscounted' });
    const mixed = await Promise.all(rest.flatMap((waybill, n) => [post(waybill), back(drafts[n])]));
    expect(mixed.map(({ status }) => status)).toEqual(Array<number>(20).fill(201));
    expect(await shown()).toEqual({ status: 'partly_received', [a]: ['60', '0'], [b]: ['30', '18'] });
    const last = [
      await draftOf([{ itemId: b, quantity: '18' }]),
      await draftOf([{ itemId: b, quantity: '1' }]),
    ];
    await Promise.all(last.map(post));
    expect(await shown()).toEqual({ status: 'received', [a]: ['60', '0'], [b]: ['49', '0'] });
  });

  it('what a person wrote into a draft is raised and never lowered', async () => {
    const supplierId = await supplier();
    const [a, b] = [await item(supplierId), await item(supplierId)];
    const body = { warehouseId: store.warehouseId, supplierId, lines: [{ itemId: b, quantity: '6' }] };
    const order = (await owner.post('/v1/purchase-orders', body).expect(201)).body;
    expect((await owner.post('/v1/purchase-orders', body).expect(409)).body).toMatchObject({
      code: 'purchase-order.draft-open',
    });
    await issue(a);
    const line = ((await ordersOf(supplierId))[0]!.lines as Json[]).find(({ itemId }) => itemId === a)!;
    const path = `/v1/purchase-orders/${String(order.id)}/lines/${String(line.id)}`;
    expect(
      (await owner.patch(path, { version: line.version, quantity: '120' }).expect(200)).body,
    ).toMatchObject({
      ...{ quantity: '120', packs: '10', isManual: true },
    });
    await issue(a, '1');
    await issue(b, '2');
    expect(new Map(linesOf((await ordersOf(supplierId))[0]) as [string, string][])).toEqual(
      new Map([
        [a, '120'],
        [b, '48'],
      ]),
    );
    await owner.delete(path).expect(204);
    expect(
      (
        await owner
          .post(`/v1/purchase-orders/${String(order.id)}/lines`, { itemId: b, quantity: '1' })
          .expect(409)
      ).body,
    ).toMatchObject({
      code: 'purchase-order.item-taken',
    });
  });

  it('is theirs to do: by right and branch', async () => {
    const supplierId = await supplier();
    const a = await item(supplierId);
    await issue(a);
    const [order] = await ordersOf(supplierId);
    const path = `/v1/purchase-orders/${String(order!.id)}`;
    const elsewhere = { code: 'elsewhere', name: 'Elsewhere', timeZone: 'Europe/Moscow' };
    const branch = (await owner.post('/v1/branches', elsewhere).expect(201)).body.id as string;
    const stranger = await store.test.as(['director'], [branch]);
    await stranger.get(path).expect(404);
    await stranger.post(`${path}/approval`, {}).expect(404);
    expect((await stranger.get('/v1/reorder').expect(200)).body.items).toEqual([]);
    const keeper = await store.test.as(['storekeeper'], [store.branchId]);
    await keeper.get(path).expect(200);
    await keeper.post(`${path}/approval`, {}).expect(403);
    await keeper.post(`${path}/cancellation`, {}).expect(422);
  });

  it('without an address an approved order is told by phone', async () => {
    const supplierId = await supplier({ email: null });
    const a = await item(supplierId);
    await issue(a);
    const [order] = await ordersOf(supplierId);
    expect((await act(order, 'approval').expect(201)).body).toMatchObject({
      status: 'approved',
      letters: [],
    });
    expect((await act(order, 'sending').expect(409)).body).toMatchObject({
      code: 'purchase-order.no-address',
    });
  });

  it('approve an order at once: one number, one letter', async () => {
    const supplierId = await supplier();
    await issue(await item(supplierId));
    const [order] = await ordersOf(supplierId);
    const answers = await Promise.all(Array.from({ length: 20 }, () => act(order, 'approval')));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(19).fill(409)]);
    expect(((await ordersOf(supplierId))[0]!.letters as Json[]).length).toBe(1);
  });
});
