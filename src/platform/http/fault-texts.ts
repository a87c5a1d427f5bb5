import type { Language } from '../../kernel/errors.js';
import { inRussian } from './fault-sentences.ru.js';

/** A fault's stable code and its sentence in each language; `{0}` is the constraint's first argument. */
interface FaultText {
  code: string;
  en: string;
  ru: string;
}

const text = (code: string, en: string, ru: string): FaultText => ({ code, en, ru });

/** By the name of the class-validator constraint that failed. */
const byConstraint: Readonly<Record<string, FaultText>> = {
  whitelistValidation: text('member.unknown', 'There is no such member here.', 'Такого поля здесь нет.'),
  missing: text('value.required', 'This is required.', 'Это обязательно.'),
  isString: text('string.expected', 'Give a text.', 'Нужен текст.'),
  isInt: text('integer.expected', 'Give a whole number.', 'Нужно целое число.'),
  isBoolean: text('boolean.expected', 'Give true or false.', 'Нужно true или false.'),
  isArray: text('array.expected', 'Give a list.', 'Нужен список.'),
  isObject: text('object.expected', 'Give an object.', 'Нужен объект.'),
  object: text('object.expected', 'Give an object.', 'Нужен объект.'),
  objects: text('object.expected', 'Each item must be an object.', 'Каждый элемент должен быть объектом.'),
  nestedValidation: text('object.expected', 'Give an object.', 'Нужен объект.'),
  minLength: text('text.too-short', 'Give at least {0} characters.', 'Нужно не меньше {0} символов.'),
  maxLength: text('text.too-long', 'Give at most {0} characters.', 'Можно не больше {0} символов.'),
  min: text('number.too-small', 'Give at least {0}.', 'Нужно не меньше {0}.'),
  max: text('number.too-large', 'Give at most {0}.', 'Можно не больше {0}.'),
  arrayMinSize: text('array.too-short', 'Give at least {0} items.', 'Нужно не меньше {0} элементов.'),
  arrayMaxSize: text('array.too-long', 'Give at most {0} items.', 'Можно не больше {0} элементов.'),
  arrayUnique: text('array.not-unique', 'Each item may stand once.', 'Каждый элемент — только один раз.'),
  isIn: text('value.not-allowed', 'Give one of: {0}.', 'Нужно одно из: {0}.'),
  isEnum: text('value.not-allowed', 'Give one of: {0}.', 'Нужно одно из: {0}.'),
  isUuid: text('id.not-uuid', 'An id is a UUID.', 'Идентификатор — это UUID.'),
  isEmail: text('email.not-valid', 'Give an e-mail address.', 'Нужен адрес почты.'),
  matches: text('text.wrong-form', 'The text is not of the right form.', 'Текст не той формы.'),
  controlCharacter: text(
    'text.control-character',
    'Control characters are not text.',
    'Управляющие символы — не текст.',
  ),
  oneLine: text('text.one-line', 'Give one line.', 'Нужна одна строка.'),
  localDate: text(
    'date.not-valid',
    'Give a day that exists, as YYYY-MM-DD.',
    'Нужен существующий день, ГГГГ-ММ-ДД.',
  ),
  timeOfDay: text('time.not-valid', 'Give a time as HH:MM.', 'Нужно время ЧЧ:ММ.'),
  instant: text(
    'instant.not-valid',
    'Give an RFC 3339 instant, such as 2026-11-23T15:00:00Z.',
    'Нужен момент RFC 3339, например 2026-11-23T15:00:00Z.',
  ),
  timeZone: text(
    'time-zone.unknown',
    'Give an IANA time zone, such as Europe/Moscow.',
    'Нужна зона IANA, например Europe/Moscow.',
  ),
  phone: text(
    'phone.not-valid',
    'Give a phone number that exists, best as +79161234567.',
    'Нужен существующий телефон, лучше как +79161234567.',
  ),
  permissionScopes: text(
    'permissions.not-valid',
    'Give an object of permissions, each with own, branch or all.',
    'Нужен объект прав, у каждого own, branch или all.',
  ),
  organisationCurrency: text(
    'currency.not-ours',
    'The organisation counts in {0}.',
    'Организация считает в {0}.',
  ),
};

/** Sentences of faults that services and rules find, by code; absent here, the fault's own sentence stands. */
const russian: Readonly<Record<string, string>> = {
  'reference.not-found': 'Нет такой записи, или она вам недоступна.',
  'member.unknown': 'Такого поля здесь нет.',
  'id.not-uuid': 'Идентификатор — это UUID.',
  'cursor.not-valid': 'Этот курсор не от этого списка.',
  'sort.not-allowed': 'По этому полю сортировать нельзя.',
  'permission.unknown': 'Нет такого права; GET /v1/permissions перечисляет их.',
  'password.has-login': 'Пароль не должен содержать логин.',
  'password.too-simple': 'Нужно не меньше 5 разных символов.',
  'password.too-common': 'Этот пароль — из тех, что пробуют первыми.',
  'boolean.not-valid': 'Нужно true или false.',
  'idempotency.key-not-valid': 'Ключ — от 16 до 255 видимых символов ASCII.',
};

export function faultOfConstraint(
  constraint: string,
  argument: string,
  language: Language,
): { code: string; detail: string } {
  const found =
    byConstraint[constraint] ?? text('value.not-valid', 'The value is not right.', 'Значение неверно.');
  return { code: found.code, detail: found[language].replace('{0}', argument) };
}

export function faultDetail(code: string, detail: string, language: Language): string {
  return language === 'ru' ? (inRussian(detail) ?? russian[code] ?? detail) : detail;
}
