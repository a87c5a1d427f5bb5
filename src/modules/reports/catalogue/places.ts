import type { Column, ParameterSpecs, Texts } from '../report.js';
import { column } from './column.js';

/** Units of items, as people write them. */
export const UNITS: Readonly<Record<string, Texts>> = {
  pcs: { ru: 'шт.', en: 'pcs' },
  pack: { ru: 'уп.', en: 'pack' },
  box: { ru: 'кор.', en: 'box' },
  set: { ru: 'компл.', en: 'set' },
  pair: { ru: 'пара', en: 'pair' },
  roll: { ru: 'рул.', en: 'roll' },
  sheet: { ru: 'лист', en: 'sheet' },
  kg: { ru: 'кг', en: 'kg' },
  g: { ru: 'г', en: 'g' },
  l: { ru: 'л', en: 'l' },
  ml: { ru: 'мл', en: 'ml' },
  m: { ru: 'м', en: 'm' },
  cm: { ru: 'см', en: 'cm' },
  m2: { ru: 'м²', en: 'm²' },
};

/** Kinds of items. */
const ITEM_KINDS: Readonly<Record<string, Texts>> = {
  goods: { ru: 'Товар', en: 'Goods' },
  material: { ru: 'Материал', en: 'Material' },
  textbook: { ru: 'Учебник', en: 'Textbook' },
  equipment: { ru: 'Оборудование', en: 'Equipment' },
};

/** An item in a warehouse, as reports of stock name it. */
export const PLACE: readonly Column[] = [
  column('item', 'text', ['Товар', 'Item']),
  column('itemId', 'text', ['Ид. товара', 'Item id'], { only: 'json' }),
  column('sku', 'text', ['Артикул', 'SKU']),
  column('kind', 'text', ['Вид', 'Kind'], { labels: ITEM_KINDS, only: 'data' }),
  column('warehouse', 'text', ['Склад', 'Warehouse']),
  column('warehouseId', 'text', ['Ид. склада', 'Warehouse id'], { only: 'json' }),
  column('unit', 'text', ['Ед.', 'Unit'], { labels: UNITS }),
];

/** Which of them. */
export const PLACE_PARAMETERS = {
  warehouseId: {
    ...{ kind: 'id', title: { ru: 'Склад', en: 'Warehouse' } },
    description: 'This warehouse alone.',
  },
  kind: {
    ...{ kind: 'choice', values: Object.keys(ITEM_KINDS), title: { ru: 'Вид', en: 'Kind' } },
    description: 'Items of this kind alone.',
  },
} as const satisfies ParameterSpecs;
