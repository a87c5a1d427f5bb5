import { LetterSender } from '../../src/platform/mail/letter-sender.js';
import { startStore, TODAY, type Store } from '../medium/warehouse/world.js';
import { centresOf, rub, type Json } from '../support/centre.js';
import { bare, percent, reportsOf, sum } from '../support/reports.js';
import { startSmtp, type TestSmtp } from '../support/smtp.js';

const CODES = ['reorder', 'stock', 'stock-movement', 'suppliers'] as const;
const OF_A_MOMENT: readonly string[] = ['reorder', 'stock'];
const AS_OF = ['stock', 'stock-movement'] as const;
const IN = ['received', 'customerReturned', 'loanReturned', 'transferredIn', 'surplus'];
const OUT = ['issued', 'lent', 'writtenOff', 'supplierReturned', 'transferredOut', 'shortage'];

let store: Store;
let smtp: TestSmtp;
let reports: ReturnType<typeof reportsOf>;
let early: string;
/** Reports as they were before `later`. */
const asked: Record<string, Json> = {};
const period = { from: '2026-11-10', to: '2026-11-25' };
const items: Record<string, string> = {};
const suppliers: Record<string, string> = {};

const all = async (path: string): Promise<Json[]> =>
  (await store.owner.get(`${path}${path.includes('?') ? '&' : '?'}limit=200`).expect(200)).body.items;
const here = (path: string) => all(`${path}?branchId=${store.branchId}`);
const query = (code: string, more: object = {}) =>
  OF_A_MOMENT.includes(code) ? more : { ...period, ...more };
const ask = (code: string, more: object = {}): Promise<Json> => reports.answer(code, query(code, more));
const at = (time: string) => store.test.clock.set(`${TODAY}T${time}:00.000Z`);

beforeAll(async () => {
  smtp = await startSmtp();
  Object.assign(process.env, { SMTP_URL: smtp.url, MAIL_FROM: 'hello@lighthouse.example' });
  store = await startStore();
  reports = reportsOf(store.test, () => ({ branchId: store.branchId }));
  await goods();
  await moves();
  await loans();
  await orders();
  at('12:00');
  early = new Date(store.test.clock.now()).toISOString();
  for (const code of AS_OF) asked[code] = await ask(code, { asOf: early });
  at('13:00');
  await later();
}, 120_000);
afterAll(async () => {
  store.test.app.get(LetterSender).close();
  await store.test.close();
  await smtp.stop();
});

async function goods(): Promise<void> {
  const supplier = async (name: string, more: object) =>
    (await store.owner.post('/v1/suppliers', { name, ...more }).expect(201)).body.id as string;
  suppliers['paint'] = await supplier('ООО «Краски "=1+1"»', { email: 'orders@paint.example', leadDays: 3 });
  suppliers['books'] = await supplier('Книжный двор', { leadDays: 1 });
  const supplierId = suppliers['paint'];
  const item = async (name: string, more: object) => (items[name] = await store.item({ name, ...more }));
  const paint = { supplierId, minQuantity: '10', maxQuantity: '50', packSize: '12', kind: 'material' };
  await item('Краска', paint);
  await item('Кисть', { supplierId, minQuantity: '5', maxQuantity: '20', orderQuantity: '30' });
  const book = { kind: 'textbook', supplierId: suppliers['books'], minQuantity: '4', maxQuantity: '12' };
  await item('Букварь', book);
  await item('Глина', { unit: 'kg', kind: 'material', minQuantity: '3.5' });
  await item('Мяч', { kind: 'equipment' });
}

const on = (onDate: string, more: object = {}) => ({ onDate, comment: 'как сказано', ...more });
const line = (name: string, quantity: string, price?: number) => ({
  ...{ itemId: items[name] ?? '', quantity },
  ...(price === undefined ? {} : { price: rub(price) }),
});

async function moves(): Promise<void> {
  const first = [line('Краска', '14', 10_010), line('Кисть', '9', 5_000), line('Букварь', '10', 45_003)];
  const rest = [line('Глина', '4.250', 20_000), line('Мяч', '5', 70_000)];
  await store.posted('receipt', [...first, ...rest], on('2026-11-05'));
  await store.posted('issue', [line('Кисть', '1')], on('2026-11-06'));
  await store.posted('receipt', [line('Мяч', '2', 80_001)], on('2026-11-11'));
  const sold = await store.posted('issue', [line('Мяч', '3'), line('Краска', '2')], on('2026-11-12'));
  const [ball] = (await store.owner.get(`/v1/waybills/${String(sold.id)}`).expect(200)).body.lines as Json[];
  const back = [{ ...line('Мяч', '1'), sourceLineId: ball.id as string }];
  await store.posted('customer_return', back, on('2026-11-14', { sourceId: sold.id }));
  await store.posted('write_off', [line('Глина', '0.300')], on('2026-11-15'));
  await store.posted('supplier_return', [line('Кисть', '2')], on('2026-11-16'));
  const there = { toWarehouseId: store.otherId };
  await store.posted('transfer', [line('Букварь', '3'), line('Мяч', '1')], on('2026-11-16', there));
  const wrong = await store.posted('issue', [line('Мяч', '1')], on('2026-11-17'));
  await store.owner.post(`/v1/waybills/${String(wrong.id)}/reversal`, { reason: 'не то' }).expect(201);
  const count = await store.waybill({ kind: 'stocktake', ...on('2026-11-18') });
  for (const counted of [line('Краска', '13'), line('Кисть', '5')])
    await store.owner.post(`/v1/waybills/${String(count.id)}/lines`, counted).expect(201);
  await store.post(count.id as string);
}

async function loans(): Promise<void> {
  const { stock, test, warehouseId } = store;
  const move = (quantity: string) => ({
    ...{ warehouseId, onDate: '2026-11-19', basis: store.basis('loan') },
    lines: [line('Букварь', quantity)],
  });
  await test.tx((tx) => stock.lend(tx, move('4')));
  await test.tx((tx) => stock.returnLoan(tx, move('1')));
  await test.tx((tx) => stock.loseLoan(tx, move('1')));
}

const act = async (id: string, what: string, body: object = {}): Promise<Json> =>
  (await store.owner.post(`/v1/purchase-orders/${id}/${what}`, body).expect(201)).body;
const ordersOf = (name: string) => all(`/v1/purchase-orders?supplierId=${suppliers[name] ?? ''}`);

async function orders(): Promise<void> {
  // Kept by hand, so that what is ordered does not follow the stock.
  const order = async (name: string, lines: object[]) => {
    const body = { warehouseId: store.warehouseId, supplierId: suppliers[name], lines };
    for (const { id, status } of await ordersOf(name))
      if (status === 'draft') await act(id as string, 'cancellation', { reason: 'заново' });
    return (await store.owner.post('/v1/purchase-orders', body).expect(201)).body.id as string;
  };
  const paint = await order('paint', [line('Краска', '24'), line('Кисть', '30')]);
  const { letters } = await act(paint, 'approval');
  await store.test.app.get(LetterSender).carryOut(String(letters[0].id));
  await act(paint, 'confirmation', { expectedOn: '2026-11-24' });
  const receipt = { purchaseOrderId: paint };
  await store.posted('receipt', [line('Краска', '24', 11_000)], on(TODAY, receipt));
  await store.posted('receipt', [line('Кисть', '12', 5_100)], on(TODAY, receipt));
  const wrong = await order('books', [line('Букварь', '2')]);
  await act(wrong, 'approval');
  await act(wrong, 'cancellation', { reason: 'нет в наличии' });
  const books = await order('books', [line('Букварь', '6')]);
  await act(books, 'approval');
}

/** What the answers of the moment before must not know; the books are late by then. */
async function later(): Promise<void> {
  await store.posted('issue', [line('Мяч', '1'), line('Глина', '0.500')], on('2026-11-20'));
  store.test.clock.set('2026-11-26T09:00:00.000Z');
}

/** Purchase orders with their lines and receipts. */
const cards = async (): Promise<Json[]> =>
  Promise.all(
    (await here('/v1/purchase-orders')).map(
      async ({ id }) => (await store.owner.get(`/v1/purchase-orders/${String(id)}`).expect(200)).body,
    ),
  );
const isClosed = ({ status }: Json) => !['draft', 'cancelled'].includes(status as string);

interface Entry {
  place: string;
  onDate: string;
  code: string;
  quantity: number;
  value: number;
}

/** The ledger of what is on hand, each entry by the way it came or went; thousandths, so that they add up. */
async function entriesByHand(): Promise<Entry[]> {
  const waybills = new Map((await here('/v1/waybills')).map((one) => [one.id, one]));
  return (await here('/v1/stock-entries'))
    .filter(({ bucket }) => bucket === 'on_hand')
    .map((entry) => {
      const isIn = entry.quantity > 0 !== (entry.reversesId !== null);
      const code = {
        receipt: 'received',
        issue: waybills.get(entry.waybillId).isLoan === true ? 'lent' : 'issued',
        customer_return: waybills.get(entry.waybillId).isLoan === true ? 'loanReturned' : 'customerReturned',
        write_off: 'writtenOff',
        supplier_return: 'supplierReturned',
        transfer: isIn ? 'transferredIn' : 'transferredOut',
        stocktake: isIn ? 'surplus' : 'shortage',
      }[entry.kind as string];
      const place = `${String(entry.itemId)} ${String(entry.warehouseId)}`;
      const quantity = Math.round(Number(entry.quantity) * 1000);
      return { place, onDate: entry.occurredOn, code: code ?? '', quantity, value: entry.value.amount };
    });
}

describe('stock', () => {
  it('is that of the list, with what is on order and for how long it will last', async () => {
    const [{ rows, totals }, list, papers] = [await ask('stock'), await here('/v1/stock'), await cards()];
    const entries = await entriesByHand();
    const listed = list.filter(({ onHand, onLoan }) => onHand !== '0' || onLoan !== '0');
    expect(rows).toHaveLength(listed.length);
    for (const one of listed) {
      const place = `${String(one.itemId)} ${String(one.warehouseId)}`;
      const row = bare(
        rows.find((found: Json) => `${String(found.itemId)} ${String(found.warehouseId)}` === place),
      );
      const ordered = papers
        .filter((order) => isClosed(order) && order.warehouseId === one.warehouseId)
        .flatMap(({ lines }) => (lines as Json[]).filter(({ itemId }) => itemId === one.itemId));
      const used = -sum(
        entries
          .filter((entry) => entry.place === place && ['issued', 'customerReturned'].includes(entry.code))
          .map(({ quantity }) => quantity),
      );
      const minimum = one.minQuantity === null ? null : Number(one.minQuantity);
      const onHand = Number(one.onHand);
      const level =
        minimum === null ? null : onHand < minimum ? 'below' : onHand === minimum ? 'at' : 'enough';
      expect(row).toMatchObject({
        ...{ item: one.name, sku: one.sku, kind: one.kind, unit: one.unit, warehouse: one.warehouse, onHand },
        ...{ onLoan: Number(one.onLoan), reserved: 0, minimum, level, value: one.value.amount },
        ...{ average: one.averageCost?.amount ?? null, loanValue: one.loanValue.amount },
        onOrder: sum(ordered.map(({ outstanding }) => Number(outstanding))),
        cover: used === 0 ? null : Math.round(((onHand * 1000 * 30) / used) * 10) / 10,
      });
    }
    expect(bare(totals)).toMatchObject({
      value: sum(list.map(({ value }) => value.amount)),
      loanValue: sum(list.map(({ loanValue }) => loanValue.amount)),
      places: listed.length,
    });
    expect(rows.map(({ level }: Json) => level)).toEqual(
      expect.arrayContaining(['below', 'at', 'enough', null]),
    );
    const short = await ask('stock', { short: 'true' });
    expect(short.rows).toEqual(rows.filter(({ level }: Json) => level === 'below' || level === 'at'));
    const other = await ask('stock', { warehouseId: store.otherId, kind: 'textbook' });
    expect(other.rows.map(({ item }: Json) => item)).toEqual(['Букварь']);
  });
});

describe('the movement of stock', () => {
  it('closes to the ledger, by every way in and out', async () => {
    const { rows, totals } = await ask('stock-movement');
    const entries = await entriesByHand();
    const seen = new Set<string>();
    for (const row of rows.map(bare) as Json[]) {
      const own = entries.filter(({ place }) => place === `${String(row.itemId)} ${String(row.warehouseId)}`);
      const inside = own.filter(({ onDate }) => onDate >= period.from && onDate < period.to);
      const before = own.filter(({ onDate }) => onDate < period.from);
      const of = (code: string, what: 'quantity' | 'value') => {
        const amount = sum(inside.filter((one) => one.code === code).map((one) => one[what]));
        if (amount !== 0) seen.add(code);
        return OUT.includes(code) ? 0 - amount : amount;
      };
      const thousandths = (code: string) => Math.round(Number(row[code]) * 1000);
      for (const code of [...IN, ...OUT]) {
        expect([code, thousandths(code)]).toEqual([code, of(code, 'quantity')]);
        expect([code, row[`${code}Value`]]).toEqual([code, of(code, 'value')]);
      }
      expect(thousandths('opening')).toBe(sum(before.map(({ quantity }) => quantity)));
      expect(row.openingValue).toBe(sum(before.map(({ value }) => value)));
      expect(thousandths('opening') + thousandths('in') - thousandths('out')).toBe(thousandths('closing'));
      expect(sum([row.openingValue, row.inValue, -row.outValue])).toBe(row.closingValue);
    }
    expect([...seen].sort()).toEqual([...IN, ...OUT].sort());
    const list = await here('/v1/stock');
    expect(rows).toHaveLength(list.length);
    for (const one of list) {
      const row = rows.find(
        (found: Json) => found.itemId === one.itemId && found.warehouseId === one.warehouseId,
      );
      expect([row.closing, bare(row).closingValue]).toEqual([Number(one.onHand), one.value.amount]);
    }
    expect(bare(totals).closingValue).toBe(sum(list.map(({ value }) => value.amount)));
  });

  it('of one period ends where the next begins', async () => {
    const [whole, first, second] = await Promise.all([
      ask('stock-movement'),
      ask('stock-movement', { to: '2026-11-16' }),
      ask('stock-movement', { from: '2026-11-16' }),
    ]);
    const totals = [whole, first, second].map((one) => bare(one?.totals));
    expect(totals[1]?.closingValue).toBe(totals[2]?.openingValue);
    expect(sum([totals[1]?.inValue, totals[2]?.inValue])).toBe(totals[0]?.inValue);
  });
});

describe('what is to be reordered', () => {
  it('is what the rule that orders says, and what is short but on its way', async () => {
    const { rows, totals } = await ask('reorder');
    const [needed, list] = [await here('/v1/reorder'), await here('/v1/stock')];
    expect(needed.length).toBeGreaterThan(0);
    for (const one of needed) {
      const row = rows.find(
        (found: Json) => found.itemId === one.itemId && found.warehouseId === one.warehouseId,
      );
      expect(row).toMatchObject({
        ...{ supplier: one.supplier, onHand: Number(one.onHand), onOrder: Number(one.onOrder) },
        ...{ toOrder: Number(one.quantity), packs: Number(one.packs), minimum: Number(one.minQuantity) },
        state: one.gap ?? (one.orderId === null ? 'open' : 'draft'),
      });
    }
    const short = list.filter(({ isBelowMin }) => isBelowMin);
    expect(rows.map(({ itemId }: Json) => itemId as string).sort()).toEqual(
      short.map(({ itemId }) => itemId as string).sort(),
    );
    const rest = rows.filter((row: Json) => !needed.some(({ itemId }) => itemId === row.itemId));
    expect(rest.map(({ state, toOrder }: Json) => [state, toOrder])).toEqual(rest.map(() => ['ordered', 0]));
    expect(new Set(rows.map(({ state }: Json) => state)).size).toBeGreaterThan(1);
    expect(totals.items).toBe(short.length);
    const own = await ask('reorder', { supplierId: suppliers['books'] });
    expect(own.rows).toEqual(rows.filter(({ supplier }: Json) => supplier === 'Книжный двор'));
  });
});

describe('suppliers', () => {
  it('are told by what was ordered of them and what came, and when', async () => {
    const { rows, totals } = await ask('suppliers');
    const papers = (await cards()).filter(({ approvedAt }) => approvedAt !== null);
    for (const row of rows.map(bare) as Json[]) {
      const own = papers.filter(({ supplierId }) => supplierId === row.supplierId);
      const closed = own.filter(isClosed);
      const lines = closed.flatMap((order) => (order.lines as Json[]).map((one) => ({ ...one, order })));
      const late = lines.filter(
        ({ outstanding, neededBy, order }) =>
          outstanding !== '0' && (order.expectedOn ?? neededBy) < '2026-11-26',
      );
      const whole = lines.filter(({ outstanding }) => outstanding === '0');
      const filled = sum(
        lines.map(({ received, quantity }) => Math.min(Number(received) / Number(quantity), 1)),
      );
      expect(row).toMatchObject({
        ...{ supplier: own[0]?.supplier, orders: closed.length, cancelled: own.length - closed.length },
        ...{ sent: closed.filter(({ sentAt }) => sentAt !== null).length },
        ...{ confirmed: closed.filter(({ confirmedAt }) => confirmedAt !== null).length },
        ...{ received: closed.filter(({ status }) => status === 'received').length, failed: 0 },
        ...{ open: closed.filter(({ status }) => status !== 'received').length, lines: lines.length },
        // All that came, came in time here.
        ...{ inTime: whole.length, late: late.length, fillRate: percent(filled, lines.length) },
        inTimeShare: percent(whole.length, whole.length + late.length),
      });
    }
    const figures = rows.map(bare) as Json[];
    const [books, paint] = ['Книжный двор', 'ООО «Краски "=1+1"»'].map((name) =>
      figures.find(({ supplier }) => supplier === name),
    );
    // 24 of 24 by the price of their receipt, 12 of 30 at 51.00; the books cost 450.03 when they came last.
    expect(paint).toMatchObject({
      ...{ orders: 1, sent: 1, confirmed: 1, inTime: 1, late: 1, fillRate: 70, days: 0 },
      ...{
        ordered: 24 * 11_000 + 30 * 5_100,
        receivedValue: 24 * 11_000 + 12 * 5_100,
        openValue: 18 * 5_100,
      },
    });
    expect(books).toMatchObject({
      ...{ orders: 1, cancelled: 1, sent: 0, received: 0, open: 1, late: 1, fillRate: 0, days: null },
      ...{ ordered: 6 * 45_003, openValue: 6 * 45_003, receivedValue: 0 },
    });
    expect(totals).toMatchObject({ orders: 2, inTime: 1, late: 2, days: 0 });
  });
});

describe('every one of them', () => {
  it.each(CODES)('%s says the same in every format', async (code) => {
    expect(await reports.sameInEveryFormat(code, query(code))).toBeGreaterThan(0);
  });

  it.each(AS_OF)('%s knows what was recorded by a moment', async (code) => {
    expect(await ask(code, { asOf: early })).toEqual(asked[code]);
    expect((await ask(code)).rows).not.toEqual(asked[code]?.rows);
  });

  it.each(CODES)('%s reaches no foreign branch, and is refused to who may not ask', async (code) => {
    const away = await centresOf(store.test).centre();
    const { expectToEndAtTheBranch } = reports;
    await expectToEndAtTheBranch(code, query(code), away.branchId, /Краска|Кисть|Букварь|Мяч|Книжный/);
  });

  it.each(CODES)('%s is for a storekeeper, and has no cost for who may not see it', async (code) => {
    const keeper = await store.test.as(['storekeeper'], [store.branchId]);
    expect((await reports.answer(code, query(code), keeper)).rows.length).toBeGreaterThan(0);
    const desk = await store.test.as(['administrator'], [store.branchId]);
    const { columns, rows } = await reports.answer(code, query(code), desk);
    expect(columns.filter(({ kind }: Json) => kind === 'money')).toEqual([]);
    expect(JSON.stringify(rows)).not.toContain('amount');
  });

  it('leaves the ledger of stock whole', async () => {
    expect(await store.broken()).toEqual([]);
  });
});
