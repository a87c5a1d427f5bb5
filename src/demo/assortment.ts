import { ServicesService } from '../modules/sales/index.js';
import { CategoriesService } from '../modules/warehouse/items/categories.service.js';
import { eanCheckDigit } from '../modules/warehouse/items/item.rules.js';
import { ItemsService, SuppliersService, type ItemRequest } from '../modules/warehouse/index.js';
import type { SupplierRequest } from '../modules/warehouse/suppliers/supplier-requests.dto.js';
import type { Tx } from '../platform/database/tx.js';
import { rub } from './offers.js';
import type { Stage } from './stage.js';

/** Something the centre keeps, with what one of it costs and how many each storeroom begins with. */
export interface DemoItem {
  id: string;
  sku: string;
  price: number;
  cost: number;
  atFirst: number;
}

export interface DemoShop {
  items: ReadonlyMap<string, DemoItem>;
  suppliers: { auto: string; byPhone: string };
  /** The storerooms of the two branches, in their order. */
  warehouses: [string, string];
  costumeId: string;
}

type Shape = Pick<ItemRequest, 'sku' | 'name' | 'kind' | 'unit' | 'vat' | 'packSize'> & {
  category: keyof typeof CATEGORIES;
  supplier: keyof DemoShop['suppliers'];
  price: number;
  cost: number;
  atFirst: number;
  /** At the least it is ordered, up to the most; what is lent is bought by hand. */
  least?: number;
  most?: number;
};

/** A category, and the one it stands below. */
const CATEGORIES = {
  Творчество: null,
  'Краски и кисти': 'Творчество',
  Материалы: 'Творчество',
  'Форма и обувь': null,
  'С маяком': null,
  'Учебники и наборы': null,
} as const;

/** What begins with one more than its minimum is told in `counter.ts`. */
const GOODS = { kind: 'goods', unit: 'pcs', supplier: 'auto', packSize: '6', vat: '22' } as const;
const WEAR = { ...GOODS, category: 'Форма и обувь', vat: '10', least: 4, most: 24, atFirst: 30 } as const;
const LENT = { category: 'Учебники и наборы', supplier: 'byPhone', unit: 'pcs', packSize: '1' } as const;
const SHAPES: readonly Shape[] = [
  {
    ...{ ...GOODS, sku: 'AQUA-12', name: 'Акварель «Маяк», 12 цветов', category: 'Краски и кисти' },
    ...{ price: 39_000, cost: 23_500, atFirst: 19, least: 6, most: 30 },
  },
  {
    ...{ ...GOODS, sku: 'GOUACHE-6', name: 'Гуашь, 6 цветов по 40 мл', category: 'Краски и кисти' },
    ...{ price: 46_000, cost: 28_000, atFirst: 32, least: 5, most: 30 },
  },
  {
    ...{ ...GOODS, sku: 'BRUSH-5', name: 'Кисти «белка», 5 шт.', category: 'Краски и кисти', unit: 'set' },
    ...{ price: 52_000, cost: 30_000, atFirst: 32, least: 5, most: 30, packSize: '10' },
  },
  {
    ...{ ...GOODS, sku: 'PAPER-A3', name: 'Бумага для акварели А3, 20 листов', category: 'Краски и кисти' },
    ...{ price: 34_000, cost: 19_000, atFirst: 110, least: 8, most: 40, packSize: '10', unit: 'pack' },
  },
  {
    ...{ ...GOODS, sku: 'PLAST-10', name: 'Пластилин, 10 цветов', category: 'Материалы', vat: '10' },
    ...{ price: 21_000, cost: 11_500, atFirst: 32, least: 5, most: 30, packSize: '12' },
  },
  {
    ...{ sku: 'CLAY', name: 'Глина для лепки', kind: 'material', category: 'Материалы', unit: 'kg' },
    ...{
      supplier: 'auto',
      vat: '22',
      packSize: '5',
      price: 0,
      cost: 9_000,
      atFirst: 70,
      least: 10,
      most: 50,
    },
  },
  { ...WEAR, sku: 'APRON-S', name: 'Фартук детский', price: 120_000, cost: 65_000, vat: '22' },
  { ...WEAR, sku: 'TEE-110', name: 'Футболка «Маяк», рост 110', price: 95_000, cost: 48_000 },
  { ...WEAR, sku: 'TEE-128', name: 'Футболка «Маяк», рост 128', price: 95_000, cost: 48_000 },
  { ...WEAR, sku: 'SHOES-32', name: 'Чешки, размер 32', price: 68_000, cost: 36_000, unit: 'pair' },
  { ...WEAR, sku: 'SHOES-34', name: 'Чешки, размер 34', price: 68_000, cost: 36_000, unit: 'pair' },
  { ...WEAR, sku: 'BAG', name: 'Мешок для обуви', price: 45_000, cost: 21_000, vat: '22' },
  {
    ...{ ...GOODS, sku: 'MUG', name: 'Lighthouse mug, 330 ml', category: 'С маяком' },
    ...{ price: 59_000, cost: 27_000, atFirst: 24, least: 3, most: 18 },
  },
  {
    ...{ ...GOODS, sku: 'KIT-MINI', name: 'Мини-робот «Светлячок», набор', category: 'Учебники и наборы' },
    ...{ supplier: 'byPhone', packSize: '1', price: 259_000, cost: 170_000, atFirst: 3, least: 2, most: 6 },
  },
  {
    ...{ ...GOODS, sku: 'ENG-WB-1', name: 'English 1: Workbook', category: 'Учебники и наборы' },
    ...{ supplier: 'byPhone', packSize: '5', vat: '10', price: 65_000, cost: 41_000 },
    ...{ atFirst: 11, least: 4, most: 24 },
  },
  {
    ...{ ...LENT, sku: 'ENG-SB-1', name: "English 1: Student's Book", kind: 'textbook', vat: '10' },
    ...{ price: 145_000, cost: 98_000, atFirst: 20 },
  },
  {
    ...{ ...LENT, sku: 'ROBO-BK', name: 'Робототехника: первые шаги', kind: 'textbook', vat: '10' },
    ...{ price: 89_000, cost: 60_000, atFirst: 14 },
  },
  {
    ...{ ...LENT, sku: 'ROBO-KIT', name: 'Конструктор «Старт»', kind: 'equipment', vat: '22' },
    ...{ price: 950_000, cost: 720_000, atFirst: 6 },
  },
  {
    ...{ ...LENT, sku: 'EASEL', name: 'Мольберт настольный', kind: 'equipment', vat: '22' },
    ...{ price: 240_000, cost: 155_000, atFirst: 8 },
  },
];

/** What may be sold on any day, by its SKU; the others have a story. */
export const FREELY_SOLD = [
  ...['GOUACHE-6', 'BRUSH-5', 'PAPER-A3', 'PLAST-10', 'APRON-S', 'TEE-110', 'TEE-128'],
  ...['SHOES-32', 'SHOES-34', 'BAG', 'MUG'],
] as const;

/** Two suppliers: one has an address and gets its orders by themselves, one is told by phone what somebody has approved. */
export async function listGoods(stage: Stage, tx: Tx): Promise<Omit<DemoShop, 'warehouses'>> {
  const suppliers = {
    auto: await supply(stage, tx, 'auto'),
    byPhone: await supply(stage, tx, 'byPhone'),
  };
  const categoryIds = new Map<string, string>();
  for (const [name, above] of Object.entries(CATEGORIES)) {
    const parentId = above === null ? null : (categoryIds.get(above) ?? null);
    categoryIds.set(name, (await stage.get(CategoriesService).create(tx, { name, parentId })).id);
  }
  const items = new Map<string, DemoItem>();
  for (const [n, shape] of SHAPES.entries()) {
    const { category, supplier, price, cost, atFirst, least, most, ...item } = shape;
    const { id } = await stage.get(ItemsService).create(tx, {
      ...{ ...item, barcode: barcodeOf(n), price: rub(price) },
      ...{ categoryId: categoryIds.get(category) ?? null, supplierId: suppliers[supplier] },
      ...{ minQuantity: least?.toString() ?? null, maxQuantity: most?.toString() ?? null },
    });
    items.set(item.sku, { id, sku: item.sku, price, cost, atFirst });
  }
  const costume = { name: 'Прокат костюма', price: rub(50_000), vatCode: '22' };
  const { id: costumeId } = await stage.get(ServicesService).create(tx, costume);
  return { items, suppliers, costumeId };
}

const SUPPLIERS: Readonly<Record<keyof DemoShop['suppliers'], SupplierRequest>> = {
  auto: {
    ...{ name: 'Бумага и краски', taxNumber: '7704902135', email: 'zakaz@bumaga-i-kraski.example' },
    ...{ phone: '+74955550110', orderPolicy: 'auto', leadDays: 2 },
  },
  byPhone: {
    ...{ name: 'Учебный дом «Парус»', taxNumber: '6671480268', phone: '+73435550112' },
    ...{ orderPolicy: 'approval', leadDays: 5 },
  },
};

async function supply(stage: Stage, tx: Tx, which: keyof typeof SUPPLIERS): Promise<string> {
  return (await stage.get(SuppliersService).create(tx, SUPPLIERS[which])).id;
}

function barcodeOf(n: number): string {
  const body = `460702611${String(100 + n)}`;
  return body + eanCheckDigit(body);
}

export function itemOf({ items }: Pick<DemoShop, 'items'>, sku: string): DemoItem {
  const item = items.get(sku);
  if (item === undefined) throw new Error(`the demo shop has no ${sku}`);
  return item;
}
