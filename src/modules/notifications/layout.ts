import type { Language } from '../../kernel/errors.js';
import type { ComposedLetter } from '../../platform/mail/letter.js';
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
  const text = [...notices.map(({ title, text: body }) => `${title}\n${body}`), `--\n${FOOT[language]}`];
  const blocks = notices.map(
    ({ title, text: body }) =>
      `<h2 style="font-size:16px;margin:20px 0 4px">${escaped(title)}</h2><p style="margin:0">${escaped(body)}</p>`,
  );
  const html = `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>
<body style="font:15px/1.5 Arial,sans-serif;color:#1f2430;max-width:600px;margin:0 auto;padding:16px">${blocks.join('\n')}
<p style="margin-top:28px;color:#6b7280;font-size:13px">${escaped(FOOT[language])}</p></body></html>`;
  return { subject, text: `${text.join('\n\n')}\n`, html };
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (letter) => `&#${String(letter.charCodeAt(0))};`);
