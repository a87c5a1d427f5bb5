import type { Language } from '../../kernel/errors.js';

/** What a value is, so that every format shows it alike: a page, a mail, a spreadsheet. */
export const VALUE_KINDS = [
  'text',
  'integer',
  'decimal',
  'money',
  'percent',
  'date',
  'instant',
  'duration',
] as const;
export type ValueKind = (typeof VALUE_KINDS)[number];

/**
 * A value of a table: money in minor units, a percent as 87.5, a date as `2026-11-23`, an instant in UTC, a duration in
 * minutes. Null is "none", which is not zero.
 */
export type Value = string | number | null;

/** By what a value is written. */
export interface Manner {
  readonly language: Language;
  /** ISO 4217, for money. */
  readonly currency: string;
  /** IANA zone in which instants are written. */
  readonly zone?: string;
}

export const NOTHING = '—';
const LOCALE: Readonly<Record<Language, string>> = { ru: 'ru-RU', en: 'en-GB' };
const RIGHT: ReadonlySet<ValueKind> = new Set(['integer', 'decimal', 'money', 'percent', 'duration']);

/** Numbers stand right, one digit beneath the other. */
export const alignOf = (kind: ValueKind): 'left' | 'right' => (RIGHT.has(kind) ? 'right' : 'left');

/** A value as a person reads it. */
export function formatValue(kind: ValueKind, value: Value, manner: Manner): string {
  if (value === null) return NOTHING;
  if (typeof value === 'string') return formatText(kind, value, manner);
  switch (kind) {
    case 'money':
      return formatMoney(value, manner);
    case 'percent':
      return formatPercent(value, manner.language);
    case 'duration':
      return formatDuration(value, manner.language);
    case 'integer':
      return formatDecimal(value, manner.language, 0);
    case 'decimal':
      return formatDecimal(value, manner.language, 2);
    case 'text':
    case 'date':
    case 'instant':
      return String(value);
  }
}

function formatText(kind: ValueKind, value: string, manner: Manner): string {
  if (kind === 'date') return formatDate(value, manner.language);
  return kind === 'instant' ? formatInstant(value, manner) : value;
}

/** `1 234,50 ₽`, `₽1,234.50`. */
export function formatMoney(minor: number, { language, currency }: Manner): string {
  const style = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
  return number(language, style).format(minor / minorUnits(currency));
}

/** The amount without its sign, for columns whose heading names it. */
export function formatAmount(minor: number, { language, currency }: Manner): string {
  const digits = minorDigits(currency);
  return number(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    minor / minorUnits(currency),
  );
}

/** How many minor units make one: 100 for most, 1 for the yen. */
export function minorUnits(currency: string): number {
  const known = units.get(currency);
  if (known !== undefined) return known;
  const { maximumFractionDigits = 2 } = number('en', { style: 'currency', currency }).resolvedOptions();
  units.set(currency, 10 ** maximumFractionDigits);
  return 10 ** maximumFractionDigits;
}
const units = new Map<string, number>();

/** How many digits those take: 2 for most, none for the yen. */
export const minorDigits = (currency: string): number => Math.log10(minorUnits(currency));

export const currencySign = ({ language, currency }: Manner): string =>
  number(language, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
    .formatToParts(0)
    .find(({ type }) => type === 'currency')?.value ?? currency;

/** At most so many digits after the point; none that say nothing. */
export const formatDecimal = (value: number, language: Language, digits = 2): string =>
  number(language, { maximumFractionDigits: digits }).format(value);

/** 87.5 is `87,5 %` in Russian and `87.5%` in English. */
export const formatPercent = (percent: number, language: Language): string =>
  number(language, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(
    percent / 100,
  );

/** Minutes as `12 ч 30 мин`, `12 h 30 min`. */
export function formatDuration(minutes: number, language: Language): string {
  const [hour, minute] = language === 'ru' ? ['ч', 'мин'] : ['h', 'min'];
  const whole = Math.round(Math.abs(minutes));
  const hours = Math.floor(whole / 60);
  const rest = whole % 60;
  const parts = [
    ...(hours > 0 ? [`${formatDecimal(hours, language, 0)}\u00A0${hour}`] : []),
    ...(rest > 0 || hours === 0 ? [`${String(rest)}\u00A0${minute}`] : []),
  ];
  return `${minutes < 0 ? '\u2212' : ''}${parts.join('\u00A0')}`;
}

/** `2026-11-23` as `23.11.2026`, `23 Nov 2026`. */
export function formatDate(date: string, language: Language): string {
  const at = new Date(`${date}T00:00:00Z`);
  return dates(language, 'UTC').format(at);
}

/** An instant by the clock of its zone: `23.11.2026 18:05`, `23 Nov 2026, 18:05`. */
export function formatInstant(at: string, { language, zone = 'UTC' }: Manner): string {
  const when = new Date(at);
  const time = calendar('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone });
  return `${dates(language, zone).format(when)}${language === 'ru' ? ' ' : ', '}${time.format(when)}`;
}

/** What the clock on the wall of a zone shows: `2026-11-23 18:05:00`. */
export const wallClock = (at: string, timeZone: string): string =>
  calendar('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone }).format(new Date(at));

/** A half-open period of days as people say it, its last day included: `01.11.2026 – 30.11.2026`. */
export function formatPeriod(from: string, to: string, language: Language): string {
  const last = new Date(Date.parse(`${to}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
  const [first, until] = [formatDate(from, language), formatDate(last, language)];
  return first === until ? first : `${first} – ${until}`;
}

const numbers = new Map<string, Intl.NumberFormat>();
/** Making a formatter costs a hundred times what using it does. */
function number(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const known = numbers.get(key) ?? new Intl.NumberFormat(LOCALE[language], options);
  numbers.set(key, known);
  return known;
}

const calendars = new Map<string, Intl.DateTimeFormat>();
function calendar(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = calendars.get(key) ?? new Intl.DateTimeFormat(locale, options);
  calendars.set(key, known);
  return known;
}

const dates = (language: Language, timeZone: string): Intl.DateTimeFormat =>
  calendar(LOCALE[language], {
    ...(language === 'ru'
      ? ({ day: '2-digit', month: '2-digit' } as const)
      : ({ day: 'numeric', month: 'short' } as const)),
    ...{ year: 'numeric', timeZone },
  });
