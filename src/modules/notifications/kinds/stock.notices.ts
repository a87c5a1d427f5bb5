import { reorderNeeded, Warehousing } from '../../warehouse/index.js';
import type { NoticeKinds } from '../notice-kinds.js';
import type { NoticeInHand } from '../notice.js';

const GAPS: Readonly<Record<string, { ru: string; en: string }>> = {
  'no-supplier': { ru: 'у товара нет поставщика', en: 'the item has no supplier' },
  'supplier-archived': { ru: 'поставщик в архиве', en: 'its supplier is archived' },
  'no-max': { ru: 'у товара нет максимума', en: 'the item has no maximum' },
};

function what({ params }: NoticeInHand, language: 'ru' | 'en'): string {
  const { quantity, gap } = params;
  const why = GAPS[String(gap)]?.[language];
  if (why !== undefined)
    return language === 'ru' ? `Заказать само не может: ${why}.` : `It cannot be ordered by itself: ${why}.`;
  return language === 'ru' ? `В заказе: ${String(quantity)}.` : `In the order: ${String(quantity)}.`;
}

export function addStockNotices(kinds: NoticeKinds): void {
  kinds.add({
    code: 'stock.reorder-needed',
    event: reorderNeeded,
    title: { ru: 'Товар заканчивается', en: 'An item is running out' },
    permission: Warehousing.read,
    email: 'each',
    names: { itemId: 'item', warehouseId: 'warehouse' },
    // Where nobody is responsible, all who see the warehouse are told.
    to: ({ data }) => (data.responsibleId === null ? 'holders' : { employeeId: data.responsibleId }),
    text: {
      ru: (notice) => ({
        title: `Заканчивается: ${notice.name('itemId')}`,
        text: `${notice.name('warehouseId')}: осталось ${String(notice.params['onHand'])}, минимум ${String(notice.params['minQuantity'])}. ${what(notice, 'ru')}`,
      }),
      en: (notice) => ({
        title: `Running out: ${notice.name('itemId')}`,
        text: `${notice.name('warehouseId')}: ${String(notice.params['onHand'])} left, minimum ${String(notice.params['minQuantity'])}. ${what(notice, 'en')}`,
      }),
    },
  });
}
