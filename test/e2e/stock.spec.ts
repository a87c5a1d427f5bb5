import { sql } from '../../src/platform/database/sql.js';
import type { Caller } from '../support/app.js';
import type { Json } from '../support/centre.js';
import { startWorker } from '../support/worker.js';
import { rub, startStore, TODAY, type Store } from '../medium/warehouse/world.js';

let store: Store;
let owner: Caller;
let keeper: Caller;
beforeAll(async () => {
  store = await startStore();
  ({ owner } = store);
  keeper = await store.test.as(['storekeeper'], [store.branchId]);
});
afterEach(async () => {
  expect(await store.broken()).toEqual([]);
});
afterAll(() => store.test.close());

const faultsOf = ({ body }: { body: Json }) =>
  (body.errors as Json[]).map(({ pointer, parameter, code }) => `${pointer ?? parameter ?? ''} ${code}`);
const codeOf = ({ body }: { body: Json }) => body.code as string;

describe('items', () => {
  const full = {
    ...{
      sku: 'PAINT-1',
      barcode: '4006381333931',
      name: 'Акриловая краска синяя',
      kind: 'goods',
      unit: 'pcs',
    },
    ...{
      packSize: '12',
      vat: '20',
      price: rub(35_000),
      minQuantity: '10',
      maxQuantity: '50',
      orderQuantity: '24',
    },
  };

  it('are made, found by part of the name, SKU and barcode, changed and archived', async () => {
    const made = (await keeper.post('/v1/items', full).expect(201)).body;
    expect(made).toMatchObject({ ...full, replacementPrice: null, version: 1, isArchived: false });
    for (const q of ['краска син', 'paint-', '400638'])
      expect((await keeper.get(`/v1/items?q=${encodeURIComponent(q)}`).expect(200)).body.items).toMatchObject(
        [{ id: made.id }],
      );
    expect((await keeper.get('/v1/items?q=%25').expect(200)).body.items).toEqual([]);
    const patch = { version: 1, minQuantity: '12', replacementPrice: rub(40_000) };
    const changed = (await keeper.patch(`/v1/items/${String(made.id)}`, patch).expect(200)).body;
    expect(changed).toMatchObject({ version: 2, minQuantity: '12', replacementPrice: rub(40_000) });
    // Another field, on the version before: both stand. The same number written otherwise is no change.
    const merged = { version: 1, name: 'Краска синяя', maxQuantity: '50.0' };
    expect((await owner.patch(`/v1/items/${String(made.id)}`, merged).expect(200)).body).toMatchObject({
      ...{ name: 'Краска синяя', minQuantity: '12', mergedFrom: [2], version: 3 },
    });
    const conflict = await owner.patch(`/v1/items/${String(made.id)}`, { version: 1, minQuantity: '5' });
    expect(conflict.body).toMatchObject({ code: 'edit.conflict', conflicts: [{ pointer: '#/minQuantity' }] });
    const history = (await owner.get(`/v1/audit/changes?table=items&recordId=${String(made.id)}`).expect(200))
      .body;
    expect(history.items).toHaveLength(3);
    await keeper.patch(`/v1/items/${String(made.id)}`, { version: 3, isArchived: true }).expect(200);
    expect((await keeper.get('/v1/items?q=PAINT-1').expect(200)).body.items).toEqual([]);
  });

  it('say everything that is wrong at once, the right check digit too', async () => {
    const wrong = await keeper.post('/v1/items', {
      ...{ ...full, sku: 'PAINT-2', barcode: '4006381333930' },
      ...{ packSize: '1.5', maxQuantity: '9' },
    });
    expect(wrong.status).toBe(422);
    expect(faultsOf(wrong)).toEqual([
      '#/barcode barcode.check-digit',
      '#/packSize quantity.not-whole',
      '#/maxQuantity range.reversed',
    ]);
    expect(wrong.body).toMatchObject({ errors: [{ params: { digit: '1' } }, {}, {}] });
    const nobody = '019aa5f0-0000-7000-8000-00000000dead';
    const lost = await keeper.post('/v1/items', {
      ...{ ...full, sku: 'PAINT-2', barcode: null },
      ...{ vat: 'gold', categoryId: nobody, supplierId: nobody, responsibleId: nobody },
    });
    expect(faultsOf(lost)).toEqual([
      '#/vat reference.not-found',
      '#/categoryId reference.not-found',
      '#/supplierId reference.not-found',
      '#/responsibleId reference.not-found',
    ]);
    const again = { ...full, barcode: null };
    expect(codeOf(await keeper.post('/v1/items', { ...again, sku: 'paint-1' }).expect(409))).toBe(
      'item.sku-taken',
    );
    expect(codeOf(await keeper.post('/v1/items', { ...full, sku: 'PAINT-3' }).expect(409))).toBe(
      'item.barcode-taken',
    );
  });

  it('of one SKU are one, however many make it', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => keeper.post('/v1/items', { ...full, sku: 'ONCE', barcode: null })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(19).fill(409)]);
  });

  it('stand in a tree of categories without circles', async () => {
    const category = async (name: string, parentId: string | null = null) =>
      (await keeper.post('/v1/item-categories', { name, parentId }).expect(201)).body;
    const art = await category('Art');
    const paints = await category('Paints', art.id);
    const oil = await category('Oil', paints.id);
    const move = { version: 1, parentId: oil.id };
    expect(codeOf(await keeper.patch(`/v1/item-categories/${String(art.id)}`, move).expect(409))).toBe(
      'item-category.circle',
    );
    expect(
      codeOf(await keeper.post('/v1/item-categories', { name: 'paints', parentId: art.id }).expect(409)),
    ).toBe('item-category.name-taken');
    const itemId = await store.item({ categoryId: oil.id });
    expect((await keeper.get(`/v1/items?categoryId=${String(art.id)}`).expect(200)).body.items).toMatchObject(
      [{ id: itemId }],
    );
  });

  it('that are in stock keep their unit and are not archived; those at their minimum are found', async () => {
    const itemId = await store.item({ minQuantity: '3', maxQuantity: '9' });
    await store.receive(itemId, '4', 100);
    const below = async () =>
      ((await keeper.get('/v1/items?belowMin=true&limit=200').expect(200)).body.items as Json[]).some(
        ({ id }) => id === itemId,
      );
    expect(await below()).toBe(false);
    await store.posted('issue', [{ itemId, quantity: '1' }]);
    expect(await below()).toBe(true);
    const change = (body: object) => keeper.patch(`/v1/items/${itemId}`, { version: 1, ...body });
    expect(codeOf(await change({ unit: 'kg' }).expect(409))).toBe('item.has-moved');
    expect(codeOf(await change({ isArchived: true }).expect(409))).toBe('item.in-stock');
  });
});

describe('suppliers', () => {
  it('are known by their taxpayer number; contacts are for those who see contacts', async () => {
    const body = {
      ...{ name: 'Paper & Paints', taxNumber: '7707083893', email: 'orders@paints.example' },
      ...{
        orderPolicy: 'auto',
        orderDays: [1, 4],
        leadDays: 3,
        minOrderAmount: rub(500_000),
        language: 'en',
      },
    };
    const made = (await keeper.post('/v1/suppliers', body).expect(201)).body;
    expect(made).toMatchObject(body);
    const wrong = { ...body, name: 'Other', taxNumber: '7707083894', email: null };
    expect(faultsOf(await keeper.post('/v1/suppliers', wrong).expect(422))).toEqual([
      '#/taxNumber tax-number.not-valid',
      '#/email value.required',
    ]);
    expect(codeOf(await keeper.post('/v1/suppliers', { ...body, name: 'Other' }).expect(409))).toBe(
      'supplier.tax-number-taken',
    );
    const blind = { 'suppliers:read': 'branch', 'suppliers:write': 'branch' };
    await owner.post('/v1/roles', { code: 'buyer', name: 'Buyer', permissions: blind }).expect(201);
    const buyer = await store.test.as(['buyer'], [store.branchId]);
    expect((await buyer.get(`/v1/suppliers/${String(made.id)}`).expect(200)).body).toMatchObject({
      ...{ name: 'Paper & Paints', email: null },
    });
    const refused = await buyer.patch(`/v1/suppliers/${String(made.id)}`, {
      version: 1,
      phone: '+79161234567',
    });
    expect([refused.status, faultsOf(refused)]).toEqual([403, ['#/phone field.forbidden']]);
  });
});

describe('warehouses', () => {
  it('have one default in a branch, and are archived empty', async () => {
    const branch = { code: 'WH', name: 'Second', timeZone: 'Europe/Moscow' };
    const { id: branchId } = (await owner.post('/v1/branches', branch).expect(201)).body;
    const first = await store.warehouse({ branchId });
    const seconds = await Promise.all(
      Array.from({ length: 20 }, () => store.warehouse({ branchId, isDefault: true })),
    );
    const list = (await owner.get(`/v1/warehouses?branchId=${String(branchId)}&limit=50`).expect(200)).body;
    const defaults = (list.items as Json[]).filter(({ isDefault }) => isDefault);
    expect(list.items).toHaveLength(21);
    expect(defaults).toHaveLength(1);
    expect(seconds).toContain(defaults[0].id);
    const archive = (id: string) =>
      owner.patch(`/v1/warehouses/${id}`, { isArchived: true }).set('if-match', '*');
    const [used = ''] = seconds.filter((id) => id !== defaults[0].id);
    const itemId = await store.item();
    await store.receive(itemId, '1', 100, used);
    expect(codeOf(await archive(used).expect(409))).toBe('warehouse.in-use');
    expect(codeOf(await archive(defaults[0].id as string).expect(409))).toBe('warehouse.in-use');
    await archive(first).expect(200);
    const late = { kind: 'receipt', warehouseId: first };
    expect(codeOf(await owner.post('/v1/waybills', late).expect(409))).toBe('warehouse.archived');
  });
});

describe('a waybill', () => {
  it('is filled, posted with a number, and says what it comes to', async () => {
    const [a, b] = [await store.item({ vat: '20' }), await store.item({ vat: '10', unit: 'kg' })];
    const draft = (
      await keeper
        .post('/v1/waybills', { kind: 'receipt', warehouseId: store.warehouseId, comment: 'Note 117' })
        .expect(201)
    ).body;
    expect(draft).toMatchObject({ status: 'draft', number: null, onDate: TODAY, lines: [] });
    const path = `/v1/waybills/${String(draft.id)}`;
    expect(faultsOf(await keeper.post(`${path}/posting`, {}).expect(422))).toEqual([
      '#/lines array.too-short',
    ]);
    const line = (
      await keeper.post(`${path}/lines`, { itemId: a, quantity: '3', price: rub(12_000) }).expect(201)
    ).body;
    expect(line).toMatchObject({ quantity: '3', amount: rub(36_000), vat: '20', version: 1 });
    const keyed = { lines: [{ key: 'scan-1', itemId: b, quantity: '1.5', price: rub(22_000) }] };
    const put = (await keeper.put(`${path}/lines`, keyed).expect(200)).body;
    expect((await keeper.put(`${path}/lines`, keyed).expect(200)).body).toEqual(put);
    const unpriced = (await keeper.post(`${path}/lines`, { itemId: a, quantity: '1' }).expect(201)).body;
    expect(faultsOf(await keeper.post(`${path}/posting`, {}).expect(422))).toEqual([
      '#/lines/2/price value.required',
    ]);
    await keeper.delete(`${path}/lines/${String(unpriced.id)}`).expect(204);
    await keeper.patch(`${path}/lines/${String(line.id)}`, { version: 1, quantity: '2' }).expect(200);
    const rehearsed = (await keeper.post(`${path}/posting?dryRun=true`, {}).expect(201)).body;
    const posted = (await keeper.post(`${path}/posting`, {}).expect(201)).body;
    expect(posted.number).toBe(rehearsed.number);
    expect(posted).toMatchObject({
      ...{ status: 'posted', lineCount: 2 },
      number: expect.stringMatching(/^RC-2026-\d{6}$/) as string,
      lines: [{ cost: rub(24_000) }, { quantity: '1.5', cost: rub(33_000) }],
      totals: {
        ...{ amount: rub(57_000), cost: rub(57_000) },
        byVat: [
          { vat: '10', amount: rub(33_000), vatAmount: rub(3_000) },
          { vat: '20', amount: rub(24_000), vatAmount: rub(4_000) },
        ],
      },
    });
    const byNumber = (await keeper.get(`/v1/waybills?number=${String(posted.number)}`).expect(200)).body;
    expect((byNumber.items as Json[]).map(({ id }) => id as string)).toContain(draft.id);
    for (const answer of [
      await keeper.patch(path, { version: posted.version as number, comment: 'Later' }),
      await keeper.post(`${path}/lines`, { itemId: a, quantity: '1' }),
      await keeper.delete(path),
      await keeper.post(`${path}/posting`, {}),
    ])
      expect([answer.status, codeOf(answer)]).toEqual([409, 'waybill.not-draft']);
    await expect(
      store.test.asSchemaOwner(
        `select set_config('kruzhok.actor', '{"login":"x","name":"x"}', false); update waybill_lines set quantity = 9 where waybill_id = '${String(draft.id)}'`,
      ),
    ).rejects.toMatchObject({ constraint: 'waybill_lines_posted_check' });
    await expect(
      store.test.asSchemaOwner(
        `select set_config('kruzhok.actor', '{"login":"x","name":"x"}', false); update waybills set comment = 'x' where id = '${String(draft.id)}'`,
      ),
    ).rejects.toMatchObject({ constraint: 'waybills_posted_check' });
  });

  it('goes out at the average, the last with the rest, and comes back by its reversal', async () => {
    const itemId = await store.item();
    await store.receive(itemId, '1', 100);
    await store.receive(itemId, '2', 200);
    const first = await store.posted('issue', [{ itemId, quantity: '1' }]);
    expect(first.lines).toMatchObject([{ cost: rub(167) }]);
    const second = await store.posted('issue', [
      { itemId, quantity: '1' },
      { itemId, quantity: '1' },
    ]);
    expect(second.lines).toMatchObject([{ cost: rub(167) }, { cost: rub(166) }]);
    const short = await owner.post(
      `/v1/waybills/${String((await store.waybill({ kind: 'issue', lines: [{ itemId, quantity: '2' }] })).id)}/posting`,
    );
    expect(short.body).toMatchObject({
      ...{ status: 409, code: 'stock.insufficient' },
      errors: [{ code: 'stock.insufficient', params: { itemId, wanted: '2', available: '0' } }],
    });
    const path = `/v1/waybills/${String(second.id)}/reversal`;
    await keeper.post(path, {}).expect(422);
    const reversed = (await keeper.post(path, { reason: 'Wrong' }).expect(201)).body;
    expect(reversed).toMatchObject({ status: 'reversed', reversalReason: 'Wrong', number: second.number });
    expect(await store.balance(itemId)).toMatchObject({ onHand: '2', value: 333 });
    expect(codeOf(await keeper.post(path, { reason: 'Again' }).expect(409))).toBe('waybill.not-posted');
  });

  it('is reversed only while what it brought is there, in units and in value', async () => {
    const itemId = await store.item();
    const dear = await store.receive(itemId, '10', 900);
    await store.receive(itemId, '10', 100);
    await store.posted('issue', [{ itemId, quantity: '10' }]);
    const reverse = () => owner.post(`/v1/waybills/${String(dear.id)}/reversal`, { reason: 'Wrong' });
    expect(codeOf(await reverse().expect(409))).toBe('stock.value-spent');
    await store.posted('issue', [{ itemId, quantity: '1' }]);
    expect((await reverse().expect(409)).body).toMatchObject({
      ...{ code: 'stock.insufficient', errors: [{ params: { wanted: '10', available: '9' } }] },
    });
  });

  it('of a stocktake enters the difference, whatever moved since the count', async () => {
    const [more, less, same, none] = [
      await store.item(),
      await store.item(),
      await store.item(),
      await store.item(),
    ];
    const warehouseId = await store.warehouse();
    for (const itemId of [more, less, same, none]) await store.receive(itemId, '10', 100, warehouseId);
    const { id } = await store.waybill({ kind: 'stocktake', warehouseId });
    const path = `/v1/waybills/${String(id)}`;
    const count = (itemId: string, quantity: string) => keeper.post(`${path}/lines`, { itemId, quantity });
    await count(more, '12').expect(201);
    const lost = (await count(less, '7').expect(201)).body;
    expect(lost).toMatchObject({ expected: '10', difference: '-3' });
    await count(same, '10').expect(201);
    expect(codeOf(await count(same, '9').expect(409))).toBe('waybill-line.counted-twice');
    await store.posted(
      'issue',
      [
        { itemId: more, quantity: '5' },
        { itemId: less, quantity: '2' },
      ],
      { warehouseId },
    );
    const sheet = (await keeper.get(`${path}/sheet`).expect(200)).body;
    expect(sheet.uncounted).toBe(1);
    expect(sheet.items).toHaveLength(4);
    // Counted again after the issue: the books of now are what it is held against.
    const again = (
      await keeper.patch(`${path}/lines/${String(lost.id)}`, { version: 1, quantity: '7' }).expect(200)
    ).body;
    expect(again).toMatchObject({ expected: '8', difference: '-1' });
    const posted = await store.post(id as string);
    expect(posted.lines).toMatchObject([{ cost: rub(200) }, { cost: rub(100) }, { cost: null }]);
    const counted = await Promise.all(
      [more, less, same, none].map((item) => store.balance(item, warehouseId)),
    );
    expect(counted.map(({ onHand, value }) => [onHand, value])).toEqual([
      ['7', 700],
      ['7', 700],
      ['10', 1000],
      ['10', 1000],
    ]);
  });

  it('returns goods of an issue at the cost they left with, and never more than left', async () => {
    const itemId = await store.item();
    await store.receive(itemId, '3', 100);
    const issued = await store.posted('issue', [{ itemId, quantity: '3' }]);
    await store.receive(itemId, '10', 999);
    const [{ id: sourceLineId }] = issued.lines as Json[];
    const back = (quantity: string) =>
      store.waybill({
        kind: 'customer_return',
        sourceId: issued.id,
        lines: [{ itemId, quantity, sourceLineId }],
      });
    const returned = await store.post((await back('2')).id as string);
    expect(returned.lines).toMatchObject([{ cost: rub(200) }]);
    const tooMany = await owner.post(`/v1/waybills/${String((await back('2')).id)}/posting`, {});
    expect(tooMany.body).toMatchObject({
      ...{ code: 'waybill.return-exceeds', errors: [{ params: { wanted: '2.000', available: '1' } }] },
    });
    const undo = await owner.post(`/v1/waybills/${String(issued.id)}/reversal`, { reason: 'No' });
    expect(codeOf(undo)).toBe('waybill.has-returns');
  });

  it('that documents something else is undone there', async () => {
    const itemId = await store.item();
    await store.receive(itemId, '1', 100);
    const { warehouseId, stock } = store;
    const move = { warehouseId, onDate: TODAY, basis: store.basis(), lines: [{ itemId, quantity: '1' }] };
    const issued = await store.test.tx((tx) => stock.issue(tx, move));
    const card = (await owner.get(`/v1/waybills/${issued.id}`).expect(200)).body;
    expect(card).toMatchObject({ number: issued.number, basis: { kind: 'sale' }, status: 'posted' });
    expect(codeOf(await owner.post(`/v1/waybills/${issued.id}/reversal`, { reason: 'No' }).expect(409))).toBe(
      'waybill.has-basis',
    );
    const events = await store.test.db.query<{ name: string; data: Json }>(
      sql`select name, data from events where data ->> 'waybillId' = ${issued.id} order by name`,
    );
    expect(events).toMatchObject([
      { name: 'stock.moved', data: { warehouseId, itemIds: [itemId] } },
      { name: 'waybill.posted' },
    ]);
  });

  it('names each wrong line where it stands, and nothing is half written', async () => {
    const itemId = await store.item();
    const wrong = await owner.post('/v1/waybills', {
      ...{ kind: 'issue', warehouseId: store.warehouseId },
      lines: [
        { itemId, quantity: '1' },
        { itemId, quantity: '1.5', price: rub(1) },
        { itemId: store.branchId, quantity: '0' },
      ],
    });
    expect(faultsOf(wrong)).toEqual([
      '#/lines/1/quantity quantity.not-whole',
      '#/lines/1/price price.not-here',
      '#/lines/2/itemId reference.not-found',
      '#/lines/2/quantity quantity.zero',
    ]);
    expect((await owner.get(`/v1/waybills?itemId=${itemId}`).expect(200)).body.items).toEqual([]);
  });
});

describe('stock', () => {
  it('is shown as it was known at an instant, with the movements behind it', async () => {
    const itemId = await store.item({ minQuantity: '3' });
    const { clock } = store.test;
    clock.set('2026-11-23T10:00:00.000Z');
    await store.receive(itemId, '5', 200);
    clock.set('2026-11-23T11:00:00.000Z');
    const { warehouseId, stock } = store;
    const move = {
      warehouseId,
      onDate: TODAY,
      basis: store.basis('loan'),
      lines: [{ itemId, quantity: '2' }],
    };
    await store.test.tx((tx) => stock.lend(tx, move));
    const shown = async (query: string) =>
      (await keeper.get(`/v1/stock?itemId=${itemId}&${query}`).expect(200)).body.items as Json[];
    expect(await shown('')).toMatchObject([
      {
        ...{ onHand: '3', onLoan: '2', available: '3', isBelowMin: true },
        ...{ averageCost: rub(200), value: rub(600), loanValue: rub(400) },
      },
    ]);
    expect(await shown('asOf=2026-11-23T10:30:00Z')).toMatchObject([
      { onHand: '5', onLoan: '0', isBelowMin: false, value: rub(1000) },
    ]);
    expect(await shown('belowMin=false')).toEqual([]);
    const [{ explanation }] = await shown('explain=true');
    expect(explanation).toMatchObject({
      before: { count: 0, onHand: '0', onLoan: '0' },
      entries: [
        { kind: 'receipt', bucket: 'on_hand', quantity: '5', unitCost: rub(200) },
        {
          kind: 'issue',
          bucket: 'on_hand',
          quantity: '-2',
          value: { amount: -400 },
          basis: { kind: 'loan' },
        },
        { kind: 'issue', bucket: 'on_loan', quantity: '2' },
      ],
    });
    expect(faultsOf(await keeper.get('/v1/stock?explain=true').expect(422))).toEqual([
      'explain value.required',
    ]);
    expect((await keeper.get(`/v1/items/${itemId}/stock`).expect(200)).body).toMatchObject({
      ...{ itemId, onHand: '3', onLoan: '2', items: [{ warehouseId }] },
    });
    const entries = (await keeper.get(`/v1/stock-entries?itemId=${itemId}&bucket=on_loan`).expect(200)).body;
    expect(entries.items).toMatchObject([{ quantity: '2', reversesId: null }]);
  });

  it('lent keeps its own value: given back and lost at the cost it left with', async () => {
    const itemId = await store.item({ kind: 'textbook' });
    await store.receive(itemId, '2', 100);
    const { warehouseId, stock } = store;
    const move = (quantity: string) => ({
      ...{ warehouseId, onDate: TODAY, basis: store.basis('loan'), lines: [{ itemId, quantity }] },
    });
    await store.test.tx((tx) => stock.lend(tx, move('2')));
    await store.receive(itemId, '2', 900);
    await store.test.tx((tx) => stock.returnLoan(tx, move('1')));
    const lost = await store.test.tx((tx) => stock.loseLoan(tx, move('1')));
    expect(lost.cost).toBe(100);
    expect(await store.balance(itemId)).toEqual({ onHand: '3', value: 1900, onLoan: '0', loanValue: 0 });
    await expect(store.test.tx((tx) => stock.returnLoan(tx, move('1')))).rejects.toMatchObject({
      ...{ code: 'stock.insufficient', extras: { faults: [{ pointer: '#/lines/0' }] } },
    });
  });

  it('is out of reach of other branches, and its cost of those who may not see it', async () => {
    const itemId = await store.item();
    const receipt = await store.receive(itemId, '5', 200);
    const elsewhere = { code: 'FAR', name: 'Far', timeZone: 'UTC' };
    const { id: farId } = (await owner.post('/v1/branches', elsewhere).expect(201)).body;
    const stranger = await store.test.as(['storekeeper'], [farId as string]);
    const path = `/v1/waybills/${String(receipt.id)}`;
    await stranger.get(path).expect(404);
    await stranger.get(`${path}/lines`).expect(404);
    await stranger.post(`${path}/reversal`, { reason: 'Mine' }).expect(404);
    expect(
      faultsOf(
        await stranger.post('/v1/waybills', { kind: 'receipt', warehouseId: store.warehouseId }).expect(422),
      ),
    ).toEqual(['#/warehouseId reference.not-found']);
    expect((await stranger.get(`/v1/stock?itemId=${itemId}`).expect(200)).body.items).toEqual([]);
    // A transfer is seen from where it goes, and made by who reaches both ends.
    const toWarehouseId = await store.warehouse({ branchId: farId });
    const transfer = { kind: 'transfer', warehouseId: store.warehouseId, toWarehouseId };
    const body = { ...transfer, lines: [{ itemId, quantity: '1' }] };
    expect(faultsOf(await keeper.post('/v1/waybills', body).expect(422))).toEqual([
      '#/toWarehouseId reference.not-found',
    ]);
    const { id } = await store.waybill(body);
    await stranger.get(`/v1/waybills/${String(id)}`).expect(200);
    await keeper.post(`/v1/waybills/${String(id)}/posting`, {}).expect(404);
    const clerk = await store.test.as(['administrator'], [store.branchId]);
    const seen = (await clerk.get(path).expect(200)).body;
    expect(seen).toMatchObject({ lines: [{ price: null, amount: null, cost: null }] });
    expect(seen.totals).toEqual({
      amount: null,
      cost: null,
      byVat: [{ vat: 'none', amount: null, vatAmount: null }],
    });
    await clerk.post('/v1/waybills', { kind: 'receipt', warehouseId: store.warehouseId }).expect(403);
    await clerk.post('/v1/items', {}).expect(403);
  });
});

describe('an import of items', () => {
  let worker: Awaited<ReturnType<typeof startWorker>> | undefined;
  beforeAll(async () => {
    worker = await startWorker(store.test);
  });
  afterAll(() => worker?.stop());

  const send = async (text: string, query = ''): Promise<Json> => {
    const asked = await keeper
      .post(`/v1/imports/items?${query}`)
      .set('content-type', 'text/csv')
      .serialize((body: unknown) => body as string)
      .send(Buffer.from(text));
    if (asked.status !== 202) throw new Error(asked.text);
    for (let n = 0; n < 800; n += 1) {
      const operation = (await keeper.get(`/v1/operations/${String(asked.body.id)}`).expect(200)).body;
      if (operation.finishedAt !== null) return operation;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error('it does not end');
  };

  it('is rehearsed, tells faults by row and column, takes the rest in once, with its opening balances', async () => {
    const warehouseId = await store.warehouse();
    const file = [
      'Артикул;Наименование;Ед. изм.;НДС;Цена;Остаток;Себестоимость;Штрихкод;Примечание',
      'IM-1;Тетрадь в клетку;шт.;20%;35,50;100;12,30;5901234123457;синяя',
      'IM-2;Клей;кг;без НДС;1 250;1,5;800;;',
      'IM-3;Карандаш;шт;;10;2,5;1;;',
      'im-1;Опять тетрадь;;;;;;;',
      'IM-4;;ведро;13%;дорого;;;5901234123450;',
    ].join('\r\n');
    const query = `warehouseId=${warehouseId}`;
    const rehearsal = (await send(file, `${query}&dryRun=true`)).result;
    expect(rehearsal).toMatchObject({
      ...{ rows: 5, created: 2, received: 2, unchanged: 0, faulty: 3, dryRun: true },
      ...{ ignoredColumns: ['Примечание'] },
    });
    expect(
      (rehearsal.faults as Json[]).map(
        ({ row, column, code }) => `${String(row)} ${String(column)} ${String(code)}`,
      ),
    ).toEqual([
      '4 Остаток quantity.not-whole',
      '5 Артикул row.repeated',
      '6 Наименование value.required',
      '6 Штрихкод barcode.check-digit',
      '6 Ед. изм. unit.unknown',
      '6 НДС vat.unknown',
      '6 Цена price.not-valid',
    ]);
    expect((await keeper.get('/v1/items?q=IM-').expect(200)).body.items).toEqual([]);
    const done = await send(file, query);
    expect(done).toMatchObject({ status: 'succeeded', result: { created: 2, received: 2, faulty: 3 } });
    expect(done.files).toHaveLength(1);
    const items = (await keeper.get('/v1/items?q=IM-&sort=sku').expect(200)).body.items as Json[];
    expect(items).toMatchObject([
      { sku: 'IM-1', unit: 'pcs', vat: '20', price: rub(3550), barcode: '5901234123457', kind: 'goods' },
      { sku: 'IM-2', unit: 'kg', vat: 'none', price: rub(125_000) },
    ]);
    expect(await store.balance(items[0].id as string, warehouseId)).toMatchObject({
      onHand: '100',
      value: 123_000,
    });
    expect(await store.balance(items[1].id as string, warehouseId)).toMatchObject({
      onHand: '1.5',
      value: 120_000,
    });
    expect((await send(file, query)).result).toMatchObject({ created: 0, unchanged: 2, received: 0 });
    const stopped = await send(file, `${query}&onError=stop`);
    expect(stopped).toMatchObject({ status: 'failed', error: { code: 'import.stopped' } });
    const clerk = await store.test.as(['administrator'], [store.branchId]);
    await clerk.post('/v1/imports/items').set('content-type', 'text/csv').send('SKU;Name\nA;B').expect(403);
  });
});
