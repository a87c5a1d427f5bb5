import { SheetBroken } from './sheets.errors.js';

/** A tag opened (and perhaps closed at once), a tag closed, or the text between; names come without a prefix. */
export type XmlEvent =
  | { kind: 'open'; name: string; attributes: string; isClosed: boolean }
  | { kind: 'close'; name: string }
  | { kind: 'text'; text: string };

const LONGEST = 4_194_304;
const TAG = /<(\/?)([^\s>/"'<]+)((?:[^>"'<]|"[^"<]*"|'[^'<]*')*)>/y;
const broken = () => SheetBroken({ reason: 'XML' });

/** The events of an XML document, in batches as its pieces come. A document type is refused: nothing here needs one. */
export async function* xmlEvents(pieces: AsyncIterable<Buffer>): AsyncGenerator<XmlEvent[]> {
  let decoder: TextDecoder | null = null;
  let text = '';
  for await (const piece of pieces) {
    decoder ??= new TextDecoder(encodingOf(piece));
    text += decoder.decode(piece, { stream: true });
    const events: XmlEvent[] = [];
    text = text.slice(scan(text, events));
    if (text.length > LONGEST) throw broken();
    yield events;
  }
  if (text.trim() !== '') throw broken();
}

const encodingOf = (start: Buffer): string =>
  start[0] === 0xff ? 'utf-16le' : start[0] === 0xfe ? 'utf-16be' : 'utf-8';

/** Adds the events that are whole; gives the place where the next one begins. */
function scan(text: string, events: XmlEvent[]): number {
  let at = 0;
  for (let mark = text.indexOf('<'); mark >= 0; mark = text.indexOf('<', at)) {
    const before = text.slice(at, mark);
    const after = aside(text, mark) ?? tagEnd(text, mark);
    if (after === null) return at;
    if (before !== '') events.push({ kind: 'text', text: unescaped(before) });
    addTag(text.slice(mark, after), events);
    at = after;
  }
  return at;
}

/** The end of a comment, an instruction or character data; Infinity while it has not come; null for a tag. */
function aside(text: string, mark: number): number | null {
  const next = text[mark + 1];
  if (next !== '!' && next !== '?') return null;
  if (text.startsWith('<!DOCTYPE', mark)) throw broken();
  const end = next === '?' ? '?>' : text.startsWith('<![', mark) ? ']]>' : '-->';
  const found = text.indexOf(end, mark + 2);
  return found < 0 ? null : found + end.length;
}

function tagEnd(text: string, mark: number): number | null {
  if (text[mark + 1] === '!' || text[mark + 1] === '?') return null;
  TAG.lastIndex = mark;
  if (TAG.test(text)) return TAG.lastIndex;
  if (text.length - mark > LONGEST / 16) throw broken();
  return null;
}

function addTag(tag: string, events: XmlEvent[]): void {
  if (tag.startsWith('<![CDATA[')) events.push({ kind: 'text', text: tag.slice(9, -3) });
  TAG.lastIndex = 0;
  const parts = /^<[!?]/.test(tag) ? null : TAG.exec(tag);
  if (parts === null) return;
  const [, slash, qualified = '', attributes = ''] = parts;
  const name = qualified.slice(qualified.indexOf(':') + 1);
  if (slash === '/') events.push({ kind: 'close', name });
  else events.push({ kind: 'open', name, attributes, isClosed: attributes.endsWith('/') });
}

const patterns = new Map<string, RegExp>();

/** The value of an attribute by its name without a prefix. */
export function attribute(attributes: string, name: string): string | undefined {
  let pattern = patterns.get(name);
  if (pattern === undefined) {
    pattern = new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
    patterns.set(name, pattern);
  }
  const found = pattern.exec(attributes);
  const value = found?.[1] ?? found?.[2];
  return value === undefined ? undefined : unescaped(value);
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(\w+));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return NAMED[name as string] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex as string, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}
