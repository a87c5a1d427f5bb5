import {
  formatDate,
  formatAmount,
  formatPeriod,
  type Block,
  type Document,
  type Value,
} from '../../../platform/render/index.js';
import { isSettledKind } from './payslip.rules.js';
import { TEXTS, kindName, type PayslipTexts } from './payslip-texts.js';
import type { Payslip } from './payslips.dto.js';

export type PageLanguage = keyof typeof TEXTS;

type Row = readonly Value[];

/** The words, and how an amount is written among them. */
type Pen = PayslipTexts & { write(minor: number): string };

/** A payslip on one page: what was earned, what was taken off, what is paid, what it costs the employer, the year so far. */
export function payslipPage(slip: Payslip, organisation: string, language: PageLanguage): Document {
  const period = formatPeriod(slip.periodFrom, slip.periodTo, language);
  const currency = slip.net.currency;
  const text: Pen = { ...TEXTS[language], write: (minor) => formatAmount(minor, { language, currency }) };
  return {
    ...{ language, currency, organisation, createdAt: slip.createdAt },
    title: text.title,
    subtitle: period,
    footer: `${slip.employeeName} · ${period}`,
    orientation: 'portrait',
    blocks: [
      {
        facts: [
          { title: text.employee, value: slip.employeeName },
          { title: text.engagement, value: text.engagements[slip.engagement] ?? slip.engagement },
          { title: text.payOn, value: formatDate(slip.paidOn ?? slip.payOn, language) },
          ...(slip.receiptNumber === null ? [] : [{ title: text.receipt, value: slip.receiptNumber }]),
          ...(slip.status === 'draft' ? [{ title: text.state, value: text.draft }] : []),
        ],
      },
      {
        figures: [
          { title: text.income, kind: 'money', value: slip.income.amount },
          { title: text.takenOff, kind: 'money', value: takenOff(slip) },
          { title: text.net, kind: 'money', value: slip.net.amount },
        ],
      },
      table(text.accrued, text, accruedRows(slip, text, language), slip.income.amount),
      table(text.takenOff, text, takenOffRows(slip, text, language), takenOff(slip)),
      table(text.employerPays, text, contributionRows(slip, text), contributionsOf(slip)),
      ...yearBlocks(slip, text),
      ...(slip.debtAfter.amount > 0
        ? [{ paragraph: text.carried(text.write(slip.debtAfter.amount)) } satisfies Block]
        : []),
    ],
  };
}

const contributionsOf = (slip: Payslip): number => slip.employerCost.amount - slip.income.amount;

function takenOff(slip: Payslip): number {
  const withheld = slip.withheld.reduce((sum, { amount }) => sum + amount, 0);
  return slip.tax.amount + withheld + slip.debtBefore.amount - slip.settled.amount;
}

function accruedRows(slip: Payslip, text: Pen, language: PageLanguage): Row[] {
  return entryRows(slip, text, language, (kind) => !isSettledKind(kind));
}

/** Entries of some kinds; what is taken off stands there with its sign turned. */
function entryRows(
  { accrued }: Payslip,
  text: Pen,
  language: PageLanguage,
  fits: (kind: string) => boolean,
): Row[] {
  return accrued
    .filter(({ kind }) => fits(kind))
    .map(({ kind, isAdjustment, count, amount }) => [
      kindName(kind, language),
      isAdjustment ? text.entriesBefore(count) : text.entries(count),
      isSettledKind(kind) ? -amount : amount,
    ]);
}

function takenOffRows(slip: Payslip, text: Pen, language: PageLanguage): Row[] {
  return [
    [text.tax, taxWords(slip, text), slip.tax.amount],
    ...slip.withheld.map((order): Row => [
      text.withheld,
      text.wanted(text.write(order.wanted)),
      order.amount,
    ]),
    ...entryRows(slip, text, language, isSettledKind),
    ...(slip.debtBefore.amount > 0 ? [[text.debtBefore, null, slip.debtBefore.amount] satisfies Row] : []),
  ];
}

function taxWords({ tax }: Payslip, text: Pen): string {
  if (tax.status === 'not_withheld') return text.notWithheld;
  const steps = tax.steps.map(({ percent, base }) => `${percent} % × ${text.write(base)}`).join(' + ');
  return text.ofYear(steps, text.write(tax.before));
}

function contributionRows(slip: Payslip, text: Pen): Row[] {
  return slip.contributions.map(({ code, slices, amount }) => [
    text.contributions[code] ?? code,
    slices.map(({ percent, base }) => `${percent} % × ${text.write(base)}`).join(' + '),
    amount,
  ]);
}

function yearBlocks({ tax }: Payslip, text: Pen): Block[] {
  if (tax.status === 'not_withheld') return [];
  const deductions = tax.deductions.map(({ code, months, amount }): Row => [
    text.deductions(code),
    text.months(months.length),
    amount,
  ]);
  const rows: Row[] = [
    [text.yearIncome, null, tax.incomeToDate],
    ...deductions,
    [text.yearTax, null, tax.toDate],
  ];
  return [{ table: { title: text.year, columns: columnsOf(text), rows } }];
}

const columnsOf = (text: Pen) =>
  [
    { title: text.what, kind: 'text' },
    { title: text.madeOf, kind: 'text' },
    { title: text.amount, kind: 'money' },
  ] as const;

const table = (title: string, text: Pen, rows: readonly Row[], total: number): Block => ({
  table: { title, columns: columnsOf(text), rows, totals: [text.total, null, total], empty: text.nothing },
});
