import { currency } from '../../../platform/config/currency.js';
import { formatValue } from '../../../platform/render/index.js';
import { orderFailed, orderWaiting, PurchaseOrders } from '../../warehouse/index.js';
import type { NoticeKinds } from '../notice-kinds.js';
import type { NoticeInHand } from '../notice.js';

/** What an order comes to is not for everybody who is told that it waits: the least amount says enough. */
function tooLittle({ params }: NoticeInHand, language: 'ru' | 'en'): string {
  const least = formatValue('money', Number(params['minOrderAmount']), { language, currency: currency() });
  const unpriced = Number(params['unpricedLines']);
  if (language === 'ru')
    return `меньше минимальной суммы поставщика (${least}), само не уйдёт.${unpriced === 0 ? '' : ` Позиций без цены: ${String(unpriced)}.`} Дополните заказ или утвердите его.`;
  return `comes to less than the supplier takes (${least}) and does not leave by itself.${unpriced === 0 ? '' : ` Lines without a price: ${String(unpriced)}.`} Add to the order, or approve it.`;
}

export function addOrderNotices(kinds: NoticeKinds): void {
  kinds.add({
    code: 'purchase-order.waiting',
    event: orderWaiting,
    title: { ru: 'Заказы меньше минимальной суммы', en: 'Orders below the least amount' },
    permission: PurchaseOrders.write,
    email: 'each',
    names: { supplierId: 'supplier', warehouseId: 'warehouse' },
    to: ({ data }) => (data.responsibleId === null ? 'holders' : { employeeId: data.responsibleId }),
    text: {
      ru: (notice) => ({
        title: `Заказ ждёт: ${notice.name('supplierId')}`,
        text: `${notice.name('warehouseId')}: заказ ${tooLittle(notice, 'ru')}`,
      }),
      en: (notice) => ({
        title: `An order waits: ${notice.name('supplierId')}`,
        text: `${notice.name('warehouseId')}: the order ${tooLittle(notice, 'en')}`,
      }),
    },
  });
  kinds.add({
    code: 'purchase-order.failed',
    event: orderFailed,
    title: { ru: 'Заказы, которые не дошли', en: 'Orders that did not reach the supplier' },
    permission: PurchaseOrders.approve,
    email: 'each',
    names: { orderId: 'purchase-order' },
    text: {
      ru: ({ params, name }) => ({
        title: `Заказ ${name('orderId')} не дошёл до поставщика`,
        text: `Причина: ${String(params['problem'])}. Отправьте ещё раз или позвоните.`,
      }),
      en: ({ params, name }) => ({
        title: `Order ${name('orderId')} did not reach the supplier`,
        text: `Why: ${String(params['problem'])}. Send it again, or call.`,
      }),
    },
  });
}
