import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import iconv from 'iconv-lite';
import type { Charset, CsvStyle, SheetRow } from './sheet.js';
import { SheetBroken } from './sheets.errors.js';

const PIECE = 65_536;
/** A quote nobody closed would make the rest of the file one cell. */
const LONGEST_ROW = 1_048_576;

export function csvStyleOf(bytes: Buffer): CsvStyle {
  const charset = charsetOf(bytes);
  const text = iconv.decode(bytes.subarray(0, PIECE), charset);
  return { charset, delimiter: delimiterOf(text) };
}

/** By the byte order mark, else UTF-16 by its zero bytes, else UTF-8 when it is that, else Windows-1251. */
export function charsetOf(bytes: Buffer): Charset {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf16be';
  const start = bytes.subarray(0, 1000);
  // Cyrillic in UTF-16LE has 04 in every second byte, Latin and separators have 00.
  const high = start.filter((byte, index) => index % 2 === 1 && (byte === 0 || byte === 4)).length;
  if (start.length >= 4 && high > start.length * 0.4) return 'utf16le';
  return isUtf8(bytes) ? 'utf8' : 'windows-1251';
}

/** The separator that stands most often in the first lines, outside quotes. */
function delimiterOf(text: string): CsvStyle['delimiter'] {
  const named = /^\uFEFF?sep=([;,\t])/i.exec(text)?.[1];
  const lines = text.replace(/"[^"]*"/g, '').split(/\r?\n/, 10);
  const firstLine = lines.find((line) => /[;,\t]/.test(line)) ?? '';
  const marks: CsvStyle['delimiter'][] = [';', '\t', ','];
  const counts = marks.map((mark) => ({ mark, count: firstLine.split(mark).length - 1 }));
  return (
    marks.find((mark) => mark === named) ??
    counts.reduce((best, one) => (one.count > best.count ? one : best)).mark
  );
}

/** Rows with the cells trimmed; a line `sep=;` before them is for the spreadsheet program and no row. */
export async function* readCsv(bytes: Buffer, style: CsvStyle): AsyncGenerator<SheetRow> {
  const parser = Readable.from(textOf(bytes, style.charset)).pipe(
    parse({
      delimiter: style.delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      max_record_size: LONGEST_ROW,
      trim: true,
    }),
  );
  let number = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      number += 1;
      yield { number, cells: cells.map(withoutGuard) };
    }
  } catch (fault) {
    if ((fault as { code?: string }).code?.startsWith('CSV_') !== true) throw fault;
    throw SheetBroken({ reason: `row ${String(number + 1)}` });
  }
}

async function* textOf(bytes: Buffer, charset: Charset): AsyncGenerator<string> {
  const decoder = iconv.getDecoder(charset);
  let isFirst = true;
  for (let from = 0; from < bytes.length; from += PIECE) {
    const text = decoder.write(bytes.subarray(from, from + PIECE));
    yield isFirst ? text.replace(/^\uFEFF/, '').replace(/^sep=.\r?\n/i, '') : text;
    isFirst = false;
    // Lets others have their turn: parsing is work of the same thread.
    await new Promise((resolve) => setImmediate(resolve));
  }
  yield decoder.end() ?? '';
}

/** The apostrophe that keeps a spreadsheet from running a cell is not part of what was written. */
const withoutGuard = (cell: string): string => (/^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell);
