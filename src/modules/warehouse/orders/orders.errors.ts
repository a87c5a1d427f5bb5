import { defineError } from '../../../kernel/errors.js';
import { translateConstraint } from '../../../platform/database/constraints.js';

export const OrderNotFound = defineError({
  code: 'purchase-order.not-found',
  kind: 'not_found',
  en: { title: 'No such order', detail: 'There is no order {id}, or it is out of your reach.' },
  ru: { title: 'Нет такого заказа', detail: 'Заказа {id} нет, или он вам недоступен.' },
});
export const OrderLineNotFound = defineError({
  code: 'purchase-order-line.not-found',
  kind: 'not_found',
  en: { title: 'No such line', detail: 'The order has no line {id}.' },
  ru: { title: 'Нет такой строки', detail: 'В заказе нет строки {id}.' },
});
export const OrderNotDraft = defineError({
  code: 'purchase-order.not-draft',
  kind: 'conflict',
  en: {
    title: 'The order is no draft',
    detail: 'The order is {status}: only drafts are filled and approved.',
  },
  ru: {
    title: 'Заказ — не черновик',
    detail: 'Заказ в состоянии {status}: наполняют и утверждают только черновики.',
  },
});
export const OrderEmpty = defineError({
  code: 'purchase-order.empty',
  kind: 'conflict',
  en: { title: 'The order has no lines', detail: 'There is nothing in it to order.' },
  ru: { title: 'В заказе нет строк', detail: 'Заказывать в нём нечего.' },
});
export const OrderDraftOpen = defineError({
  code: 'purchase-order.draft-open',
  kind: 'conflict',
  en: {
    title: 'There is an open draft already',
    detail: 'All that is ordered of a supplier for a warehouse stands in one draft: add lines to that.',
  },
  ru: {
    title: 'Открытый черновик уже есть',
    detail: 'Всё, что заказывают у поставщика для склада, стоит в одном черновике: добавьте строки в него.',
  },
});
export const OrderItemTaken = defineError({
  code: 'purchase-order.item-taken',
  kind: 'conflict',
  en: { title: 'The item is in the order', detail: 'The order has a line of this item: change that.' },
  ru: { title: 'Товар уже в заказе', detail: 'В заказе есть строка этого товара: измените её.' },
});
export const OrderNotOpen = defineError({
  code: 'purchase-order.not-open',
  kind: 'conflict',
  en: { title: 'The order does not allow it', detail: 'The order is {status}.' },
  ru: { title: 'Заказ этого не допускает', detail: 'Заказ в состоянии {status}.' },
});
export const OrderAlreadySent = defineError({
  code: 'purchase-order.already-sent',
  kind: 'conflict',
  en: {
    title: 'The letter is on its way or has come',
    detail: 'The letter of the order is {letterStatus}: the same is not sent to the same address twice.',
  },
  ru: {
    title: 'Письмо в пути или дошло',
    detail: 'Письмо с заказом в состоянии {letterStatus}: то же самое на тот же адрес дважды не отправляют.',
  },
});
export const OrderNoAddress = defineError({
  code: 'purchase-order.no-address',
  kind: 'conflict',
  en: { title: 'Nowhere to send the order', detail: 'The supplier has no e-mail address.' },
  ru: { title: 'Заказ некуда отправить', detail: 'У поставщика нет адреса электронной почты.' },
});

translateConstraint('purchase_orders_draft_key', OrderDraftOpen);
translateConstraint('purchase_order_lines_item_key', OrderItemTaken);
translateConstraint('purchase_order_lines_closed_check', OrderNotDraft);
