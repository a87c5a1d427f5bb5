/** What a reader of mails shows of one. It reads the messages we make, which is less than what mail may be. */
export interface ReadMail {
  headers: ReadonlyMap<string, string>;
  text: string | null;
  /** With the images of the letter inside. */
  html: string | null;
  attachments: { name: string; contentType: string; size: number }[];
}

interface Part {
  headers: Map<string, string>;
  body: string;
}

/** Bytes as latin1 text in, so that parts keep theirs until their own charset is known. */
export function readMail(raw: Buffer): ReadMail {
  const whole = partOf(raw.toString('latin1'));
  const leaves = leavesOf(whole);
  const of = (type: string) => leaves.find((part) => typeOf(part) === type && !isAttached(part));
  const [plain, rich] = [of('text/plain'), of('text/html')];
  const images = new Map(
    leaves.flatMap((part): [string, string][] => {
      const cid = part.headers.get('content-id')?.replace(/[<>]/g, '');
      if (cid === undefined || !typeOf(part).startsWith('image/')) return [];
      return [[cid, `data:${typeOf(part)};base64,${bytesOf(part).toString('base64')}`]];
    }),
  );
  const html = rich === undefined ? null : bytesOf(rich).toString('utf8');
  return {
    headers: new Map([...whole.headers].map(([name, value]) => [name, decodedWords(value)])),
    text: plain === undefined ? null : bytesOf(plain).toString('utf8'),
    html: html?.replace(/cid:([^"')\s]+)/g, (all, cid: string) => images.get(cid) ?? all) ?? null,
    attachments: leaves.filter(isAttached).map((part) => ({
      name: nameOf(part),
      contentType: typeOf(part),
      size: bytesOf(part).length,
    })),
  };
}

function partOf(text: string): Part {
  const end = text.search(/\r?\n\r?\n/);
  const head = end === -1 ? text : text.slice(0, end);
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const headers = new Map(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  return { headers, body: end === -1 ? '' : text.slice(end).replace(/^\r?\n\r?\n/, '') };
}

function leavesOf(part: Part): Part[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(part.headers.get('content-type') ?? '')?.[1];
  if (boundary === undefined) return [part];
  const pieces = `\r\n${part.body}`.split(`\n--${boundary}`).slice(1);
  return pieces
    .filter((piece) => !piece.startsWith('--'))
    .flatMap((piece) => leavesOf(partOf(piece.replace(/^\r?\n/, ''))));
}

const typeOf = ({ headers }: Part): string =>
  (headers.get('content-type') ?? 'text/plain').split(';')[0]?.trim().toLowerCase() ?? '';
const isAttached = ({ headers }: Part): boolean =>
  (headers.get('content-disposition') ?? '').toLowerCase().startsWith('attachment');

function nameOf({ headers }: Part): string {
  const said = headers.get('content-disposition') ?? '';
  const pieces = [...said.matchAll(/filename(?:\*\d*)?\*?=(?:"([^"]*)"|([^;]+))/gi)].map((match) =>
    (match[1] ?? match[2] ?? '').trim().replace(/^utf-8''/i, ''),
  );
  const joined = pieces.join('');
  try {
    return decodedWords(/%[0-9a-f]{2}/i.test(joined) ? decodeURIComponent(joined) : joined);
  } catch {
    return joined;
  }
}

function bytesOf({ headers, body }: Part): Buffer {
  const encoding = (headers.get('content-transfer-encoding') ?? '').toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64');
  if (encoding === 'quoted-printable') return Buffer.from(unquoted(body.replace(/=\r?\n/g, '')), 'latin1');
  return Buffer.from(body, 'latin1');
}

const unquoted = (text: string): string =>
  text.replace(/=([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

/** RFC 2047, in UTF-8 as we write it. */
const decodedWords = (text: string): string =>
  text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/(?:=\?utf-8\?[bq]\?[^?]*\?=)+/gi, (run) =>
      Buffer.concat(
        [...run.matchAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi)].map(([, how, body = '']) =>
          how?.toLowerCase() === 'b'
            ? Buffer.from(body, 'base64')
            : Buffer.from(unquoted(body.replaceAll('_', ' ')), 'latin1'),
        ),
      ).toString('utf8'),
    );
