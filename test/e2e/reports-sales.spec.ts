import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import { centresOf, expectLawsToHold, rub, uniquely, type Centre, type Json } from '../support/centre.js';
import { bare, percent, reportsOf, sum } from '../support/reports.js';

const CODES = ['loans', 'sales', 'sales-summary'] as const;
const OURS = /Ёлкин|Сидорова|Краска|Букварь|Костюм|Зорина|План|Ёжики/;
const period = { from: '2026-11-10', to: '2026-12-01' };

let test: TestApp;
let made: ReturnType<typeof centresOf>;
let reports: ReturnType<typeof reportsOf>;
let at: Centre;
let warehouseId: string;
let seller: string;
let early: string;
/** Reports as they were before `later`. */
const asked: Record<string, Json> = {};
const ids: Record<string, string> = {};

const idOf = (name: string): string => ids[name] ?? '';
const go = (day: string, time = '09:00') => test.clock.set(`${day}T${time}:00.000Z`);
const all = async (path: string): Promise<Json[]> =>
  (await made.shown(`${path}${path.includes('?') ? '&' : '?'}limit=200`)).items;
const here = (path: string) => all(`${path}?branchId=${at.branchId}`);
const query = (code: string, more: object = {}) => (code === 'loans' ? more : { ...period, ...more });
const ask = (code: string, more: object = {}, by?: Caller): Promise<Json> =>
  reports.answer(code, query(code, more), by);

beforeAll(async () => {
  test = await startTestApp();
  go('2026-11-02');
  made = centresOf(test);
  reports = reportsOf(test, () => ({ branchId: at.branchId }));
  at = await made.centre();
  seller = await made.teacher(at.branchId, 'Зорина');
  await things();
  await selling();
  await lending();
  early = new Date(test.clock.now()).toISOString();
  for (const code of [...CODES, 'profit-and-loss', 'staff-productivity'])
    asked[code] = await ask(code, { asOf: early });
  go('2026-11-29', '10:00');
  await later();
}, 120_000);
afterAll(async () => {
  await expectLawsToHold(test);
  await test.close();
});

async function things(): Promise<void> {
  const { branchId, activityId } = at;
  warehouseId = (await made.made('/v1/warehouses', { branchId, name: 'Лавка', code: 'SHOP' })).id;
  const item = async (name: string, price: number, more: object = {}) => {
    const body = {
      sku: uniquely('SKU').replace(' ', '-'),
      name,
      kind: 'goods',
      unit: 'pcs',
      vat: '22',
      price: rub(price),
      ...more,
    };
    const { id } = await made.made('/v1/items', body);
    ids[name] = id;
    const lines = [{ itemId: id, quantity: '20', price: rub(5_003) }];
    const receipt = await made.made('/v1/waybills', { warehouseId, kind: 'receipt', lines });
    await made.made(`/v1/waybills/${String(receipt.id)}/posting`, {});
  };
  await item('Краска "=1+1"', 12_201);
  await item('Кисть', 3_333, { vat: 'none' });
  await item('Букварь', 90_000, { kind: 'textbook', replacementPrice: rub(95_050) });
  await item('Мяч', 70_000, { kind: 'equipment' });
  const service = { name: 'Костюм', price: rub(100_000), vatCode: 'exempt' };
  ids['Костюм'] = (await made.made('/v1/services', service)).id;
  ids['План'] = (
    await made.made('/v1/plans', {
      ...{ name: 'План', activityIds: [activityId], price: rub(480_000), visits: 8 },
      ...{ validityCount: 60, validityUnit: 'day' },
    })
  ).id;
  for (const name of ['Ёлкин', 'Ильин']) ids[name] = await made.client(branchId, name);
  ids['Ёжики'] = await made.group(at, { name: 'Ёжики', endsOn: '2026-11-20' });
  await made.join(idOf('Ёжики'), idOf('Ёлкин'), '2026-11-01');
}

const sell = (lines: object[], more: object = {}): Promise<Json> =>
  made.made('/v1/sales', { branchId: at.branchId, lines, ...more });
const giveBack = (sale: Json, lines: readonly [nth: number, quantity: string][], more: object = {}) =>
  made.made(`/v1/sales/${String(sale.id)}/returns`, {
    lines: lines.map(([nth, quantity]) => ({ lineId: sale.lines[nth].id as string, quantity })),
    ...{ reason: 'мало', ...more },
  });
const goods = (name: string, quantity: string, more: object = {}) => ({
  itemId: idOf(name),
  quantity,
  ...more,
});
const costume = (more: object = {}) => ({ serviceId: idOf('Костюм'), ...more });
let walkIn: Json;

async function selling(): Promise<void> {
  // Before the period, and come back within it.
  go('2026-11-05');
  const old = await sell([goods('Кисть', '4')], { payments: [{ method: 'cash' }] });
  go('2026-11-12');
  const off = { discount: rub(1_002), discountReason: 'царапина' };
  const subscribed = [{ planId: idOf('План') }, { activityId: at.activityId }];
  const whole = await sell([goods('Краска "=1+1"', '3', off), costume({ quantity: '2' }), ...subscribed], {
    ...{ clientId: idOf('Ёлкин'), sellerId: seller },
    payments: [{ method: 'cash', amount: rub(200_000) }, { method: 'card' }],
  });
  go('2026-11-15');
  const named = { buyerName: 'Сидорова Мария', payments: [{ method: 'cash' }] };
  walkIn = await sell([goods('Краска "=1+1"', '2'), goods('Кисть', '5')], named);
  await sell([costume()], { payments: [{ method: 'online' }], sellerId: seller });
  // Owed, and some of it written off by hand.
  await sell([goods('Краска "=1+1"', '7')], { clientId: idOf('Ильин') });
  const [owed] = await all(`/v1/charges?clientId=${idOf('Ильин')}`);
  await made.made(`/v1/charges/${String(owed?.id)}/credits`, { amount: rub(5_005), reason: 'подарок' });
  go('2026-11-18');
  await giveBack(old, [[0, '3']], { payOut: [{ method: 'cash' }] });
  await giveBack(whole, [
    [0, '1'],
    [1, '1'],
    [2, '1'],
  ]);
  // What left the stock past the register is a material.
  const lines = [goods('Кисть', '1')];
  const issue = await made.made('/v1/waybills', { warehouseId, kind: 'issue', comment: 'на урок', lines });
  await made.made(`/v1/waybills/${String(issue.id)}/posting`, {});
}

const lend = (name: string, quantities: Record<string, string>, more: object): Promise<Json> =>
  made.made('/v1/loans', {
    ...{ clientId: idOf(name), warehouseId, ...more },
    items: Object.entries(quantities).map(([item, quantity]) => goods(item, quantity)),
  });
let lateLoan: Json;

async function lending(): Promise<void> {
  lateLoan = await lend('Ёлкин', { Букварь: '3', Мяч: '2' }, { groupId: idOf('Ёжики') });
  await lend('Ильин', { Букварь: '2' }, { untilOn: '2027-05-31' });
  const back = await lend('Ильин', { Мяч: '1' }, { untilOn: '2026-11-19' });
  await made.made(`/v1/loans/${String(back.id)}/returns`, {});
  go('2026-11-25');
  await made.made(`/v1/loans/${String(lateLoan.id)}/returns`, { lines: [goods('Букварь', '1')] });
  await made.made(`/v1/loans/${String(lateLoan.id)}/loss`, {
    lines: [goods('Букварь', '1')],
    reason: 'пропал',
  });
  const lost = { lines: [goods('Мяч', '1')], reason: 'утонул' };
  const { movements } = await made.made(`/v1/loans/${String(lateLoan.id)}/loss`, lost);
  const path = `/v1/loans/${String(lateLoan.id)}/movements/${String(movements.at(-1).id)}/reversal`;
  await made.made(path, { reason: 'нашёлся' });
}

/** What the answers of the moment before must not know. */
async function later(): Promise<void> {
  await giveBack(walkIn, [[0, '1']], { payOut: [{ method: 'cash' }] });
  await sell([goods('Кисть', '1')], { clientId: idOf('Ильин'), sellerId: seller });
  await made.made(`/v1/loans/${String(lateLoan.id)}/returns`, {});
}

const inPeriod = (onDate: string) => onDate >= period.from && onDate < period.to;
const cards = async (): Promise<Json[]> =>
  Promise.all((await here('/v1/sales')).map(({ id }) => made.shown(`/v1/sales/${String(id)}`)));

/** The register by hand: lines of the cards, and below zero lines of their returns. */
async function registerByHand(): Promise<Json[]> {
  const rows = (await cards()).flatMap((card) => {
    const lineOf = (id: string): Json => card.lines.find((line: Json) => line.id === id);
    const common = (line: Json) => ({
      ...{ saleId: card.id, buyer: card.buyer.name, buyerKind: card.buyer.kind, clientId: card.buyer.id },
      ...{ seller: card.seller?.name ?? null, kind: line.kind, subject: line.name, vatCode: line.vatCode },
      ...{ subjectId: line.itemId ?? line.planId ?? line.activityId ?? line.serviceId },
      unitPrice: line.unitPrice.amount,
    });
    const sold = (card.lines as Json[]).map((line) => ({
      ...{ ...common(line), entry: 'sale', number: card.number, onDate: card.onDate },
      ...{ quantity: Number(line.quantity), gross: line.gross.amount, discount: line.discount.amount },
      ...{ net: line.net.amount, vat: line.vat.amount, cost: line.cost?.amount ?? null },
      ...{ cashier: card.createdBy.name, methods: card.methods.join(', ') || null },
    }));
    const back = (card.returns as Json[]).flatMap((one) =>
      (one.lines as Json[]).map((line) => ({
        ...{ ...common(lineOf(line.lineId)), entry: 'return', number: one.number, onDate: one.onDate },
        ...{ quantity: -line.quantity, gross: -line.net.amount, discount: 0, net: -line.net.amount },
        ...{ vat: 0 - line.vat.amount, cost: line.cost === null ? null : -line.cost.amount },
        cashier: one.createdBy.name,
        methods: one.refunds.map(({ method }: Json) => method).join(', ') || null,
      })),
    );
    return [...sold, ...back];
  });
  return rows.filter(({ onDate }) => inPeriod(onDate));
}
const total = (rows: Json[], member: string): number => sum(rows.map((row) => Number(row[member] ?? 0)));
const inOrder = (rows: Json[]): string[] =>
  rows
    .map((row) => JSON.stringify(Object.entries(row as object).sort(([a], [b]) => (a < b ? -1 : 1))))
    .sort();

describe('sales', () => {
  it('are every line sold and brought back, as the cards of the sales say', async () => {
    const { rows, totals } = await ask('sales');
    const byHand = await registerByHand();
    const branch = (await made.shown(`/v1/branches/${at.branchId}`)).name as string;
    expect(inOrder(rows.map(bare))).toEqual(inOrder(byHand.map((row) => ({ ...row, branch }))));
    for (const member of ['gross', 'discount', 'net', 'vat', 'cost'])
      expect([member, bare(totals)[member]]).toEqual([member, total(byHand, member)]);
    expect(new Set(byHand.map(({ entry, kind }) => `${String(entry)} ${String(kind)}`))).toEqual(
      new Set([
        'sale goods',
        'sale plan',
        'sale visit',
        'sale service',
        'return goods',
        'return service',
        'return plan',
      ]),
    );
    const register = await made.shown(`/v1/sales/register?branchId=${at.branchId}&from=${period.from}`);
    const sold = byHand.filter(({ entry }) => entry === 'sale');
    expect([register.totals.lines, register.totals.net.amount]).toEqual([sold.length, total(sold, 'net')]);
  });

  const filters: [string, () => string, (row: Json) => boolean][] = [
    ['kind', () => 'goods', ({ kind }: Json) => kind === 'goods'],
    ['itemId', () => idOf('Кисть'), ({ subjectId }: Json) => subjectId === ids['Кисть']],
    ['clientId', () => idOf('Ёлкин'), ({ clientId }: Json) => clientId === ids['Ёлкин']],
    ['sellerId', () => seller, ({ seller: name }: Json) => name !== null],
    ['method', () => 'card', ({ methods }: Json) => methods?.includes('card') === true],
  ];
  it.each(filters)('of one %s are those rows alone', async (name, valueOf, is) => {
    const every = (await ask('sales')).rows as Json[];
    const { rows } = await ask('sales', { [name]: valueOf() });
    expect(rows).toEqual(every.filter(is));
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBeLessThan(every.length);
  });
});

describe('sales in sum', () => {
  it.each([
    ['item', ({ subjectId }: Json) => subjectId],
    ['kind', ({ kind }: Json) => kind],
    ['seller', ({ seller: name }: Json) => (name === null ? null : seller)],
    ['method', ({ methods }: Json) => methods ?? 'not_at_once'],
    ['day', ({ onDate }: Json) => onDate],
  ] as const)('are the register by %s', async (by, keyOf) => {
    const { rows, totals } = await ask('sales-summary', { by });
    const register = await registerByHand();
    expect(new Set(rows.map(({ ofId }: Json) => ofId))).toEqual(new Set(register.map(keyOf)));
    expect(rows).toHaveLength(new Set(register.map(keyOf)).size);
    const figures = (own: Json[]): Record<string, number | null> => {
      const sold = own.filter(({ entry }) => entry === 'sale');
      const back = own.filter(({ entry }) => entry === 'return');
      const priced = own.filter(({ cost }) => cost !== null);
      const [net, cost] = [total(own, 'net'), priced.length === 0 ? null : total(priced, 'cost')];
      const goodsNet = total(priced, 'net') - total(priced, 'vat');
      const margin = cost === null ? null : goodsNet - cost;
      return {
        ...{ sales: new Set(sold.map(({ saleId }) => saleId)).size, lines: sold.length, net, cost, margin },
        ...{ discount: total(own, 'discount'), returnedNet: 0 - total(back, 'net'), vat: total(own, 'vat') },
        ...{ share: percent(net, total(register, 'net')) },
        marginShare: margin === null ? null : percent(margin, goodsNet),
        sold: by === 'item' ? total(sold, 'quantity') : null,
        returned: by === 'item' ? 0 - total(back, 'quantity') : null,
      };
    };
    for (const row of rows.map(bare) as Json[]) {
      const own = register.filter((one) => keyOf(one) === row.ofId);
      expect(row).toMatchObject(figures(own));
      if (by === 'item') expect([row.of, row.kind]).toEqual([own[0]?.subject, own[0]?.kind]);
    }
    expect(bare(totals)).toMatchObject({ ...figures(register), sold: null, returned: null, share: 100 });
  });
});

describe('loans', () => {
  it('are the lines of the loans, each late one by its days', async () => {
    test.clock.set(early);
    const { rows, totals } = await ask('loans', { status: 'all', asOf: early });
    const list = (await here('/v1/loans')).flatMap((loan) =>
      (loan.lines as Json[]).map((line) => ({ ...line, loan })),
    );
    go('2026-11-29', '10:00');
    expect(rows).toHaveLength(list.length);
    // Of the moment before all came back.
    const before = await ask('loans', { status: 'all' });
    const figuresOf = (row: Json) => [
      row.lent,
      row.returned,
      row.lost,
      row.out,
      row.overdue,
      row.overdueDays,
    ];
    const of = (found: Json, name: string, client: string) =>
      bare(found.rows.find((row: Json) => row.item === name && row.clientId === ids[client] && row.lent > 1));
    expect(figuresOf(of({ rows }, 'Букварь', 'Ёлкин'))).toEqual([3, 1, 1, 1, 1, 5]);
    expect(figuresOf(of({ rows }, 'Мяч', 'Ёлкин'))).toEqual([2, 0, 0, 2, 2, 5]);
    expect(figuresOf(of(before, 'Мяч', 'Ёлкин'))).toEqual([2, 2, 0, 0, 0, null]);
    expect(of({ rows }, 'Букварь', 'Ёлкин')).toMatchObject({
      value: 95_050,
      charged: 95_050,
      dueOn: '2026-11-20',
    });
    expect(of({ rows }, 'Мяч', 'Ёлкин')).toMatchObject({ value: 140_000, charged: 0, status: 'overdue' });
    expect(bare(totals)).toMatchObject({
      lent: 8,
      returned: 2,
      lost: 1,
      out: 5,
      overdue: 3,
      charged: 95_050,
    });
  });

  it('at this moment are those of the list', async () => {
    const { rows } = await ask('loans', { status: 'all' });
    for (const loan of await here('/v1/loans'))
      for (const line of loan.lines as Json[])
        expect(
          bare(rows.find((row: Json) => row.loanId === loan.id && row.itemId === line.itemId)),
        ).toMatchObject({
          ...{
            item: line.name,
            sku: line.sku,
            unit: line.unit,
            clientId: loan.clientId,
            client: loan.clientName,
          },
          ...{ group: loan.groupName, groupId: loan.groupId, number: loan.number, lentOn: loan.lentOn },
          ...{ dueOn: loan.dueOn, lent: Number(line.lent), returned: Number(line.returned) },
          ...{ lost: Number(line.lost), out: Number(line.out) },
          value: Math.round(Number(line.out) * Number(line.replacementPrice.amount)),
        });
  });

  it('are asked for by status, group, item and client', async () => {
    const { rows } = await ask('loans', { status: 'all', asOf: early });
    const only = async (more: object): Promise<Json[]> => (await ask('loans', { asOf: early, ...more })).rows;
    const kept = (is: (row: Json) => boolean) => (rows as Json[]).filter(is);
    expect(await only({})).toEqual(kept(({ out }) => out > 0));
    expect(await only({ status: 'overdue' })).toEqual(kept(({ status }) => status === 'overdue'));
    expect(await only({ status: 'lost' })).toEqual(kept(({ lost }) => lost > 0));
    const every = { status: 'all' };
    expect(await only({ ...every, groupId: idOf('Ёжики') })).toEqual(kept(({ group }) => group === 'Ёжики'));
    expect(await only({ ...every, itemId: idOf('Мяч') })).toEqual(kept(({ item }) => item === 'Мяч'));
    expect(await only({ ...every, clientId: idOf('Ильин') })).toEqual(
      kept(({ clientId }) => clientId === ids['Ильин']),
    );
    expect(new Set(rows.map(({ status }: Json) => status))).toEqual(new Set(['out', 'overdue', 'closed']));
  });
});

describe('other reports', () => {
  it('have goods and services on lines of their own, a return on its own day', async () => {
    const register = await registerByHand();
    const of = (kind: string, member: string) =>
      total(
        register.filter((row) => row.kind === kind),
        member,
      );
    const [gift, lost] = [5_005, 95_050];
    const { totals } = await ask('profit-and-loss');
    const figures = bare(totals);
    expect(figures).toMatchObject({
      ...{ goods: of('goods', 'net') - gift, services: of('service', 'net'), other: lost },
      goodsCost: of('goods', 'cost'),
      // Issued past the register, and lost by who had it.
      materials: 5_003 * 2,
    });
    expect(figures.revenue).toBe(
      sum(['unused', 'goods', 'services', 'other'].map((code) => Number(figures[code]))),
    );
    // The gift took its tax with it: 7 × 122.01 held 154.01, and 804.02 hold 144.99.
    const vat = bare((await ask('vat')).totals);
    expect(vat).toMatchObject({
      goods: figures.goods,
      services: figures.services,
      recognised: figures.revenue,
    });
    expect(figures.vat).toBe(of('goods', 'vat') - (15_401 - 14_499) + vatOfLost);
  });

  it('have what an employee sold, as the card has', async () => {
    const own = (await registerByHand()).filter((row) => row.seller !== null);
    const sales = { count: new Set(own.map(({ saleId }) => saleId)).size, net: total(own, 'net') };
    const { rows } = await ask('staff-productivity');
    const row = rows.find(({ employeeId }: Json) => employeeId === seller);
    expect(bare(row)).toMatchObject({ planned: 0, sales: sales.count, salesNet: sales.net });
    const path = `/v1/employees/${seller}/card?from=${period.from}&to=${period.to}`;
    expect((await made.shown(path)).sales).toEqual({ count: 3, net: rub(sales.net) });
    const keeper = await someone({ 'schedule:read': 'branch', 'sales:read': 'branch' });
    expect((await made.shown(path, keeper)).sales).toEqual({ count: 3, net: null });
    const teacher = await test.as(['teacher'], [at.branchId], seller);
    expect((await made.shown(path, teacher)).sales).toBeNull();
    const looker = await someone({ 'reports:staff': 'branch' });
    const seen = await ask('staff-productivity', {}, looker);
    expect(JSON.stringify(seen)).not.toMatch(/salesNet|Зорина/);
  });
});
const vatOfLost = Math.round((95_050 * 22) / 122);

let count = 0;
/** Somebody of this branch with a few rights. */
async function someone(permissions: Record<string, string>): Promise<Caller> {
  count += 1;
  const code = `some-${String(count)}`;
  await made.made('/v1/roles', { code, name: code, permissions });
  return test.as([code], [at.branchId]);
}

describe('whatever is asked', () => {
  it.each(CODES)('%s says the same in every format', async (code) => {
    expect(await reports.sameInEveryFormat(code, query(code))).toBeGreaterThan(0);
  });

  it.each([...CODES, 'profit-and-loss', 'staff-productivity'])(
    '%s knows what was recorded by a moment',
    async (code) => {
      expect(await ask(code, { asOf: early })).toEqual(asked[code]);
      expect((await ask(code)).totals).not.toEqual(asked[code]?.totals);
    },
  );

  it.each(CODES)('%s reaches no foreign branch, and is refused to who may not ask', async (code) => {
    const away = await made.centre();
    const { expectToEndAtTheBranch } = reports;
    await expectToEndAtTheBranch(code, query(code), away.branchId, OURS);
  });

  it('the storekeeper sees no name of a client and no money of theirs, a teacher what is lent to those they teach', async () => {
    const storekeeper = await test.as(['storekeeper'], [at.branchId]);
    const codesOf = ({ columns }: Json): string[] => columns.map(({ code }: Json) => code);
    for (const code of CODES) {
      const told = await ask(code, code === 'loans' ? { status: 'all' } : {}, storekeeper);
      expect(JSON.stringify(told)).not.toMatch(/Ёлкин|Ильин|Сидорова/);
      for (const hidden of ['buyer', 'client', 'net', 'vat', 'unitPrice', 'margin', 'share', 'charged'])
        expect(codesOf(told)).not.toContain(hidden);
      expect(told.rows.length).toBeGreaterThan(0);
    }
    expect(codesOf(await ask('sales', {}, storekeeper))).toContain('cost');
    const teacher = await test.as(['teacher'], [at.branchId], at.teacherId);
    const theirs = await ask('loans', { status: 'all' }, teacher);
    expect(new Set(theirs.rows.map(({ client }: Json) => client))).toEqual(new Set(['Ёлкин Ivan']));
    await reports.ask('sales', {}, teacher).expect(403);
  });

  it('sales compare with the period before', async () => {
    const { previous } = await ask('sales', { from: '2026-11-10', to: '2026-11-20', compare: true });
    const back = await ask('sales', { from: previous.from, to: previous.to });
    expect(previous.totals).toEqual(back.totals);
    expect(bare(previous.totals).net).toBe(3_333 * 4);
  });
});
