import type { Language } from '../../kernel/errors.js';
import { currency } from '../../platform/config/currency.js';
import type { ComposedLetter } from '../../platform/mail/letter.js';
import { letterPage } from '../../platform/render/index.js';
import type { NoticeText } from './notice.js';

const FOOT: Readonly<Record<Language, string>> = {
  ru: 'Что и как вам приходит, выбирается в настройках уведомлений.',
  en: 'What reaches you, and how, is chosen in your notification preferences.',
};

/** A letter of notices: the one place that says how such a letter looks. */
export function noticeLetter(
  subject: string,
  notices: readonly NoticeText[],
  language: Language,
): ComposedLetter {
  const blocks = [
    ...notices.flatMap(({ title, text }) => [{ heading: title }, { paragraph: text }]),
    { footnote: FOOT[language] },
  ];
  return { subject, ...letterPage({ language, currency: currency(), title: subject, blocks }) };
}
