import fc from 'fast-check';
import { SaleReturnsService, SalesService, type SaleInput } from '../../../src/modules/sales/index.js';
import { DomainError } from '../../../src/kernel/errors.js';
import { sql } from '../../../src/platform/database/sql.js';
import { expectLawsToHold, rub } from '../../support/centre.js';
import { startStore, type Store } from '../warehouse/world.js';

// Random sales and returns against a model of the shelf and the purse; afterwards every law of every ledger holds.

const PRICE = 12_345;
const STOCK = 12;

let store: Store;
let sales: SalesService;
let returns: SaleReturnsService;
let clientIds: string[];
let sellerId: string;
let serviceId: string;
beforeAll(async () => {
  store = await startStore();
  const { owner, branchId } = store;
  sales = store.test.app.get(SalesService, { strict: false });
  returns = store.test.app.get(SaleReturnsService, { strict: false });
  const made = async (path: string, body: object): Promise<string> =>
    (await owner.post(path, body).expect(201)).body.id as string;
  const person = { branchId, firstName: 'Ivan', birthDate: '1990-05-05' };
  clientIds = [
    await made('/v1/clients', { ...person, lastName: 'Ivanov' }),
    await made('/v1/clients', { ...person, lastName: 'Petrov' }),
  ];
  const job = { position: 'Cashier', engagement: 'staff', hiredOn: '2020-01-01' };
  sellerId = await made('/v1/employees', { branchId, lastName: 'Orlova', firstName: 'Vera', ...job });
  const terms = { basis: 'sales_percent', percent: '7.5', effectiveFrom: '2020-01-01' };
  await made('/v1/pay-schemes', { employeeId: sellerId, ...terms });
  serviceId = await made('/v1/services', { name: 'Party room', price: rub(77_777), vatCode: '20' });
});
afterAll(() => store.test.close());

interface Step {
  kind: 'sale' | 'return';
  /** Which client, and none for the last; which sale comes back. */
  pick: number;
  quantity: number;
  withService: boolean;
  discount: number;
  /** Percent of what it comes to that is paid at once. */
  pays: number;
  paysOut: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('sale', 'sale', 'return', 'return'),
  pick: fc.nat(20),
  quantity: fc.integer({ min: 1, max: 6 }),
  withService: fc.boolean(),
  discount: fc.integer({ min: 0, max: 3_000 }),
  pays: fc.integer({ min: 0, max: 100 }),
  paysOut: fc.boolean(),
});

interface SoldPart {
  saleId: string;
  lineId: string;
  left: number;
  isWalkIn: boolean;
}

class Shop {
  onHand = STOCK;
  readonly sold: SoldPart[] = [];

  constructor(readonly itemId: string) {}

  async take(wanted: Step): Promise<void> {
    const clientId = clientIds[wanted.pick % 3];
    const lines = [
      { itemId: this.itemId, quantity: String(wanted.quantity) },
      ...(wanted.withService ? [{ serviceId }] : []),
    ];
    const total = PRICE * wanted.quantity + (wanted.withService ? 77_777 : 0) - wanted.discount;
    const part = Math.floor((total * wanted.pays) / 100);
    const input: SaleInput = {
      ...{ branchId: store.branchId, sellerId, lines },
      ...(clientId === undefined ? {} : { clientId }),
      ...(wanted.discount === 0 ? {} : { discount: rub(wanted.discount), discountReason: 'Model' }),
      payments:
        clientId === undefined
          ? [
              ...(part > 0 ? [{ method: 'cash' as const, amount: rub(part) }] : []),
              { method: 'card' as const },
            ]
          : part > 0
            ? [{ method: 'card' as const, amount: rub(part) }]
            : [],
    };
    const code = await outcomeOf(async () => {
      const card = await store.test.tx((tx) => sales.sell(tx, input));
      expect(card.total).toEqual(rub(total));
      for (const line of card.lines)
        this.sold.push({
          ...{
            saleId: card.id,
            lineId: line.id,
            left: Number(line.quantity),
            isWalkIn: clientId === undefined,
          },
        });
    });
    expect(code).toBe(wanted.quantity > this.onHand ? 'stock.insufficient' : 'done');
    if (code === 'done') this.onHand -= wanted.quantity;
  }

  async bringBack(wanted: Step): Promise<void> {
    const part = this.sold[wanted.pick % Math.max(1, this.sold.length)];
    if (part === undefined) return;
    const lines = [{ lineId: part.lineId, quantity: String(wanted.quantity) }];
    const isGoods = await this.isGoods(part.lineId);
    const payOut = part.isWalkIn || wanted.paysOut ? [{ method: 'card' as const }] : [];
    const code = await outcomeOf(async () => {
      await store.test.tx((tx) => returns.giveBack(tx, part.saleId, { lines, reason: 'Model', payOut }));
    });
    expect(code).toBe(wanted.quantity > part.left ? 'sale.return-exceeds' : 'done');
    if (code !== 'done') return;
    part.left -= wanted.quantity;
    if (isGoods) this.onHand += wanted.quantity;
  }

  private async isGoods(lineId: string): Promise<boolean> {
    const line = await store.test.db.find(
      sql`select 1 from sale_lines where id = ${lineId} and kind = 'goods'`,
    );
    return line !== null;
  }
}

async function outcomeOf(work: () => Promise<void>): Promise<string> {
  try {
    await work();
    return 'done';
  } catch (fault) {
    if (fault instanceof DomainError) return fault.code;
    throw fault;
  }
}

it('random sales and returns keep stock, money and pay as the model has them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const itemId = await store.item({ price: rub(PRICE), vat: '22' });
      await store.receive(itemId, String(STOCK), 3_333);
      const shop = new Shop(itemId);
      for (const one of steps) await (one.kind === 'sale' ? shop.take(one) : shop.bringBack(one));
      expect(await store.balance(itemId)).toMatchObject({ onHand: String(shop.onHand) });
      // What lies there cost what all of it cost: nothing else ever came or went.
      if (shop.onHand === STOCK) expect((await store.balance(itemId)).value).toBe(STOCK * 3_333);
    }),
    { numRuns: 6, seed: 20_261_123, endOnFailure: true },
  );
  await expectLawsToHold(store.test);
});
