import { defineError } from '../../kernel/errors.js';
import { translateConstraint } from '../../platform/database/constraints.js';

export const VatRateNotFound = defineError({
  code: 'vat-rate.not-found',
  kind: 'not_found',
  en: { title: 'No such rate', detail: 'There is no VAT rate {id}.' },
  ru: { title: 'Нет такой ставки', detail: 'Ставки НДС {id} нет.' },
});
export const VatRateBegun = defineError({
  code: 'vat-rate.begun',
  kind: 'conflict',
  en: {
    title: 'The day has come',
    detail: 'A rate is made and removed before its first day, and that is {effectiveFrom}.',
  },
  ru: {
    title: 'День уже наступил',
    detail: 'Ставку заводят и убирают до её первого дня, а это {effectiveFrom}.',
  },
});
export const VatRateTaken = defineError({
  code: 'vat-rate.day-taken',
  kind: 'conflict',
  en: {
    title: 'There is a rate from that day already',
    detail: 'Another code of the same kind takes effect on the same day.',
  },
  ru: { title: 'С этого дня ставка уже есть', detail: 'С этого дня действует другой код того же вида.' },
});

translateConstraint('vat_rates_day_key', VatRateTaken);
