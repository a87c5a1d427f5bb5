import type { LocalDate } from '../kernel/local-date.js';
import { addDays } from '../kernel/local-date.js';
import { OrderLinesService } from '../modules/warehouse/orders/order-lines.service.js';
import { OrdersService } from '../modules/warehouse/orders/orders.service.js';
import { WarehousesService } from '../modules/warehouse/index.js';
import { WaybillsService } from '../modules/warehouse/waybills/waybills.service.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/tx.js';
import { itemOf, listGoods, type DemoItem, type DemoShop } from './assortment.js';
import type { Cast } from './cast.js';
import { rub } from './offers.js';
import type { Stage } from './stage.js';

const STOREROOMS = [
  { name: 'Кладовая на набережной', code: 'LH-MSK-1' },
  { name: 'Storeroom on the Hill', code: 'LH-EKB-1' },
] as const;

/** A storeroom in each branch, filled by the first delivery. */
export async function openShop(
  stage: Stage,
  tx: Tx,
  branchIds: readonly [string, string],
): Promise<DemoShop> {
  const goods = await listGoods(stage, tx);
  const open = async (at: 0 | 1): Promise<string> => {
    const room = { branchId: branchIds[at], ...STOREROOMS[at] };
    const { id } = await stage.get(WarehousesService).create(tx, room);
    const lines = [...goods.items.values()].map((item) => lineOf(item, item.atFirst));
    await receive(stage, tx, { warehouseId: id, comment: 'Первая поставка', lines });
    return id;
  };
  return { ...goods, warehouses: [await open(0), await open(1)] };
}

/** In the middle of the season more of what sells. */
export async function restock(stage: Stage, { shop }: Cast): Promise<void> {
  const lines = ['GOUACHE-6', 'BRUSH-5', 'PAPER-A3', 'PLAST-10', 'TEE-110', 'TEE-128'].map((sku) => {
    const item = itemOf(shop, sku);
    return lineOf({ ...item, cost: Math.round(item.cost * 1.05) }, 12);
  });
  const delivery = { supplierId: shop.suppliers.auto, comment: 'Накладная 117', lines };
  await stage.by('storekeeper', (tx) => receive(stage, tx, { warehouseId: shop.warehouses[0], ...delivery }));
  await stage.tx((tx) => receive(stage, tx, { warehouseId: shop.warehouses[1], ...delivery }));
}

/** The workbooks have run out, and an order has been drafted by itself: the director lets it go, by phone. */
export async function approveOrder(stage: Stage, cast: Cast): Promise<void> {
  const { id } = await workbookOrder(stage, cast);
  await stage.by('director', (tx) => stage.get(OrdersService).approve(tx, id));
}

export async function confirmOrder(stage: Stage, cast: Cast, day: LocalDate): Promise<void> {
  const { id } = await workbookOrder(stage, cast);
  const said = { expectedOn: addDays(day, 4), note: 'Привезут до обеда' };
  await stage.by('storekeeper', (tx) => stage.get(OrdersService).confirm(tx, id, said));
}

export async function receiveOrder(stage: Stage, cast: Cast): Promise<void> {
  const { id, quantity } = await workbookOrder(stage, cast);
  const lines = [lineOf(itemOf(cast.shop, 'ENG-WB-1'), quantity)];
  const receipt = { warehouseId: cast.shop.warehouses[0], purchaseOrderId: id, lines };
  await stage.by('storekeeper', (tx) => receive(stage, tx, { ...receipt, comment: 'УПД 2041' }));
}

/** Two shirts of the delivery have a seam open, and go back. */
export async function sendBack(stage: Stage, { shop }: Cast): Promise<void> {
  const lines = [{ itemId: itemOf(shop, 'TEE-128').id, quantity: '2' }];
  const back = { kind: 'supplier_return', warehouseId: shop.warehouses[0], lines } as const;
  const to = { supplierId: shop.suppliers.auto, comment: 'Брак: разошёлся шов' };
  await stage.by('storekeeper', (tx) => post(stage, tx, { ...back, ...to }));
}

/** The Hill is short of plasticine, the quay has enough. */
export async function carryOver(stage: Stage, { shop }: Cast): Promise<void> {
  const [warehouseId, toWarehouseId] = shop.warehouses;
  const lines = [{ itemId: itemOf(shop, 'PLAST-10').id, quantity: '6' }];
  const carried = { kind: 'transfer', warehouseId, toWarehouseId, lines } as const;
  await stage.by('director', (tx) => post(stage, tx, { ...carried, comment: 'Перевезли на Холм' }));
}

/** A shelf of the Hill is counted: a pair of shoes is missing, a mug is too many, the bags are right. */
export async function countShelf(stage: Stage, { shop }: Cast): Promise<void> {
  const [, warehouseId] = shop.warehouses;
  const wrongBy = new Map([
    [itemOf(shop, 'SHOES-34').id, -1],
    [itemOf(shop, 'MUG').id, 1],
    [itemOf(shop, 'BAG').id, 0],
  ]);
  await stage.by('director', async (tx) => {
    const there = await tx.query<{ itemId: string; onHand: string }>(sql`
      select item_id as "itemId", on_hand as "onHand" from stock_balances
      where warehouse_id = ${warehouseId} and item_id = any (${[...wrongBy.keys()]}::uuid[]) order by item_id`);
    const lines = there.map(({ itemId, onHand }) => ({
      ...{ itemId, quantity: String(Number(onHand) + (wrongBy.get(itemId) ?? 0)) },
    }));
    await post(stage, tx, { kind: 'stocktake', warehouseId, lines, comment: 'Полка у входа' });
  });
}

/** Books that are not needed after all: ordered by phone, and called off the day after. */
export async function orderInVain(stage: Stage, cast: Cast): Promise<void> {
  await order(stage, cast, 'ROBO-BK', '5');
}

export async function cancelOrder(stage: Stage, cast: Cast): Promise<void> {
  const id = await lastOrder(stage, cast);
  const why = { reason: 'Нашлись в кладовой на Холме' };
  await stage.by('storekeeper', (tx) => stage.get(OrdersService).cancel(tx, id, why));
}

/** Student's books for the next group: promised, and late. */
export async function orderBooks(stage: Stage, cast: Cast): Promise<void> {
  await order(stage, cast, 'ENG-SB-1', '8');
}

export async function confirmBooks(stage: Stage, cast: Cast, day: LocalDate): Promise<void> {
  const id = await lastOrder(stage, cast);
  const said = { expectedOn: addDays(day, 5), note: 'Ждут из типографии' };
  await stage.by('storekeeper', (tx) => stage.get(OrdersService).confirm(tx, id, said));
}

/** Written by the storekeeper, let go by the director. */
async function order(stage: Stage, { shop }: Cast, sku: string, quantity: string): Promise<void> {
  const lines = [{ itemId: itemOf(shop, sku).id, quantity }];
  const what = { warehouseId: shop.warehouses[0], supplierId: shop.suppliers.byPhone, lines };
  const { id } = await stage.by('storekeeper', (tx) => stage.get(OrderLinesService).create(tx, what));
  await stage.by('director', (tx) => stage.get(OrdersService).approve(tx, id));
}

async function lastOrder(stage: Stage, { shop }: Cast): Promise<string> {
  const { id } = await stage.tx((tx) =>
    tx.one<{ id: string }>(
      sql`select id from purchase_orders where warehouse_id = ${shop.warehouses[0]} order by created_at desc limit 1`,
    ),
  );
  return id;
}

/** What the potters of a month have used up. */
export async function useClay(stage: Stage, { shop }: Cast): Promise<void> {
  const lines = [{ itemId: itemOf(shop, 'CLAY').id, quantity: '4.5' }];
  const used = { kind: 'write_off', warehouseId: shop.warehouses[0], lines } as const;
  await stage.by('storekeeper', (tx) => post(stage, tx, { ...used, comment: 'Лепка на занятиях за месяц' }));
}

const workbookOrder = (stage: Stage, { shop }: Cast): Promise<{ id: string; quantity: number }> =>
  stage.tx((tx) =>
    tx.one(sql`
      select o.id, l.quantity::integer as quantity from purchase_orders o join purchase_order_lines l on l.order_id = o.id
      where o.warehouse_id = ${shop.warehouses[0]} and l.item_id = ${itemOf(shop, 'ENG-WB-1').id}`),
  );

type Delivery = Omit<Parameters<WaybillsService['create']>[1], 'kind'>;

const receive = (stage: Stage, tx: Tx, delivery: Delivery): Promise<void> =>
  post(stage, tx, { kind: 'receipt', ...delivery });

async function post(stage: Stage, tx: Tx, waybill: Parameters<WaybillsService['create']>[1]): Promise<void> {
  const { id } = await stage.get(WaybillsService).create(tx, waybill);
  await stage.get(WaybillsService).post(tx, id);
}

const lineOf = ({ id: itemId, cost }: Pick<DemoItem, 'id' | 'cost'>, quantity: number) => ({
  ...{ itemId, quantity: String(quantity), price: rub(cost) },
});
