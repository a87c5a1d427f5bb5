import type { Json } from '../centre.js';
import { sum } from '../reports.js';
import { amounts, grouped, share, vatIn } from './arithmetic.js';
import { costed } from './costing.js';
import type { Count } from './count.js';
import { within, type Period, type Raw } from './raw.js';
import { saleCards } from './sales.js';
import { visitEntries } from './subscriptions.js';
import { payOf, standing, vatOf, worths } from './worth.js';

/** Something that came or went on a day in a branch. */
interface Fact {
  branchId: string;
  onDate: string;
  what: string;
  amount: number;
}
/** Something delivered, with the VAT within it. */
interface Delivered extends Fact {
  code: string;
  percent: string | null;
  vat: number;
}

/** What was delivered in a period, each thing by the ledger that tells it. */
async function delivered(raw: Raw, period: Period): Promise<Delivered[]> {
  const lessons = await raw.named('/v1/lessons');
  const vat = await vatOf(raw);
  const visits = (await worths(raw)).map(({ lessonId, source, revenue, ...rest }): Delivered => {
    const { branchId, onDate } = lessons.get(lessonId);
    return { branchId, onDate, what: source, amount: revenue, ...rest };
  });
  const unused = (await visitEntries(raw))
    .filter(({ kind }) => ['burn', 'refund', 'adjustment'].includes(kind))
    .map(({ onDate, value, subscription }): Delivered => {
      const { code = '', percent = null } = vat.get(subscription.id) ?? {};
      const fact = { branchId: subscription.branchId, onDate, what: 'unused', amount: value.amount };
      return { ...fact, code, percent, vat: vatIn(value.amount, percent) };
    });
  const other = (await raw.list('/v1/charges'))
    .filter(({ kind }) => !['subscription', 'visit', 'sale'].includes(kind))
    .map((charge): Delivered => {
      const { branchId, createdAt, vatCode: code, vatPercent: percent } = charge;
      const fact = {
        branchId,
        onDate: raw.dayOf(createdAt, branchId),
        what: 'other',
        amount: standing(charge),
      };
      return { ...fact, code, percent, vat: vatIn(fact.amount, percent) };
    });
  return [...visits, ...unused, ...(await sold(raw)), ...other].filter(
    ({ onDate, amount }) => within(period, onDate) && amount !== 0,
  );
}

/** Goods and services: what the charge of a line was before returns; what came back is below zero on its own day. */
async function sold(raw: Raw): Promise<Delivered[]> {
  const charges = grouped(await raw.list('/v1/charges'), ({ subjectId }) => subjectId);
  return (await saleCards(raw)).flatMap((card) => {
    const lines = (card.lines as Json[]).filter(({ kind }) => ['goods', 'service'].includes(kind));
    const back = (card.returns as Json[]).flatMap((one) =>
      (one.lines as Json[]).map((line) => ({ ...line, one })),
    );
    return lines.flatMap(({ id, kind, vatCode: code, vatPercent: percent }) => {
      const returned = back.filter(({ lineId }) => lineId === id);
      const amount = sum((charges.get(id) ?? []).map(standing)) + amounts(returned, 'net');
      const common = { branchId: card.branchId, what: kind, code, percent };
      return [
        { ...common, onDate: card.onDate, amount, vat: vatIn(amount, percent) },
        ...returned.map(({ net, vat, one }) => ({
          ...{ ...common, onDate: one.onDate, amount: -net.amount, vat: -vat.amount },
        })),
      ];
    });
  });
}

/** Pay and what stands on top of it, what left the stock for good, and expenses. */
async function spent(raw: Raw, period: Period): Promise<Fact[]> {
  const pay = (await payOf(raw)).flatMap(({ branchId, onDate, ...one }) => [
    { branchId, onDate, what: 'pay', amount: one.pay },
    { branchId, onDate, what: 'contributions', amount: one.contributions },
  ]);
  const warehouses = await raw.named('/v1/warehouses');
  const goods = (await raw.list('/v1/stock-entries'))
    .filter(({ kind }) => ['issue', 'write_off', 'customer_return', 'stocktake'].includes(kind))
    .map(({ warehouseId, occurredOn, basis, value }): Fact => {
      const what = ['sale', 'sale-return'].includes(basis?.kind) ? 'goodsCost' : 'materials';
      const { branchId } = warehouses.get(warehouseId);
      return { branchId, onDate: occurredOn, what, amount: -value.amount };
    });
  const expenses = (await raw.list('/v1/expenses'))
    .filter(({ reversedAt }) => reversedAt === null)
    .map(({ branchId, onDate, amount }): Fact => ({
      branchId,
      onDate,
      what: 'expenses',
      amount: amount.amount,
    }));
  return [...pay, ...goods, ...expenses].filter(({ onDate }) => within(period, onDate));
}

export const profitAndLoss: Count = {
  key: ['of'],
  asked: [{ by: 'branch' }, { overheads: 'norm' }],
  filled: ['materials', 'expenses', 'room', 'overhead'],
  count: async (raw, question) => {
    const isSpent = question['overheads'] !== 'norm';
    const branches = await raw.named('/v1/branches');
    const revenue: Delivered[] = await delivered(raw, question);
    const byNorm = (await costed(raw, question)).flatMap(
      ({ lesson: { branchId, onDate }, room, overhead }) => [
        { branchId, onDate, what: 'room', amount: room as number },
        { branchId, onDate, what: 'overhead', amount: overhead as number },
      ],
    );
    const facts: Fact[] = [
      ...revenue,
      ...(await spent(raw, question)).filter(({ what }) => isSpent || what !== 'expenses'),
      ...(isSpent ? [] : byNorm),
      ...revenue.map(({ vat, ...rest }) => ({ ...rest, what: 'vat', amount: vat })),
    ];
    const nameOf = ({ branchId, onDate }: Fact): string =>
      question['by'] === 'branch' ? branches.get(branchId).name : onDate.slice(0, 7);
    const figures = (own: Fact[]): Json => {
      const of = (what: string) => sum(own.filter((one) => one.what === what).map(({ amount }) => amount));
      const sides = {
        ...{ subscriptions: of('subscription'), visits: of('visit'), unused: of('unused') },
        ...{ goods: of('goods'), services: of('service'), other: of('other') },
      };
      const costs = {
        ...{ pay: of('pay'), contributions: of('contributions'), goodsCost: of('goodsCost') },
        ...{ materials: of('materials'), room: of('room'), overhead: of('overhead') },
        expenses: of('expenses'),
      };
      const [brought, cost] = [sum(Object.values(sides)), sum(Object.values(costs))];
      const netRevenue = brought - of('vat');
      return {
        ...{
          ...sides,
          revenue: brought,
          vat: of('vat'),
          netRevenue,
          ...costs,
          cost,
          profit: netRevenue - cost,
        },
        ...(isSpent ? { room: null, overhead: null } : { expenses: null }),
        margin: share(netRevenue - cost, netRevenue),
      };
    };
    const rows = [...grouped(facts, nameOf)].map(([of, own]) => ({ of, ...figures(own) }));
    return { rows, totals: figures(facts) };
  },
};

/** Entries of charges, each with the VAT it adds: that of the charge after it less that of before. */
async function chargedOf(raw: Raw, period: Period): Promise<Json[]> {
  const charges = await raw.named('/v1/charges');
  const accounts = new Set([...charges.values()].map(({ payerAccountId }) => payerAccountId as string));
  const entries: Json[] = [];
  for (const id of accounts) {
    const stands = new Map<string, number>();
    for (const { chargeId, kind, amount, createdAt } of (await raw.card(`/v1/payer-accounts/${id}/statement`))
      .lines) {
      const charge = charges.get(chargeId);
      if (charge === undefined || ['payment', 'payment_reversal'].includes(kind)) continue;
      const [before, more] = [stands.get(chargeId) ?? 0, -amount.amount];
      stands.set(chargeId, before + more);
      const vat = vatIn(before + more, charge.vatPercent) - vatIn(before, charge.vatPercent);
      const side = ['credit', 'credit_reversal', 'charge_reversal'].includes(kind) ? 'credits' : 'sales';
      const { vatCode: code, vatPercent: percent, branchId } = charge;
      entries.push({ side, code, percent, amount: more, vat, onDate: raw.dayOf(createdAt, branchId) });
    }
  }
  return entries.filter(({ onDate }) => within(period, onDate));
}

/** Both sides of one code, and what was paid as input. */
function sidesOf(own: Json[]): Json {
  const of = (member: string, ...sides: string[]) =>
    sum(own.filter(({ side }) => sides.includes(side)).map((one) => one[member]));
  const ofWhat = (what: string) => sum(own.filter((one) => one.what === what).map(({ amount }) => amount));
  const [{ code, percent }] = own as [Json];
  const isTaxed = percent !== null;
  const [charged, chargedVat] = [of('amount', 'sales', 'credits'), of('vat', 'sales', 'credits')];
  const [recognised, itsVat] = [of('amount', 'recognised'), of('vat', 'recognised')];
  return {
    ...{ code, rate: isTaxed ? Number(percent) : null },
    ...{ sales: of('amount', 'sales'), credits: -of('amount', 'credits'), charged, chargedVat },
    ...{ chargedBase: isTaxed ? charged - chargedVat : 0, chargedExempt: isTaxed ? 0 : charged },
    ...{ recognised, goods: ofWhat('goods'), services: ofWhat('service'), vat: itsVat },
    ...{ base: isTaxed ? recognised - itsVat : 0, exempt: isTaxed ? 0 : recognised },
    ...{ expenses: of('amount', 'expenses'), inputVat: of('vat', 'expenses') },
  };
}

export const vat: Count = {
  key: ['code', 'rate'],
  count: async (raw, question) => {
    const recognised = (await delivered(raw, question)).map((one) => ({ ...one, side: 'recognised' }));
    const paid = (await raw.list('/v1/expenses'))
      .filter(({ reversedAt, onDate }) => reversedAt === null && within(question, onDate))
      .map(({ vatCode: code, vatPercent: percent, amount, vat: itsVat }) => ({
        ...{ side: 'expenses', code, percent, amount: amount.amount, vat: itsVat.amount },
      }));
    const entries: Json[] = [...(await chargedOf(raw, question)), ...recognised, ...paid];
    const byCode = grouped(entries, ({ code, percent }) => `${code as string} ${String(percent)}`);
    return { rows: [...byCode.values()].map(sidesOf), totals: { rate: null } };
  },
};
