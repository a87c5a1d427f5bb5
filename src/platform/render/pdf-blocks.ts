import type { Content, TableCell } from 'pdfmake/interfaces.js';
import type { Block, Fact, KeyFigure, Signature, Table } from './blocks.js';
import { changeOf } from './change.js';
import { chartPng } from './chart.js';
import { SPARE_FONT, fontRuns, printable } from './fonts.js';
import { alignOf, formatValue, type Manner, type Value } from './formats.js';
import { PAGE, captionOf, cellText, fit } from './table-widths.js';

export const GREY = '#6b7280';
const LINE = '#d1d5db';
const TINT = '#eef2f7';
const MOODS = { good: '#166534', bad: '#b42318', even: GREY } as const;
const FIGURES_A_ROW = 4;
const HIGHEST = { portrait: 300, landscape: 215 } as const;

export interface PdfPage {
  manner: Manner;
  page: { width: number; fontSize: number };
}

/** A text in the fonts that have its letters. */
export const inFonts = (text: string): Content =>
  fontRuns(printable(text)).map((run) =>
    run.isSpare ? { text: run.text, font: SPARE_FONT, bold: false } : { text: run.text },
  );

const NO_FRAME = { hLineWidth: () => 0, vLineWidth: () => 0, paddingLeft: () => 0, paddingRight: () => 12 };

export function pdfBlock(block: Block, page: PdfPage): Content {
  if (block === 'page-break') return { text: '', pageBreak: 'after' };
  if ('heading' in block)
    return {
      text: inFonts(block.heading),
      fontSize: 13,
      bold: true,
      margin: [0, 12, 0, 5],
      headlineLevel: 1,
    };
  if ('paragraph' in block) return { text: inFonts(block.paragraph), margin: [0, 2, 0, 6] };
  if ('footnote' in block)
    return { text: inFonts(block.footnote), fontSize: 8, color: GREY, margin: [0, 4, 0, 2] };
  if ('facts' in block) return facts(block.facts, page.manner);
  if ('figures' in block) return figures(block.figures, page);
  if ('table' in block) return table(block.table, page);
  if ('signatures' in block) return signatures(block.signatures);
  if ('chart' in block) return picture(chartPng(block.chart, page.manner, 3), page.page.width);
  return picture(block.image, (page.page.width * (block.width ?? 100)) / 100);
}

/** Bytes only: an image by name would be looked for on the disk or the net. */
function picture(bytes: Buffer, width: number): Content {
  const type = bytes[0] === 0x89 ? 'png' : 'jpeg';
  return {
    image: `data:image/${type};base64,${bytes.toString('base64')}`,
    // Beside it on its page there is room for what it shows.
    fit: [width, width > PAGE.portrait.width ? HIGHEST.landscape : HIGHEST.portrait],
    margin: [0, 6, 0, 8],
  };
}

function facts(all: readonly Fact[], manner: Manner): Content {
  const body = all.map(({ title, kind, value }): TableCell[] => [
    { text: inFonts(title), color: GREY },
    { text: inFonts(formatValue(kind ?? 'text', value, manner)) },
  ]);
  return { table: { widths: ['auto', '*'], body }, layout: NO_FRAME, margin: [0, 2, 0, 6] };
}

function figures(all: readonly KeyFigure[], { manner }: PdfPage): Content {
  const cells = all.map((figure): TableCell => {
    const change = changeOf(figure, manner);
    const stack: Content[] = [
      { text: inFonts(figure.title), fontSize: 8.5, color: GREY },
      { text: inFonts(formatValue(figure.kind, figure.value, manner)), fontSize: 15, bold: true },
    ];
    if (change !== null)
      stack.push({
        text: inFonts(`${change.sign} ${change.text}`),
        fontSize: 8,
        color: MOODS[change.mood],
      });
    return { stack };
  });
  const columns = Math.min(FIGURES_A_ROW, cells.length);
  const rows = Math.ceil(cells.length / columns);
  const blank = Array.from({ length: rows * columns - cells.length }, (): TableCell => ({ text: '' }));
  const filled = [...cells, ...blank];
  const body = Array.from({ length: rows }, (_, row) => filled.slice(row * columns, (row + 1) * columns));
  return {
    table: { widths: Array.from({ length: columns }, () => '*'), body, dontBreakRows: true },
    layout: {
      ...{
        hLineWidth: () => 0,
        vLineWidth: (at: number) => (at < columns ? 2 : 0),
        vLineColor: () => '#0b5fa5',
      },
      ...{ paddingLeft: () => 8, paddingTop: () => 3, paddingBottom: () => 5 },
    },
    margin: [0, 4, 0, 8],
  };
}

function table(spec: Table, { manner, page }: PdfPage): Content {
  const { widths, fontSize } = fit(spec, manner, page);
  const aligns = spec.columns.map(({ kind, align }) => align ?? alignOf(kind));
  const line = (values: readonly Value[], style: object, nothing: string | null): TableCell[] =>
    spec.columns.map(({ kind }, index) => {
      const value = values[index] ?? null;
      const text = value === null && nothing !== null ? nothing : cellText(kind, value, manner);
      return { text: inFonts(text), alignment: aligns[index] ?? 'left', ...style };
    });
  const head = spec.columns.map(({ title }, index): TableCell => ({
    text: inFonts(title),
    alignment: aligns[index] ?? 'left',
    ...{ bold: true, fillColor: TINT, color: '#374151' },
  }));
  const totals = spec.totals === undefined ? [] : [line(spec.totals, { bold: true, fillColor: TINT }, '')];
  const empty: TableCell[] = [
    { text: inFonts(spec.empty ?? '—'), colSpan: spec.columns.length, color: GREY },
    ...spec.columns.slice(1).map((): TableCell => ({ text: '' })),
  ];
  const rows = spec.rows.length === 0 ? [empty] : spec.rows.map((row) => line(row, {}, null));
  const drawn: Content[] = [
    ...caption(spec, manner),
    {
      table: {
        headerRows: 1,
        widths,
        body: [head, ...rows, ...totals],
        dontBreakRows: true,
        keepWithHeaderRows: 1,
      },
      layout: LINES,
      fontSize,
      margin: [0, 0, 0, 8],
    },
  ];
  return isShort(spec) ? { stack: drawn, unbreakable: true } : drawn;
}

const SHORT = { rows: 12, letters: 60 };

/** What fits on a page for certain is not torn: neither its caption nor its totals stand alone on another. */
const isShort = ({ rows }: Table): boolean =>
  rows.length <= SHORT.rows &&
  rows.every((row) => row.every((value) => String(value ?? '').length <= SHORT.letters));

function caption(spec: Table, manner: Manner): Content[] {
  const text = captionOf(spec, manner);
  if (text === null) return [];
  const style = spec.title === undefined ? { fontSize: 8, color: GREY } : { bold: true };
  return [{ text: inFonts(text), ...style, headlineLevel: 1, margin: [0, 8, 0, 3] }];
}

const LINES = {
  hLineWidth: (at: number, { table: { body } }: { table: { body: unknown[] } }) =>
    at <= 1 || at === body.length ? 0.8 : 0.4,
  vLineWidth: () => 0,
  hLineColor: () => LINE,
  ...{ paddingLeft: () => 4, paddingRight: () => 4, paddingTop: () => 2.5, paddingBottom: () => 2.5 },
};

function signatures(all: readonly Signature[]): Content {
  const body = all.map(({ title, name }): TableCell[] => [
    { text: inFonts(title), margin: [0, 14, 0, 0] },
    { text: '', border: [false, false, false, true] },
    { text: name === undefined ? '' : inFonts(`/ ${name} /`), margin: [0, 14, 0, 0] },
  ]);
  return {
    table: { widths: [170, 130, '*'], body, dontBreakRows: true },
    layout: { defaultBorder: false, hLineWidth: () => 0.6, vLineWidth: () => 0, hLineColor: () => '#374151' },
    margin: [0, 12, 0, 0],
    unbreakable: true,
  };
}
