import fc from 'fast-check';
import { loanChecks } from '../../../src/modules/loans/index.js';
import { quantityText } from '../../../src/kernel/quantity.js';
import type { Json } from '../../support/centre.js';
import { rub, startStore, type Store } from '../warehouse/world.js';

// Any sequence of lending, returning, losing and taking back, against a model of three numbers a line: the answer is the
// model's, and after each run every ledger equals what stands beside it.

const RUNS = Number(process.env['MODEL_RUNS'] ?? 4);
const SEED = Number(process.env['MODEL_SEED'] ?? 20_261_123);
const STOCK = 6_000;

let store: Store;
let items: string[];
let clientId: string;
beforeAll(async () => {
  store = await startStore();
  const person = { branchId: store.branchId, lastName: 'Orlov', firstName: 'Oleg', birthDate: '1990-05-05' };
  clientId = (await store.owner.post('/v1/clients', person).expect(201)).body.id as string;
});
afterAll(() => store.test.close());

interface Line {
  lent: number;
  returned: number;
  lost: number;
}
type Step =
  | { kind: 'lend'; item: number; quantity: number }
  | { kind: 'return' | 'lose'; loan: number; quantity: number }
  | { kind: 'undo'; loan: number };

const quantity = fc.integer({ min: 1, max: 4_000 });
const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('lend' as const), item: fc.nat(1), quantity }),
    fc.record({ kind: fc.constantFrom('return' as const, 'lose' as const), loan: fc.nat(3), quantity }),
    fc.record({ kind: fc.constant('undo' as const), loan: fc.nat(3) }),
  ),
  { minLength: 6, maxLength: 12 },
);

/** What the model expects of each loan, and what is left on the shelf. */
class Model {
  readonly loans: {
    id: string;
    item: number;
    line: Line;
    moves: [kind: 'returned' | 'lost', n: number, id: string][];
  }[] = [];
  readonly shelf = [STOCK, STOCK];

  async carryOut(step: Step): Promise<void> {
    if (step.kind === 'lend') return this.lend(step.item, step.quantity);
    const loan = this.loans[step.loan];
    if (loan === undefined) return;
    if (step.kind === 'undo') return this.undo(loan);
    const out = loan.line.lent - loan.line.returned - loan.line.lost;
    const lines = [{ itemId: items[loan.item], quantity: quantityText(step.quantity) }];
    const body = step.kind === 'return' ? { lines } : { lines, reason: 'gone' };
    const path = step.kind === 'return' ? 'returns' : 'loss';
    const answer = await store.owner.post(`/v1/loans/${loan.id}/${path}`, body);
    expect(answer.status).toBe(step.quantity > out ? 409 : 201);
    if (answer.status !== 201) return;
    const kind = step.kind === 'return' ? 'returned' : 'lost';
    loan.line[kind] += step.quantity;
    loan.moves.push([kind, step.quantity, answer.body.movements.at(-1).id as string]);
    if (kind === 'returned') this.shelf[loan.item]! += step.quantity;
    this.expectLine(answer.body, loan.line);
  }

  private async lend(item: number, asked: number): Promise<void> {
    const lines = [{ itemId: items[item], quantity: quantityText(asked) }];
    const answer = await store.owner.post('/v1/loans', { clientId, items: lines, untilOn: '2026-12-24' });
    const isThere = asked <= this.shelf[item]!;
    expect(answer.status).toBe(isThere ? 201 : 409);
    if (!isThere) return;
    this.shelf[item]! -= asked;
    const line = { lent: asked, returned: 0, lost: 0 };
    this.loans.push({ id: answer.body.id as string, item, line, moves: [] });
    this.expectLine(answer.body, line);
  }

  private async undo(loan: Model['loans'][number]): Promise<void> {
    const last = loan.moves.pop();
    if (last === undefined) return;
    const [kind, moved, id] = last;
    const path = `/v1/loans/${loan.id}/movements/${id}/reversal`;
    const answer = await store.owner.post(path, { reason: 'no' });
    const isThere = kind === 'lost' || moved <= this.shelf[loan.item]!;
    expect(answer.status).toBe(isThere ? 201 : 409);
    if (!isThere) return;
    loan.line[kind] -= moved;
    if (kind === 'returned') this.shelf[loan.item]! -= moved;
    this.expectLine(answer.body, loan.line);
  }

  private expectLine(body: Json, { lent, returned, lost }: Line): void {
    const out = lent - returned - lost;
    const [line] = body.lines;
    expect([line.lent, line.returned, line.lost, line.out]).toEqual(
      [lent, returned, lost, out].map(quantityText),
    );
    expect(body.status === 'closed').toBe(out === 0);
  }
}

it('keeps lent, returned, lost and out, the stock on loan and the charges in step, whatever comes', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      items = await Promise.all(
        [1, 2].map(() => store.item({ kind: 'equipment', unit: 'm', price: rub(101) })),
      );
      for (const item of items) await store.receive(item, quantityText(STOCK), 77);
      const model = new Model();
      for (const step of sequence) await model.carryOut(step);
      for (const [item, id] of items.entries())
        expect((await store.balance(id)).onHand).toBe(quantityText(model.shelf[item]!));
      expect(await store.broken()).toEqual([]);
      for (const check of loanChecks)
        expect([check.name, await store.test.db.query(check.sql)]).toEqual([check.name, []]);
    }),
    { numRuns: RUNS, seed: SEED },
  );
});
