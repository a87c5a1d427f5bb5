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
export const AccountOfWalkIn = defineError({
  code: 'payer-account.walk-in',
  kind: 'conflict',
  en: {
    title: 'The account of a walk-in buyer',
    detail: 'It belongs to one sale and changes with it alone: return goods of the sale instead.',
  },
  ru: {
    title: 'Счёт покупателя без карточки',
    detail: 'Он относится к одной продаже и меняется только вместе с ней: оформите возврат продажи.',
  },
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
export const PaymentHasLeft = defineError({
  code: 'payment.has-left',
  kind: 'conflict',
  en: {
    title: 'A part of the payment has left the account',
    detail: 'A part of payment {number} was given back or moved to another account; take that back first.',
  },
  ru: {
    title: 'Часть платежа уже ушла со счёта',
    detail: 'Часть платежа {number} возвращена или переведена на другой счёт; сначала отмените это.',
  },
});
export const PaymentMoved = defineError({
  code: 'payment.moved',
  kind: 'conflict',
  en: {
    title: 'The money came from another account',
    detail: 'Payment {number} is money moved from another account: move it back instead.',
  },
  ru: {
    title: 'Деньги пришли с другого счёта',
    detail: 'Платёж {number} — перевод с другого счёта: переведите деньги обратно.',
  },
});
export const ChargeNotStanding = defineError({
  code: 'charge.not-standing',
  kind: 'conflict',
  en: { title: 'The charge does not stand', detail: 'Charge {id} was taken back, or is not there.' },
  ru: { title: 'Начисление не действует', detail: 'Начисление {id} отменено, или его нет.' },
});
export const CreditExceedsCharge = defineError({
  code: 'credit.exceeds-charge',
  kind: 'conflict',
  en: {
    title: 'More than stands of the charge',
    detail: 'Of charge {id} {stands} stand (minor units), {asked} cannot be taken off.',
  },
  ru: {
    title: 'Больше, чем осталось в начислении',
    detail: 'По начислению {id} осталось {stands} (в копейках), снять {asked} нельзя.',
  },
});
export const RefundNotFound = defineError({
  code: 'refund.not-found',
  kind: 'not_found',
  en: { title: 'No such refund', detail: 'There is no refund {id}, or it is out of your reach.' },
  ru: { title: 'Нет такого возврата', detail: 'Возврата {id} нет, или он вам недоступен.' },
});
export const RefundAlreadyReversed = defineError({
  code: 'refund.already-reversed',
  kind: 'conflict',
  en: { title: 'The refund is reversed already', detail: 'Refund {number} was reversed before.' },
  ru: { title: 'Возврат уже сторнирован', detail: 'Возврат {number} уже сторнирован.' },
});
export const RefundExceedsFree = defineError({
  code: 'refund.exceeds-free',
  kind: 'conflict',
  en: {
    title: 'More than is free on the account',
    detail: 'Only {free} (minor units) are free on the account; {asked} cannot be given back.',
  },
  ru: {
    title: 'Больше, чем свободно на счёте',
    detail: 'На счёте свободно только {free} (в копейках); вернуть {asked} нельзя.',
  },
});
export const RefundOfNothing = defineError({
  code: 'refund.of-nothing',
  kind: 'rule',
  en: { title: 'Nothing is given back', detail: 'A refund is above zero.' },
  ru: { title: 'Возвращать нечего', detail: 'Возврат должен быть больше нуля.' },
});
export const RefundInFuture = defineError({
  code: 'refund.in-future',
  kind: 'rule',
  en: {
    title: 'The refund is not given yet',
    detail: 'paidAt lies in the future; record the refund when it is given.',
  },
  ru: { title: 'Возврат ещё не выдан', detail: 'paidAt в будущем; запишите возврат, когда он выдан.' },
});
export const ChargeNotFound = defineError({
  code: 'charge.not-found',
  kind: 'not_found',
  en: { title: 'No such charge', detail: 'There is no charge {id}, or it is out of your reach.' },
  ru: { title: 'Нет такого начисления', detail: 'Начисления {id} нет, или оно вам недоступно.' },
});
export const ChargeOfNothing = defineError({
  code: 'charge.of-nothing',
  kind: 'rule',
  en: { title: 'Nothing is charged', detail: 'A charge made by hand is above zero.' },
  ru: { title: 'Начислять нечего', detail: 'Начисление вручную должно быть больше нуля.' },
});
export const ChargeNotOpen = defineError({
  code: 'charge.not-open',
  kind: 'conflict',
  en: { title: 'Nothing is open', detail: 'Charge {id} is wholly paid or taken off.' },
  ru: { title: 'Платить нечего', detail: 'Начисление {id} полностью оплачено или снято.' },
});
export const ChargeBelongsElsewhere = defineError({
  code: 'charge.belongs-elsewhere',
  kind: 'conflict',
  en: {
    title: 'The charge goes with what it is for',
    detail: 'Charge {id} is of a {kind}: take that back, or take a part of the charge off.',
  },
  ru: {
    title: 'Начисление отменяется вместе с основанием',
    detail: 'Начисление {id} ({kind}) отменяется вместе со своим основанием; часть его можно списать.',
  },
});
export const DueDayTheSame = defineError({
  code: 'due-day.the-same',
  kind: 'rule',
  en: { title: 'The day is the same', detail: 'The charge is due on {dueOn} already.' },
  ru: { title: 'Срок тот же', detail: 'Начисление и так нужно оплатить до {dueOn}.' },
});
export const InstalmentsNotWhole = defineError({
  code: 'instalments.not-whole',
  kind: 'rule',
  en: {
    title: 'The parts are not what is open',
    detail: 'Together the parts are {total}, open are {open} (minor units).',
  },
  ru: {
    title: 'Части не равны остатку',
    detail: 'Вместе части дают {total}, а к оплате {open} (в копейках).',
  },
});
export const TransferOfNothing = defineError({
  code: 'transfer.of-nothing',
  kind: 'rule',
  en: { title: 'Nothing is moved', detail: 'What is moved is above zero.' },
  ru: { title: 'Переводить нечего', detail: 'Перевод должен быть больше нуля.' },
});
export const TransferToItself = defineError({
  code: 'transfer.to-itself',
  kind: 'rule',
  en: { title: 'One account', detail: 'The money is on that account already.' },
  ru: { title: 'Тот же счёт', detail: 'Деньги и так на этом счёте.' },
});
export const TransferExceedsFree = defineError({
  code: 'transfer.exceeds-free',
  kind: 'conflict',
  en: {
    title: 'More than is free on the account',
    detail: 'Only {free} (minor units) are free on the account; {asked} cannot be moved.',
  },
  ru: {
    title: 'Больше, чем свободно на счёте',
    detail: 'На счёте свободно только {free} (в копейках); перевести {asked} нельзя.',
  },
});
export const TransferNotOneFamily = defineError({
  code: 'transfer.not-one-family',
  kind: 'conflict',
  en: {
    title: 'The accounts are not of one family',
    detail: 'Money moves only between accounts that pay, or have paid, for the same client.',
  },
  ru: {
    title: 'Счета разных семей',
    detail: 'Деньги переводятся только между счетами, с которых платят или платили за одного клиента.',
  },
});
