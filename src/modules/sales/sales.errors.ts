import { defineError } from '../../kernel/errors.js';
import { translateConstraint } from '../../platform/database/constraints.js';

export const SaleNotFound = defineError({
  code: 'sale.not-found',
  kind: 'not_found',
  en: { title: 'No such sale', detail: 'There is no sale {id}, or it is out of your reach.' },
  ru: { title: 'Нет такой продажи', detail: 'Продажи {id} нет, или она вам недоступна.' },
});
export const SaleNotPaid = defineError({
  code: 'sale.not-paid',
  kind: 'rule',
  en: {
    title: 'A walk-in buyer pays at once',
    detail: 'The sale comes to {total} and {paid} is paid: name a client to let the rest be owed.',
  },
  ru: {
    title: 'Покупатель без карточки платит сразу',
    detail: 'Продажа на {total}, оплачено {paid}: укажите клиента, чтобы остаток остался в долг.',
  },
});
export const PaymentsExceedSale = defineError({
  code: 'sale.payments-exceed',
  kind: 'rule',
  en: { title: 'More is paid than sold', detail: 'The sale comes to {total} and the payments to {paid}.' },
  ru: { title: 'Оплачено больше, чем продано', detail: 'Продажа на {total}, платежей на {paid}.' },
});
export const SaleWithoutWarehouse = defineError({
  code: 'sale.no-warehouse',
  kind: 'conflict',
  en: {
    title: 'The branch has no warehouse',
    detail: 'Goods leave a warehouse: make one for the branch, or name one.',
  },
  ru: { title: 'У филиала нет склада', detail: 'Товары уходят со склада: заведите его или укажите.' },
});
export const ReturnExceedsSale = defineError({
  code: 'sale.return-exceeds',
  kind: 'conflict',
  en: {
    title: 'More comes back than was sold',
    detail: 'Some lines have less left to return; errors[] names each with what is left.',
  },
  ru: {
    title: 'Возвращают больше, чем продано',
    detail: 'По некоторым строкам осталось меньше; errors[] называет каждую и сколько осталось.',
  },
});
export const PayOutExceedsReturn = defineError({
  code: 'sale.pay-out-exceeds',
  kind: 'conflict',
  en: {
    title: 'More is paid out than is free',
    detail:
      'The return leaves {free} to pay out, and {asked} is asked: the rest was never paid, or pays what is owed.',
  },
  ru: {
    title: 'Выплачивают больше, чем свободно',
    detail:
      'По возврату можно выплатить {free}, просят {asked}: остальное не было оплачено или ушло в счёт долга.',
  },
});
export const ReturnNotPaidOut = defineError({
  code: 'sale.return-not-paid-out',
  kind: 'rule',
  en: {
    title: 'A walk-in buyer gets the money back at once',
    detail: 'The return comes to {net} and {paidOut} is paid out: say in payOut how all of it is given back.',
  },
  ru: {
    title: 'Покупателю без карточки деньги возвращают сразу',
    detail: 'Возврат на {net}, выплачивают {paidOut}: укажите в payOut, как вернуть всё.',
  },
});
export const ServiceNotFound = defineError({
  code: 'service.not-found',
  kind: 'not_found',
  en: { title: 'No such service', detail: 'There is no service {id}.' },
  ru: { title: 'Нет такой услуги', detail: 'Услуги {id} нет.' },
});
export const ServiceNameTaken = defineError({
  code: 'service.name-taken',
  kind: 'conflict',
  en: { title: 'The name is taken', detail: 'Another service has this name.' },
  ru: { title: 'Название занято', detail: 'Такое название есть у другой услуги.' },
});

translateConstraint('services_name_key', ServiceNameTaken);
// The rule explains; this guarantees.
translateConstraint('sale_lines_returned_check', ReturnExceedsSale);
