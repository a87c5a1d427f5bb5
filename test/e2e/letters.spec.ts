import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { sql } from '../../src/platform/database/sql.js';
import type { ComposedLetter, Letter, LetterRequest } from '../../src/platform/mail/letter.js';
import { LetterRows } from '../../src/platform/mail/letter-rows.js';
import { LetterSender } from '../../src/platform/mail/letter-sender.js';
import type { LetterPage, LetterWithAttempts } from '../../src/platform/mail/letters.dto.js';
import { LettersService } from '../../src/platform/mail/letters.service.js';
import { Mail } from '../../src/platform/mail/mail.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { emptyRedis } from '../support/redis.js';
import { startSmtp, type TestSmtp } from '../support/smtp.js';
import { startMailWorker } from '../support/worker.js';

let test: TestApp;
let smtp: TestSmtp;
let mail: Mail;
let rows: LetterRows;
let sender: LetterSender;
let branchId: string;
/** What the composer does, whether its letter still stands, and what the reactions heard. */
let compose: (letter: Letter) => Promise<ComposedLetter | null>;
let stands: boolean;
let heard: string[];
let isFaulty: boolean;

const PDF = Buffer.from('%PDF-1.7 not really');
const heart = (word: string) => (_: unknown, letter: Letter, problem?: string) => {
  heard.push([word, letter.key, problem].filter((one) => one !== undefined).join(' '));
  return isFaulty ? Promise.reject(new Error('a fault of the module')) : Promise.resolve();
};

beforeAll(async () => {
  smtp = await startSmtp();
  test = await startTestApp({
    ...{ SMTP_URL: smtp.url, MAIL_FROM: 'Центр «Маяк» <hello@lighthouse.example>' },
    ...{ MAIL_RETRY_SECONDS: '0,0,600', SMTP_TIMEOUT_SECONDS: '1', SMTP_ANSWER_SECONDS: '1' },
  });
  mail = test.app.get(Mail);
  rows = test.app.get(LetterRows);
  sender = test.app.get(LetterSender);
  mail.composes('test.order', {
    compose: (letter) => compose(letter),
    stands: () => Promise.resolve(stands),
    sent: heart('sent'),
    failed: heart('failed'),
    unknown: heart('unknown'),
  });
  const branch = { code: 'N', name: 'North', timeZone: 'Europe/Moscow' };
  branchId = ((await test.owner.post('/v1/branches', branch).expect(201)).body as { id: string }).id;
});
afterAll(async () => {
  sender.close();
  await test.close();
  await smtp.stop();
});
beforeEach(() => {
  smtp.behave({});
  smtp.delivered.length = 0;
  heard = [];
  isFaulty = false;
  stands = true;
  compose = ({ params }) =>
    Promise.resolve({
      ...{
        subject: `Заказ № ${String(params['number'])}`,
        text: 'Краски, 12 шт.',
        html: '<p>Краски, <b>12 шт.</b></p>',
      },
      attachments: [{ name: 'Заказ поставщику.pdf', contentType: 'application/pdf', content: PDF }],
    });
});

const queue = (more: Partial<LetterRequest> = {}) =>
  test.tx((tx) =>
    mail.queue(tx, {
      ...{ kind: 'test.order', key: randomUUID(), language: 'ru', params: { number: 7 } },
      to: [{ address: 'orders@paint.example', name: 'ООО «Краски»' }],
      ...more,
    }),
  );
const shown = async (id: string) =>
  (await test.owner.get(`/v1/letters/${id}`).expect(200)).body as LetterWithAttempts;
const due = (id: string) => test.tx((tx) => tx.run(sql`update letters set next_at = now() where id = ${id}`));
const eventsOf = (id: string) =>
  test.db
    .query<{ name: string }>(sql`select name from events where subject_id = ${id} order by at, id`)
    .then((all) => all.map(({ name }) => name));
const outcomes = async (id: string) => (await shown(id)).attempts.map(({ outcome }) => outcome).join();
const until = async (done: () => Promise<boolean> | boolean) => {
  for (let n = 0; n < 1_600 && !(await done()); n += 1)
    await new Promise((resolve) => setTimeout(resolve, 25));
};

describe('a letter', () => {
  it('leaves by the queue, once, as it was composed', async () => {
    const worker = await startMailWorker(test);
    const { id, queued } = await queue({
      key: 'order 7 version 1',
      subjectType: 'order',
      subjectId: branchId,
    });
    await until(async () => (await shown(id)).status === 'sent');
    await worker.stop();
    expect(queued).toBe(true);
    expect(smtp.delivered).toHaveLength(1);
    const { mail: got, to, from } = smtp.delivered[0]!;
    expect([from, to]).toEqual(['hello@lighthouse.example', ['orders@paint.example']]);
    expect(got.subject).toBe('Заказ № 7');
    expect(got.from?.value).toEqual([{ address: 'hello@lighthouse.example', name: 'Центр «Маяк»' }]);
    expect(got.to).toMatchObject({ value: [{ address: 'orders@paint.example', name: 'ООО «Краски»' }] });
    expect(got.text?.trim()).toBe('Краски, 12 шт.');
    expect(got.html).toContain('<b>12 шт.</b>');
    expect(got.headers.get('auto-submitted')).toBe('auto-generated');
    expect(got.attachments[0]).toMatchObject({
      filename: 'Заказ поставщику.pdf',
      contentType: 'application/pdf',
    });
    expect(got.attachments[0]!.content).toEqual(PDF);
    const letter = await shown(id);
    expect(got.messageId).toBe(letter.messageId);
    expect(letter).toMatchObject({ status: 'sent', problem: null, tries: 1, subjectType: 'order' });
    expect(letter.to).toEqual([{ address: 'orders@paint.example', name: 'ООО «Краски»', state: 'sent' }]);
    expect(letter.attempts).toMatchObject([{ number: 1, outcome: 'sent', smtpCode: 250, problem: null }]);
    expect(letter.attempts[0]!.handedAt).not.toBeNull();
    expect(heard).toEqual(['sent order 7 version 1']);
  });

  it('is one row under its key, however many ask at once', async () => {
    const key = randomUUID();
    const asked = await Promise.all(Array.from({ length: 50 }, () => queue({ key })));
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    expect(asked.filter(({ queued }) => queued)).toHaveLength(1);
    await Promise.all(Array.from({ length: 8 }, () => sender.carryOut(asked[0]!.id)));
    expect(smtp.delivered).toHaveLength(1);
  });

  it('does not exist when its transaction did not', async () => {
    const key = randomUUID();
    const failed = test.tx(async (tx) => {
      await mail.queue(tx, { kind: 'test.order', key, language: 'en', to: [{ address: 'a@b.ru' }] });
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect(await test.db.query(sql`select 1 from letters where key = ${key}`)).toEqual([]);
  });

  it('waits for its time', async () => {
    const worker = await startMailWorker(test);
    const { id } = await queue({ notBefore: '2199-01-01T00:00:00.000Z' });
    const other = await queue();
    await until(async () => (await shown(other.id)).status === 'sent');
    await worker.stop();
    expect(await shown(id)).toMatchObject({
      status: 'queued',
      nextTryAt: '2199-01-01T00:00:00.000Z',
      attempts: [],
    });
  });

  it('without anybody to send to has failed, and says so', async () => {
    const [none, wrong] = [
      await queue({ to: [] }),
      await queue({ to: [{ address: 'a@b.ru\r\nBcc: c@d.ru' }] }),
    ];
    expect(await shown(none.id)).toMatchObject({ status: 'failed', problem: 'nobody-to-send-to' });
    expect(await shown(wrong.id)).toMatchObject({ status: 'failed', problem: 'address-not-valid' });
    expect(await eventsOf(none.id)).toEqual(['mail.failed']);
  });

  it('is withdrawn when its composer has nothing to say any more', async () => {
    compose = () => Promise.resolve(null);
    const { id } = await queue();
    await sender.carryOut(id);
    expect(await shown(id)).toMatchObject({ status: 'cancelled' });
    expect(smtp.delivered).toEqual([]);
  });

  it('is not tried again when it is not to be said any more', async () => {
    smtp.behave({ message: 451 });
    const { id } = await queue();
    await sender.carryOut(id);
    expect(await shown(id)).toMatchObject({ status: 'queued', problem: 'message-deferred' });
    smtp.behave({});
    stands = false;
    await sender.carryOut(id);
    expect(await shown(id)).toMatchObject({ status: 'cancelled' });
    expect(await outcomes(id)).toBe('again,cancelled');
    expect(smtp.delivered).toEqual([]);
  });
});

describe('a server', () => {
  it('that is away is tried again, with the same message', async () => {
    let composed = 0;
    const usual = compose;
    compose = (letter) => {
      composed += 1;
      return usual(letter);
    };
    await smtp.stop();
    const { id } = await queue();
    await sender.carryOut(id);
    expect(await shown(id)).toMatchObject({ status: 'queued', problem: 'no-connection', tries: 1 });
    await smtp.start();
    await sender.carryOut(id);
    expect(await shown(id)).toMatchObject({ status: 'sent', problem: null, tries: 2 });
    expect(await outcomes(id)).toBe('again,sent');
    expect([smtp.delivered.length, composed]).toEqual([1, 1]);
  });

  it('that greylists is tried again', async () => {
    smtp.behave({ recipients: { 'orders@paint.example': 450 } });
    const { id } = await queue();
    await sender.carryOut(id);
    smtp.behave({ message: 451 });
    await sender.carryOut(id);
    smtp.behave({});
    await sender.carryOut(id);
    const { attempts } = await shown(id);
    expect(attempts.map(({ outcome, smtpCode, problem }) => [outcome, smtpCode, problem])).toEqual([
      ['again', 450, 'recipient-deferred'],
      ['again', 451, 'message-deferred'],
      ['sent', 250, null],
    ]);
    expect(smtp.delivered).toHaveLength(1);
  });

  it('that keeps us waiting is left', async () => {
    const before = await queue();
    smtp.behave({ tarpit: true });
    sender.close();
    await sender.carryOut(before.id);
    expect(await shown(before.id)).toMatchObject({ status: 'queued', problem: 'server-too-slow' });
    smtp.behave({});
    await sender.carryOut(before.id);
    expect(await shown(before.id)).toMatchObject({ status: 'sent' });
  });

  it('that says never is believed at once', async () => {
    smtp.behave({ recipients: { 'orders@paint.example': 550 } });
    const { id } = await queue({ key: 'refused' });
    await sender.carryOut(id);
    expect(await shown(id)).toMatchObject({ status: 'failed', problem: 'recipient-refused', tries: 1 });
    expect(heard).toEqual(['failed refused recipient-refused']);
    expect(await eventsOf(id)).toEqual(['mail.failed']);
    await sender.carryOut(id);
    expect(smtp.delivered).toEqual([]);
  });

  it('that takes it for some only, is asked for the others again', async () => {
    const to = ['a@x.example', 'b@x.example', 'c@x.example'].map((address) => ({ address }));
    smtp.behave({ recipients: { 'b@x.example': 450, 'c@x.example': 550 } });
    const { id } = await queue({ to });
    await sender.carryOut(id);
    smtp.behave({});
    await sender.carryOut(id);
    expect(smtp.delivered.map((one) => one.to)).toEqual([['a@x.example'], ['b@x.example']]);
    const letter = await shown(id);
    expect(letter).toMatchObject({ status: 'sent', problem: 'recipient-refused' });
    expect(letter.to.map(({ state }) => state)).toEqual(['sent', 'sent', 'refused']);
    expect(await eventsOf(id)).toEqual(['mail.failed']);
  });

  it('that never comes back makes it a dead letter, which a person sends again as it was', async () => {
    smtp.behave({ message: 451 });
    const { id } = await queue({ key: 'dead' });
    for (let n = 0; n < 4; n += 1) {
      await due(id);
      await sender.carryOut(id);
    }
    expect(await outcomes(id)).toBe('again,again,again,failed');
    expect(heard).toEqual(['failed dead message-deferred']);
    const metrics = (await test.anonymous.get('/metrics').expect(200)).text;
    expect(Number(/^letters\{state="failed"\} (\d+)$/m.exec(metrics)?.[1])).toBeGreaterThan(0);

    smtp.behave({});
    const raw = await test.db.query<{ bytes: Buffer }>(
      sql`select c.bytes from letters l join file_chunks c on c.file_id = l.file_id where l.id = ${id}`,
    );
    const back = await test.owner.post(`/v1/letters/${id}/resend`).expect(200);
    expect(back.body).toMatchObject({ status: 'queued', problem: null, tries: 0 });
    await sender.carryOut(id);
    expect(await shown(id)).toMatchObject({ status: 'sent' });
    expect(smtp.delivered.map((one) => one.raw.toString())).toEqual([raw[0]!.bytes.toString()]);
    await test.owner.post(`/v1/letters/${id}/resend`).expect(409);
    const trail = await test.db.query(
      sql`select 1 from audit_changes where table_name = 'letter_actions' and after ->> 'letter_id' = ${id} and actor_login = 'owner'`,
    );
    expect(trail).toHaveLength(1);
  });

  it.each([
    ['drops the connection', { drop: true }],
    ['falls silent', { silent: true }],
  ])(
    'that %s after the end of the message leaves its fate unknown, and is not sent it again',
    async (_, manners) => {
      smtp.behave(manners);
      const { id } = await queue({ key: `unknown ${_}` });
      await sender.carryOut(id);
      smtp.behave({});
      await due(id);
      await sender.carryOut(id);
      expect(await shown(id)).toMatchObject({
        status: 'unknown',
        attempts: [{ outcome: 'unknown', smtpCode: null }],
      });
      expect(smtp.delivered).toHaveLength(1);
      expect(heard).toEqual([`unknown unknown ${_}`]);
      expect(await eventsOf(id)).toEqual(['mail.unknown']);
      const metrics = (await test.anonymous.get('/metrics').expect(200)).text;
      expect(Number(/^letters\{state="unknown"\} (\d+)$/m.exec(metrics)?.[1])).toBeGreaterThan(0);
      await test.owner.post(`/v1/letters/${id}/resend`).expect(200);
      await sender.carryOut(id);
      expect(smtp.delivered.map((one) => one.mail.messageId)).toEqual(
        Array.from({ length: 2 }, () => smtp.delivered[0]!.mail.messageId),
      );
    },
  );
});

describe('a worker that dies', () => {
  it('before the end of the message leaves it to be sent by another', async () => {
    const { id } = await queue();
    expect(await rows.claim(id, randomUUID(), 4)).not.toBeNull();
    await sender.carryOut(id);
    expect(await shown(id)).toMatchObject({ status: 'sending' });
    await due(id);
    await sender.carryOut(id);
    expect(await outcomes(id)).toBe('lost,sent');
    expect(smtp.delivered).toHaveLength(1);
  });

  it('after it leaves a letter nobody knows of', async () => {
    const { id } = await queue();
    await rows.hand((await rows.claim(id, randomUUID(), 4))!);
    await due(id);
    await sender.carryOut(id);
    expect(await shown(id)).toMatchObject({ status: 'unknown', problem: 'worker-lost' });
    expect(smtp.delivered).toEqual([]);
  });

  it('each time is not given the letter for ever', async () => {
    const { id } = await queue();
    for (let n = 0; n < 4; n += 1) {
      expect(await rows.claim(id, randomUUID(), 4)).not.toBeNull();
      await due(id);
    }
    await sender.carryOut(id);
    expect(await shown(id)).toMatchObject({ status: 'failed', problem: 'worker-lost' });
  });

  it('only seemingly cannot end the message when another has it', async () => {
    const { id } = await queue();
    const letter = (await rows.claim(id, randomUUID(), 4))!;
    await due(id);
    await rows.take(10);
    await expect(rows.hand(letter)).rejects.toThrow('taken over');
    await sender.carryOut(id);
    expect(smtp.delivered).toHaveLength(1);
  });

  it('only seemingly, and has the answer after all, is believed', async () => {
    let letterId = '';
    smtp.behave({
      meanwhile: async () => {
        await due(letterId);
        await rows.claim(letterId, randomUUID(), 4);
      },
    });
    letterId = (await queue({ key: 'late' })).id;
    await sender.carryOut(letterId);
    expect(await shown(letterId)).toMatchObject({ status: 'sent', attempts: [{ outcome: 'sent' }] });
    expect(heard).toEqual(['unknown late', 'sent late']);
  });
});

describe('what goes wrong here', () => {
  it('a composer that fails is tried again', async () => {
    const usual = compose;
    compose = () => Promise.reject(new Error('no paper'));
    const { id } = await queue();
    await sender.carryOut(id);
    expect(await shown(id)).toMatchObject({ status: 'queued', problem: 'not-composed' });
    compose = usual;
    await sender.carryOut(id);
    expect(await shown(id)).toMatchObject({ status: 'sent' });
  });

  it('a reaction that fails does not unsend a letter', async () => {
    isFaulty = true;
    const { id } = await queue();
    await sender.carryOut(id);
    expect(await shown(id)).toMatchObject({ status: 'sent' });
    await due(id);
    await sender.carryOut(id);
    expect(smtp.delivered).toHaveLength(1);
  });

  it('a Redis emptied loses nothing, repeats nothing and knows no address', async () => {
    const redis = new Redis(process.env['TEST_REDIS_URL'] ?? '');
    const seen: string[] = [];
    const letters: { id: string }[] = [];
    for (let n = 0; n < 20; n += 1) letters.push(await queue());
    const worker = await startMailWorker(test);
    smtp.behave({
      meanwhile: async () => {
        for (const key of await redis.keys(`${process.env['REDIS_PREFIX'] ?? ''}:*`))
          if ((await redis.type(key)) === 'hash') seen.push(JSON.stringify(await redis.hgetall(key)));
        if (smtp.delivered.length % 5 === 2) await emptyRedis(redis);
      },
    });
    for (let n = 0; n < 200 && smtp.delivered.length < 20; n += 1) {
      await test.tx((tx) =>
        tx.run(
          sql`update letters set next_at = now() where status = 'queued' and holder is null and next_at < now() + interval '1 minute'`,
        ),
      );
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await until(async () => (await shown(letters.at(-1)!.id)).status === 'sent');
    await worker.stop();
    await redis.quit();
    expect(smtp.delivered).toHaveLength(20);
    expect(new Set(smtp.delivered.map((one) => one.mail.messageId)).size).toBe(20);
    expect(seen.join()).toContain(letters[0]!.id.slice(0, 8));
    expect(seen.join()).not.toContain('paint.example');
  });
});

describe('people', () => {
  it('see letters of their branch, and addresses only with the right to', async () => {
    const mine = await queue({ branchId });
    const ofAll = await queue();
    const director = await test.as(['director'], [branchId]);
    const auditor = await test.as(['auditor']);
    const permissions = { 'letters:read': 'all' };
    await test.owner.post('/v1/roles', { code: 'clerk', name: 'Clerk', permissions }).expect(201);
    const clerk = await test.as(['clerk']);
    await director.get(`/v1/letters/${mine.id}`).expect(200);
    await director.get(`/v1/letters/${ofAll.id}`).expect(404);
    await director.post(`/v1/letters/${ofAll.id}/cancellation`).expect(404);
    const seen = (await auditor.get(`/v1/letters/${ofAll.id}`).expect(200)).body as LetterWithAttempts;
    expect(seen.to[0]!.address).toBe('orders@paint.example');
    const masked = (await clerk.get(`/v1/letters/${ofAll.id}`).expect(200)).body as LetterWithAttempts;
    expect(masked.to).toEqual([{ address: null, name: 'ООО «Краски»', state: 'waiting' }]);
    await clerk.post(`/v1/letters/${ofAll.id}/cancellation`).expect(403);
    await (await test.as(['teacher'], [branchId])).get('/v1/letters').expect(403);
    const list = (await director.get('/v1/letters?status=queued&include=totalCount').expect(200))
      .body as LetterPage;
    expect(list.items.map(({ id }) => id)).toEqual([mine.id]);
    expect(list.page.totalCount).toBe(1);
  });

  it('take back a letter that waits, and no other', async () => {
    const { id } = await queue();
    expect((await test.owner.post(`/v1/letters/${id}/cancellation`).expect(200)).body).toMatchObject({
      status: 'cancelled',
    });
    await test.owner.post(`/v1/letters/${id}/cancellation`).expect(200);
    await sender.carryOut(id);
    expect(smtp.delivered).toEqual([]);
    const sent = await queue();
    await sender.carryOut(sent.id);
    await test.owner.post(`/v1/letters/${sent.id}/cancellation`).expect(409);
    await test.owner.post(`/v1/letters/${randomUUID()}/resend`).expect(404);
  });

  it('twenty at once put a dead letter back once', async () => {
    smtp.behave({ recipients: { 'orders@paint.example': 550 } });
    const { id } = await queue();
    await sender.carryOut(id);
    smtp.behave({});
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => test.owner.post(`/v1/letters/${id}/resend`)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([
      200,
      ...Array.from({ length: 19 }, () => 409),
    ]);
  });

  it('find nothing of the content when its time is over', async () => {
    const { id } = await queue();
    smtp.behave({ recipients: { 'orders@paint.example': 550 } });
    await sender.carryOut(id);
    await test.tx((tx) =>
      tx.run(sql`update letters set finished_at = finished_at - interval '91 days' where id = ${id}`),
    );
    await test.tx((tx) => test.app.get(LettersService).forget(tx));
    expect((await shown(id)).to).toEqual([{ address: null, name: null, state: 'refused' }]);
    expect(await test.db.query(sql`select 1 from files where name = ${`${id}.eml`}`)).toEqual([]);
    await test.owner.post(`/v1/letters/${id}/resend`).expect(409);
  });
});
