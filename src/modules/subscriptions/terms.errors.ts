import { defineError } from '../../kernel/errors.js';

/** What can be wrong with the next term, a transfer or a refund. */
export const PlanDatesOver = defineError({
  code: 'plan.dates-over',
  kind: 'rule',
  en: {
    title: 'The dates of the plan are over',
    detail: 'The plan could be used until {until}; it can be sold until then.',
  },
  ru: {
    title: 'Срок плана прошёл',
    detail: 'План действовал до {until}; продавать его можно до этого дня.',
  },
});
export const NotPermitted = defineError({
  code: 'subscription.not-permitted',
  kind: 'forbidden',
  en: {
    title: 'You may not do this with a subscription',
    detail: 'This needs the permission {permission}.',
  },
  ru: {
    title: 'Вам это с абонементом нельзя',
    detail: 'Для этого нужно право {permission}.',
  },
});
export const SubscriptionRenewed = defineError({
  code: 'subscription.already-renewed',
  kind: 'conflict',
  en: {
    title: 'It is renewed already',
    detail: 'The next term is {renewedById}; a subscription is renewed once.',
  },
  ru: {
    title: 'Он уже продлён',
    detail: 'Следующий срок — {renewedById}; абонемент продлевается один раз.',
  },
});
export const StartBeforeEnd = defineError({
  code: 'subscription.start-before-end',
  kind: 'rule',
  en: {
    title: 'The next term begins after the end',
    detail: 'The subscription runs until {endsOn}; the next one begins later.',
  },
  ru: {
    title: 'Новый срок начинается после конца',
    detail: 'Абонемент действует до {endsOn}; следующий начинается позже.',
  },
});
export const NotTransferable = defineError({
  code: 'subscription.not-transferable',
  kind: 'conflict',
  en: {
    title: 'The plan does not allow a transfer',
    detail: 'Visits of this subscription cannot be given to somebody else.',
  },
  ru: {
    title: 'План не допускает передачи',
    detail: 'Визиты этого абонемента нельзя передать другому.',
  },
});
export const NothingToTransfer = defineError({
  code: 'subscription.nothing-to-transfer',
  kind: 'conflict',
  en: {
    title: 'There is nothing to give',
    detail: 'It has ended, or no visits are left in it.',
  },
  ru: {
    title: 'Передавать нечего',
    detail: 'Он закончился, или визитов в нём не осталось.',
  },
});
export const TransferToSelf = defineError({
  code: 'subscription.transfer-to-self',
  kind: 'rule',
  en: {
    title: 'It is theirs already',
    detail: 'A transfer is to another client.',
  },
  ru: {
    title: 'Он уже принадлежит этому клиенту',
    detail: 'Передать можно другому клиенту.',
  },
});
export const RefundAboveAmount = defineError({
  code: 'subscription.refund-above-amount',
  kind: 'rule',
  en: {
    title: 'More than it cost',
    detail: '{asked} is more than the {amount} the subscription is worth.',
  },
  ru: {
    title: 'Больше, чем он стоил',
    detail: '{asked} больше, чем {amount} — стоимость абонемента.',
  },
});
export const RefundNotCovered = defineError({
  code: 'subscription.refund-not-covered',
  kind: 'conflict',
  en: {
    title: 'Its charges were credited before',
    detail: 'The charges that stand do not leave {amount} to take off.',
  },
  ru: {
    title: 'Его начисления уже уменьшены',
    detail: 'Оставшиеся начисления не позволяют снять {amount}.',
  },
});
