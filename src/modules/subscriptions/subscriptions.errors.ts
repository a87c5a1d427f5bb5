import { defineError } from '../../kernel/errors.js';
import { translateConstraint } from '../../platform/database/constraints.js';
import { SubscriptionRenewed } from './terms.errors.js';

export * from './terms.errors.js';

export const PlanNotFound = defineError({
  code: 'plan.not-found',
  kind: 'not_found',
  en: { title: 'No such plan', detail: 'There is no plan {id}.' },
  ru: { title: 'Нет такого плана', detail: 'Плана {id} нет.' },
});
export const PlanNameTaken = defineError({
  code: 'plan.name-taken',
  kind: 'conflict',
  en: { title: 'The name is taken', detail: 'Another plan has this name.' },
  ru: { title: 'Название занято', detail: 'Такое название есть у другого плана.' },
});
export const PlanArchived = defineError({
  code: 'plan.archived',
  kind: 'conflict',
  en: {
    title: 'The plan is not on sale',
    detail: 'The plan "{name}" is archived; what was sold stays, nothing new is sold.',
  },
  ru: {
    title: 'План не продаётся',
    detail: 'План «{name}» в архиве; проданное действует, новое не продаётся.',
  },
});
export const PlanOfSingleVisits = defineError({
  code: 'plan.of-single-visits',
  kind: 'conflict',
  en: {
    title: 'The plan sells single visits',
    detail: 'It has one visit of one activity, paid at once; its other terms may change.',
  },
  ru: {
    title: 'По плану продаются разовые посещения',
    detail: 'В нём одно посещение одного вида занятий, без рассрочки; остальные условия менять можно.',
  },
});
export const SubscriptionNotFound = defineError({
  code: 'subscription.not-found',
  kind: 'not_found',
  en: { title: 'No such subscription', detail: 'There is no subscription {id}, or it is out of your reach.' },
  ru: { title: 'Нет такого абонемента', detail: 'Абонемента {id} нет, или он вам недоступен.' },
});
export const StartOutsideWindow = defineError({
  code: 'subscription.start-outside-window',
  kind: 'rule',
  en: { title: 'The start is too far from the sale', detail: 'It must start between {from} and {to}.' },
  ru: { title: 'Начало слишком далеко от продажи', detail: 'Начало должно быть между {from} и {to}.' },
});
export const StartByFirstVisit = defineError({
  code: 'subscription.starts-by-first-visit',
  kind: 'rule',
  en: {
    title: 'The first visit starts it',
    detail: 'This plan starts with the first visit; leave startsOn out.',
  },
  ru: {
    title: 'Начинается с первого визита',
    detail: 'План начинается с первого визита; не указывайте startsOn.',
  },
});
export const StartRequired = defineError({
  code: 'subscription.start-required',
  kind: 'rule',
  en: { title: 'Say when it starts', detail: 'This plan starts on a chosen day; give startsOn.' },
  ru: { title: 'Укажите начало', detail: 'План начинается в выбранный день; дайте startsOn.' },
});
export const DiscountAbovePrice = defineError({
  code: 'subscription.discount-above-price',
  kind: 'rule',
  en: {
    title: 'The discount is more than the price',
    detail: 'The plan costs {price}; the discount of {discount} is more.',
  },
  ru: { title: 'Скидка больше цены', detail: 'План стоит {price}; скидка {discount} больше.' },
});
export const SubscriptionNotRunning = defineError({
  code: 'subscription.not-running',
  kind: 'conflict',
  en: { title: 'The subscription is not running', detail: 'It has not started, has ended or was cancelled.' },
  ru: { title: 'Абонемент не действует', detail: 'Он не начался, закончился или аннулирован.' },
});
export const SubscriptionCancelled = defineError({
  code: 'subscription.already-cancelled',
  kind: 'conflict',
  en: { title: 'The subscription is cancelled', detail: 'Nothing can be changed any more.' },
  ru: { title: 'Абонемент аннулирован', detail: 'Изменить уже ничего нельзя.' },
});
export const AdjustmentBelowZero = defineError({
  code: 'subscription.visits-below-zero',
  kind: 'conflict',
  en: {
    title: 'Not that many visits are left',
    detail: '{left} visits are left; {visits} cannot be taken off.',
  },
  ru: { title: 'Столько визитов не осталось', detail: 'Осталось визитов: {left}; снять {visits} нельзя.' },
});
export const AdjustmentOfUnlimited = defineError({
  code: 'subscription.unlimited',
  kind: 'conflict',
  en: { title: 'It has no count of visits', detail: 'An unlimited subscription has no visits to correct.' },
  ru: { title: 'У него нет счёта визитов', detail: 'У безлимитного абонемента нечего исправлять.' },
});
export const FreezeBackdated = defineError({
  code: 'freeze.backdated',
  kind: 'rule',
  en: { title: 'A freeze cannot begin that far back', detail: 'It can begin on {earliest} or later.' },
  ru: { title: 'Заморозка не может начаться так давно', detail: 'Начать можно {earliest} или позже.' },
});
export const FreezeOutsideTerm = defineError({
  code: 'freeze.outside-term',
  kind: 'rule',
  en: {
    title: 'The freeze begins outside the subscription',
    detail: 'It must begin between {from} and {to}.',
  },
  ru: { title: 'Заморозка начинается вне срока', detail: 'Она должна начаться между {from} и {to}.' },
});
export const FreezeBackwards = defineError({
  code: 'freeze.backwards',
  kind: 'rule',
  en: { title: 'The freeze ends before it begins', detail: 'endsOn must not be before startsOn.' },
  ru: { title: 'Заморозка кончается раньше начала', detail: 'endsOn не может быть раньше startsOn.' },
});
export const FreezeTooShort = defineError({
  code: 'freeze.too-short',
  kind: 'rule',
  en: {
    title: 'The freeze is too short',
    detail: 'A freeze lasts at least {min} days; this one has {days}.',
  },
  ru: { title: 'Заморозка слишком короткая', detail: 'Заморозка — не меньше {min} дн.; здесь {days}.' },
});
export const FreezeLimitReached = defineError({
  code: 'freeze.limit-reached',
  kind: 'rule',
  en: {
    title: 'No freeze of that length is left',
    detail: '{days} days asked, {used} of {max} days and {times} of {maxTimes} freezes used.',
  },
  ru: {
    title: 'Лимит заморозки исчерпан',
    detail: 'Запрошено {days} дн.; использовано {used} из {max} дн. и {times} из {maxTimes} раз.',
  },
});
export const FreezeOverVisit = defineError({
  code: 'freeze.over-visit',
  kind: 'conflict',
  en: {
    title: 'A visit was charged in those days',
    detail: 'Visits were charged on {visits}; freeze the days after {lastVisitOn}.',
  },
  ru: {
    title: 'В эти дни списан визит',
    detail: 'Визиты списаны: {visits}; заморозьте дни после {lastVisitOn}.',
  },
});
export const FreezeOverlaps = defineError({
  code: 'freeze.overlaps',
  kind: 'conflict',
  en: {
    title: 'It is frozen in those days already',
    detail: 'Two freezes of one subscription cannot share a day.',
  },
  ru: { title: 'В эти дни уже заморожен', detail: 'Две заморозки абонемента не могут пересекаться.' },
});
export const FreezeNotFound = defineError({
  code: 'freeze.not-found',
  kind: 'not_found',
  en: { title: 'It is not frozen today', detail: 'The subscription {id} has no freeze today.' },
  ru: { title: 'Сегодня не заморожен', detail: 'У абонемента {id} сегодня нет заморозки.' },
});

translateConstraint('subscriptions_renewed_once_key', SubscriptionRenewed);
translateConstraint('plans_name_key', PlanNameTaken);
translateConstraint('plans_single_visit_check', PlanOfSingleVisits);
translateConstraint('freezes_no_overlap_excl', FreezeOverlaps);
