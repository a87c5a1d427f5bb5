import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { SheetBroken, SheetProtected, SheetTooLarge } from './sheets.errors.js';

/** One file of an archive. */
export interface ZipEntry {
  /** Its content, unpacked as it is asked for, and never more than the directory said. */
  content(): AsyncIterable<Buffer>;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const MOST_ENTRIES = 5_000;
const PIECE = 65_536;
const MEGABYTE = 1_048_576;

/**
 * The directory of an archive. The sizes it names are summed and held against the limit before anything is unpacked, and
 * while unpacking an entry is held to its own: a bomb either says so or is cut off.
 */
export function readZip(bytes: Buffer, limit: number): Map<string, ZipEntry> {
  const end = endOf(bytes);
  const count = bytes.readUInt16LE(end + 10);
  if (count > MOST_ENTRIES) throw SheetTooLarge({ limit: MOST_ENTRIES, what: 'parts' });
  const entries = new Map<string, ZipEntry>();
  let at = bytes.readUInt32LE(end + 16);
  let total = 0;
  for (let index = 0; index < count; index += 1) {
    const entry = entryAt(bytes, at);
    total += entry.size;
    if (total > limit) throw SheetTooLarge({ limit: limit / MEGABYTE, what: 'MB unpacked' });
    entries.set(entry.name, { content: () => contentOf(bytes, entry) });
    at = entry.next;
  }
  return entries;
}

function endOf(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - 65_557);
  for (let at = bytes.length - 22; at >= first; at -= 1) if (bytes.readUInt32LE(at) === END) return at;
  throw SheetBroken({ reason: 'the archive has no end' });
}

interface Entry {
  name: string;
  method: number;
  packed: number;
  size: number;
  offset: number;
  next: number;
}

function entryAt(bytes: Buffer, at: number): Entry {
  if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== ENTRY)
    throw SheetBroken({ reason: 'the directory of the archive' });
  if ((bytes.readUInt16LE(at + 8) & 1) === 1) throw SheetProtected();
  const nameLength = bytes.readUInt16LE(at + 28);
  const rest = nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  const name = bytes.subarray(at + 46, at + 46 + nameLength).toString('utf8');
  return {
    name: name.replaceAll('\\', '/').replace(/^\//, ''),
    method: bytes.readUInt16LE(at + 10),
    packed: bytes.readUInt32LE(at + 20),
    size: bytes.readUInt32LE(at + 24),
    offset: bytes.readUInt32LE(at + 42),
    next: at + 46 + rest,
  };
}

async function* contentOf(bytes: Buffer, entry: Entry): AsyncGenerator<Buffer> {
  const broken = SheetBroken({ reason: entry.name });
  const { offset } = entry;
  if (offset + 30 > bytes.length || bytes.readUInt32LE(offset) !== LOCAL) throw broken;
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  const packed = bytes.subarray(start, start + entry.packed);
  if (packed.length !== entry.packed || (entry.method !== 0 && entry.method !== 8)) throw broken;
  const source = Readable.from(piecesOf(packed));
  const unpacked = entry.method === 0 ? source : source.pipe(createInflateRaw());
  let size = 0;
  try {
    for await (const piece of unpacked as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > entry.size) throw broken;
      yield piece;
    }
  } catch (fault) {
    throw (fault as { code?: string }).code?.startsWith('Z_') === true ? broken : fault;
  }
  if (size !== entry.size) throw broken;
}

function* piecesOf(bytes: Buffer): Generator<Buffer> {
  for (let from = 0; from < bytes.length; from += PIECE) yield bytes.subarray(from, from + PIECE);
}
