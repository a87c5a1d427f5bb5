import { defineError } from '../../kernel/errors.js';
import { translateConstraint } from '../../platform/database/constraints.js';

export const ActivityNotFound = defineError({
  code: 'activity.not-found',
  kind: 'not_found',
  en: { title: 'No such activity', detail: 'There is no activity {id}.' },
  ru: { title: 'Нет такого занятия', detail: 'Вида занятий {id} нет.' },
});
export const ActivityNameTaken = defineError({
  code: 'activity.name-taken',
  kind: 'conflict',
  en: { title: 'The name is taken', detail: 'Another activity has this name.' },
  ru: { title: 'Название занято', detail: 'Такое название есть у другого вида занятий.' },
});

translateConstraint('activities_name_key', ActivityNameTaken);

export const DiscountNotInForce = defineError({
  code: 'discount.not-in-force',
  kind: 'conflict',
  en: { title: 'The discount is not in force', detail: 'Discount "{name}" is not in force on that day.' },
  ru: { title: 'Скидка не действует', detail: 'Скидка «{name}» в этот день не действует.' },
});
export const DiscountNotForThis = defineError({
  code: 'discount.not-for-this',
  kind: 'conflict',
  en: {
    title: 'The discount is not for this',
    detail: 'Discount "{name}" is not given on this plan or in this branch.',
  },
  ru: {
    title: 'Скидка не для этого',
    detail: 'Скидка «{name}» не даётся на этот абонемент или в этом филиале.',
  },
});
export const DiscountConditionsNotMet = defineError({
  code: 'discount.conditions-not-met',
  kind: 'conflict',
  en: {
    title: 'The conditions of the discount are not met',
    detail: 'Discount "{name}" asks for more brothers and sisters, or more activities.',
  },
  ru: {
    title: 'Условия скидки не выполнены',
    detail: 'Для скидки «{name}» нужно больше братьев и сестёр или больше занятий.',
  },
});
export const DiscountAboveMaximum = defineError({
  code: 'discount.above-maximum',
  kind: 'conflict',
  en: {
    title: 'More than the discount allows',
    detail: 'Discount "{name}" allows {most} at most (minor units), not {asked}.',
  },
  ru: {
    title: 'Больше, чем позволяет скидка',
    detail: 'Скидка «{name}» позволяет не больше {most} (в копейках), а не {asked}.',
  },
});
export const DiscountReasonRequired = defineError({
  code: 'discount.reason-required',
  kind: 'rule',
  en: { title: 'Say why', detail: 'Discount "{name}" is given by hand: give a reason.' },
  ru: { title: 'Укажите причину', detail: 'Скидка «{name}» даётся вручную: укажите причину.' },
});
export const PromoCodeUnknown = defineError({
  code: 'promo-code.unknown',
  kind: 'rule',
  en: { title: 'No such promo code', detail: 'There is no promo code {code}.' },
  ru: { title: 'Нет такого промокода', detail: 'Промокода {code} нет.' },
});
export const PromoCodeExhausted = defineError({
  code: 'promo-code.exhausted',
  kind: 'conflict',
  en: { title: 'The promo code is used up', detail: 'It could be used {maxUses} times and was.' },
  ru: { title: 'Промокод исчерпан', detail: 'Им можно было воспользоваться {maxUses} раз, и это сделано.' },
});
