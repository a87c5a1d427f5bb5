import { dayNumber, type LocalDate } from '../kernel/local-date.js';
import { SaleReturnsService, SalesService, type SaleInput } from '../modules/sales/index.js';
import { FREELY_SOLD, itemOf } from './assortment.js';
import { childOf, type Cast } from './cast.js';
import { repeatable } from './names.js';
import { rub } from './offers.js';
import type { Stage } from './stage.js';

const chance = repeatable(390);
const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T;

/** Sold one at a time, on every eighth day, so that one more than the minimum is left: the next one orders by itself. */
const WATERCOLOUR = 'AQUA-12';
const EVERY = 8;
/** Workbooks for a group of English, a child a day; with the last of them they are at their minimum. */
const WORKBOOK = { sku: 'ENG-WB-1', from: 40, to: 34 };
const METHODS = ['card', 'card', 'cash', 'online', 'transfer'] as const;
const PASSERS_BY = ['Сидорова Мария', 'Гришин Пётр', 'Ruth Palmer', undefined, undefined] as const;

/** What both branches sell over the counter on a day. */
export async function keepShop(stage: Stage, cast: Cast, day: LocalDate, daysAgo: number): Promise<void> {
  for (const at of [0, 1] as const)
    if (chance() < 0.62) await sell(stage, at, ordinary(cast, at, dayNumber(day) % 9 === 0));
  const toChild = (sku: string, n: number) => sell(stage, 0, cashed(cast, childOf(cast, n).id, sku));
  if (daysAgo % EVERY === 3) await toChild(WATERCOLOUR, (daysAgo % 11) * 12);
  if (daysAgo <= WORKBOOK.from && daysAgo >= WORKBOOK.to) await toChild(WORKBOOK.sku, 2 + 12 * (daysAgo % 7));
}

/** A robot on the Hill, and there are as few of them as may be: its order waits for the director. */
export async function sellRobot(stage: Stage, cast: Cast): Promise<void> {
  const line = { itemId: itemOf(cast.shop, 'KIT-MINI').id };
  const owed = { clientId: childOf(cast, 7).id, lines: [line], comment: 'Заплатят в пятницу' };
  await sell(stage, 1, { branchId: cast.centre.branches[1].id, ...owed });
}

/** A shirt that turns out too small, and the money for it. */
export async function takeBackShirt(stage: Stage, cast: Cast): Promise<void> {
  const sold = await sell(stage, 0, cashed(cast, childOf(cast, 38).id, 'TEE-110'));
  const lines = sold.lines.map(({ id: lineId }) => ({ lineId, quantity: '1' }));
  const back = { lines, reason: 'Мала, возьмут на размер больше', payOut: [{ method: 'card' as const }] };
  await stage.by('administrator', (tx) => stage.get(SaleReturnsService).giveBack(tx, sold.id, back));
}

/** On the quay the administrator stands at the counter, on the Hill whoever is there. */
const sell = (stage: Stage, at: 0 | 1, sale: SaleInput) =>
  stage.by(at === 0 ? 'administrator' : 'director', (tx) => stage.get(SalesService).sell(tx, sale));

const cashed = ({ centre, shop }: Cast, clientId: string, sku: string): SaleInput => ({
  ...{ branchId: centre.branches[0].id, clientId, lines: [{ itemId: itemOf(shop, sku).id }] },
  payments: [{ method: pick(METHODS) }],
});

/** One or two things, to a family or to somebody who passes by; on some days with something off. */
function ordinary({ centre, children, shop }: Cast, at: 0 | 1, isFestive: boolean): SaleInput {
  const first = itemOf(shop, pick(FREELY_SOLD));
  const second = itemOf(shop, pick(FREELY_SOLD));
  const lines: SaleInput['lines'][number][] = [
    { itemId: first.id, quantity: chance() < 0.2 ? '2' : '1' },
    ...(chance() < 0.35 && second.id !== first.id ? [{ itemId: second.id }] : []),
    ...(chance() < 0.08 ? [{ serviceId: shop.costumeId }] : []),
  ];
  const here = children.filter(({ branchId }) => branchId === centre.branches[at].id);
  const clientId = chance() < 0.6 ? pick(here).id : undefined;
  const buyerName = clientId === undefined ? pick(PASSERS_BY) : undefined;
  const buyer = {
    ...(clientId === undefined ? {} : { clientId }),
    ...(buyerName === undefined ? {} : { buyerName }),
  };
  // Of the administrator nothing is taken off: that is the director's to decide.
  const off =
    isFestive && at === 1
      ? { discount: rub(Math.round(first.price / 1000) * 100), discountReason: 'Ярмарка на Холме' }
      : {};
  const halves = [{ method: 'cash', amount: rub(20_000) } as const, { method: 'card' } as const];
  const payments = chance() < 0.12 ? halves : [{ method: pick(METHODS) }];
  return { branchId: centre.branches[at].id, ...buyer, ...off, lines, payments };
}
