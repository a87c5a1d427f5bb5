import { defineError } from '../../../kernel/errors.js';
import { translateConstraint } from '../../../platform/database/constraints.js';

export const ConsentNotFound = defineError({
  code: 'consent.not-found',
  kind: 'not_found',
  en: { title: 'No such consent', detail: 'There is no consent {id} of this client.' },
  ru: { title: 'Нет такого согласия', detail: 'Согласия {id} у этого клиента нет.' },
});
export const ConsentStanding = defineError({
  code: 'consent.standing',
  kind: 'conflict',
  en: { title: 'Agreed to already', detail: 'A consent to this text stands; revoke it before signing anew.' },
  ru: {
    title: 'Согласие уже есть',
    detail: 'Согласие с этим текстом действует; отзовите его прежде нового.',
  },
});
export const ConsentRevoked = defineError({
  code: 'consent.revoked',
  kind: 'conflict',
  en: { title: 'Revoked already', detail: 'The consent was revoked before.' },
  ru: { title: 'Уже отозвано', detail: 'Согласие отозвано раньше.' },
});
export const ConsentPurposeNotFound = defineError({
  code: 'consent-purpose.not-found',
  kind: 'not_found',
  en: { title: 'No such purpose', detail: 'There is no purpose of consent {id}.' },
  ru: { title: 'Нет такой цели', detail: 'Цели согласия {id} нет.' },
});
export const ConsentPurposeTaken = defineError({
  code: 'consent-purpose.code-taken',
  kind: 'conflict',
  en: { title: 'The code is taken', detail: 'Another purpose of consent has this code.' },
  ru: { title: 'Код занят', detail: 'Такой код есть у другой цели согласия.' },
});
export const ConsentTextNotFound = defineError({
  code: 'consent-text.not-found',
  kind: 'not_found',
  en: { title: 'No such text', detail: 'There is no text of consent {id}.' },
  ru: { title: 'Нет такого текста', detail: 'Текста согласия {id} нет.' },
});
export const ConsentTextSigned = defineError({
  code: 'consent-text.signed',
  kind: 'conflict',
  en: {
    title: 'The text was signed',
    detail: 'Somebody signed this text: make a new version of it instead.',
  },
  ru: { title: 'Текст уже подписан', detail: 'Этот текст подписали: сделайте вместо правки новую версию.' },
});

translateConstraint('consent_texts_unsigned', ConsentTextSigned);
translateConstraint('consent_revocations_once_key', ConsentRevoked);
translateConstraint('consent_purposes_code_key', ConsentPurposeTaken);
