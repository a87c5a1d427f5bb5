import pg from 'pg';
import { orderChecks } from '../../../src/modules/warehouse/index.js';
import { sql } from '../../../src/platform/database/sql.js';
import { LetterSender } from '../../../src/platform/mail/letter-sender.js';
import type { Json } from '../../support/centre.js';
import { startSmtp, type TestSmtp } from '../../support/smtp.js';
import { rub, startStore, type Store } from './world.js';

// Each law of orders is broken by the owner of the tables, past every rule and trigger, and says so; then all is undone.

let store: Store;
let smtp: TestSmtp;
let vandal: pg.Client;
/** One that waits with its letter, one that was sent, one of which some has come. */
let draft: Json;
let sent: Json;
let partly: Json;

beforeAll(async () => {
  smtp = await startSmtp();
  Object.assign(process.env, { SMTP_URL: smtp.url, SUPPLIER_ORDER_DELAY_MINUTES: '0' });
  store = await startStore();
  const sender = store.test.app.get(LetterSender);
  const { owner } = store;
  const order = async (name: string): Promise<Json> => {
    const supplier = { name, email: 'orders@paint.example', orderPolicy: 'auto' };
    const supplierId = (await owner.post('/v1/suppliers', supplier).expect(201)).body.id as string;
    const itemId = await store.item({ supplierId, minQuantity: '10', maxQuantity: '50' });
    await store.receive(itemId, '12', 100);
    await store.posted('issue', [{ itemId, quantity: '2' }]);
    const page = (await owner.get(`/v1/purchase-orders?supplierId=${supplierId}`).expect(200)).body;
    return (await owner.get(`/v1/purchase-orders/${String(page.items[0].id)}`).expect(200)).body;
  };
  [draft, sent, partly] = [await order('Paint'), await order('Paper'), await order('Chalk')];
  for (const { letters } of [sent, partly]) await sender.carryOut(String(letters[0].id));
  sender.close();
  const lines = [{ itemId: partly.lines[0].itemId as string, quantity: '5', price: rub(100) }];
  await store.posted('receipt', lines, { purchaseOrderId: partly.id });
  const now = ({ id }: Json) => owner.get(`/v1/purchase-orders/${String(id)}`).then(({ body }) => body);
  [draft, sent, partly] = [await now(draft), await now(sent), await now(partly)];
  const [{ name } = { name: '' }] = await store.test.db.query<{ name: string }>(
    sql`select current_database()::text as name`,
  );
  const address = Object.assign(new URL(process.env['TEST_DATABASE_URL'] ?? ''), { pathname: `/${name}` });
  vandal = new pg.Client({ connectionString: address.href, options: '-c search_path=kruzhok,public' });
  await vandal.connect();
});
afterAll(async () => {
  await vandal.end();
  await store.test.close();
  await smtp.stop();
});

/** The laws that do not hold. */
async function broken(): Promise<string[]> {
  const names: string[] = [];
  for (const { name, sql: law } of orderChecks)
    if ((await vandal.query(law.compile())).rows.length > 0) names.push(name);
  return names;
}

/** What they say after this, in a transaction that is rolled back. */
async function after(damage: string): Promise<string[]> {
  await vandal.query('begin');
  try {
    for (const table of ['purchase_orders', 'purchase_order_lines', 'waybills', 'stock_balances', 'letters'])
      await vandal.query(`alter table ${table} disable trigger user`);
    await vandal.query(damage);
    return await broken();
  } finally {
    await vandal.query('rollback');
  }
}

const RECEIVED = /^what has come of an order/;
const ONE_DRAFT = /^a supplier has one open draft/;
const NUMBERS = /^numbers of orders/;
const LEAVES = /^an order that is to leave has a letter that will/;
const ITS_LETTER = /^an order that was sent has its letter/;
const NO_LETTER = /^a letter of an order that waits to be made/;
const KEPT = /^a line of a draft that follows the stock/;

it('all hold as it stands', async () => {
  expect([draft.status, sent.status, partly.status]).toEqual(['draft', 'sent', 'partly_received']);
  expect(await broken()).toEqual([]);
});

it.each<[string, RegExp, () => string]>([
  [
    'more is said to have come than did',
    RECEIVED,
    () => `update purchase_order_lines set received = received + 1 where order_id = '${partly.id}'`,
  ],
  [
    'a receipt was reversed and still counts',
    RECEIVED,
    () => `
      alter table waybills drop constraint waybills_reversed_check;
      update waybills set status = 'reversed' where purchase_order_id = '${partly.id}'`,
  ],
  [
    'a state says that all has come',
    RECEIVED,
    () => `update purchase_orders set receipt = 'wholly' where id = '${partly.id}'`,
  ],
  [
    'a supplier has two drafts for a warehouse',
    ONE_DRAFT,
    () => `
      drop index purchase_orders_draft_key;
      insert into purchase_orders (id, branch_id, warehouse_id, supplier_id, version, created_at, created_by, updated_at, updated_by)
      select gen_random_uuid(), branch_id, warehouse_id, supplier_id, 1, created_at, created_by, updated_at, updated_by
      from purchase_orders where id = '${draft.id}'`,
  ],
  [
    'a number is skipped',
    NUMBERS,
    () => `update purchase_orders set sequence = sequence + 7 where id = '${sent.id}'`,
  ],
  [
    'the letter of an order that is to leave has failed',
    LEAVES,
    () => `
      update letters set status = 'failed', problem = 'none', finished_at = now() where id = '${draft.letters[0].id}'`,
  ],
  [
    'an order was sent without a letter',
    ITS_LETTER,
    () => `update purchase_orders set letter_id = null, send_at = null where id = '${sent.id}'`,
  ],
  [
    'an order was sent by the letter of another version',
    ITS_LETTER,
    () => `update purchase_orders set letter_version = letter_version + 1 where id = '${sent.id}'`,
  ],
  [
    'an order was sent by the letter of another order',
    ITS_LETTER,
    () => `update purchase_orders set letter_id = '${partly.letters[0].id}' where id = '${sent.id}'`,
  ],
  [
    'an order is called sent, its letter is not',
    ITS_LETTER,
    () =>
      `update letters set status = 'queued', sent_at = null, finished_at = null, tries = 1 where id = '${sent.letters[0].id}'`,
  ],
  [
    'a draft waits, for approval or for the least amount, and its letter is queued all the same',
    NO_LETTER,
    () => `update purchase_orders set send_at = null where id = '${draft.id}'`,
  ],
  [
    'a draft is gone and its letter is queued',
    NO_LETTER,
    () => `
      delete from purchase_order_lines where order_id = '${draft.id}';
      delete from purchase_orders where id = '${draft.id}'`,
  ],
  [
    'an order has two letters that wait',
    NO_LETTER,
    () => `
      insert into letters (id, kind, key, message_id, status, subject_type, subject_id, branch_id, recipients, language, params,
        next_at, created_at, created_by)
      select gen_random_uuid(), kind, key || '0', message_id, status, subject_type, subject_id, branch_id, recipients, language,
        params, next_at, created_at, created_by from letters where id = '${draft.letters[0].id}'`,
  ],
  [
    'a draft orders what the warehouse never had',
    KEPT,
    () => `
      delete from stock_balances where item_id = '${draft.lines[0].itemId}'`,
  ],
])('a law says so when %s', async (_, law, damage) => {
  const names = await after(damage());
  expect(names).toHaveLength(1);
  expect(names[0]).toMatch(law);
});
