import fc from 'fast-check';
import { DomainError } from '../../../src/kernel/errors.js';
import type { Tx } from '../../../src/platform/database/tx.js';
import { rub, startStore, TODAY, type Store } from './world.js';

/**
 * Any sequence of what people and other modules do to stock leaves every law of the ledger standing. Refusals are part of
 * the game; a fault of ours is not.
 */

const KINDS = [
  ...[
    'receipt',
    'receipt',
    'issue',
    'issue',
    'transfer',
    'write_off',
    'supplier_return',
    'takeBack',
    'stocktake',
  ],
  ...['late count', 'lend', 'returnLoan', 'loseLoan', 'reverse', 'reverse'],
] as const;
interface Step {
  kind: (typeof KINDS)[number];
  item: number;
  place: number;
  quantity: number;
  price: number;
  pick: number;
}

/** In an order in which none is refused: there is stock, and something to take back. */
const ONE_OF_EACH = (
  [
    ['receipt', 9],
    ['transfer', 1],
    ['reverse', 1],
    ['write_off', 1],
    ['supplier_return', 1],
    ['issue', 2],
    ['takeBack', 1],
    ['lend', 3],
    ['returnLoan', 1],
    ['loseLoan', 1],
    ['late count', 2],
    ['stocktake', 9],
  ] as const
).map(([kind, quantity]): Step => ({ kind, quantity, item: 0, place: 0, price: 100, pick: 1 }));

let store: Store;
let items: string[];
let places: string[];
const done = new Map<string, number>();

beforeAll(async () => {
  store = await startStore();
  places = [store.warehouseId, store.otherId];
});
afterAll(() => store.test.close());

interface Issued {
  id: string;
  lineId: string;
}

/** What the steps of one run have left behind. */
interface Past {
  issued: Issued[];
  byHand: string[];
  byDoor: string[];
}

async function carryOut(step: Step, past: Past): Promise<string> {
  const { kind, price } = step;
  const itemId = items[step.item % items.length]!;
  const [warehouseId, toWarehouseId] = step.place % 2 === 0 ? places : [places[1], places[0]];
  const quantity = String(step.quantity);
  const lines = [{ itemId, quantity }];
  const move = { warehouseId: warehouseId!, onDate: TODAY, basis: store.basis(), lines };
  const { stock } = store;
  const byDoor = async (
    work: (tx: Tx) => Promise<{ id: string; lines: { id: string }[] }>,
  ): Promise<string> => {
    try {
      const posted = await store.test.tx(work);
      past.byDoor.push(posted.id);
      if (kind === 'issue') past.issued.push({ id: posted.id, lineId: posted.lines[0]!.id });
      return 'done';
    } catch (fault) {
      if (fault instanceof DomainError) return fault.code;
      throw fault;
    }
  };
  const byHand = async (body: object, meanwhile?: () => Promise<unknown>): Promise<string> => {
    const draft = await store.owner.post('/v1/waybills', { warehouseId, ...body }).expect(201);
    await meanwhile?.();
    const { id } = draft.body;
    const answer = await store.owner.post(`/v1/waybills/${String(id)}/posting`, {});
    if (answer.status === 201) past.byHand.push(id as string);
    else if (answer.status >= 500) throw new Error(answer.text);
    return answer.status === 201 ? 'done' : answer.body.code;
  };
  switch (kind) {
    case 'receipt':
      return byHand({ kind, lines: [{ itemId, quantity, price: rub(price) }] });
    case 'transfer':
      return byHand({ kind, toWarehouseId, lines });
    case 'write_off':
      return byHand({ kind, comment: 'Broken', lines });
    case 'supplier_return':
      return byHand({ kind, lines });
    case 'stocktake':
      return byHand({ kind, lines: [{ itemId, quantity, price: rub(price) }] });
    case 'late count':
      return byHand({ kind: 'stocktake', lines }, () =>
        byDoor((tx) => stock.issue(tx, { ...move, lines: [{ itemId, quantity: '1' }] })),
      );
    case 'issue':
      return byDoor((tx) => stock.issue(tx, move));
    case 'lend':
      return byDoor((tx) => stock.lend(tx, move));
    case 'returnLoan':
      return byDoor((tx) => stock.returnLoan(tx, move));
    case 'loseLoan':
      return byDoor((tx) => stock.loseLoan(tx, move));
    case 'takeBack': {
      const issued = past.issued[step.pick % Math.max(past.issued.length, 1)];
      if (issued === undefined) return 'nothing to do';
      const { basis } = move;
      const back = {
        waybillId: issued.id,
        onDate: TODAY,
        basis,
        lines: [{ lineId: issued.lineId, quantity }],
      };
      return byDoor((tx) => stock.takeBack(tx, back));
    }
    case 'reverse':
      return reverse(step, past);
  }
}

async function reverse(step: Step, past: Past): Promise<string> {
  const all = [...past.byHand, ...past.byDoor];
  const id = all[step.pick % Math.max(all.length, 1)];
  if (id === undefined) return 'nothing to do';
  if (past.byHand.includes(id)) {
    const answer = await store.owner.post(`/v1/waybills/${id}/reversal`, { reason: 'Model' });
    if (answer.status >= 500) throw new Error(answer.text);
    return answer.status === 201 ? 'done' : answer.body.code;
  }
  try {
    await store.test.tx((tx) => store.stock.reverse(tx, id, 'Model'));
    return 'done';
  } catch (fault) {
    if (fault instanceof DomainError) return fault.code;
    throw fault;
  }
}

it('every law holds after whatever is done to stock', async () => {
  const step = fc.record<Step>({
    kind: fc.constantFrom(...KINDS),
    item: fc.nat(2),
    place: fc.nat(1),
    quantity: fc.integer({ min: 1, max: 9 }),
    price: fc.integer({ min: 1, max: 9_999 }),
    pick: fc.nat(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 35 }), async (steps) => {
      items = [await store.item(), await store.item()];
      const past: Past = { issued: [], byHand: [], byDoor: [] };
      for (const each of steps) {
        const outcome = await carryOut(each, past);
        const name = `${each.kind}: ${outcome}`;
        done.set(name, (done.get(name) ?? 0) + 1);
      }
      expect(await store.broken()).toEqual([]);
    }),
    // The first run does each thing once, or chance decides whether all of them were tried.
    { numRuns: 12, examples: [[ONE_OF_EACH]] },
  );
  const succeeded = new Set([...KINDS].filter((kind) => done.has(`${kind}: done`)));
  expect(succeeded).toEqual(new Set(KINDS));
}, 120_000);
