import { DomainError } from '../../../src/kernel/errors.js';
import { sql } from '../../../src/platform/database/sql.js';
import type { Json } from '../../support/centre.js';
import { rub, startStore, TODAY, type Store } from './world.js';

let store: Store;
beforeAll(async () => {
  store = await startStore();
});
afterEach(async () => {
  expect(await store.broken()).toEqual([]);
});
afterAll(() => store.test.close());

const statusesOf = (answers: { status: number }[]) => {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

describe('at once', () => {
  it('a hundred take the last ten: ten get one, ninety are told, nobody else', async () => {
    const itemId = await store.item();
    await store.receive(itemId, '10', 333);
    const { warehouseId, stock, test } = store;
    const answers = await Promise.all(
      Array.from({ length: 100 }, () =>
        test
          .tx((tx) =>
            stock.issue(tx, {
              ...{ warehouseId, onDate: TODAY, basis: store.basis() },
              lines: [{ itemId, quantity: '1' }],
            }),
          )
          .then(
            ({ number }) => number,
            (fault: unknown) => (fault instanceof DomainError ? fault.code : fault),
          ),
      ),
    );
    const numbers = answers.filter((answer) => String(answer).startsWith('IS-2026-'));
    expect(new Set(numbers).size).toBe(10);
    expect(answers.filter((answer) => answer === 'stock.insufficient')).toHaveLength(90);
    expect(await store.balance(itemId)).toMatchObject({ onHand: '0', value: 0 });
  });

  it('a hundred over HTTP too', async () => {
    const itemId = await store.item();
    await store.receive(itemId, '10', 100);
    const drafts: Json[] = [];
    for (let n = 0; n < 100; n += 1)
      drafts.push(await store.waybill({ kind: 'issue', lines: [{ itemId, quantity: '1' }] }));
    const answers = await Promise.all(
      drafts.map(({ id }) => store.owner.post(`/v1/waybills/${String(id)}/posting`, {})),
    );
    expect(statusesOf(answers)).toEqual({ 201: 10, 409: 90 });
    const refusals = answers.filter(({ status }) => status === 409).map(({ body }) => body);
    expect(new Set(refusals.map(({ code }) => code))).toEqual(new Set(['stock.insufficient']));
    expect(refusals[0].errors[0]).toMatchObject({ params: { itemId, wanted: '1', available: '0' } });
  });

  it('sixty transfers in opposite directions all go through', async () => {
    const items = await Promise.all(Array.from({ length: 5 }, () => store.item()));
    const { warehouseId, otherId } = store;
    for (const itemId of items) {
      await store.receive(itemId, '100', 70);
      await store.receive(itemId, '100', 90, otherId);
    }
    const drafts: string[] = [];
    for (let n = 0; n < 60; n += 1) {
      const there = n % 2 === 0 ? [warehouseId, otherId] : [otherId, warehouseId];
      // Lines in an order of their own, so that the order of the locks is not theirs.
      const lines = items.map((_, at) => ({ itemId: items[(at + n) % items.length], quantity: '2' }));
      const head = { kind: 'transfer', warehouseId: there[0], toWarehouseId: there[1] };
      drafts.push((await store.waybill({ ...head, lines })).id as string);
    }
    const answers = await Promise.all(drafts.map((id) => store.owner.post(`/v1/waybills/${id}/posting`, {})));
    expect(statusesOf(answers)).toEqual({ 201: 60 });
    for (const itemId of items) {
      const [here, there] = [await store.balance(itemId), await store.balance(itemId, otherId)];
      expect([here.onHand, there.onHand]).toEqual(['100', '100']);
      expect(here.value + there.value).toBe(16_000);
    }
  });

  it('none of these was saved by trying again: nobody met a deadlock', async () => {
    // A backend tells of itself about once a second.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const [told] = await store.test.db.query<{ deadlocks: number }>(
      sql`select deadlocks from pg_stat_database where datname = current_database()`,
    );
    expect(told?.deadlocks).toBe(0);
  });

  it('fifty postings number themselves 1 to 50, though some are refused in between', async () => {
    const warehouseId = await store.warehouse({
      branchId: (
        await store.owner.post('/v1/branches', {
          ...{ code: 'NUM', name: 'Numbers', timeZone: 'Europe/Moscow' },
        })
      ).body.id,
    });
    const itemId = await store.item();
    const scarceId = await store.item();
    await store.receive(itemId, '50', 100, warehouseId);
    const drafts: string[] = [];
    for (let n = 0; n < 60; n += 1) {
      const lines = [{ itemId: n % 6 === 5 ? scarceId : itemId, quantity: '1' }];
      drafts.push((await store.waybill({ kind: 'issue', warehouseId, lines })).id as string);
    }
    const answers = await Promise.all(drafts.map((id) => store.owner.post(`/v1/waybills/${id}/posting`, {})));
    expect(statusesOf(answers)).toEqual({ 201: 50, 409: 10 });
    const numbers = answers
      .filter(({ status }) => status === 201)
      .map(({ body }) => body.number as string)
      .sort();
    expect(numbers).toEqual(
      Array.from({ length: 50 }, (_, at) => `IS-2026-${String(at + 1).padStart(6, '0')}`),
    );
  });

  it('one waybill is posted once, and reversed once', async () => {
    const itemId = await store.item();
    const { id } = await store.waybill({
      ...{ kind: 'receipt', lines: [{ itemId, quantity: '5', price: rub(100) }] },
    });
    const postings = await Promise.all(
      Array.from({ length: 20 }, () => store.owner.post(`/v1/waybills/${String(id)}/posting`, {})),
    );
    expect(statusesOf(postings)).toEqual({ 201: 1, 409: 19 });
    const reversals = await Promise.all(
      Array.from({ length: 20 }, () =>
        store.owner.post(`/v1/waybills/${String(id)}/reversal`, { reason: 'Twice' }),
      ),
    );
    expect(statusesOf(reversals)).toEqual({ 201: 1, 409: 19 });
    expect(await store.balance(itemId)).toMatchObject({ onHand: '0', value: 0 });
  });

  it('two people fill one draft, and not a line is lost; whoever comes after the posting is told', async () => {
    const itemId = await store.item();
    const { id } = await store.waybill({ kind: 'receipt' });
    const line = (key: string) => ({ key, itemId, quantity: '1', price: rub(10) });
    const anna = await store.test.as(['storekeeper'], [store.branchId]);
    const boris = await store.test.as(['storekeeper'], [store.branchId]);
    const added = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        n % 4 === 0
          ? anna.put(`/v1/waybills/${String(id)}/lines`, {
              lines: [line(`shared-${String(n)}`), line('common')],
            })
          : [anna, boris][n % 2]!.post(`/v1/waybills/${String(id)}/lines`, line(`own-${String(n)}`)),
      ),
    );
    expect(statusesOf(added)).toEqual({ 200: 10, 201: 30 });
    const [posting, ...late] = await Promise.all([
      anna.post(`/v1/waybills/${String(id)}/posting`, {}),
      ...Array.from({ length: 20 }, (_, n) =>
        boris.post(`/v1/waybills/${String(id)}/lines`, line(`late-${String(n)}`)),
      ),
    ]);
    expect(posting.status).toBe(201);
    const inTime = late.filter(({ status }) => status === 201).length;
    expect(late.filter(({ status }) => status === 409)).toHaveLength(20 - inTime);
    expect(await store.balance(itemId)).toMatchObject({ onHand: String(41 + inTime) });
  });

  it('an issue is returned at most once over, however many bring it back', async () => {
    const itemId = await store.item();
    await store.receive(itemId, '3', 100);
    const { warehouseId, stock, test } = store;
    const place = { warehouseId, onDate: TODAY, basis: store.basis() };
    const issued = await test.tx((tx) => stock.issue(tx, { ...place, lines: [{ itemId, quantity: '3' }] }));
    const lineId = issued.lines[0]!.id;
    const attempts = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        test
          .tx((tx) =>
            n % 5 === 4
              ? stock.reverse(tx, issued.id, 'Undone').then(() => 'reversed')
              : stock
                  .takeBack(tx, {
                    ...{ waybillId: issued.id, onDate: TODAY, basis: store.basis('sale-return') },
                    lines: [{ lineId, quantity: '1' }],
                  })
                  .then(() => 'returned'),
          )
          .catch((fault: unknown) => (fault instanceof DomainError ? fault.code : String(fault))),
      ),
    );
    const returned = attempts.filter((one) => one === 'returned').length;
    expect([0, 3]).toContain(returned);
    expect(attempts.filter((one) => one === 'reversed')).toHaveLength(returned === 0 ? 1 : 0);
    expect(await store.balance(itemId)).toMatchObject({ onHand: '3', value: 300 });
  });
});
