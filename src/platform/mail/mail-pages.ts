import { createHmac, timingSafeEqual } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { escaped } from '../render/escape.js';
import { mailFolder } from './file-transport.js';
import { readMail } from './mime.js';

const SHOWN_AT_MOST = 200;
const FILE = /^[0-9a-f-]{36}$/;

/** Opens the pages; whoever starts the servers makes the same one from the same secret. */
export const mailKey = (secret: string): string =>
  createHmac('sha256', secret).update('mail pages').digest('base64url').slice(0, 32);

/** Mails that lie in files, to be read in a browser: never where mail is really sent, nor in production. */
export function mountMailPages(app: NestFastifyApplication): void {
  const config = app.get<Config>(CONFIG);
  if (config.SMTP_URL !== undefined || config.NODE_ENV === 'production') return;
  const folder = mailFolder(config);
  const key = mailKey(config.jwtSecret);
  const server = app.getHttpAdapter().getInstance();
  type Show = (file: string) => Promise<{ type: string; policy: string; body: string } | null>;
  const page = (show: Show) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { file = '' } = request.params as { file?: string };
    const shown = isKey(request, key) ? await show(file) : null;
    if (shown === null) return reply.code(404).type('text/plain; charset=utf-8').send('No such mail.\n');
    void reply.header('content-security-policy', shown.policy).header('x-robots-tag', 'noindex');
    return reply.type(`${shown.type}; charset=utf-8`).send(shown.body);
  };
  server.get(
    '/mail',
    page(async () => ({ ...PAGE, body: await list(folder, key) })),
  );
  server.get(
    '/mail/:file.eml',
    page(async (file) => {
      const raw = await mailIn(folder, file);
      return raw === null ? null : { ...PAGE, type: 'text/plain', body: raw.toString('utf8') };
    }),
  );
  server.get(
    '/mail/:file',
    page(async (file) => {
      const raw = await mailIn(folder, file);
      return raw === null ? null : { ...MAIL, body: whole(raw) };
    }),
  );
}

const PAGE = {
  type: 'text/html',
  policy: "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
};
/** A mail is somebody's text: nothing in it runs, and nothing is fetched for it. */
const MAIL = {
  type: 'text/html',
  policy: "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox",
};

function isKey(request: FastifyRequest, key: string): boolean {
  const { key: given } = request.query as { key?: unknown };
  const [a, b] = [Buffer.from(typeof given === 'string' ? given : ''), Buffer.from(key)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const mailIn = (folder: string, file: string): Promise<Buffer | null> =>
  FILE.test(file) ? readFile(join(folder, `${file}.eml`)).catch(() => null) : Promise.resolve(null);

async function list(folder: string, key: string): Promise<string> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml'));
  const dated = await Promise.all(
    names.map(async (name) => ({
      name,
      at: (await stat(join(folder, name)).catch(() => null))?.mtimeMs ?? 0,
    })),
  );
  const newest = dated.sort((a, b) => b.at - a.at).slice(0, SHOWN_AT_MOST);
  const rows: string[] = [];
  for (const { name } of newest) {
    const raw = await readFile(join(folder, name)).catch(() => null);
    if (raw === null) continue;
    const { headers, attachments } = readMail(raw);
    const file = name.slice(0, -'.eml'.length);
    const at = (header: string): string => escaped(headers.get(header) ?? '');
    rows.push(
      `<tr><td>${at('date')}<td>${at('to')}<td><a href="/mail/${file}?key=${key}">${at('subject')}</a>` +
        `<td>${String(attachments.length)}<td><a href="/mail/${file}.eml?key=${key}">.eml</a>`,
    );
  }
  const table = `<table><tr><th>Date<th>To<th>Subject<th>Files<th>${rows.join('\n')}</table>`;
  return `<!doctype html><meta charset="utf-8"><title>Mails</title><style>${STYLE}</style><h1>Mails</h1>
${rows.length === 0 ? '<p>None yet. They land here while SMTP_URL is empty.</p>' : table}`;
}

const STYLE =
  'body{font:15px/1.5 sans-serif;margin:2rem;color:#1f2430}td,th{text-align:left;padding:.3rem 1rem .3rem 0;border-bottom:1px solid #e5e7eb}';

function whole(raw: Buffer): string {
  const { headers, html, text, attachments } = readMail(raw);
  const lines = ['from', 'to', 'subject', 'date'].map((name) => `${name}: ${headers.get(name) ?? ''}`);
  const files = attachments.map(({ name, size }) => `file: ${name} (${String(size)} bytes)`);
  const head = `<pre style="background:#f3f4f6;padding:12px;margin:0 0 16px">${escaped([...lines, ...files].join('\n'))}</pre>`;
  return `<!doctype html><meta charset="utf-8">${head}${html ?? `<pre>${escaped(text ?? '')}</pre>`}`;
}
