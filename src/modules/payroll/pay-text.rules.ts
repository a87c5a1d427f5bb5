import type { Language } from '../../kernel/errors.js';
import type { Minor } from '../../kernel/money.js';
import { adjustmentKinds, type AdjustmentKind, type PayFormula } from './pay.types.js';

interface Words {
  none: string;
  reversal: string;
  lesson: string;
  hour: string;
  attendees: (n: number) => string;
  of: string;
  least: string;
  most: string;
  share: string;
  whole: string;
  marginal: string;
  workingDays: string;
  calendarDays: string;
  payments: string;
  sales: string;
  premium: string;
  override: string;
  absentee: string;
  bonus: string;
  penalty: string;
  advance: string;
  deduction: string;
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    none: 'no pay scheme for this work was in effect: 0.00',
    reversal: 'reversal of: ',
    lesson: '1 lesson',
    hour: 'h',
    attendees: (n) => (n === 1 ? '1 attendee' : `${String(n)} attendees`),
    of: 'of',
    least: 'at least',
    most: 'at most',
    share: 'share',
    whole: 'brackets, whole',
    marginal: 'brackets, marginal',
    workingDays: 'working days',
    calendarDays: 'calendar days',
    payments: 'the payment',
    sales: 'the sale',
    premium: 'premium',
    override: 'set for this lesson: ',
    absentee: ', by the terms of the absentee',
    bonus: 'bonus',
    penalty: 'penalty',
    advance: 'advance paid',
    deduction: 'deduction',
  },
  ru: {
    none: 'схемы оплаты этой работы не было: 0,00',
    reversal: 'сторно: ',
    lesson: '1 занятие',
    hour: 'ч',
    attendees: (n) => `${String(n)} чел.`,
    of: 'из',
    least: 'не меньше',
    most: 'не больше',
    share: 'доля',
    whole: 'ступени, по достигнутой',
    marginal: 'ступени, нарастающие',
    workingDays: 'раб. дн.',
    calendarDays: 'кал. дн.',
    payments: 'оплаты',
    sales: 'продажи',
    premium: 'надбавка',
    override: 'назначено за это занятие: ',
    absentee: ', по ставке отсутствующего',
    bonus: 'премия',
    penalty: 'штраф',
    advance: 'выдан аванс',
    deduction: 'удержание',
  },
};

/** All of a formula as a sentence, made when it is read, in the language of whoever reads. */
export function sentenceOf(formula: PayFormula, language: Language, isReversal = false): string {
  const say = words[language];
  const number = numberIn(language);
  const parts = [
    isReversal ? say.reversal : '',
    formula.isOverride === true ? say.override : '',
    baseText(formula, say, number),
    limitText(formula, say, number),
    shareText(formula, say, number, isReversal),
    formula.absenteeId === undefined ? '' : say.absentee,
  ];
  return parts.join('');
}

type Write = (amount: Minor) => string;

function baseText(formula: PayFormula, say: Words, number: Write): string {
  if (formula.basis === null) return say.none;
  const how = howText[formula.basis](formula, say, number);
  return isByHand(formula.basis) ? how : `${how} = ${number(formula.computed)}`;
}

const isByHand = (basis: string): boolean => (adjustmentKinds as readonly string[]).includes(basis);

type How = (formula: PayFormula, say: Words, number: Write) => string;

const percentText =
  (ofWhat: 'payments' | 'sales' | null): How =>
  ({ percent = '', revenue = 0 }, say, number) =>
    `${percent} % ${say.of} ${ofWhat === null ? '' : `${say[ofWhat]} `}${number(revenue)}`;
const enteredText =
  (kind: AdjustmentKind): How =>
  ({ computed }, say, number) =>
    `${say[kind]}: ${number(computed)}`;

/** The left side of the equation, by basis. */
const howText: Readonly<Record<NonNullable<PayFormula['basis']>, How>> = {
  lesson: (formula, say, number) => `${rateText(formula, say, number)} × ${say.lesson}`,
  hour: (formula, say, number) => `${rateText(formula, say, number)} × ${formula.hours ?? ''} ${say.hour}`,
  attendee: (formula, say, number) =>
    `${rateText(formula, say, number)} × ${say.attendees(formula.attendees ?? 0)}`,
  revenue_percent: percentText(null),
  payments_percent: percentText('payments'),
  sales_percent: percentText('sales'),
  salary: (formula, say, number) => `${number(formula.rate ?? 0)} × ${daysText(formula, say)}`,
  premium: (formula, say, number) => premiumText(formula, say, number),
  bonus: enteredText('bonus'),
  penalty: enteredText('penalty'),
  advance: enteredText('advance'),
  deduction: enteredText('deduction'),
};

/** The rate, or the brackets it comes from. */
function rateText({ rate = 0, brackets, bracketMode }: PayFormula, say: Words, number: Write): string {
  if (brackets === undefined) return number(rate);
  const steps = brackets.map((one) => `${String(one.from)}+: ${number(one.rate)}`).join('; ');
  return `(${bracketMode === 'whole' ? say.whole : say.marginal} ${steps})`;
}

function daysText(
  { daysBefore = 0, daysThrough = 0, daysOf = 0, proration }: PayFormula,
  say: Words,
): string {
  const unit = proration === 'working_days' ? say.workingDays : say.calendarDays;
  return `${String(daysThrough - daysBefore)}/${String(daysOf)} ${unit}`;
}

function premiumText(
  { name = '', percent, base = 0, rate = 0 }: PayFormula,
  say: Words,
  number: Write,
): string {
  const how = percent === undefined ? number(rate) : `${percent} % ${say.of} ${number(base)}`;
  return `${say.premium} «${name}»: ${how}`;
}

function limitText({ min, max, computed }: PayFormula, say: Words, number: Write): string {
  if (min !== null && computed < min) return `, ${say.least} ${number(min)}`;
  return max !== null && computed > max ? `, ${say.most} ${number(max)}` : '';
}

function shareText({ share, amount }: PayFormula, say: Words, number: Write, isReversal: boolean): string {
  if (share === undefined) return '';
  const part = `${String(share.to - share.from)}/${String(share.of)}`;
  return `, ${say.share} ${part} = ${number(isReversal ? -amount : amount)}`;
}

/** Minor units as people write them: `60000` is `600.00`, in Russian `600,00`. */
const numberIn =
  (language: Language): Write =>
  (minor) => {
    const digits = String(Math.abs(minor)).padStart(3, '0');
    const point = language === 'ru' ? ',' : '.';
    return `${minor < 0 ? '-' : ''}${digits.slice(0, -2)}${point}${digits.slice(-2)}`;
  };
