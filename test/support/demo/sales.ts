import type { Json } from '../centre.js';
import { distinct, grouped, share, total } from './arithmetic.js';
import type { Count } from './count.js';
import { within, type Period, type Raw } from './raw.js';

export const saleCards = (raw: Raw): Promise<Json[]> =>
  raw.once('sales', async () => {
    const cards: Json[] = [];
    for (const { id } of await raw.list('/v1/sales')) cards.push(await raw.card(`/v1/sales/${id as string}`));
    return cards;
  });

/** The register by hand: lines of the cards and, below zero, lines of their returns, each on its own day. */
export async function register(raw: Raw, period: Period): Promise<Json[]> {
  const branches = await raw.named('/v1/branches');
  const rows = (await saleCards(raw)).flatMap((card) => {
    const common = (line: Json): Json => ({
      ...{ saleId: card.id, branch: branches.get(card.branchId).name, buyer: card.buyer.name },
      ...{ buyerKind: card.buyer.kind, clientId: card.buyer.id, seller: card.seller?.name ?? null },
      ...{ sellerId: card.seller?.id ?? null, kind: line.kind, subject: line.name, vatCode: line.vatCode },
      ...{ subjectId: line.itemId ?? line.planId ?? line.activityId ?? line.serviceId },
      unitPrice: line.unitPrice.amount,
    });
    const sold = (card.lines as Json[]).map((line) => ({
      ...{ ...common(line), entry: 'sale', number: card.number, onDate: card.onDate, at: card.soldAt },
      ...{ quantity: Number(line.quantity), gross: line.gross.amount, discount: line.discount.amount },
      ...{ net: line.net.amount, vat: line.vat.amount, cost: line.cost?.amount ?? null },
      ...{ cashier: card.createdBy.name, methods: [...card.methods].sort().join(', ') || null },
    }));
    const back = (card.returns as Json[]).flatMap((one) =>
      (one.lines as Json[]).map((line) => ({
        ...common((card.lines as Json[]).find(({ id }) => id === line.lineId)),
        ...{ entry: 'return', number: one.number, onDate: one.onDate, at: one.returnedAt },
        ...{ quantity: -line.quantity, gross: -line.net.amount, discount: 0, net: -line.net.amount },
        ...{ vat: -line.vat.amount, cost: line.cost === null ? null : -line.cost.amount },
        cashier: one.createdBy.name,
        methods:
          (one.refunds as Json[])
            .map(({ method }) => method as string)
            .sort()
            .join(', ') || null,
      })),
    );
    return [...sold, ...back];
  });
  return rows.filter(({ onDate }) => within(period, onDate));
}

export const sales: Count = {
  key: ['saleId', 'entry', 'subjectId'],
  asked: [{ kind: 'goods' }, { method: 'card' }],
  count: async (raw, question) => {
    const rows = (await register(raw, question)).filter(
      ({ kind, methods }) =>
        [undefined, kind].includes(question['kind']) &&
        (question['method'] === undefined || methods?.includes(question['method']) === true),
    );
    return { rows, totals: { quantity: null, unitPrice: null } };
  },
};

/** What the rows are named by: their key, and as people call them. */
const BY: Readonly<Record<string, (row: Json) => [id: string | null, name: string | null]>> = {
  item: ({ subjectId }) => [subjectId, null],
  kind: ({ kind }) => [kind, kind],
  seller: ({ sellerId, seller }) => [sellerId, seller ?? 'no_seller'],
  method: ({ methods }) => [methods ?? 'not_at_once', methods ?? 'not_at_once'],
  day: ({ onDate }) => [onDate, onDate],
};

export const salesSummary: Count = {
  key: ['ofId'],
  asked: ['kind', 'seller', 'method', 'day'].map((by) => ({ by })),
  count: async (raw, question) => {
    const by = question['by'] ?? 'item';
    const keyOf = BY[by] as (row: Json) => [string | null, string | null];
    const whole = await register(raw, question);
    const figures = (own: Json[]): Json => {
      const [sold, back] = ['sale', 'return'].map((which) => own.filter(({ entry }) => entry === which)) as [
        Json[],
        Json[],
      ];
      const goods = own.filter(({ cost }) => cost !== null);
      const goodsNet = total(goods, 'net') - total(goods, 'vat');
      const [net, cost] = [total(own, 'net'), goods.length === 0 ? null : total(goods, 'cost')];
      const margin = cost === null ? null : goodsNet - cost;
      return {
        ...{ sales: distinct(sold, 'saleId'), lines: sold.length, discount: total(own, 'discount') },
        ...{ returnedNet: -total(back, 'net'), net, share: share(net, total(whole, 'net')) },
        ...{
          vat: total(own, 'vat'),
          cost,
          margin,
          marginShare: margin === null ? null : share(margin, goodsNet),
        },
        sold: by === 'item' ? total(sold, 'quantity') : null,
        returned: by === 'item' ? -total(back, 'quantity') : null,
      };
    };
    const rows = [...grouped(whole, (row) => String(keyOf(row)[0])).values()].map((own) => {
      const [id, name] = keyOf(own[0]);
      // A thing is called what it was called last.
      const last = [...own].sort((a, b) => (a.at < b.at ? -1 : 1)).at(-1);
      const thing = by === 'item' ? { of: last.subject, kind: last.kind } : { of: name, kind: null };
      return { ...thing, ofId: id, ...figures(own) };
    });
    return { rows, totals: { ...figures(whole), sold: null, returned: null } };
  },
};
