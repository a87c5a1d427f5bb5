import { orderChecks } from '../../src/modules/warehouse/index.js';
import { ReorderService } from '../../src/modules/warehouse/orders/reorder.service.js';
import { LetterSender } from '../../src/platform/mail/letter-sender.js';
import { startStore, type Store } from '../medium/warehouse/world.js';
import type { Caller } from './app.js';
import type { Json } from './centre.js';
import { startSmtp, type TestSmtp } from './smtp.js';

/** A store whose orders leave by a mail server of the test's own. */
export interface Purchasing {
  store: Store;
  owner: Caller;
  smtp: TestSmtp;
  sender: LetterSender;
  /** A supplier with a name and an address of their own. */
  supplier(more?: object): Promise<string>;
  /** What the supplier is called, and where orders to them go. */
  known(supplierId: string): { name: string; email: string };
  /** An item of which 12 lie there, two above its minimum; it is filled to 50. */
  item(more: object, price?: number): Promise<string>;
  issue(itemId: string, quantity?: string): Promise<Json>;
  /** The supplier's orders, the oldest first, each with its lines and letters. */
  ordersOf(supplierId: string): Promise<Json[]>;
  /** The hourly look. */
  watch(): Promise<void>;
  expectLawsToHold(): Promise<void>;
  close(): Promise<void>;
}

export async function startPurchasing(settings: Record<string, string>): Promise<Purchasing> {
  const smtp = await startSmtp();
  Object.assign(process.env, {
    ...{ SMTP_URL: smtp.url, MAIL_FROM: 'Центр «Маяк» <hello@lighthouse.example>' },
    ...settings,
  });
  const store = await startStore();
  const { owner, test } = store;
  const sender = test.app.get(LetterSender);
  const suppliers = new Map<string, { name: string; email: string }>();
  let count = 0;
  const shown = async (path: string): Promise<Json> => (await owner.get(path).expect(200)).body;
  return {
    ...{ store, owner, smtp, sender },
    async supplier(more = {}) {
      const number = String((count += 1));
      const known = { name: `ООО «Краски ${number}»`, email: `orders${number}@paint.example` };
      const { id } = (await owner.post('/v1/suppliers', { ...known, ...more }).expect(201)).body;
      suppliers.set(id as string, known);
      return id as string;
    },
    known(supplierId) {
      const known = suppliers.get(supplierId);
      if (known === undefined) throw new Error(`No supplier of this test: ${supplierId}`);
      return known;
    },
    async item(more, price = 10_000) {
      const id = await store.item({ minQuantity: '10', maxQuantity: '50', ...more });
      await store.receive(id, '12', price);
      return id;
    },
    issue: (itemId, quantity = '2') => store.posted('issue', [{ itemId, quantity }]),
    async ordersOf(supplierId) {
      const page = await shown(`/v1/purchase-orders?supplierId=${supplierId}&sort=createdAt`);
      return Promise.all((page.items as Json[]).map(({ id }) => shown(`/v1/purchase-orders/${String(id)}`)));
    },
    watch: () => test.tx((tx) => test.app.get(ReorderService, { strict: false }).watch(tx)),
    async expectLawsToHold() {
      expect(await store.broken()).toEqual([]);
      for (const check of orderChecks)
        expect([check.name, await test.db.query(check.sql)]).toEqual([check.name, []]);
    },
    async close() {
      sender.close();
      await test.close();
      await smtp.stop();
    },
  };
}
