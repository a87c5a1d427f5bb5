import { StockService, warehouseChecks } from '../../../src/modules/warehouse/index.js';
import { newId } from '../../../src/platform/database/ids.js';
import { sql } from '../../../src/platform/database/sql.js';
import { startTestApp, type Caller, type TestApp } from '../../support/app.js';
import type { Json } from '../../support/centre.js';

export const TODAY = '2026-11-23';
export const rub = (amount: number) => ({ amount, currency: 'RUB' });

let count = 0;
const unique = (): string => String((count += 1));

/** A branch with two warehouses, and whatever items a test asks for. */
export interface Store {
  test: TestApp;
  owner: Caller;
  stock: StockService;
  branchId: string;
  warehouseId: string;
  otherId: string;
  item(more?: object): Promise<string>;
  warehouse(more?: object): Promise<string>;
  waybill(body: object, by?: Caller): Promise<Json>;
  post(id: string): Promise<Json>;
  /** A posted receipt of so much at a price each. */
  receive(itemId: string, quantity: string, price: number, warehouseId?: string): Promise<Json>;
  posted(kind: string, lines: object[], more?: object): Promise<Json>;
  balance(
    itemId: string,
    warehouseId?: string,
  ): Promise<{ onHand: string; value: number; onLoan: string; loanValue: number }>;
  basis(kind?: string): { kind: string; id: string };
  broken(): Promise<object[]>;
}

export async function startStore(): Promise<Store> {
  const test = await startTestApp({ DATABASE_POOL: '20' });
  test.clock.set(`${TODAY}T09:00:00.000Z`);
  const { owner } = test;
  const made = async (path: string, body: object, by = owner): Promise<Json> => {
    const answer = await by.post(path, body);
    if (answer.status !== 201) throw new Error(`POST ${path}: ${String(answer.status)} ${answer.text}`);
    return answer.body;
  };
  const branch = await made('/v1/branches', { code: 'main', name: 'Main', timeZone: 'Europe/Moscow' });
  const warehouse = async (more: object = {}): Promise<string> => {
    const body = { branchId: branch.id, name: `Store ${unique()}`, code: `S${unique()}`, ...more };
    return (await made('/v1/warehouses', body)).id;
  };
  const warehouseId = await warehouse();
  const otherId = await warehouse();
  const waybill = (body: object, by?: Caller): Promise<Json> =>
    made('/v1/waybills', { warehouseId, ...body }, by);
  const post = (id: string): Promise<Json> => made(`/v1/waybills/${id}/posting`, {});
  const posted = async (kind: string, lines: object[], more: object = {}): Promise<Json> =>
    post((await waybill({ kind, lines, ...more })).id);
  return {
    ...{ test, owner, branchId: branch.id, warehouseId, otherId, warehouse, waybill, post, posted },
    stock: test.app.get(StockService, { strict: false }),
    async item(more = {}) {
      const number = unique();
      const body = { sku: `SKU-${number}`, name: `Item ${number}`, kind: 'goods', unit: 'pcs', ...more };
      return (await made('/v1/items', body)).id;
    },
    receive: (itemId, quantity, price, at = warehouseId) =>
      posted('receipt', [{ itemId, quantity, price: rub(price) }], { warehouseId: at }),
    async balance(itemId, at = warehouseId) {
      const found = await test.db.find<{
        onHand: string;
        value: number;
        onLoan: string;
        loanValue: number;
      }>(sql`
        select trim_scale(on_hand) as "onHand", value, trim_scale(on_loan) as "onLoan", loan_value as "loanValue"
        from stock_balances where warehouse_id = ${at} and item_id = ${itemId}`);
      return found ?? { onHand: '0', value: 0, onLoan: '0', loanValue: 0 };
    },
    basis: (kind = 'sale') => ({ kind, id: newId() }),
    async broken() {
      const faults: object[] = [];
      for (const check of warehouseChecks)
        for (const row of await test.db.query<object>(check.sql)) faults.push({ law: check.name, row });
      return faults;
    },
  };
}
