import type { Language } from '../../../kernel/errors.js';
import type { RowFault } from './row-cells.rules.js';

/** The sentence of each fault a row may have; `{value}` is what the cell holds. */
const texts: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  'value.required': { en: 'This is missing.', ru: 'Это обязательно.' },
  'name.incomplete': {
    en: 'Give the last name and the first name.',
    ru: 'Нужны фамилия и имя.',
  },
  'date.not-valid': {
    en: '"{value}" is not a day that exists; write 05.03.2016.',
    ru: '«{value}» — не существующий день; напишите 05.03.2016.',
  },
  'birth-date.in-future': {
    en: 'Nobody is born after today.',
    ru: 'Родиться позже сегодняшнего дня нельзя.',
  },
  'sex.unknown': { en: '"{value}" is neither м nor ж.', ru: '«{value}» — не м и не ж.' },
  'phone.not-valid': {
    en: '"{value}" is not a phone number that exists.',
    ru: '«{value}» — не существующий телефон.',
  },
  'email.not-valid': { en: '"{value}" is not an e-mail address.', ru: '«{value}» — не адрес почты.' },
  'status.unknown': {
    en: '"{value}" is no status; write active, trial, lead, paused or left.',
    ru: '«{value}» — не статус; напишите: занимается, пробный, лид, пауза или ушёл.',
  },
  'status-reason.required': { en: 'Say why the client left.', ru: 'Укажите, почему клиент ушёл.' },
  'text.too-long': { en: 'At most {limit} characters.', ru: 'Не больше {limit} символов.' },
  'text.control-character': {
    en: 'Control characters are not text.',
    ru: 'Управляющие символы — не текст.',
  },
  'branch.required': {
    en: 'Name a branch in the row or for the whole file.',
    ru: 'Укажите филиал в строке или для всего файла.',
  },
  'branch.unknown': {
    en: 'There is no branch "{value}" within your reach.',
    ru: 'Филиала «{value}» нет, или он вам недоступен.',
  },
  'guardian.required': {
    en: 'Somebody under 18 needs a guardian.',
    ru: 'Тому, кому нет 18, нужен представитель.',
  },
  'guardian.name-required': {
    en: 'The guardian has a phone or an e-mail, but no name.',
    ru: 'У представителя есть телефон или почта, но нет имени.',
  },
  'payer.unknown': {
    en: '"{value}" is none of the guardians of this row.',
    ru: '«{value}» — не из представителей этой строки.',
  },
  'payer.minor': {
    en: 'Somebody under 18 does not pay for themselves.',
    ru: 'Тот, кому нет 18, сам за себя не платит.',
  },
  'row.repeated': { en: 'The same client as in row {row}.', ru: 'Тот же клиент, что в строке {row}.' },
  'client.duplicate': {
    en: 'Perhaps client no. {number}; register by hand if it is somebody else.',
    ru: 'Возможно, это клиент № {number}; если другой — запишите вручную.',
  },
};

export function faultText({ code, params }: Pick<RowFault, 'code' | 'params'>, language: Language): string {
  const text = texts[code]?.[language] ?? code;
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
}

/** Every code a row may be refused with. */
export const faultCodes = Object.keys(texts);
