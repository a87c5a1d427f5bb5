import type { KeyFigure, Letter, LetterBlock, Table } from './blocks.js';
import { changeOf } from './change.js';
import { printable } from './fonts.js';
import { alignOf, formatValue, type Manner } from './formats.js';
import { captionOf, cellText } from './table-widths.js';

const LONGEST_LINE = 78;
const WIDEST_COLUMN = 30;

/** A letter for those who read no HTML. */
export function letterText(letter: Letter): string {
  const parts = [
    `${printable(letter.title)}\n${'='.repeat(Math.min(LONGEST_LINE, letter.title.length))}`,
    ...letter.blocks.map((block) => blockText(block, letter)),
  ];
  return `${parts.join('\n\n').replaceAll(/[\u00A0\u202F]/g, ' ')}\n`;
}

function blockText(block: LetterBlock, letter: Letter): string {
  if ('heading' in block) return `${printable(block.heading)}\n${'-'.repeat(block.heading.length)}`;
  if ('paragraph' in block) return wrap(printable(block.paragraph));
  if ('footnote' in block) return wrap(printable(block.footnote));
  if ('figures' in block) return block.figures.map((figure) => figureText(figure, letter)).join('\n');
  if ('table' in block) return tableText(block.table, letter);
  if ('cid' in block) return `[${printable(block.alt)}]`;
  return `${printable(block.label)}: ${block.link}`;
}

function figureText(figure: KeyFigure, manner: Manner): string {
  const change = changeOf(figure, manner);
  const said = change === null ? '' : ` (${change.sign} ${change.text})`;
  return `${printable(figure.title)}: ${formatValue(figure.kind, figure.value, manner)}${said}`;
}

/** Columns stand beneath each other while they fit a line; a wider table is told row by row. */
function tableText(table: Table, manner: Manner): string {
  const { columns, rows, totals, empty = '—' } = table;
  const caption = printable(captionOf(table, manner) ?? '');
  const texts = (row: Table['rows'][number], isTotal = false): string[] =>
    columns.map(({ kind }, at) => {
      const value = row[at] ?? null;
      return isTotal && value === null ? '' : printable(cellText(kind, value, manner));
    });
  const body = [...rows.map((row) => texts(row)), ...(totals === undefined ? [] : [texts(totals, true)])];
  const head = columns.map(({ title }) => printable(title));
  const widths = head.map((title, at) => Math.max(title.length, ...body.map((row) => row[at]?.length ?? 0)));
  const isNarrow =
    widths.reduce((sum, width) => sum + width + 2, 0) <= LONGEST_LINE && Math.max(...widths) <= WIDEST_COLUMN;
  const told =
    rows.length === 0 ? empty : isNarrow ? grid(columns, [head, ...body], widths) : list(head, body);
  return caption === '' ? told : `${caption}\n${told}`;
}

function grid(columns: Table['columns'], lines: string[][], widths: number[]): string {
  const shown = lines.map((line) =>
    line
      .map((cell, at) => {
        const column = columns[at];
        const isRight = (column?.align ?? alignOf(column?.kind ?? 'text')) === 'right';
        return isRight ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0);
      })
      .join('  ')
      .trimEnd(),
  );
  return [shown[0], widths.map((width) => '-'.repeat(width)).join('  '), ...shown.slice(1)].join('\n');
}

const list = (head: string[], body: string[][]): string =>
  body
    .map((row) => {
      const [first = '', ...rest] = row;
      const told = rest.flatMap((cell, at) => (cell === '' ? [] : [`  ${head[at + 1] ?? ''}: ${cell}`]));
      return [`* ${first === '' ? 'Σ' : first}`, ...told].join('\n');
    })
    .join('\n');

function wrap(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      const lines: string[] = [''];
      for (const word of line.split(' ')) {
        const last = lines.at(-1) ?? '';
        if (last !== '' && last.length + 1 + word.length > LONGEST_LINE) lines.push(word);
        else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
      }
      return lines.join('\n');
    })
    .join('\n');
}
