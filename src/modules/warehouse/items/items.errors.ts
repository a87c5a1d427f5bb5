import { defineError } from '../../../kernel/errors.js';
import { translateConstraint } from '../../../platform/database/constraints.js';

export const ItemNotFound = defineError({
  code: 'item.not-found',
  kind: 'not_found',
  en: { title: 'No such item', detail: 'There is no item {id}.' },
  ru: { title: 'Нет такой позиции', detail: 'Позиции {id} нет.' },
});
export const ItemSkuTaken = defineError({
  code: 'item.sku-taken',
  kind: 'conflict',
  en: { title: 'The SKU is taken', detail: 'Another item has this SKU.' },
  ru: { title: 'Артикул занят', detail: 'Такой артикул есть у другой позиции.' },
});
export const ItemBarcodeTaken = defineError({
  code: 'item.barcode-taken',
  kind: 'conflict',
  en: { title: 'The barcode is taken', detail: 'Another item has this barcode.' },
  ru: { title: 'Штрихкод занят', detail: 'Такой штрихкод есть у другой позиции.' },
});
export const ItemHasMoved = defineError({
  code: 'item.has-moved',
  kind: 'conflict',
  en: {
    title: 'The item has moved',
    detail: 'An item that stands in waybills or cost norms keeps its unit; make another item.',
  },
  ru: {
    title: 'По позиции есть движения',
    detail: 'Позиция, которая стоит в накладных или нормах затрат, сохраняет единицу; заведите другую.',
  },
});
export const ItemInStock = defineError({
  code: 'item.in-stock',
  kind: 'conflict',
  en: { title: 'The item is in stock', detail: 'Something of it lies in a warehouse or is lent.' },
  ru: { title: 'Позиция есть на складе', detail: 'Она лежит на складе или выдана.' },
});
export const CategoryNotFound = defineError({
  code: 'item-category.not-found',
  kind: 'not_found',
  en: { title: 'No such category', detail: 'There is no category {id}.' },
  ru: { title: 'Нет такой категории', detail: 'Категории {id} нет.' },
});
export const CategoryNameTaken = defineError({
  code: 'item-category.name-taken',
  kind: 'conflict',
  en: { title: 'The name is taken', detail: 'Another category of the same parent has this name.' },
  ru: { title: 'Название занято', detail: 'Такое название есть у другой категории того же раздела.' },
});
export const CategoryCircle = defineError({
  code: 'item-category.circle',
  kind: 'conflict',
  en: { title: 'A category within itself', detail: 'A category cannot stand below itself.' },
  ru: { title: 'Категория внутри себя', detail: 'Категория не может стоять под самой собой.' },
});

translateConstraint('items_sku_key', ItemSkuTaken);
translateConstraint('items_barcode_key', ItemBarcodeTaken);
translateConstraint('item_categories_name_key', CategoryNameTaken);
translateConstraint('item_categories_parent_check', CategoryCircle);
