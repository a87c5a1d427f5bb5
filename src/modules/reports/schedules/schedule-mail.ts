import type { Language } from '../../../kernel/errors.js';
import {
  chartPng,
  formatInstant,
  formatPeriod,
  formatValue,
  letterPage,
  type Chart,
  type LetterBlock,
  type Manner,
} from '../../../platform/render/index.js';
import type { LetterAttachment } from '../../../platform/mail/letter.js';
import { labelled, totalsRow } from '../formats/labels.js';
import { chartOf, keyFigures } from '../formats/page.js';
import type { Column } from '../report.js';
import type { ReportTable } from '../table.js';

/** A file that is not in the letter, and where it is. */
export interface FileLeft {
  report: string;
  name: string;
  address: string;
}

export interface ScheduleMail {
  name: string;
  owner: string;
  language: Language;
  tables: readonly ReportTable[];
  left: readonly FileLeft[];
  attached: readonly string[];
}

export interface PaintedMail {
  subject: string;
  text: string;
  html: string;
  pictures: LetterAttachment[];
}

/** A letter is read on a phone: a name and three figures stand beside each other there, bars have room for eight names. */
const NUMBERS_ABREAST = 3;
const ROWS = 7;
const BARS = 8;
const FIGURES = 8;
const CHART_WIDTH = 480;

const WORDS = {
  ru: {
    all: 'все доступные филиалы',
    compared: 'сравнение с',
    rows: (shown: number, all: number) => `Показано ${String(shown)} из ${String(all)}`,
    by: 'по столбцу',
    empty: 'За этот период ничего нет.',
    files: 'Во вложении',
    left: 'слишком велик для письма; его можно взять здесь:',
    asOf: 'По данным на',
    onBehalf: (name: string, owner: string) =>
      `Письмо отправлено по расписанию «${name}» от имени сотрудника ${owner}: в нём то, что доступно этому сотруднику. Чтобы не получать таких писем, обратитесь к этому же сотруднику.`,
  },
  en: {
    all: 'all branches within reach',
    compared: 'compared with',
    rows: (shown: number, all: number) => `${String(shown)} of ${String(all)} shown`,
    by: 'by',
    empty: 'There is nothing in this period.',
    files: 'Attached',
    left: 'is too large for a letter; it can be had here:',
    asOf: 'As recorded by',
    onBehalf: (name: string, owner: string) =>
      `Sent by the schedule "${name}" on behalf of ${owner}: it holds what ${owner} may see. Ask them to be taken off the list.`,
  },
} as const;

/** The letter of a tick: of each report its figures with their change, a chart, the first rows. */
export function mailOf(mail: ScheduleMail): PaintedMail {
  const { name, tables, language } = mail;
  const pictures: LetterAttachment[] = [];
  const blocks = tables.flatMap((table, index) => {
    const painted = blocksOf(table, language, `chart${String(index + 1)}@reports`);
    pictures.push(...painted.pictures);
    return painted.blocks;
  });
  const [first] = tables;
  const manner = mannerOf(first, language);
  const title = name;
  const period = tables.find((table) => table.period !== null)?.period ?? null;
  const when = period === null ? null : formatPeriod(period.from, period.to, language);
  const page = letterPage({
    ...{ ...manner, title, preheader: preheaderOf(tables, language) },
    blocks: [...blocks, ...endOf(mail, manner)],
  });
  return { subject: [name, when].filter((part) => part !== null).join(': '), ...page, pictures };
}

const mannerOf = (table: ReportTable | undefined, language: Language): Manner => ({
  ...{ language, currency: table?.currency ?? 'RUB', zone: table?.zone ?? 'UTC' },
});

function preheaderOf(tables: readonly ReportTable[], language: Language): string {
  const said = tables.flatMap((table) => {
    const [figure] = keyFigures(table, language);
    return figure === undefined
      ? []
      : [`${figure.title}: ${formatValue(figure.kind, figure.value, mannerOf(table, language))}`];
  });
  return said.join(' · ');
}

function blocksOf(
  table: ReportTable,
  language: Language,
  cid: string,
): { blocks: LetterBlock[]; pictures: LetterAttachment[] } {
  const figures = keyFigures(table, language).slice(0, FIGURES);
  const chart = mailChart(table, language);
  const blocks: LetterBlock[] = [
    { heading: table.report.title[language] },
    { footnote: placeOf(table, language) },
    ...(figures.length === 0 ? [] : [{ figures }]),
    ...(chart === null ? [] : [{ cid, alt: `${chart.title}: ${inWords(chart, mannerOf(table, language))}` }]),
    ...rowsOf(table, language),
  ];
  if (chart === null) return { blocks, pictures: [] };
  const content = chartPng(chart, mannerOf(table, language), 2, CHART_WIDTH);
  return { blocks, pictures: [{ name: `${table.report.code}.png`, contentType: 'image/png', content, cid }] };
}

function placeOf({ period, branch, previous }: ReportTable, language: Language): string {
  const words = WORDS[language];
  return [
    ...(period === null ? [] : [formatPeriod(period.from, period.to, language)]),
    branch?.name ?? words.all,
    ...(previous === null ? [] : [`${words.compared} ${formatPeriod(previous.from, previous.to, language)}`]),
  ].join(' · ');
}

function mailChart(table: ReportTable, language: Language): Chart | null {
  const { report } = table;
  if (report.chart === undefined) return null;
  const most = Math.min(report.chart.most ?? BARS, BARS);
  const chart = report.chart.kind === 'line' ? report.chart : { ...report.chart, most };
  return chartOf({ ...table, report: { ...report, chart } }, language);
}

/** What the picture shows, for who does not see it. */
function inWords({ categories, series, valueKind }: Chart, manner: Manner): string {
  const [first] = series;
  const shown = categories.slice(0, 3).map((name, index) => {
    const value = first?.values[index] ?? null;
    return `${name} ${formatValue(valueKind, value, manner)}`;
  });
  return `${shown.join(', ')}${categories.length > shown.length ? ' …' : ''}`;
}

/** The first rows by what the chart compares, else in the report's own order; the name, and the figures that matter. */
function rowsOf(table: ReportTable, language: Language): LetterBlock[] {
  const words = WORDS[language];
  const columns = columnsOf(table);
  const leading = table.columns.find(({ code }) => table.report.chart?.of.includes(code));
  const isByTime = table.report.chart?.kind === 'line';
  const rows =
    leading === undefined || isByTime || table.rows.length <= ROWS
      ? table.rows
      : [...table.rows].sort((a, b) => Number(b[leading.code] ?? 0) - Number(a[leading.code] ?? 0));
  const totals = totalsRow(columns, table, language);
  const isCut = rows.length > ROWS;
  const said = `${words.rows(ROWS, rows.length)}${leading === undefined || isByTime ? '' : `, ${words.by} «${leading.title[language]}»`}.`;
  return [
    {
      table: {
        columns: columns.map(({ title, kind }) => ({ title: title[language], kind })),
        rows: rows.slice(0, ROWS).map((row) => columns.map((column) => labelled(column, row, language))),
        ...(totals === undefined || rows.length === 0 ? {} : { totals }),
        empty: words.empty,
      },
    },
    ...(isCut ? [{ footnote: said }] : []),
  ];
}

function columnsOf({ columns, report }: ReportTable): Column[] {
  const shown = columns.filter(({ only }) => only === undefined);
  const [name, ...others] = shown;
  const isDrawn = ({ code }: Column): boolean => report.chart?.of.includes(code) === true;
  const numbers = others.filter(({ kind }) => kind !== 'text');
  const ranked = [
    ...numbers.filter(isDrawn),
    ...numbers.filter((one) => !isDrawn(one) && one.figure !== undefined),
    ...numbers.filter((one) => !isDrawn(one) && one.figure === undefined),
  ].slice(0, NUMBERS_ABREAST);
  return [...(name === undefined ? [] : [name]), ...numbers.filter((one) => ranked.includes(one))];
}

function endOf(
  { tables, name, owner, left, attached, language }: ScheduleMail,
  manner: Manner,
): LetterBlock[] {
  const words = WORDS[language];
  const moments = [...new Set(tables.map(({ asOf }) => formatInstant(asOf, manner)))];
  return [
    ...(attached.length === 0 ? [] : [{ paragraph: `${words.files}:\n${attached.join('\n')}` }]),
    ...left.map((file) => ({ paragraph: `${file.name} ${words.left}\n${file.address}` })),
    {
      footnote: `${words.asOf} ${moments.join(', ')} (${manner.zone ?? 'UTC'}). ${words.onBehalf(name, owner)}`,
    },
  ];
}
