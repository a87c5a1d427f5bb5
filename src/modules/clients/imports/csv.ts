import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';

/** Bytes of a spreadsheet export to rows of cells, whatever program wrote them. */
export function readTable(bytes: Buffer): string[][] {
  const text = decode(bytes)
    .replace(/^\uFEFF/, '')
    .replace(/^sep=.\r?\n/i, '');
  return parse(text, {
    delimiter: delimiterOf(text),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    trim: true,
  });
}

/** By the byte order mark, else UTF-16 by its zero bytes, else UTF-8 when it is that, else Windows-1251. */
export function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return iconv.decode(bytes, 'utf16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return iconv.decode(bytes, 'utf16be');
  const start = bytes.subarray(0, 1000);
  // Cyrillic in UTF-16LE has 04 in every second byte, Latin and separators have 00.
  const high = start.filter((byte, index) => index % 2 === 1 && (byte === 0 || byte === 4)).length;
  if (start.length >= 4 && high > start.length * 0.4) return iconv.decode(bytes, 'utf16le');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return iconv.decode(bytes, 'windows-1251');
  }
}

/** The separator that stands most often in the first line, outside quotes. */
function delimiterOf(text: string): string {
  const firstLine = (text.split(/\r?\n/, 1)[0] ?? '').replace(/"[^"]*"/g, '');
  const counts = [';', '\t', ','].map((mark) => ({ mark, count: firstLine.split(mark).length - 1 }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).mark;
}
