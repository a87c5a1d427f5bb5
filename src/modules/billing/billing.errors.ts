import { defineError } from '../../kernel/errors.js';

export const AccountNotFound = defineError({
  code: 'payer-account.not-found',
  kind: 'not_found',
  en: {
    title: 'No such payer account',
    detail: 'There is no payer account {id}, or it is out of your reach.',
  },
  ru: { title: 'Нет такого лицевого счёта', detail: 'Лицевого счёта {id} нет, или он вам недоступен.' },
});
export const PaymentNotFound = defineError({
  code: 'payment.not-found',
  kind: 'not_found',
  en: { title: 'No such payment', detail: 'There is no payment {id}, or it is out of your reach.' },
  ru: { title: 'Нет такого платежа', detail: 'Платежа {id} нет, или он вам недоступен.' },
});
export const PaymentAlreadyReversed = defineError({
  code: 'payment.already-reversed',
  kind: 'conflict',
  en: {
    title: 'The payment is reversed already',
    detail: 'Payment {number} was reversed before; nothing more can be taken back.',
  },
  ru: { title: 'Платёж уже сторнирован', detail: 'Платёж {number} уже сторнирован; больше вернуть нечего.' },
});
export const PaymentPayerAmbiguous = defineError({
  code: 'payment.payer-ambiguous',
  kind: 'rule',
  en: { title: 'Say whose payment it is, once', detail: 'Give either clientId or payerAccountId.' },
  ru: { title: 'Укажите плательщика один раз', detail: 'Дайте либо clientId, либо payerAccountId.' },
});
export const PaymentInFuture = defineError({
  code: 'payment.in-future',
  kind: 'rule',
  en: {
    title: 'The payment is not received yet',
    detail: 'receivedAt lies in the future; record the payment when it comes.',
  },
  ru: { title: 'Платёж ещё не получен', detail: 'receivedAt в будущем; запишите платёж, когда он придёт.' },
});
export const PaymentOfNothing = defineError({
  code: 'payment.of-nothing',
  kind: 'rule',
  en: { title: 'Nothing was paid', detail: 'A payment is above zero.' },
  ru: { title: 'Ничего не оплачено', detail: 'Платёж должен быть больше нуля.' },
});
