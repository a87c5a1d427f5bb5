import type { Language } from '../../../kernel/errors.js';
import {
  formatInstant,
  formatPeriod,
  type Block,
  type Chart,
  type Document,
  type KeyFigure,
  type Value,
} from '../../../platform/render/index.js';
import type { Column, Row } from '../report.js';
import type { ReportTable } from '../table.js';
import { labelled, totalsRow } from './labels.js';

const WORDS = {
  ru: {
    asOf: 'По данным на',
    before: 'Сравнение с периодом',
    all: 'все доступные филиалы',
    empty: 'За этот период ничего нет.',
  },
  en: {
    asOf: 'As recorded by',
    before: 'Compared with',
    all: 'all branches within reach',
    empty: 'There is nothing in this period.',
  },
} as const;

/** A report as a page: what it says in short, the chart, the table. */
export function pageOf(table: ReportTable, language: Language): Document {
  const { report, period, branch, asOf, zone, currency } = table;
  const words = WORDS[language];
  const subtitle = [
    ...(period === null ? [] : [formatPeriod(period.from, period.to, language)]),
    branch?.name ?? words.all,
  ].join(' · ');
  return {
    ...{ language, currency, zone, subtitle, title: report.title[language], createdAt: asOf },
    footer: `${words.asOf} ${formatInstant(asOf, { language, currency, zone })}`,
    blocks: reportBlocks(table, language),
  };
}

/** The parts of a report, for a page of its own or within another, such as a letter. */
export function reportBlocks(table: ReportTable, language: Language): Block[] {
  const figures = keyFigures(table, language);
  const chart = chartOf(table, language);
  const columns = table.columns.filter(
    (column, index) => column.only === undefined && (index === 0 || hasValues(column, table)),
  );
  const totals = totalsRow(columns, table, language);
  const before = table.previous;
  return [
    ...(figures.length === 0 ? [] : [{ figures }]),
    ...(before === null
      ? []
      : [{ footnote: `${WORDS[language].before}: ${formatPeriod(before.from, before.to, language)}` }]),
    ...(chart === null ? [] : [{ chart }]),
    {
      table: {
        columns: columns.map(({ title, kind }) => ({ title: title[language], kind })),
        rows: table.rows.map((row) => columns.map((column) => labelled(column, row, language))),
        ...(totals === undefined || table.rows.length === 0 ? {} : { totals }),
        empty: WORDS[language].empty,
      },
    },
    { footnote: table.report.description[language] },
  ];
}

/** A column in which nothing stands, such as what a parameter leaves out, takes no room of a page. */
const hasValues = ({ code }: Column, { rows }: ReportTable): boolean =>
  rows.length === 0 || rows.some((row) => (row[code] ?? null) !== null);

/** Totals that matter, with what they were the period before. */
export function keyFigures({ columns, totals, previous }: ReportTable, language: Language): KeyFigure[] {
  return columns.flatMap(({ code, title, kind, figure }) =>
    figure === undefined || totals === null
      ? []
      : [
          {
            ...{ title: title[language], kind, value: totals[code] ?? null },
            ...(previous?.totals == null ? {} : { before: previous.totals[code] ?? null }),
            ...(figure === 'neither' ? {} : { rise: figure }),
          },
        ],
  );
}

/** Of what may be seen; null when that is nothing. */
export function chartOf({ report, columns, rows }: ReportTable, language: Language): Chart | null {
  const spec = report.chart;
  const by = columns.find(({ code }) => code === spec?.by);
  const series = columns.filter(({ code }) => spec?.of.includes(code));
  const [first] = series;
  if (spec === undefined || by === undefined || first === undefined || rows.length === 0) return null;
  const isNumber = (value: unknown): value is number => typeof value === 'number';
  const size = (row: (typeof rows)[number]): number =>
    series.reduce((sum, { code }) => sum + (isNumber(row[code]) ? Math.abs(row[code]) : 0), 0);
  const bars = spec.addsUp === true ? addedUp(by, series, rows) : rows;
  const drawn =
    spec.most === undefined ? bars : [...bars].sort((a, b) => size(b) - size(a)).slice(0, spec.most);
  const numbers = ({ code }: Column) => drawn.map((row) => (isNumber(row[code]) ? row[code] : null));
  if (!drawn.some((row) => series.some(({ code }) => isNumber(row[code])))) return null;
  return {
    ...{ kind: spec.kind, title: spec.title[language], valueKind: first.kind },
    categories: drawn.map((row) => String(labelled(by, row, language) ?? '—')),
    series: series.map((column) => ({ name: column.title[language], values: numbers(column) })),
    ...(spec.horizontal === undefined ? {} : { horizontal: spec.horizontal }),
  };
}

/** Rows of one name as one. */
function addedUp(by: Column, series: readonly Column[], rows: readonly Row[]): Row[] {
  const bars = new Map<Value, Row>();
  for (const row of rows) {
    const name = row[by.code] ?? null;
    const bar = bars.get(name) ?? { [by.code]: name };
    for (const { code } of series) bar[code] = Number(bar[code] ?? 0) + Number(row[code] ?? 0);
    bars.set(name, bar);
  }
  return [...bars.values()];
}
