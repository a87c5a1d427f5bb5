import type { Texts } from '../report.js';

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
export const ITEM_KINDS: Readonly<Record<string, Texts>> = {
  goods: { ru: 'Товар', en: 'Goods' },
  material: { ru: 'Материал', en: 'Material' },
  textbook: { ru: 'Учебник', en: 'Textbook' },
  equipment: { ru: 'Оборудование', en: 'Equipment' },
};
