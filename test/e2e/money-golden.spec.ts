import { readdirSync, readFileSync } from 'node:fs';
import { instantOf } from '../../src/platform/clock/clock.js';
import { startTestApp, type TestApp } from '../support/app.js';
import {
  centresOf,
  expectLawsToHold,
  rub,
  uniquely,
  ZONE,
  type Centre,
  type Json,
} from '../support/centre.js';
import { reportsOf } from '../support/reports.js';

// Each file of test/cases/money is a small world counted by hand; its arithmetic stands in the file.

type Figures = Record<string, string>;
interface Priced {
  name: string;
  price: string;
  vat: string;
}
type Step = { on: string; method?: string } & (
  | {
      do: 'sell';
      lines: [string, string][];
      discount?: string;
      expect: Figures & { lines?: [string, string][] };
    }
  | { do: 'return'; lines: [string, string][]; expect: Figures & { lines: [string, string][] } }
  | { do: 'subscribe'; expect: { visitsLeft: number | null; endsOn: string } }
  | { do: 'visit' }
  | { do: 'freeze'; from: string; to: string; expect: { visitsLeft: number | null; endsOn: string } }
  | { do: 'refund'; expect: Figures }
);
interface Case {
  title: string;
  items?: (Priced & { cost: string })[];
  services?: Priced[];
  plan?: { price: string; visits: number | null; vat: string; validityDays: number; freezeMaxDays: number };
  steps: Step[];
  /** Profit and loss by month. */
  months: Record<string, Figures>;
  /** The VAT report of all the months, by code. */
  vat: Record<string, Figures>;
  /** Of the client's account in the end. */
  balance: string;
}

const DIRECTORY = 'test/cases/money';
const cases = readdirSync(DIRECTORY).map((name): [string, Case] => [
  name.replace('.json', ''),
  JSON.parse(readFileSync(`${DIRECTORY}/${name}`, 'utf8')) as Case,
]);

let test: TestApp;
let made: ReturnType<typeof centresOf>;
let at: Centre;
beforeAll(async () => {
  test = await startTestApp();
  made = centresOf(test);
});
afterAll(() => test.close());

const kopecks = (roubles: string): number => Math.round(Number(roubles) * 100);
const money = (roubles: string) => rub(kopecks(roubles));
const roubles = ({ amount }: Json): string => (amount / 100).toFixed(2);
/** Of an answer what was counted. */
const of = (answer: Json, figures: object): Figures =>
  Object.fromEntries(Object.keys(figures).map((name) => [name, roubles(answer[name])]));
const linesOf = ({ lines }: Json): string[][] =>
  lines.map(({ net, vat }: Json) => [roubles(net), roubles(vat)]);

/** What a case speaks of, by its names. */
interface Things {
  clientId: string;
  ids: Map<string, object>;
  planId: string | null;
  price: ReturnType<typeof rub>;
}

async function worldOf({ items = [], services = [], plan }: Case): Promise<Things> {
  at = await made.centre();
  const { branchId, activityId, groupId } = at;
  const clientId = await made.client(branchId);
  await made.join(groupId, clientId, '2026-10-01');
  const ids = new Map<string, object>();
  const code = uniquely('W').replace(' ', '');
  const { id: warehouseId } = await made.made('/v1/warehouses', { branchId, name: uniquely('Shop'), code });
  for (const { name, price, cost, vat } of items) {
    const body = { name: uniquely(name), sku: uniquely('SKU').replace(' ', '-'), kind: 'goods', unit: 'pcs' };
    const { id: itemId } = await made.made('/v1/items', { ...body, price: money(price), vat });
    ids.set(name, { itemId });
    const lines = [{ itemId, quantity: '10', price: money(cost) }];
    const receipt = await made.made('/v1/waybills', { warehouseId, kind: 'receipt', lines });
    await made.made(`/v1/waybills/${String(receipt.id)}/posting`, {});
  }
  for (const { name, price, vat } of services) {
    const body = { name: uniquely(name), price: money(price), vatCode: vat };
    ids.set(name, { serviceId: (await made.made('/v1/services', body)).id as string });
  }
  if (plan === undefined) return { clientId, ids, planId: null, price: rub(0) };
  const { id } = await made.made('/v1/plans', {
    ...{ name: uniquely('Plan'), activityIds: [activityId], price: money(plan.price), visits: plan.visits },
    ...{ vatCode: plan.vat, validityCount: plan.validityDays, validityUnit: 'day', startRule: 'date' },
    ...{ freezeMaxDays: plan.freezeMaxDays, freezeMaxTimes: 1 },
  });
  return { clientId, ids, planId: id as string, price: money(plan.price) };
}

let sale: Json;
let subscriptionId: string;

async function carryOut(step: Step, { clientId, ids, planId, price }: Things): Promise<void> {
  const { on, method } = step;
  const { branchId, groupId } = at;
  const shown = () => made.shown(`/v1/subscriptions/${subscriptionId}`);
  switch (step.do) {
    case 'sell': {
      const lines = step.lines.map(([name, quantity]) => ({ ...ids.get(name), quantity }));
      const off =
        step.discount === undefined ? {} : { discount: money(step.discount), discountReason: 'The case' };
      sale = await made.made('/v1/sales', { branchId, clientId, lines, ...off, payments: [{ method }] });
      const { lines: parts, ...figures } = step.expect;
      expect(of(sale, figures)).toEqual(figures);
      if (parts !== undefined) expect(linesOf(sale)).toEqual(parts);
      return;
    }
    case 'return': {
      const lines = step.lines.map(([name, quantity]) => ({
        lineId: sale.lines.find((line: Json) => line.name.startsWith(name)).id as string,
        quantity,
      }));
      const body = { lines, reason: 'The case', payOut: [{ method }] };
      const back = await made.made(`/v1/sales/${String(sale.id)}/returns`, body);
      const { lines: parts, ...figures } = step.expect;
      expect(of(back, figures)).toEqual(figures);
      expect(linesOf(back)).toEqual(parts);
      return;
    }
    case 'subscribe': {
      const payment = { amount: price, method };
      const { id } = await made.made('/v1/subscriptions', { clientId, planId, startsOn: on, payment });
      subscriptionId = id as string;
      expect(await shown()).toMatchObject({ ...step.expect, debt: rub(0) });
      return;
    }
    case 'visit': {
      const startsAt = instantOf(on, '09:00', ZONE);
      const lesson = await made.made('/v1/lessons', { groupId, startsAt, minutes: 60 });
      await made.complete(lesson.id as string, [{ clientId, mark: 'present' }]);
      return;
    }
    case 'freeze': {
      const days = { startsOn: step.from, endsOn: step.to };
      await made.made(`/v1/subscriptions/${subscriptionId}/freezes`, days);
      expect(await shown()).toMatchObject(step.expect);
      return;
    }
    case 'refund': {
      const quote = await made.shown(`/v1/subscriptions/${subscriptionId}/refunds/quote`);
      const payOut = method === undefined ? {} : { payOut: { method } };
      const body = { reason: 'The case', ...payOut };
      const given = await made.made(`/v1/subscriptions/${subscriptionId}/refunds`, body);
      expect(of({ ...quote, ...given }, step.expect)).toEqual(step.expect);
    }
  }
}

describe('money, counted by hand', () => {
  it.each(cases)('%s', async (_, world) => {
    test.clock.set('2026-10-01T09:00:00.000Z');
    const things = await worldOf(world);
    for (const step of world.steps) {
      test.clock.set(`${step.on}T12:00:00.000Z`);
      await carryOut(step, things);
    }
    const { answer } = reportsOf(test, () => ({
      branchId: at.branchId,
      from: '2026-10-01',
      to: '2026-12-01',
    }));
    const profit = await answer('profit-and-loss', { by: 'month' });
    const months = Object.keys(world.months);
    expect(profit.rows.map((row: Json) => row.of)).toEqual(months);
    for (const [index, month] of months.entries()) {
      const figures = world.months[month] ?? {};
      expect([month, of(profit.rows[index], figures)]).toEqual([month, figures]);
    }
    const vat = await answer('vat');
    expect(vat.rows.map(({ code }: Json) => code)).toEqual(expect.arrayContaining(Object.keys(world.vat)));
    for (const [code, figures] of Object.entries(world.vat)) {
      const row = vat.rows.find((one: Json) => one.code === code);
      expect([code, of(row, figures)]).toEqual([code, figures]);
    }
    const balance = 'select balance as n from payer_accounts where client_id = $1';
    expect(await made.numbers(balance, [things.clientId])).toBe(kopecks(world.balance));
  });

  it('leaves every ledger whole', () => expectLawsToHold(test));
});
