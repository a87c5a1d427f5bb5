import { randomUUID } from 'node:crypto';
import { loanChecks } from '../../src/modules/loans/index.js';
import { OverdueService } from '../../src/modules/loans/overdue.service.js';
import { sql } from '../../src/platform/database/sql.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import { centresOf, expectLawsToHold, rub, uniquely, type Centre, type Json } from '../support/centre.js';

const TODAY = '2026-11-23';
const noon = (day: string) => `${day}T09:00:00.000Z`;

let test: TestApp;
let owner: Caller;
let centres: ReturnType<typeof centresOf>;
beforeAll(async () => {
  test = await startTestApp();
  test.clock.set(noon(TODAY));
  ({ owner } = test);
  centres = centresOf(test);
});
beforeEach(() => test.clock.set(noon(TODAY)));
afterEach(async () => {
  for (const check of loanChecks)
    expect([check.name, await test.db.query(check.sql)]).toEqual([check.name, []]);
});
afterAll(async () => {
  await expectLawsToHold(test);
  await test.close();
});

interface Shelf extends Centre {
  warehouseId: string;
}
const shelf = async (): Promise<Shelf> => {
  const at = await centres.centre();
  const place = { branchId: at.branchId, name: uniquely('Store'), code: uniquely('S').replace(' ', '') };
  return { ...at, warehouseId: (await centres.made('/v1/warehouses', place)).id };
};
/** A textbook of which some lie on the shelf. */
const book = async (at: Shelf, quantity = '10', more: object = {}): Promise<string> => {
  const name = uniquely('Textbook');
  const item = {
    sku: name.replace(' ', '-'),
    name,
    kind: 'textbook',
    unit: 'pcs',
    price: rub(90_000),
    ...more,
  };
  const { id } = await centres.made('/v1/items', item);
  const lines = [{ itemId: id, quantity, price: rub(50_000) }];
  const { id: waybill } = await centres.made('/v1/waybills', {
    ...{ kind: 'receipt', warehouseId: at.warehouseId, lines },
  });
  await centres.made(`/v1/waybills/${waybill}/posting`, {});
  return id;
};
const lend = (clientId: string, itemId: string, more: object = {}): Promise<Json> =>
  centres.made('/v1/loans', { clientId, items: [{ itemId, quantity: '1' }], untilOn: '2026-11-30', ...more });
const shown = (path: string, by?: Caller) => centres.shown(path, by);
const stock = async (at: Shelf, itemId: string): Promise<[string, string]> => {
  const { items } = await shown(`/v1/stock?warehouseId=${at.warehouseId}&itemId=${itemId}`);
  return [items[0].onHand, items[0].onLoan];
};
const linesOf = (loan: Json) =>
  loan.lines.map((line: Json) => [line.lent, line.returned, line.lost, line.out]);
const standing = async (clientId: string, by?: Caller): Promise<Json> =>
  (await shown(`/v1/clients/${clientId}`, by)).standing;
const cellOf = async (at: Centre, day: string, by?: Caller): Promise<Json> => {
  const grid = await shown(`/v1/schedule?branchId=${at.branchId}&from=${day}&view=day`, by);
  return grid.rooms.flatMap((room: Json) => room.days.flatMap((each: Json) => each.cells))[0];
};
const idsOf = (page: Json): string[] => page.items.map(({ id }: Json) => id);
const errorsOf = (answer: { body: Json }) =>
  answer.body.errors.map(({ pointer, code }: Json) => [pointer, code]);

describe('a loan', () => {
  it('takes a book off the shelf, comes back in parts, and is closed with the last of it', async () => {
    const at = await shelf();
    const [clientId, itemId] = [await centres.client(at.branchId), await book(at)];
    const items = [{ itemId, quantity: '3' }];
    const loan = await centres.made('/v1/loans', { clientId, items, untilOn: '2026-12-24', comment: 'Torn' });
    expect(loan).toMatchObject({
      ...{ clientId, branchId: at.branchId, warehouseId: at.warehouseId, groupId: null, comment: 'Torn' },
      ...{
        lentOn: TODAY,
        untilOn: '2026-12-24',
        dueOn: '2026-12-24',
        status: 'open',
        closedOn: null,
        version: 1,
      },
      lines: [{ itemId, lent: '3', returned: '0', lost: '0', out: '3', replacementPrice: rub(90_000) }],
      movements: [{ kind: 'lent', onDate: TODAY, lines: [{ itemId, quantity: '3', price: null }] }],
    });
    expect(await stock(at, itemId)).toEqual(['7', '3']);
    expect((await shown(`/v1/loans?itemId=${itemId}&status=open,overdue`)).items).toMatchObject([
      { clientId },
    ]);
    expect(
      (await owner.patch(`/v1/items/${itemId}`, { version: 1, isArchived: true }).expect(409)).body.code,
    ).toBe('item.in-stock');

    const parts = { lines: [{ itemId, quantity: '2', condition: 'worn' }], comment: 'By the grandmother' };
    const rehearsed = (await owner.post(`/v1/loans/${loan.id}/returns?dryRun=true`, parts).expect(201)).body;
    expect(linesOf(rehearsed)).toEqual([['3', '2', '0', '1']]);
    expect(linesOf(await shown(`/v1/loans/${loan.id}`))).toEqual([['3', '0', '0', '3']]);
    const part = await centres.made(`/v1/loans/${loan.id}/returns`, parts);
    expect(linesOf(part)).toEqual([['3', '2', '0', '1']]);
    expect(part).toMatchObject({ status: 'open', version: 2 });
    expect(part.movements[1]).toMatchObject({
      ...{ kind: 'returned', comment: 'By the grandmother', isReversed: false },
      lines: [{ quantity: '2', condition: 'worn' }],
    });
    const rest = await centres.made(`/v1/loans/${loan.id}/returns`, {});
    expect(rest).toMatchObject({ status: 'closed', closedOn: TODAY });
    expect(await stock(at, itemId)).toEqual(['10', '0']);
    expect((await shown(`/v1/loans?itemId=${itemId}&status=open,overdue`)).items).toEqual([]);
    expect((await owner.post(`/v1/loans/${loan.id}/returns`, {}).expect(409)).body.code).toBe('loan.closed');
    const told = (await shown(`/v1/clients/${clientId}/timeline?kind=loan_lent,loan_returned`)).items;
    expect(told.map(({ kind, subjectId }: Json) => [kind, subjectId]).sort()).toEqual([
      ['loan_lent', loan.id],
      ['loan_returned', loan.id],
      ['loan_returned', loan.id],
    ]);
  });

  it('sent twice by one key is one loan; without a key they are two', async () => {
    const at = await shelf();
    const [clientId, itemId] = [await centres.client(at.branchId), await book(at)];
    const body = { clientId, items: [{ itemId, quantity: '1' }], untilOn: '2026-12-24' };
    const key = `loan-${randomUUID()}`;
    const send = () => owner.post('/v1/loans', body).set('idempotency-key', key).expect(201);
    expect((await send()).body.id).toBe((await send()).body.id);
    expect(await stock(at, itemId)).toEqual(['9', '1']);
  });

  it('is refused with every fault named, and moves nothing', async () => {
    const at = await shelf();
    const [clientId, itemId] = [await centres.client(at.branchId), await book(at, '2')];
    const paint = await book(at, '5', { kind: 'goods' });
    const other = await shelf();
    const lendBad = (body: object) =>
      owner.post('/v1/loans', { clientId, items: [{ itemId, quantity: '1' }], ...body });
    expect(
      errorsOf(
        await lendBad({
          clientId: randomUUID(),
          items: [
            { itemId, quantity: '0.5' },
            { itemId, quantity: '1' },
            { itemId: paint, quantity: '1' },
            { itemId: randomUUID(), quantity: '1' },
          ],
        }).expect(422),
      ),
    ).toEqual([
      ['#/clientId', 'reference.not-found'],
      ['#/items/0/quantity', 'quantity.not-whole'],
      ['#/items/1/itemId', 'array.not-unique'],
      ['#/items/2/itemId', 'item.not-lent'],
      ['#/items/3/itemId', 'reference.not-found'],
    ]);
    expect(errorsOf(await lendBad({}).expect(422))).toEqual([['#/untilOn', 'value.required']]);
    expect(errorsOf(await lendBad({ untilOn: '2026-11-22' }).expect(422))).toEqual([
      ['#/untilOn', 'date.before-lending'],
    ]);
    expect(errorsOf(await lendBad({ lentOn: '2026-11-24', untilOn: '2026-11-25' }).expect(422))).toEqual([
      ['#/lentOn', 'date.in-future'],
    ]);
    expect(errorsOf(await lendBad({ groupId: other.groupId }).expect(422))).toEqual([
      ['#/groupId', 'client.not-member'],
    ]);
    expect(errorsOf(await lendBad({ groupId: randomUUID(), untilOn: '2026-12-01' }).expect(422))).toEqual([
      ['#/groupId', 'reference.not-found'],
    ]);
    const none = await centres.centre();
    const stranger = await centres.client(none.branchId);
    expect(errorsOf(await lendBad({ clientId: stranger, untilOn: '2026-12-01' }).expect(422))).toEqual([
      ['#/warehouseId', 'value.required'],
    ]);
    const short = await lendBad({ items: [{ itemId, quantity: '3' }], untilOn: '2026-12-01' }).expect(409);
    expect(short.body).toMatchObject({
      code: 'stock.insufficient',
      errors: [{ pointer: '#/items/0', params: { wanted: '3', available: '2' } }],
    });
    expect(await stock(at, itemId)).toEqual(['2', '0']);
    expect((await shown(`/v1/loans?clientId=${clientId}`)).items).toEqual([]);
  });

  it('is out of reach of another branch, and of a teacher who does not teach the client', async () => {
    const [at, other] = [await shelf(), await shelf()];
    const [clientId, itemId] = [await centres.client(at.branchId, 'Secretov'), await book(at)];
    await centres.join(at.groupId, clientId);
    const loan = await lend(clientId, itemId, { groupId: at.groupId, untilOn: undefined });
    const stranger = await test.as(['administrator'], [other.branchId]);
    await stranger.get(`/v1/loans/${loan.id}`).expect(404);
    expect((await shown('/v1/loans', stranger)).items).toEqual([]);
    await stranger.post(`/v1/loans/${loan.id}/returns`, {}).expect(404);
    await stranger.patch(`/v1/loans/${loan.id}`, { version: 1, comment: 'x' }).expect(404);
    await stranger.post(`/v1/groups/${at.groupId}/loans`, { items: [{ itemId, quantity: '1' }] }).expect(404);
    await stranger.post(`/v1/groups/${at.groupId}/loan-returns`, {}).expect(404);
    const body = {
      clientId,
      items: [{ itemId, quantity: '1' }],
      warehouseId: at.warehouseId,
      untilOn: '2026-12-01',
    };
    expect(errorsOf(await stranger.post('/v1/loans', body).expect(422))).toEqual([
      ['#/clientId', 'reference.not-found'],
    ]);

    const teaches = await test.as(['teacher'], [at.branchId], at.teacherId);
    expect(idsOf(await shown('/v1/loans', teaches))).toEqual([loan.id]);
    await teaches.post(`/v1/loans/${loan.id}/returns`, {}).expect(403);
    const idle = await test.as(['teacher'], [at.branchId], await centres.teacher(at.branchId));
    expect((await shown('/v1/loans', idle)).items).toEqual([]);
    await idle.get(`/v1/loans/${loan.id}`).expect(404);
    const keeper = await test.as(['storekeeper'], [at.branchId]);
    expect((await shown(`/v1/loans/${loan.id}`, keeper)).clientName).toBeNull();
    expect((await shown('/v1/loans?q=Secret', keeper)).items).toEqual([]);
    expect(idsOf(await shown('/v1/loans?q=secretov'))).toEqual([loan.id]);
    await keeper.post('/v1/loans', body).expect(403);
  });

  it('is found by client, group, item, state, day and text, page by page', async () => {
    const at = await shelf();
    const [a, b] = [await centres.member(at), await centres.member(at)];
    const [first, second] = [await book(at), await book(at)];
    const early = await lend(a, first, { untilOn: '2026-11-25' });
    const course = await lend(a, second, { groupId: at.groupId, untilOn: undefined });
    const late = await lend(b, first, { untilOn: '2026-12-25' });
    const list = async (query: string) =>
      idsOf(await shown(`/v1/loans?branchId=${at.branchId}&sort=dueOn&${query}`));
    expect(await list('')).toEqual([early.id, late.id, course.id]);
    expect(await list(`clientId=${a}`)).toEqual([early.id, course.id]);
    expect(await list(`groupId=${at.groupId}`)).toEqual([course.id]);
    expect(await list(`itemId=${first}`)).toEqual([early.id, late.id]);
    expect(await list('dueBefore=2026-12-25')).toEqual([early.id]);
    expect(await list(`q=${late.number}`)).toContain(late.id);
    expect(await list(`q=${encodeURIComponent(course.lines[0].name)}`)).toContain(course.id);
    expect(await list('q=%25')).toEqual([]);
    test.clock.set(noon('2026-11-26'));
    expect(await list('status=overdue')).toEqual([early.id]);
    expect(await list('status=open')).toEqual([late.id, course.id]);
    expect(await list('status=closed')).toEqual([]);
    const pages: string[] = [];
    let cursor = '';
    for (let n = 0; n < 5 && cursor !== 'null'; n += 1) {
      const page = await shown(`/v1/loans?branchId=${at.branchId}&sort=dueOn&limit=1${cursor}`);
      pages.push(...idsOf(page));
      if (page.page.nextCursor === null) break;
      cursor = `&cursor=${page.page.nextCursor}`;
    }
    expect(pages).toEqual([early.id, late.id, course.id]);
  });
});

describe('a whole group', () => {
  it('gets its books in one call, a loan each; again only who has none', async () => {
    const at = await shelf();
    const itemId = await book(at);
    const [a, b] = [await centres.member(at), await centres.member(at)];
    const gone = await centres.member(at);
    await owner.post(`/v1/groups/${at.groupId}/members/${gone}/departure`, { leftOn: TODAY }).expect(200);
    await lend(a, itemId);
    const give = () =>
      owner
        .post(`/v1/groups/${at.groupId}/loans`, { items: [{ itemId, quantity: '1' }], comment: 'New' })
        .expect(200);
    const first = (await give()).body;
    expect(first).toMatchObject({ groupId: at.groupId, loans: 1 });
    expect(first.outcomes.map(({ clientId, outcome }: Json) => [clientId, outcome]).sort()).toEqual(
      [
        [a, 'had'],
        [b, 'lent'],
      ].sort(),
    );
    expect(
      await shown(`/v1/loans/${first.outcomes.find((one: Json) => one.clientId === b).loanId}`),
    ).toMatchObject({
      ...{ clientId: b, groupId: at.groupId, untilOn: null, dueOn: null, comment: 'New' },
    });
    const c = await centres.member(at);
    const again = (await give()).body;
    expect(
      again.outcomes.filter(({ outcome }: Json) => outcome === 'lent').map((one: Json) => one.clientId),
    ).toEqual([c]);
    expect((await give()).body).toMatchObject({ loans: 0 });
    expect(await stock(at, itemId)).toEqual(['7', '3']);

    const back = await owner.post(`/v1/groups/${at.groupId}/loan-returns`, {
      exceptClientIds: [c],
      condition: 'good',
    });
    expect(back.body).toMatchObject({ loans: 1, outcomes: [{ clientId: b, outcome: 'returned' }] });
    expect(await stock(at, itemId)).toEqual(['8', '2']);
    const rest = await owner.post(`/v1/groups/${at.groupId}/loan-returns`, {}).expect(200);
    expect(rest.body).toMatchObject({ loans: 1, outcomes: [{ clientId: c }] });
    expect((await owner.post(`/v1/groups/${at.groupId}/loan-returns`, {}).expect(200)).body.loans).toBe(0);
  });

  it('gets all or nothing, each line that is short named', async () => {
    const at = await shelf();
    const [enough, few, none] = [await book(at), await book(at, '1'), await book(at, '1')];
    await centres.member(at);
    await centres.member(at);
    const items = [few, enough, none].map((itemId) => ({ itemId, quantity: '1' }));
    const { body } = await owner.post(`/v1/groups/${at.groupId}/loans`, { items }).expect(409);
    expect(body.code).toBe('stock.insufficient');
    expect(
      body.errors.map(({ pointer, params }: Json) => [pointer, params.wanted, params.available]),
    ).toEqual([
      ['#/items/0', '2', '1'],
      ['#/items/2', '2', '1'],
    ]);
    expect(await stock(at, enough)).toEqual(['10', '0']);
    expect((await shown(`/v1/loans?groupId=${at.groupId}`)).items).toEqual([]);
    const ended = await centres.group(at, { endsOn: '2026-11-22' });
    const over = await owner.post(`/v1/groups/${ended}/loans`, { items: [items[1]] }).expect(422);
    expect(errorsOf(over)).toEqual([['#/untilOn', 'group.ended']]);
  });

  it('that two people lend to at once gets each book once', async () => {
    const at = await shelf();
    const itemId = await book(at);
    for (let n = 0; n < 3; n += 1) await centres.member(at);
    const answers = await Promise.all(
      [1, 2, 3].map(() =>
        owner.post(`/v1/groups/${at.groupId}/loans`, { items: [{ itemId, quantity: '1' }] }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.map(({ body }) => body.loans as number).sort()).toEqual([0, 0, 3]);
    expect(await stock(at, itemId)).toEqual(['7', '3']);
  });
});

describe('when it is due', () => {
  it('turns the client and the cell of the group red, with the reason and who, until it is back', async () => {
    const at = await shelf();
    const itemId = await book(at);
    const clientId = await centres.member(at, 'Sidorov');
    await centres.lesson(at, '18:00', { startsAt: '2026-12-01T15:00:00.000Z' });
    const loan = await lend(clientId, itemId);
    test.clock.set('2026-11-30T20:59:00.000Z');
    expect((await standing(clientId)).level).toBe('green');
    expect((await shown(`/v1/loans/${loan.id}`)).status).toBe('open');
    test.clock.set('2026-11-30T21:00:00.000Z');
    const reason = {
      code: 'loan_overdue',
      level: 'red',
      subjectId: loan.id,
      amount: null,
      since: '2026-11-30',
    };
    expect(await standing(clientId)).toEqual({ level: 'red', reasons: [reason] });
    expect(await shown(`/v1/loans/${loan.id}`)).toMatchObject({ status: 'overdue', overdueDays: 1 });
    const red = await shown(`/v1/clients?branchId=${at.branchId}&standing=red&include=totalCount`);
    expect(red.page.totalCount).toBe(1);
    expect(red.items).toMatchObject([{ id: clientId, standing: { reasons: [reason] } }]);
    expect(idsOf(await shown(`/v1/clients?branchId=${at.branchId}&standing=green`))).toEqual([]);
    expect((await shown(`/v1/groups/${at.groupId}/members`)).items[0].standing).toEqual({
      ...{ level: 'red', reasons: ['loan_overdue'] },
    });
    const alert = (clientName: string | null) => ({
      level: 'red',
      reasons: [{ code: 'loan_overdue', level: 'red', clientId, clientName }],
    });
    expect((await cellOf(at, '2026-12-01')).alert).toEqual(alert('Sidorov Ivan'));
    const role = {
      code: uniquely('grid').replace(' ', '-'),
      name: uniquely('Grid'),
      permissions: { 'schedule:read': 'branch' },
    };
    await centres.made('/v1/roles', role);
    const blind = await test.as([role.code], [at.branchId]);
    expect((await cellOf(at, '2026-12-01', blind)).alert).toEqual(alert(null));

    await centres.made(`/v1/loans/${loan.id}/returns`, {});
    expect(await standing(clientId)).toEqual({ level: 'green', reasons: [] });
    expect((await cellOf(at, '2026-12-01')).alert).toEqual({ level: 'green', reasons: [] });
    expect(idsOf(await shown(`/v1/clients?branchId=${at.branchId}&standing=red`))).toEqual([]);
  });

  it('gives the days of grace of the settings', async () => {
    const at = await shelf();
    const [clientId, itemId] = [await centres.client(at.branchId), await book(at)];
    await lend(clientId, itemId);
    const grace = async (loanGraceDays: number) =>
      owner.patch('/v1/settings', { loanGraceDays }).set('if-match', '*').expect(200);
    await grace(2);
    test.clock.set(noon('2026-12-02'));
    expect((await standing(clientId)).level).toBe('green');
    test.clock.set(noon('2026-12-03'));
    expect((await standing(clientId)).level).toBe('red');
    expect((await shown(`/v1/clients/${clientId}/standing?explain=true`)).explanation.loanGraceDays).toBe(2);
    await grace(0);
  });

  it('follows the course and the membership as they are, whoever changes them', async () => {
    const at = await shelf();
    const itemId = await book(at);
    const clientId = await centres.member(at);
    const loan = await lend(clientId, itemId, { groupId: at.groupId, untilOn: undefined });
    const dueOn = async () => (await shown(`/v1/loans/${loan.id}`)).dueOn;
    const group = async (change: object) =>
      owner.patch(`/v1/groups/${at.groupId}`, change).set('if-match', '*').expect(200);
    expect(await dueOn()).toBeNull();
    await group({ endsOn: '2027-05-31' });
    expect(await dueOn()).toBe('2027-05-31');
    const leave = (leftOn: string) =>
      owner.post(`/v1/groups/${at.groupId}/members/${clientId}/departure`, { leftOn }).expect(200);
    await leave('2026-12-10');
    expect(await dueOn()).toBe('2026-12-10');
    await group({ endsOn: '2026-12-05' });
    expect(await dueOn()).toBe('2026-12-05');
    await group({ endsOn: null });
    test.clock.set(noon('2026-12-11'));
    expect((await standing(clientId)).reasons).toMatchObject([{ code: 'loan_overdue', since: '2026-12-10' }]);
    // They come back to the course, and it is not due any more.
    await centres.join(at.groupId, clientId, '2026-12-11');
    expect(await dueOn()).toBeNull();
    expect((await standing(clientId)).level).toBe('green');
    await leave('2026-12-11');
    await owner
      .patch(`/v1/clients/${clientId}`, { status: 'left', statusReason: 'Moved' })
      .set('if-match', '*')
      .expect(200);
    test.clock.set(noon('2026-12-12'));
    expect(await standing(clientId)).toMatchObject({ level: 'red', reasons: [{ code: 'loan_overdue' }] });
    await owner.delete(`/v1/groups/${at.groupId}`).expect(204);
    expect(await dueOn()).toBe('2026-12-11');
    // A day given to one who has left stands above the end of the membership.
    const longer = await owner
      .patch(`/v1/loans/${loan.id}`, { version: 1, untilOn: '2026-12-20' })
      .expect(200);
    expect(longer.body).toMatchObject({
      dueOn: '2026-12-20',
      status: 'open',
      groupId: at.groupId,
      version: 2,
    });
    expect((await standing(clientId)).level).toBe('green');
    const back = await owner.patch(`/v1/loans/${loan.id}`, { version: 2, untilOn: null }).expect(422);
    expect(errorsOf(back)).toEqual([['#/groupId', 'group.ended']]);
  });

  it('is moved by two people: other fields merge, the same field asks, If-Match is strict', async () => {
    const at = await shelf();
    const itemId = await book(at);
    const clientId = await centres.member(at);
    const loan = await lend(clientId, itemId);
    const path = `/v1/loans/${loan.id}`;
    await owner.patch(path, { version: 1, untilOn: '2026-12-10' }).expect(200);
    const merged = await owner.patch(path, { version: 1, comment: 'Careful' }).expect(200);
    expect(merged.body).toMatchObject({ untilOn: '2026-12-10', comment: 'Careful', mergedFrom: [2] });
    const clash = await owner.patch(path, { version: 1, untilOn: '2026-12-15' }).expect(409);
    expect(clash.body).toMatchObject({
      code: 'edit.conflict',
      conflicts: [{ pointer: '#/untilOn', base: '2026-11-30', theirs: '2026-12-10', yours: '2026-12-15' }],
    });
    await owner.patch(path, { untilOn: '2026-12-15' }).set('if-match', '"v1"').expect(412);
    await owner.patch(path, { untilOn: '2026-12-15' }).expect(428);
    expect(errorsOf(await owner.patch(path, { version: 3, untilOn: '2026-11-01' }).expect(422))).toEqual([
      ['#/untilOn', 'date.before-lending'],
    ]);
    expect(errorsOf(await owner.patch(path, { version: 3, untilOn: null }).expect(422))).toEqual([
      ['#/untilOn', 'value.required'],
    ]);
    // Carried over to a course they belong to.
    const course = await owner.patch(path, { version: 3, untilOn: null, groupId: at.groupId }).expect(200);
    expect(course.body).toMatchObject({ untilOn: null, dueOn: null, groupId: at.groupId });
    await centres.made(`${path}/returns`, {});
    expect((await owner.patch(path, { version: 5, untilOn: '2027-01-01' }).expect(409)).body.code).toBe(
      'loan.closed',
    );
  });

  it('is told once to the desk and to who leads the group, from nine in the morning; a day that was moved anew', async () => {
    const at = await shelf();
    const itemId = await book(at);
    const clientId = await centres.member(at, 'Grigoriev');
    const loan = await lend(clientId, itemId, { groupId: at.groupId });
    const tell = (at2: string) => {
      test.clock.set(at2);
      return test.db.query<{ data: Json }>(
        sql`select data from events where name = 'loan.overdue' and subject_id = ${loan.id}`,
      );
    };
    const watch = () => test.tx((tx) => test.app.get(OverdueService, { strict: false }).tell(tx));
    test.clock.set('2026-12-01T05:59:00.000Z');
    await watch();
    expect(await tell('2026-12-01T06:00:00.000Z')).toEqual([]);
    await watch();
    await watch();
    expect(await tell('2026-12-02T09:00:00.000Z')).toMatchObject([
      {
        data: {
          loanId: loan.id,
          clientId,
          groupId: at.groupId,
          teacherId: at.teacherId,
          itemId,
          others: 0,
          dueOn: '2026-11-30',
        },
      },
    ]);
    await watch();
    expect(await tell(noon('2026-12-02'))).toHaveLength(1);
    await owner.patch(`/v1/loans/${loan.id}`, { version: 1, untilOn: '2026-12-05' }).expect(200);
    test.clock.set(noon('2026-12-06'));
    await watch();
    expect(await tell(noon('2026-12-06'))).toHaveLength(2);
    await centres.made(`/v1/loans/${loan.id}/returns`, {});
  });
});

describe('what is lost', () => {
  it('is charged at the replacement price to who pays, with the VAT of the item, and is out of the stock', async () => {
    const at = await shelf();
    const itemId = await book(at, '5', { replacementPrice: rub(120_000), vat: '10' });
    const clientId = await centres.client(at.branchId);
    const loan = await lend(clientId, itemId, { items: [{ itemId, quantity: '3' }] });
    const lost = await centres.made(`/v1/loans/${loan.id}/loss`, {
      ...{ lines: [{ itemId, quantity: '2' }], reason: 'Left in a bus' },
    });
    expect(linesOf(lost)).toEqual([['3', '0', '2', '1']]);
    const [, movement] = lost.movements;
    expect(movement).toMatchObject({
      ...{ kind: 'lost', comment: 'Left in a bus' },
      lines: [{ quantity: '2', price: rub(120_000) }],
    });
    expect(await shown(`/v1/charges/${movement.lines[0].chargeId}`)).toMatchObject({
      ...{ clientId, kind: 'loan', subjectId: loan.id, amount: rub(240_000), dueOn: TODAY, vatCode: '10' },
    });
    expect(await stock(at, itemId)).toEqual(['2', '1']);
    expect(await centres.owed(clientId)).toBe(240_000);
    const charge = movement.lines[0].chargeId as string;
    expect((await owner.delete(`/v1/charges/${charge}`, { reason: 'x' }).expect(409)).body.code).toBe(
      'charge.belongs-elsewhere',
    );

    // Found again: the money that paid it is free, the book is with the client, and can be brought.
    await centres.made('/v1/payments', { clientId, amount: rub(240_000), method: 'card' });
    const found = await centres.made(`/v1/loans/${loan.id}/movements/${movement.id}/reversal`, {
      reason: 'Found',
    });
    expect(linesOf(found)).toEqual([['3', '0', '0', '3']]);
    expect(
      found.movements.map(({ kind, isReversed, reversesId }: Json) => [kind, isReversed, reversesId]),
    ).toEqual([
      ['lent', false, null],
      ['lost', true, null],
      ['lost', false, movement.id],
    ]);
    expect(await stock(at, itemId)).toEqual(['2', '3']);
    expect(await centres.owed(clientId)).toBe(0);
    expect((await shown(`/v1/clients/${clientId}/account`)).balance.amount).toBe(240_000);
    const twice = await owner
      .post(`/v1/loans/${loan.id}/movements/${movement.id}/reversal`, { reason: 'Found' })
      .expect(409);
    expect(twice.body.code).toBe('loan-movement.not-reversible');
    expect(await centres.made(`/v1/loans/${loan.id}/returns`, {})).toMatchObject({ status: 'closed' });
  });

  it('costs another price, or nothing, by who may say so', async () => {
    const at = await shelf();
    const itemId = await book(at);
    const free = await book(at, '5', { price: undefined });
    const clientId = await centres.client(at.branchId);
    const items = [itemId, free].map((id) => ({ itemId: id, quantity: '2' }));
    const loan = await lend(clientId, itemId, { items });
    const lose = (by: Caller, ...lines: object[]) =>
      by.post(`/v1/loans/${loan.id}/loss`, { lines, reason: 'Drowned', dueOn: '2026-12-31' });
    const desk = await test.as(['administrator'], [at.branchId]);
    const named = { itemId, quantity: '1', price: rub(10_000) };
    expect((await lose(desk, named).expect(403)).body.code).toBe('loan.price-not-permitted');
    expect(errorsOf(await lose(desk, { itemId: free, quantity: '1' }).expect(422))).toEqual([
      ['#/lines/0/price', 'value.required'],
    ]);
    expect(linesOf((await lose(desk, { itemId, quantity: '1' }).expect(201)).body)).toContainEqual([
      '2',
      '0',
      '1',
      '1',
    ]);
    expect(await centres.owed(clientId)).toBe(90_000);
    const director = await test.as(['director'], [at.branchId]);
    const waived = { itemId: free, quantity: '1', price: rub(0) };
    const { body } = await lose(director, named, waived).expect(201);
    const charged = body.movements
      .at(-1)
      .lines.map(({ itemId: id, chargeId }: Json) => [id, chargeId === null]);
    expect(new Map(charged)).toEqual(
      new Map([
        [itemId, false],
        [free, true],
      ]),
    );
    expect(await centres.owed(clientId)).toBe(100_000);
    await desk
      .post(`/v1/loans/${loan.id}/movements/${body.movements.at(-1).id}/reversal`, { reason: 'Found' })
      .expect(403);
    const teaches = await test.as(['teacher'], [at.branchId], at.teacherId);
    await centres.join(at.groupId, clientId);
    const seen = await shown(`/v1/loans/${loan.id}`, teaches);
    expect(
      seen.movements.flatMap(({ lines }: Json) => lines.map((line: Json) => [line.price, line.chargeId])),
    ).toEqual(Array(seen.movements.flatMap(({ lines }: Json) => lines).length).fill([null, null]));
  });

  it('or comes back is one of the two when two people say so at once; no more than is out', async () => {
    const at = await shelf();
    const itemId = await book(at);
    const clientId = await centres.client(at.branchId);
    const loan = await lend(clientId, itemId, { items: [{ itemId, quantity: '2' }] });
    const two = { lines: [{ itemId, quantity: '2' }] };
    const back = () => owner.post(`/v1/loans/${loan.id}/returns`, two);
    const answers = await Promise.all([
      back(),
      back(),
      owner.post(`/v1/loans/${loan.id}/loss`, { ...two, reason: 'Gone' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const { lines } = await shown(`/v1/loans/${loan.id}`);
    expect(lines).toMatchObject([{ lent: '2', out: '0' }]);
    const more = await lend(clientId, itemId);
    const over = await owner.post(`/v1/loans/${more.id}/returns`, two).expect(409);
    expect(over.body).toMatchObject({
      code: 'loan.exceeded',
      errors: [{ pointer: '#/lines/0/quantity', params: { wanted: '2', out: '1' } }],
    });
    const bad = { lines: [{ itemId: randomUUID(), quantity: '1' }], onDate: '2026-11-24' };
    expect(errorsOf(await owner.post(`/v1/loans/${more.id}/returns`, bad).expect(422))).toEqual([
      ['#/lines/0/itemId', 'reference.not-found'],
      ['#/onDate', 'date.in-future'],
    ]);
  });

  it('and a wrong return are undone; a return of a group too, one loan of it', async () => {
    const at = await shelf();
    const itemId = await book(at);
    const [a, b] = [await centres.member(at), await centres.member(at)];
    await owner.post(`/v1/groups/${at.groupId}/loans`, { items: [{ itemId, quantity: '1' }] }).expect(200);
    const { outcomes } = (await owner.post(`/v1/groups/${at.groupId}/loan-returns`, {}).expect(200)).body;
    const { loanId } = outcomes.find((one: Json) => one.clientId === a);
    const { movements } = await shown(`/v1/loans/${loanId}`);
    const path = `/v1/loans/${loanId}/movements`;
    await owner.post(`${path}/${movements[0].id}/reversal`, { reason: 'x' }).expect(409);
    await owner.post(`${path}/${randomUUID()}/reversal`, { reason: 'x' }).expect(404);
    const again = await centres.made(`${path}/${movements[1].id}/reversal`, {
      reason: 'It was the other one',
    });
    expect(again).toMatchObject({ status: 'open', closedOn: null });
    expect(linesOf(again)).toEqual([['1', '0', '0', '1']]);
    expect(await stock(at, itemId)).toEqual(['9', '1']);
    expect((await shown(`/v1/loans?clientId=${b}&status=open`)).items).toEqual([]);
  });
});

describe('a client', () => {
  it('that becomes another brings their loans; who has something of ours is not forgotten', async () => {
    const at = await shelf();
    const itemId = await book(at);
    const [survivorId, duplicateId] = [await centres.client(at.branchId), await centres.client(at.branchId)];
    const loan = await lend(duplicateId, itemId, { comment: 'Given to the aunt' });
    const reason = 'One child, registered twice';
    await centres.made('/v1/clients/merges', { survivorId, duplicateId, reason });
    expect(idsOf(await shown(`/v1/loans?clientId=${survivorId}`))).toEqual([loan.id]);
    const lost = await centres.made(`/v1/loans/${loan.id}/loss`, {
      ...{ lines: [{ itemId, quantity: '1' }], reason: 'By the aunt' },
    });
    expect((await shown(`/v1/charges/${lost.movements[1].lines[0].chargeId}`)).clientId).toBe(survivorId);
    await lend(survivorId, itemId);
    const wish = { reason: 'Asked', requestedBy: 'the client' };
    const refused = await owner.post(`/v1/clients/${survivorId}/erasure`, wish).expect(409);
    expect(refused.body.params.reasons).toContainEqual(expect.objectContaining({ code: 'loan-open' }));
    const body = { ...wish, forceReason: 'By law' };
    await owner.post(`/v1/clients/${survivorId}/erasure`, body).expect(201);
    const kept = await shown(`/v1/loans/${loan.id}`);
    expect(kept).toMatchObject({ comment: null, status: 'closed' });
    expect(kept.movements[1].comment).toBeNull();
    expect(linesOf(kept)).toEqual([['1', '0', '1', '0']]);
  });
});

describe('for reports', () => {
  it('each line says what is out, how late it is and what it would cost', async () => {
    const at = await shelf();
    const itemId = await book(at, '9', { replacementPrice: rub(70_000) });
    const clientId = await centres.client(at.branchId);
    const loan = await lend(clientId, itemId, { items: [{ itemId, quantity: '3' }] });
    await centres.made(`/v1/loans/${loan.id}/returns`, { lines: [{ itemId, quantity: '1' }] });
    const rows = await test.db.query<Json>(sql`
      select client_id, trim_scale(lent) as lent, trim_scale(returned) as returned, trim_scale(out) as out, due_on, overdue_days, replacement_value
      from report_loans_at('2026-12-04T09:00:00Z') where loan_id = ${loan.id}`);
    expect(rows).toEqual([
      {
        ...{ client_id: clientId, lent: '3', returned: '1', out: '2', due_on: '2026-11-30' },
        ...{ overdue_days: 4, replacement_value: 140_000 },
      },
    ]);
    const [now] = await test.db.query<Json>(
      sql`select count(*) as n from report_loans where loan_id = ${loan.id}`,
    );
    expect(now.n).toBe(1);
  });
});
