import { pipeline, Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

/** A file of an archive, in pieces. */
export interface ZipPart {
  name: string;
  content: Iterable<Buffer> | AsyncIterable<Buffer>;
}

interface Written {
  name: Buffer;
  at: number;
  crc: number;
  packed: number;
  size: number;
}

/** Names in UTF-8; check sum and sizes follow the content, since they are not known before. */
const FLAGS = 0x0808;
const DEFLATED = 8;
const VERSION = 20;
/** The first day the format knows: the same content is the same archive. */
const DAY = 0x21;
/** A number, and how many bytes it takes. */
type Field = readonly [number, 2 | 4];
/** What the head of a file and its entry in the directory say alike: version, flags, method, time, day. */
const MANNER: readonly Field[] = [VERSION, FLAGS, DEFLATED, 0, DAY].map((one) => [one, 2]);
/** Sheets are the same few words again and again: more work than this makes them hardly smaller. */
const LEVEL = 3;

/** An archive, piece by piece; nothing of it is held but its directory. */
export async function* writeZip(parts: Iterable<ZipPart>): AsyncGenerator<Buffer> {
  const written: Written[] = [];
  let at = 0;
  for (const part of parts) {
    const one: Written = { name: Buffer.from(part.name), at, crc: 0, packed: 0, size: 0 };
    written.push(one);
    const head = headOf(one);
    yield head;
    const packed = createDeflateRaw({ level: LEVEL });
    // What goes wrong with the source comes out of its end.
    pipeline(Readable.from(counted(part.content, one)), packed, () => undefined);
    for await (const piece of packed as AsyncIterable<Buffer>) {
      one.packed += piece.length;
      yield piece;
    }
    const tail = numbers([0x08074b50, 4], [one.crc, 4], [one.packed, 4], [one.size, 4]);
    yield tail;
    at += head.length + one.packed + tail.length;
  }
  const directory = Buffer.concat(written.flatMap((one) => [entryOf(one), one.name]));
  yield directory;
  const count = written.length;
  yield numbers([0x06054b50, 4], [0, 4], [count, 2], [count, 2], [directory.length, 4], [at, 4], [0, 2]);
}

async function* counted(content: ZipPart['content'], one: Written): AsyncGenerator<Buffer> {
  for await (const piece of content) {
    one.crc = crc32(piece, one.crc);
    one.size += piece.length;
    yield piece;
  }
}

const headOf = ({ name }: Written): Buffer =>
  Buffer.concat([
    numbers([0x04034b50, 4], ...MANNER, [0, 4], [0, 4], [0, 4], [name.length, 2], [0, 2]),
    name,
  ]);

const entryOf = ({ name, at, crc, packed, size }: Written): Buffer =>
  Buffer.concat([
    numbers([0x02014b50, 4], [VERSION, 2], ...MANNER, [crc, 4], [packed, 4], [size, 4]),
    // No extra field, no comment, the first disk, no attributes.
    numbers([name.length, 2], [0, 2], [0, 2], [0, 2], [0, 2], [0, 4], [at, 4]),
  ]);

/** Numbers one after another, each of so many bytes. */
function numbers(...values: readonly Field[]): Buffer {
  const bytes = Buffer.alloc(values.reduce((sum, [, length]) => sum + length, 0));
  let at = 0;
  for (const [value, length] of values) at = bytes.writeUIntLE(value, at, length);
  return bytes;
}
