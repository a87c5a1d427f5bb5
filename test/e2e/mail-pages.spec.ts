import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { LetterSender } from '../../src/platform/mail/letter-sender.js';
import { mailKey } from '../../src/platform/mail/mail-pages.js';
import { Mail } from '../../src/platform/mail/mail.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { startMailWorker } from '../support/worker.js';

const JWT_SECRET = 'a secret of thirty-two characters or more';
const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const key = mailKey(JWT_SECRET);

let test: TestApp;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kruzhok-mail-'));
  test = await startTestApp({ NODE_ENV: 'development', SMTP_URL: '', DATA_DIR: folder, JWT_SECRET });
  test.app.get(Mail).composes('test.report', {
    compose: () =>
      Promise.resolve({
        subject: 'Отчёт за неделю: посещения, оплаты и всё, что не помещается в одну строку заголовка письма',
        text: 'Посещений: 120\n.\nКонец',
        html: '<h1>Посещений: 120</h1><script>alert(1)</script><img src="cid:chart">',
        attachments: [
          { name: 'chart.png', contentType: 'image/png', content: PNG, cid: 'chart' },
          {
            name: 'Отчёт по преподавателям за ноябрь.pdf',
            contentType: 'application/pdf',
            content: Buffer.from('%PDF'),
          },
        ],
      }),
  });
});
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true });
});

const queue = (name = 'Мария') =>
  test.tx((tx) =>
    test.app.get(Mail).queue(tx, {
      ...{ kind: 'test.report', key: randomUUID(), language: 'ru' },
      to: [{ address: 'maria@centre.example', name }],
    }),
  );

describe('without a server', () => {
  it('a mail becomes a file, whole, once, however often it is written', async () => {
    const worker = await startMailWorker(test);
    const { id } = await queue();
    const files = () => readdirSync(join(folder, 'mail'));
    for (let n = 0; n < 400; n += 1) {
      const { body } = await test.owner.get(`/v1/letters/${id}`);
      if ((body as { status: string }).status === 'sent') break;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    await worker.stop();
    expect(files()).toEqual([`${id}.eml`]);
    const mail = await simpleParser(readFileSync(join(folder, 'mail', `${id}.eml`)));
    expect(mail.subject).toMatch(/^Отчёт за неделю: .* письма$/);
    expect(mail.text).toContain('Посещений: 120\n.\nКонец');
    expect(mail.attachments.map(({ filename }) => filename)).toEqual([
      'chart.png',
      'Отчёт по преподавателям за ноябрь.pdf',
    ]);
    expect(mail.attachments[0]!.content).toEqual(PNG);
  });

  it('is read at an address that nobody guesses', async () => {
    const { id } = await queue('<b>Мария</b>');
    await test.app.get(LetterSender).carryOut(id);
    for (const path of ['/mail', `/mail/${id}`, `/mail/${id}.eml`]) {
      await test.anonymous.get(path).expect(404);
      await test.anonymous.get(`${path}?key=${'x'.repeat(key.length)}`).expect(404);
      await test.anonymous.get(`${path}?key=${key}`).expect(200);
    }
    const list = await test.anonymous.get(`/mail?key=${key}`).expect(200);
    expect(list.text).toContain('Отчёт за неделю: посещения, оплаты и всё, что не помещается');
    expect(list.text).not.toContain('<b>Мария');
    const page = await test.anonymous.get(`/mail/${id}?key=${key}`).expect(200);
    expect(page.text).toContain('<h1>Посещений: 120</h1>');
    expect(page.text).toContain(`data:image/png;base64,${PNG.toString('base64')}`);
    expect(page.text).toContain('file: Отчёт по преподавателям за ноябрь.pdf (4 bytes)');
    expect(page.headers['content-security-policy']).toBe(
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox",
    );
    const raw = await test.anonymous.get(`/mail/${id}.eml?key=${key}`).expect(200);
    expect(raw.headers['content-type']).toBe('text/plain; charset=utf-8');
    await test.anonymous.get(`/mail/${encodeURIComponent('../jwt-secret')}?key=${key}`).expect(404);
  });
});

describe('the queue dashboard', () => {
  const link = async (as = test.owner) =>
    ((await as.post('/v1/queue-dashboard-sessions').expect(200)).body as { href: string }).href;

  it('opens for the owner by a link, and for nobody else', async () => {
    await test.anonymous.get('/queues/').expect(401);
    await test.anonymous.get('/queues/api/queues').expect(401);
    await test.anonymous.get('/queues/?ticket=e30.x').expect(401);
    await (await test.as(['director'])).post('/v1/queue-dashboard-sessions').expect(403);
    const entered = await test.anonymous.get(await link()).expect(303);
    const cookie = String(entered.headers['set-cookie']);
    expect(cookie).toMatch(/Path=\/queues; Max-Age=1800; HttpOnly; SameSite=Lax/);
    const look = cookie.split(';')[0] ?? '';
    const page = await test.anonymous.get('/queues/').set('cookie', look).expect(200);
    expect(page.text).toContain('Kruzhok');
    const script = /static\/js\/main\.\w+\.js/.exec(page.text)?.[0] ?? '';
    await test.anonymous.get(`/queues/${script}`).set('cookie', look).expect(200);
    const { body } = await test.anonymous.get('/queues/api/queues').set('cookie', look).expect(200);
    const { queues } = body as { queues: { name: string; readOnlyMode: boolean }[] };
    expect(queues.map(({ name, readOnlyMode }) => [name, readOnlyMode])).toEqual([
      ['events', true],
      ['operations', true],
      ['mail', true],
    ]);
    await test.anonymous.put('/queues/api/queues/mail/pause').set('cookie', look).expect(404);
    // What opens the door is not what lets one stay.
    await test.anonymous
      .get('/queues/')
      .set('cookie', `kruzhok_queues=${(await link()).split('ticket=')[1] ?? ''}`)
      .expect(401);
  });

  it('closes when its user may no longer look', async () => {
    const second = await test.as(['owner']);
    const entered = await test.anonymous.get(await link(second)).expect(303);
    const look = String(entered.headers['set-cookie']).split(';')[0] ?? '';
    await test.anonymous.get('/queues/').set('cookie', look).expect(200);
    const { id } = (await second.get('/v1/me').expect(200)).body as { id: string };
    await test.owner.patch(`/v1/users/${id}`, { version: 1, isActive: false }).expect(200);
    await test.anonymous.get('/queues/').set('cookie', look).expect(401);
  });
});

describe('in production', () => {
  it('neither page is there', async () => {
    const live = await startTestApp({ NODE_ENV: 'production', SMTP_URL: '', JWT_SECRET });
    await live.anonymous.get(`/mail?key=${key}`).expect(404);
    await live.anonymous.get('/queues/').expect(404);
    const refused = await live.owner.post('/v1/queue-dashboard-sessions').expect(409);
    expect(refused.body).toMatchObject({ code: 'queue-dashboard.off' });
    await live.close();
    process.env['NODE_ENV'] = 'test';
  });
});
