import { randomUUID } from 'node:crypto';
import { fork } from 'node:child_process';
import { cashShiftClosed } from '../../src/modules/billing/index.js';
import type {
  InboxPage,
  NotificationPreferences,
  ReadMarks,
} from '../../src/modules/notifications/notifications.dto.js';
import { NoticeKinds } from '../../src/modules/notifications/notice-kinds.js';
import { DigestsService } from '../../src/modules/notifications/digests.service.js';
import { occasions } from '../../src/modules/subscriptions/index.js';
import { placeFree } from '../../src/modules/schedule/index.js';
import { sql } from '../../src/platform/database/sql.js';
import { Deliveries } from '../../src/platform/events/deliveries.js';
import { defineEvent, type RecordedEvent } from '../../src/platform/events/event.js';
import { Events } from '../../src/platform/events/events.js';
import { LetterSender } from '../../src/platform/mail/letter-sender.js';
import { mailFailed } from '../../src/platform/mail/mail.events.js';
import { PASSWORD, startTestApp, type Caller, type TestApp } from '../support/app.js';
import { centresOf, type Centre } from '../support/centre.js';
import { startSmtp, type TestSmtp } from '../support/smtp.js';

const kettleBoiled = defineEvent<{ employeeId: string; cups: number }>('kettle.boiled');

let test: TestApp;
let smtp: TestSmtp;
let centre: Centre;
let other: Centre;
let clientId: string;
let director: Caller;
let teacher: Caller;

beforeAll(async () => {
  smtp = await startSmtp();
  test = await startTestApp({
    SMTP_URL: smtp.url,
    MAIL_FROM: 'hello@lighthouse.example',
    MAIL_RETRY_SECONDS: '0,0,0',
  });
  test.app.get(NoticeKinds).add({
    ...{ code: 'kettle.boiled', event: kettleBoiled, permission: 'schedule:read', email: 'each' },
    title: { ru: 'Чай', en: 'Tea' },
    to: ({ data }) => ({ employeeId: data.employeeId }),
    text: {
      ru: ({ params }) => ({ title: 'Чайник вскипел', text: `Чашек: ${String(params['cups'])}` }),
      en: ({ params }) => ({ title: 'The kettle has boiled', text: `Cups: ${String(params['cups'])}` }),
    },
  });
  const centres = centresOf(test);
  centre = await centres.centre();
  other = await centres.centre();
  clientId = await centres.member(centre, 'Соколова');
  director = await test.as(['director'], [centre.branchId]);
  teacher = await test.as(['teacher'], [centre.branchId], centre.teacherId);
});
afterAll(async () => {
  test.app.get(LetterSender).close();
  await test.close();
  await smtp.stop();
});
beforeEach(async () => {
  smtp.delivered.length = 0;
  smtp.behave({});
  await test.tx((tx) => tx.run(sql`delete from notifications`));
});

/** As a module would, and as the worker would carry out what follows. */
async function happen(event: RecordedEvent, branchId: string | null = null, subjectId: string | null = null) {
  await test.tx((tx) => test.app.get(Events).record(tx, event, { branchId, subjectId }));
  await react();
}
const react = async () => {
  const deliveries = test.app.get(Deliveries);
  const due = await test.db.query<{ eventId: string; handler: string }>(
    sql`select event_id as "eventId", handler from event_deliveries where handler like 'notifications.%'`,
  );
  for (const one of due) await deliveries.carryOut(one);
  expect(
    await test.db.query(sql`select last_error from event_deliveries where handler like 'notifications.%'`),
  ).toEqual([]);
};
const inbox = async (of: Caller, query = '') =>
  (await of.get(`/v1/me/inbox?include=totalCount${query}`).set('accept-language', 'ru').expect(200))
    .body as InboxPage;
const titles = async (of: Caller) => (await inbox(of)).items.map(({ title }) => title);
const meOf = async (of: Caller) =>
  (await of.get('/v1/me').expect(200)).body as { id: string; email: string | null };
const mailTo = async (of: Caller, email: string | null) => {
  const { id } = await meOf(of);
  const user = (await test.owner.get(`/v1/users/${id}`).expect(200)).body as { version: number };
  await test.owner.patch(`/v1/users/${id}`, { version: user.version, email }).expect(200);
};
const letters = () =>
  test.db.query<{ id: string; key: string; status: string }>(
    sql`select id, key, status from letters where kind like 'notifications.%' order by created_at, id`,
  );
const sendAll = async () => {
  for (const { id } of await letters()) await test.app.get(LetterSender).carryOut(id);
};
const choose = async (of: Caller, patch: object) => {
  const { version } = (await of.get('/v1/me/notification-preferences').expect(200))
    .body as NotificationPreferences;
  return (await of.patch('/v1/me/notification-preferences', { version, ...patch }).expect(200))
    .body as NotificationPreferences;
};
const lost = { letterId: randomUUID(), kind: 'suppliers.order', problem: 'no-connection' };

describe('the inbox', () => {
  it('tells holders of the right in the branch, once, and nobody else', async () => {
    await happen(mailFailed(lost), centre.branchId, lost.letterId);
    expect(await titles(test.owner)).toEqual(['Письмо не доставлено']);
    expect(await titles(director)).toEqual(['Письмо не доставлено']);
    expect(await titles(teacher)).toEqual([]);
    await happen(mailFailed(lost), other.branchId);
    await happen(mailFailed(lost));
    expect([(await titles(test.owner)).length, (await titles(director)).length]).toEqual([3, 1]);
  });

  it('tells the same event once, however often it is delivered', async () => {
    await happen(mailFailed(lost), centre.branchId);
    await test.tx((tx) =>
      tx.run(sql`insert into event_deliveries (event_id, handler)
        select event_id, 'notifications.mail.failed' from notifications limit 1`),
    );
    await react();
    expect(await titles(test.owner)).toHaveLength(1);
  });

  it('names whom the reader may see, in the language of the reader', async () => {
    const offer = {
      groupId: centre.groupId,
      entryId: randomUUID(),
      clientId,
      offerEndsAt: '2026-11-25T10:00:00.000Z',
    };
    await happen(placeFree(offer), centre.branchId);
    const [item] = (await inbox(director)).items;
    expect(item!.text).toContain('Соколова');
    const english = (await director.get('/v1/me/inbox').set('accept-language', 'en').expect(200))
      .body as InboxPage;
    expect(english.items[0]!.title).toMatch(/^A place in Group/);
    const kept = await test.db.query<{ params: object }>(sql`select params from notifications`);
    expect(JSON.stringify(kept)).not.toContain('Соколова');
  });

  it('closes with the right it was told by', async () => {
    const late = await test.as(['director'], [centre.branchId]);
    await happen(mailFailed(lost), centre.branchId);
    const { items } = await inbox(late);
    expect(items).toHaveLength(1);
    const { id } = await meOf(late);
    const user = (await test.owner.get(`/v1/users/${id}`).expect(200)).body as { version: number };
    await test.owner.patch(`/v1/users/${id}`, { version: user.version, roles: ['storekeeper'] }).expect(200);
    expect((await inbox(late)).items).toEqual([]);
    await late.post(`/v1/me/inbox/${items[0]!.id}/read-mark`).expect(404);
  });

  it('is read one by one, all at once, and by oneself only', async () => {
    for (let n = 0; n < 3; n += 1) await happen(mailFailed(lost), centre.branchId);
    const { items } = await inbox(director);
    const first = (await director.post(`/v1/me/inbox/${items[0]!.id}/read-mark`).expect(200)).body as {
      readAt: string;
    };
    const again = (await director.post(`/v1/me/inbox/${items[0]!.id}/read-mark`).expect(200)).body as {
      readAt: string;
    };
    expect(again.readAt).toBe(first.readAt);
    expect((await inbox(director, '&unread=true')).page.totalCount).toBe(2);
    await test.owner.post(`/v1/me/inbox/${items[0]!.id}/read-mark`).expect(404);
    const until = items[2]!.createdAt;
    expect((await director.post('/v1/me/inbox/read-marks', { until }).expect(200)).body).toEqual({
      marked: 1,
    });
    const all = await Promise.all(
      Array.from({ length: 20 }, () => director.post('/v1/me/inbox/read-marks', {}).expect(200)),
    );
    expect(all.map(({ body }) => (body as ReadMarks).marked).reduce((sum, n) => sum + n, 0)).toBe(1);
    await director.delete(`/v1/me/inbox/${items[1]!.id}/read-mark`).expect(204);
    expect((await inbox(director, '&unread=true')).items.map(({ id }) => id)).toEqual([items[1]!.id]);
    expect((await inbox(test.owner, '&unread=true')).page.totalCount).toBe(3);
  });

  it('pages by cursor', async () => {
    for (let n = 0; n < 5; n += 1) await happen(mailFailed(lost), centre.branchId);
    const one = (await director.get('/v1/me/inbox?limit=3').expect(200)).body as InboxPage;
    const two = (await director.get(`/v1/me/inbox?limit=3&cursor=${one.page.nextCursor ?? ''}`).expect(200))
      .body as InboxPage;
    expect(new Set([...one.items, ...two.items].map(({ id }) => id)).size).toBe(5);
    expect(two.page.nextCursor).toBeNull();
  });

  it('says nothing of a cash desk that agrees', async () => {
    const shift = { cashShiftId: randomUUID(), cashDeskId: randomUUID() };
    await happen(cashShiftClosed({ ...shift, difference: 0 }), centre.branchId);
    await happen(cashShiftClosed({ ...shift, difference: -50_000 }), centre.branchId);
    expect((await inbox(director)).items.map(({ text }) => text)).toEqual(['—: не хватает 500.00.']);
  });
});

describe('letters of notices', () => {
  it('go to the employee a thing is for, in the language they chose', async () => {
    await mailTo(teacher, 'vera@lighthouse.example');
    await happen(kettleBoiled({ employeeId: centre.teacherId, cups: 3 }), centre.branchId);
    await happen(kettleBoiled({ employeeId: other.teacherId, cups: 3 }), other.branchId);
    await choose(teacher, { language: 'en' });
    await happen(kettleBoiled({ employeeId: centre.teacherId, cups: 4 }), centre.branchId);
    await sendAll();
    expect(smtp.delivered.map(({ to, mail }) => [to, mail.subject])).toEqual([
      [['vera@lighthouse.example'], 'Чайник вскипел'],
      [['vera@lighthouse.example'], 'The kettle has boiled'],
    ]);
    expect(smtp.delivered[0]!.mail.text).toContain('Чашек: 3');
    expect(await titles(teacher)).toEqual(['The kettle has boiled', 'The kettle has boiled']);
    expect(await titles(test.owner)).toEqual([]);
  });

  it('and inbox are each chosen by the user, kind by kind', async () => {
    await mailTo(teacher, 'vera@lighthouse.example');
    const kinds = [{ kind: 'kettle.boiled', email: false }];
    const chosen = await choose(teacher, { language: null, kinds });
    expect(chosen.kinds).toEqual([
      { kind: 'kettle.boiled', title: 'Tea', inbox: true, email: false, letters: 'each' },
      {
        ...{ kind: 'loan.overdue-in-group', title: 'Loans that are overdue in my groups' },
        ...{ inbox: true, email: false, letters: 'each' },
      },
    ]);
    await happen(kettleBoiled({ employeeId: centre.teacherId, cups: 1 }), centre.branchId);
    await choose(teacher, { kinds: [{ kind: 'kettle.boiled', inbox: false, email: true }] });
    await happen(kettleBoiled({ employeeId: centre.teacherId, cups: 2 }), centre.branchId);
    await sendAll();
    expect((await inbox(teacher)).items.map(({ text }) => text)).toEqual(['Чашек: 1']);
    expect(smtp.delivered.map(({ mail }) => mail.text?.includes('Чашек: 2'))).toEqual([true]);
    await choose(teacher, { kinds: [{ kind: 'kettle.boiled', inbox: true, email: true }] });
    await teacher
      .patch('/v1/me/notification-preferences', { version: 1, kinds: [{ kind: 'mail.failed', email: true }] })
      .expect(422);
    await teacher.patch('/v1/me/notification-preferences', { language: 'ru' }).expect(428);
  });

  it('are not written to nobody', async () => {
    await mailTo(teacher, null);
    const before = (await letters()).length;
    await happen(kettleBoiled({ employeeId: centre.teacherId, cups: 1 }), centre.branchId);
    expect((await letters()).length).toBe(before);
    expect(await titles(teacher)).toHaveLength(1);
  });

  it('about letters of ours that failed are never written', async () => {
    await mailTo(test.owner, 'olga@lighthouse.example');
    await choose(test.owner, { kinds: [{ kind: 'mail.failed', email: true }] });
    const before = (await letters()).length;
    await happen(mailFailed({ ...lost, kind: 'notifications.notice' }), centre.branchId);
    expect((await letters()).length).toBe(before);
    await happen(mailFailed(lost), centre.branchId);
    expect((await letters()).length).toBe(before + 1);
    await mailTo(test.owner, null);
  });

  it('of the day are one, without what was read by then', async () => {
    const centres = centresOf(test);
    const subscriptionId = await centres.subscription(centre, clientId);
    await mailTo(director, 'director@lighthouse.example');
    for (const occasion of ['expiring', 'running-out', 'payment-overdue'] as const)
      await happen(
        occasions[occasion]({ subscriptionId, key: randomUUID() }),
        centre.branchId,
        subscriptionId,
      );
    const read = (await inbox(director)).items.find(({ kind }) => kind === 'subscription.payment-overdue');
    const tick = '2026-11-24T00:00:00.000Z';
    const digest = (at: string) => test.tx((tx) => test.app.get(DigestsService).digest(tx, at));
    await digest(tick);
    await digest('2026-11-25T00:00:00.000Z');
    await director.post(`/v1/me/inbox/${read!.id}/read-mark`).expect(200);
    const queued = (await letters()).filter(({ key }) => key.startsWith('digest'));
    expect(queued).toHaveLength(1);
    await sendAll();
    expect(smtp.delivered.map(({ to }) => to)).toEqual([['director@lighthouse.example']]);
    const { subject, text } = smtp.delivered[0]!.mail;
    expect(subject).toBe('Сводка за день: 2');
    expect(text).toContain('Соколова');
    expect(text).not.toContain('просрочена');
  });
});

describe('the e-mail of a user', () => {
  it('is a contact: seen and set by who sees contacts, and by oneself', async () => {
    await mailTo(director, 'director@lighthouse.example');
    const { id } = await meOf(director);
    expect((await meOf(director)).email).toBe('director@lighthouse.example');
    const permissions = { 'users:read': 'all', 'users:write': 'all' };
    await test.owner.post('/v1/roles', { code: 'keeper', name: 'Keeper', permissions }).expect(201);
    const keeper = await test.as(['keeper']);
    expect((await keeper.get(`/v1/users/${id}`).expect(200)).body).toMatchObject({ email: null });
    const body = { login: 'new-one', name: 'New', password: PASSWORD, roles: ['keeper'], branchIds: [] };
    const refused = await keeper.post('/v1/users', { ...body, email: 'a@b.ru' }).expect(403);
    expect(refused.body).toMatchObject({ code: 'field.forbidden', errors: [{ pointer: '#/email' }] });
    await keeper.post('/v1/users', body).expect(201);
    await test.owner.post('/v1/users', { ...body, login: 'wrong-one', email: 'no address' }).expect(422);
  });
});

describe('a worker process killed with -9', () => {
  const start = async () => {
    const child = fork('dist/worker.js', [], {
      execArgv: [],
      silent: true,
      env: { ...process.env, NODE_OPTIONS: '', LOG_LEVEL: 'info' },
    });
    let output = '';
    child.stdout?.on('data', (piece: Buffer) => (output += piece.toString()));
    child.stderr?.on('data', (piece: Buffer) => (output += piece.toString()));
    await new Promise<void>((resolve) => child.once('message', () => resolve()));
    return { child, output: () => output };
  };
  const until = async (done: () => Promise<boolean> | boolean) => {
    for (let n = 0; n < 800 && !(await done()); n += 1)
      await new Promise((resolve) => setTimeout(resolve, 25));
  };
  const statusOf = async (key: string) => (await letters()).find((one) => one.key === key)?.status;
  /** A letter that a process of the built code can compose too. */
  const notice = async (): Promise<string> => {
    await mailTo(director, 'director@lighthouse.example');
    const offer = {
      groupId: centre.groupId,
      entryId: randomUUID(),
      clientId,
      offerEndsAt: '2026-11-25T10:00:00.000Z',
    };
    await happen(placeFree(offer), centre.branchId);
    const rows = await test.db.query<{ key: string }>(
      sql`select key from letters where kind = 'notifications.notice' order by created_at desc, id desc limit 1`,
    );
    return rows[0]!.key;
  };
  const expire = () =>
    test.tx((tx) => tx.run(sql`update letters set next_at = now() where status = 'sending'`));

  it('before the server takes the envelope: the next one sends it', async () => {
    smtp.behave({ tarpit: true });
    const before = smtp.connections();
    const first = await start();
    const key = await notice();
    await until(() => smtp.connections() > before);
    first.child.kill('SIGKILL');
    expect(await statusOf(key)).toBe('sending');
    smtp.behave({});
    await expire();
    const second = await start();
    await until(async () => (await statusOf(key)) === 'sent');
    second.child.kill('SIGKILL');
    expect(smtp.delivered).toHaveLength(1);
    expect(first.output() + second.output()).not.toContain('lighthouse.example');
    expect(first.output() + second.output()).not.toContain('Соколова');
  });

  it('when the server has the message and has not answered: nobody knows, and nobody sends it again', async () => {
    let first: Awaited<ReturnType<typeof start>> | null = null;
    smtp.behave({
      meanwhile: () => {
        first?.child.kill('SIGKILL');
        return Promise.resolve();
      },
    });
    first = await start();
    const key = await notice();
    await until(() => smtp.delivered.length > 0);
    smtp.behave({});
    await expire();
    const second = await start();
    await until(async () => (await statusOf(key)) === 'unknown');
    await new Promise((resolve) => setTimeout(resolve, 500));
    second.child.kill('SIGKILL');
    expect(await statusOf(key)).toBe('unknown');
    expect(smtp.delivered).toHaveLength(1);
  });
});
