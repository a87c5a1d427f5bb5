import {
  alignOf,
  minorDigits,
  minorUnits,
  wallClock,
  type Value as Cell,
  type ValueKind as CellKind,
} from '../render/formats.js';
import { numberText, type TableToWrite } from './table-to-write.js';
import { harmless } from './write-sheet.js';
import { writeZip } from './write-zip.js';

const PIECE = 65_536;
/** So many letters a cell takes. */
const LONGEST = 32_767;
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

/** A typed table as a workbook of one sheet; the sheet is packed as its rows come. */
export function writeWorkbook(table: TableToWrite): AsyncIterable<Buffer> {
  const whole = (name: string, text: string) => ({ name, content: [Buffer.from(HEAD + text)] });
  return writeZip([
    whole('[Content_Types].xml', CONTENT_TYPES),
    whole('_rels/.rels', relationships('officeDocument', 'xl/workbook.xml')),
    whole(
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${escaped(sheetName(table.name))}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    whole(
      'xl/_rels/workbook.xml.rels',
      relationships('worksheet', 'worksheets/sheet1.xml', 'styles', 'styles.xml'),
    ),
    whole('xl/styles.xml', stylesOf(table)),
    { name: 'xl/worksheets/sheet1.xml', content: sheetOf(table) },
  ]);
}

const OF_SHEETS = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const CONTENT_TYPES =
  `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
  `<Override PartName="/xl/workbook.xml" ContentType="${OF_SHEETS}.sheet.main+xml"/>` +
  `<Override PartName="/xl/styles.xml" ContentType="${OF_SHEETS}.styles+xml"/>` +
  `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${OF_SHEETS}.worksheet+xml"/></Types>`;

/** Kinds and targets in turn. */
function relationships(...named: readonly string[]): string {
  const each = named.flatMap((kind, at) =>
    at % 2 === 1
      ? []
      : [
          `<Relationship Id="rId${String(at / 2 + 1)}" Type="${OFFICE}/${kind}" Target="${named[at + 1] ?? ''}"/>`,
        ],
  );
  return `<Relationships xmlns="${PACKAGE}/relationships">${each.join('')}</Relationships>`;
}

/** Of a column: its cells, its total, its head; in this order, after the style of nothing. */
const STYLES = 3;
const styleAt = (column: number, which: 'cell' | 'total' | 'head'): number =>
  1 + column * STYLES + ['cell', 'total', 'head'].indexOf(which);

function stylesOf({ columns, currency }: TableToWrite): string {
  const formats = [...new Set(columns.map(({ kind }) => formatOf(kind, currency)))].filter(
    (code) => code !== '',
  );
  const idOf = (code: string): string => (code === '' ? '0' : String(164 + formats.indexOf(code)));
  const styles = columns.flatMap(({ kind }) => {
    const format = idOf(formatOf(kind, currency));
    return [
      `<xf numFmtId="${format}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`,
      `<xf numFmtId="${format}" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>`,
      `<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1" applyAlignment="1">` +
        `<alignment horizontal="${alignOf(kind)}" vertical="top" wrapText="1"/></xf>`,
    ];
  });
  const font = '<sz val="11"/><name val="Calibri"/><family val="2"/>';
  const fill = (pattern: string): string => `<fill><patternFill patternType="${pattern}"/></fill>`;
  return (
    `<styleSheet xmlns="${MAIN}"><numFmts count="${String(formats.length)}">` +
    formats.map((code) => `<numFmt numFmtId="${idOf(code)}" formatCode="${escaped(code)}"/>`).join('') +
    `</numFmts><fonts count="2"><font>${font}</font><font><b/>${font}</font></fonts><fills count="3">${fill('none')}${fill('gray125')}` +
    '<fill><patternFill patternType="solid"><fgColor rgb="FFEEF2F7"/></patternFill></fill></fills>' +
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>' +
    `<cellXfs count="${String(styles.length + 1)}"><xf xfId="0"/>${styles.join('')}</cellXfs></styleSheet>`
  );
}

function formatOf(kind: CellKind, currency: string): string {
  const digits = minorDigits(currency);
  const formats: Partial<Record<CellKind, string>> = {
    ...{ integer: '#,##0', decimal: '#,##0.##', percent: '0.0%', duration: '[h]:mm' },
    ...{ date: 'dd.mm.yyyy', instant: 'dd.mm.yyyy hh:mm' },
    money: digits === 0 ? '#,##0' : `#,##0.${'0'.repeat(digits)}`,
  };
  return formats[kind] ?? '';
}

const WIDTHS: Partial<Record<CellKind, number>> = { text: 30, date: 12, instant: 17 };

async function* sheetOf(table: TableToWrite): AsyncGenerator<Buffer> {
  const { columns } = table;
  const letters = columns.map((_, at) => columnName(at));
  const row = (number: number, cells: readonly Cell[], which: 'cell' | 'total'): string => {
    const at = numberText(number);
    let text = `<row r="${at}">`;
    for (const [index, { kind }] of columns.entries()) {
      const cell = cells[index] ?? null;
      if (cell !== null)
        text += cellOf(`${letters[index] ?? ''}${at}`, styleAt(index, which), typed(kind, cell, table));
    }
    return `${text}</row>`;
  };
  const widths = columns.map(({ title, kind }, at) => {
    const width = WIDTHS[kind] ?? Math.min(40, Math.max(14, title.length + 2));
    return `<col min="${String(at + 1)}" max="${String(at + 1)}" width="${String(width)}" style="${String(styleAt(at, 'cell'))}" customWidth="1"/>`;
  });
  const titles = columns.map(({ title }, at) =>
    cellOf(`${letters[at] ?? ''}1`, styleAt(at, 'head'), harmless(title)),
  );
  let text =
    `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
    `<cols>${widths.join('')}</cols><sheetData><row r="1">${titles.join('')}</row>`;
  let number = 1;
  for await (const batch of table.batches)
    for (const cells of batch) {
      text += row((number += 1), cells, 'cell');
      if (text.length < PIECE) continue;
      yield Buffer.from(text);
      text = '';
    }
  const totals = table.totals?.();
  if (totals !== undefined) text += row(number + 1, totals, 'total');
  yield Buffer.from(`${text}</sheetData></worksheet>`);
}

const cellOf = (at: string, style: number, value: string | number): string =>
  typeof value === 'number'
    ? `<c r="${at}" s="${String(style)}"><v>${numberText(value)}</v></c>`
    : `<c r="${at}" s="${String(style)}" t="inlineStr"><is><t xml:space="preserve">${escaped(value.slice(0, LONGEST))}</t></is></c>`;

/** A value a spreadsheet counts with: roubles, shares of one, days since the end of 1899. */
function typed(kind: CellKind, cell: string | number, { currency, zone }: TableToWrite): string | number {
  if (typeof cell === 'string') {
    if (kind === 'date') return serial(`${cell}T00:00:00Z`);
    // An instant without a zone, which is how a spreadsheet keeps it.
    return kind === 'instant' ? serial(`${wallClock(cell, zone).replace(' ', 'T')}Z`) : harmless(cell);
  }
  if (kind === 'money') return cell / minorUnits(currency);
  if (kind === 'percent') return cell / 100;
  return kind === 'duration' ? cell / 1440 : cell;
}

const serial = (instant: string): number => Date.parse(instant) / 86_400_000 + 25_569;

/** A, B, … Z, AA, AB. */
function columnName(at: number): string {
  const last = String.fromCharCode(65 + (at % 26));
  return at < 26 ? last : columnName(Math.floor(at / 26) - 1) + last;
}

/** At most 31 signs, none of those a reference to a sheet is made of. */
const sheetName = (name: string): string =>
  name
    .replaceAll(/[[\]:*?/\\']/g, ' ')
    .slice(0, 31)
    .trim() || 'Sheet1';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** XML has no signs for the rest of what a text may hold; they are left out. */
const ODD = /[&<>"\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;
const escaped = (text: string): string => text.replaceAll(ODD, (sign) => ESCAPES[sign] ?? '');
