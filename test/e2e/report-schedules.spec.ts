import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import ExcelJS from 'exceljs';
import { ScheduleTicks } from '../../src/modules/reports/schedules/schedule-rounds.js';
import { addDays } from '../../src/kernel/local-date.js';
import { instantOf } from '../../src/platform/clock/clock.js';
import { sql } from '../../src/platform/database/sql.js';
import { LetterSender } from '../../src/platform/mail/letter-sender.js';
import { Mail } from '../../src/platform/mail/mail.js';
import { OperationRunner } from '../../src/platform/operations/operation-runner.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import { centresOf, rub, ZONE, type Centre, type Json } from '../support/centre.js';
import { startSmtp, type Delivered, type TestSmtp } from '../support/smtp.js';

let test: TestApp;
let smtp: TestSmtp;
let made: ReturnType<typeof centresOf>;
let at: Centre;
let ticks: ScheduleTicks;
let ownerId: string;

beforeAll(async () => {
  smtp = await startSmtp();
  test = await startTestApp({
    ...{ SMTP_URL: smtp.url, MAIL_FROM: 'Маяк <hello@lighthouse.example>', MAIL_RETRY_SECONDS: '0,0' },
    ...{ SMTP_TIMEOUT_SECONDS: '1', SMTP_ANSWER_SECONDS: '1', PUBLIC_URL: 'https://crm.example' },
  });
  ticks = test.app.get(ScheduleTicks);
  made = centresOf(test);
  at = await made.centre({ capacity: 12 });
  ownerId = (await made.shown('/v1/me')).id;
  await fill();
}, 120_000);
afterAll(async () => {
  test.app.get(LetterSender).close();
  await test.close();
  await smtp.stop();
});
beforeEach(async () => {
  smtp.behave({});
  smtp.delivered.length = 0;
  // The schedules of other tests stay silent.
  await test.tx((tx) => tx.run(sql`update report_schedule_clocks set next_at = null`));
});
afterEach(() => test.clock.set(null));

/** Two weeks of lessons and payments of three groups, named as people name them. */
async function fill(): Promise<void> {
  const names = ['Юные художники', 'Робототехника «Ёж»', 'Английский для дошкольников, 5–6 лет'];
  const teachers = ['Ёлкина', 'Семёнова-Тян-Шанская', 'Ким'];
  for (const [index, name] of names.entries()) {
    const teacherId = await made.teacher(at.branchId, teachers[index]);
    await made.made('/v1/pay-schemes', {
      ...{ employeeId: teacherId, basis: 'lesson', rate: rub(120_000), effectiveFrom: '2020-01-01' },
    });
    const roomId = await made.room(at.branchId);
    const groupId = await made.group({ ...at, teacherId, roomId }, { name, capacity: 8 });
    const people: string[] = [];
    for (let n = 0; n < 3 + index; n += 1) {
      const clientId = await made.client(at.branchId);
      await made.join(groupId, clientId, addDays(made.today, -30));
      await made.made('/v1/payments', {
        clientId,
        amount: rub(480_000 + n * 12_550),
        method: ['cash', 'card', 'online'][n % 3],
      });
      people.push(clientId);
    }
    for (const offset of [-9, -6, -3, -2, -1]) {
      const startsAt = instantOf(addDays(made.today, offset), `1${String(index)}:00`, ZONE);
      const lesson = await made.made('/v1/lessons', { groupId, minutes: 60, startsAt });
      const marks = people.map((clientId, n) => ({
        clientId,
        mark: (n + offset) % 3 === 0 ? 'absent' : 'present',
      }));
      await made.complete(lesson.id, marks);
    }
  }
}

const schedule = (more: object = {}, by: Caller = test.owner): Promise<Json> =>
  made.made(
    '/v1/report-schedules',
    {
      ...{ name: `Сводка ${Math.random().toString(36).slice(2)}`, cron: '0 9 * * 1', timeZone: ZONE },
      ...{
        reports: [{ report: 'attendance', parameters: { period: 'last_week' } }],
        emails: ['boss@x.example'],
      },
      ...more,
    },
    by,
  );
const shown = (id: string): Promise<Json> => made.shown(`/v1/report-schedules/${id}`);
const deliveries = async (id: string): Promise<Json[]> =>
  (await made.shown(`/v1/report-schedules/${id}/deliveries`)).items;

/** Everything that waits is carried out, by this process. */
async function work(): Promise<void> {
  await ticks.round();
  const operations = await test.db.query<{ id: string }>(
    sql`select id from operations where status in ('queued', 'running')`,
  );
  for (const { id } of operations) await test.app.get(OperationRunner).carryOut(id);
  await ticks.round();
  const letters = await test.db.query<{ id: string }>(sql`select id from letters where status = 'queued'`);
  for (const { id } of letters) await test.app.get(LetterSender).carryOut(id);
}
const sendNow = async (id: string): Promise<Json> => {
  const { body } = await test.owner.post(`/v1/report-schedules/${id}/sending`).expect(200);
  await work();
  return (await deliveries(id)).find((one) => one.id === body.id) ?? {};
};
const [mailed] = [() => smtp.delivered[0] as Delivered];

describe('a letter', () => {
  it('holds the figures that the report gives over HTTP for the same days and instant', async () => {
    const { id } = await schedule({
      reports: [
        { report: 'attendance', parameters: { period: 'week_to_date', branchId: at.branchId } },
        { report: 'payments-by-method', parameters: { period: 'this_month', branchId: at.branchId } },
        { report: 'teachers', parameters: { period: 'last_month', branchId: at.branchId, weeklyHours: 20 } },
      ],
      formats: ['xlsx', 'csv', 'pdf'],
    });
    const { tick, status } = await sendNow(id);
    expect(status).toBe('mailed');
    // What comes later is in neither.
    await made.made('/v1/payments', {
      clientId: await made.client(at.branchId),
      amount: rub(777_77),
      method: 'cash',
    });
    const { mail } = mailed();
    const byName = new Map(mail.attachments.map((file) => [file.filename ?? '', file]));
    expect([...byName.keys()].filter((name) => !name.endsWith('.png'))).toHaveLength(9);
    for (const [code, query] of [
      ['attendance', { period: 'week_to_date' }],
      ['payments-by-method', { period: 'this_month' }],
      ['teachers', { period: 'last_month', weeklyHours: '20' }],
    ] as const) {
      const asked = new URLSearchParams({ ...query, branchId: at.branchId, asOf: tick as string }).toString();
      const { body } = await test.owner.get(`/v1/reports/${code}?${asked}`).expect(200);
      const answer = body;
      const file = [...byName].find(([name]) => name.startsWith(code) && name.endsWith('.xlsx'))?.[1];
      const book = new ExcelJS.Workbook();
      await book.xlsx.load(file?.content as never);
      const sheet = book.worksheets[0];
      const rows = (answer.rows as Json[]).length;
      expect(sheet?.actualRowCount).toBe(rows === 0 ? 1 : rows + (answer.totals === null ? 1 : 2));
      const csv = [...byName].find(([name]) => name.startsWith(code) && name.endsWith('.csv'))?.[1];
      const direct = await test.owner
        .get(`/v1/reports/${code}?${asked}&format=csv`)
        .set('accept-language', 'ru')
        .buffer(true)
        .expect(200);
      expect(csv?.content.toString('utf8')).toBe(direct.text);
    }
    const month = new URLSearchParams({ period: 'this_month', branchId: at.branchId, asOf: tick as string });
    const { body } = await test.owner.get(`/v1/reports/payments-by-method?${month.toString()}`).expect(200);
    const received = (body.totals.received.amount as number) / 100;
    const text = (mail.text ?? '').replace(/[\u00A0\u202F]/g, ' ');
    expect(text).toContain(
      `Получено: ${new Intl.NumberFormat('ru-RU', { style: 'currency', currency: 'RUB' }).format(received).replace(/[\u00A0\u202F]/g, ' ')}`,
    );
  });

  it('is readable: subject, figures with their change, pictures within, rows, on whose behalf', async () => {
    const { id } = await schedule({
      name: 'Понедельник',
      reports: ['attendance', 'payments-by-method', 'teachers'].map((report) => ({
        ...{ report, parameters: { period: 'week_to_date', branchId: at.branchId } },
      })),
      formats: ['xlsx'],
      userIds: [ownerId],
    });
    await sendNow(id);
    const { mail } = mailed();
    expect(mail.subject).toMatch(/^Понедельник: \d\d\.\d\d\.\d{4}/);
    const html = mail.html === false ? '' : (mail.html ?? '');
    expect(html).toContain('Посещаемость групп');
    expect(html).toContain('▲');
    expect(mail.text).toMatch(/Посещаемость: [\d,]+ % \((▲ больше|▼ меньше|= как)/u);
    expect(mail.text).toContain('от имени сотрудника owner');
    expect(mail.text).toContain('Юные художники');
    const pictures = mail.attachments.filter(({ contentType }) => contentType === 'image/png');
    expect(pictures).toHaveLength(3);
    // mailparser puts pictures that are named by their cid into the page.
    expect(html.match(/<img src="data:image\/png;base64,/g)).toHaveLength(3);
    expect(pictures.every(({ content }) => content.subarray(1, 4).toString() === 'PNG')).toBe(true);
    expect(html).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
    const out = process.env['KEEP_MAIL'];
    if (out !== undefined) {
      writeFileSync(`${out}.html`, html);
      writeFileSync(`${out}.txt`, mail.text ?? '');
    }
  });

  it('comes to users at their own address and to addresses, each once', async () => {
    const other = await made.made('/v1/users', {
      ...{
        login: 'reader',
        name: 'Читатель',
        password: 'correct horse battery',
        roles: ['auditor'],
        branchIds: [],
      },
      email: 'Reader@x.example',
    });
    const { id } = await schedule({
      userIds: [other.id, ownerId],
      emails: ['reader@x.example', 'boss@x.example', 'Boss2@x.example'],
    });
    const { letters, status } = await sendNow(id);
    expect(status).toBe('mailed');
    expect(smtp.delivered.flatMap(({ to }) => to).sort()).toEqual([
      'Reader@x.example',
      'boss2@x.example',
      'boss@x.example',
    ]);
    // The owner of this centre has no address: the log says so.
    expect((letters as Json[]).map(({ status: one, problem }) => [one, problem]).sort()).toEqual([
      ['failed', 'nobody-to-send-to'],
      ...Array.from({ length: 3 }, () => ['sent', null]),
    ]);
    const keys = await test.db.query<{ key: string }>(sql`
      select key from letters where subject_id = (select id from report_deliveries where schedule_id = ${id})`);
    const digest = createHash('sha256').update('boss@x.example').digest('hex').slice(0, 32);
    expect(
      keys.some(
        ({ key }) => key.startsWith(`report-schedule:${id as string}:`) && key.endsWith(`:${digest}`),
      ),
    ).toBe(true);
    expect(keys.some(({ key }) => key.includes('@'))).toBe(false);
  });
});

describe('a tick', () => {
  it('is sent once, settled, and the next one is the next', async () => {
    const { id, nextTickAt } = await schedule({ cron: '30 8 * * *' });
    test.clock.set(nextTickAt as string);
    await work();
    expect(await deliveries(id)).toEqual([]);
    test.clock.set(later(nextTickAt as string, 11));
    await Promise.all(Array.from({ length: 20 }, () => ticks.round()));
    await work();
    await work();
    expect(await deliveries(id)).toMatchObject([
      { tick: nextTickAt, status: 'mailed', askedBy: 'schedule', letters: [{ status: 'sent' }] },
    ]);
    expect(smtp.delivered).toHaveLength(1);
    expect((await shown(id)).nextTickAt).toBe(later(nextTickAt as string, 86_400));
    await archive(id);
  });

  it('that was missed is made up for: the latest, or none', async () => {
    const [latest, none] = [
      await schedule({ cron: '0 9 * * *' }),
      await schedule({ cron: '0 9 * * *', catchUp: 'none' }),
    ];
    const first = latest.nextTickAt as string;
    test.clock.set(later(first, 10 * 86_400 + 7_200));
    await work();
    const tick = later(first, 10 * 86_400);
    expect(await deliveries(latest.id)).toMatchObject([{ tick, status: 'mailed' }]);
    expect(await deliveries(none.id)).toMatchObject([{ tick, status: 'skipped', letters: [] }]);
    expect(smtp.delivered).toHaveLength(1);
    expect((await shown(none.id)).nextTickAt).toBe(later(first, 11 * 86_400));
    await archive(latest.id);
    await archive(none.id);
  });

  it('is not sent again when its times are changed there and back', async () => {
    const { id, nextTickAt, version } = await schedule({ cron: '0 9 * * *' });
    test.clock.set(later(nextTickAt as string, 60));
    await work();
    const moved = await test.owner
      .patch(`/v1/report-schedules/${id as string}`, { cron: '0 8 * * *', version })
      .expect(200);
    await test.owner
      .patch(`/v1/report-schedules/${id as string}`, {
        cron: '0 9 * * *',
        version: moved.body.version,
      })
      .expect(200);
    await work();
    expect(smtp.delivered).toHaveLength(1);
    expect((await shown(id)).nextTickAt).toBe(later(nextTickAt as string, 86_400));
    await archive(id);
  });

  it('does not come while paused, and is not made up for afterwards', async () => {
    const { id, nextTickAt } = await schedule({ cron: '0 9 * * *' });
    const path = `/v1/report-schedules/${id as string}/pause`;
    expect((await test.owner.post(path).expect(200)).body).toMatchObject({
      isPaused: true,
      nextTickAt: null,
    });
    await test.owner.post(path).expect(200);
    test.clock.set(later(nextTickAt as string, 60));
    await work();
    expect((await test.owner.delete(path).expect(200)).body).toMatchObject({
      ...{ isPaused: false, nextTickAt: later(nextTickAt as string, 86_400) },
    });
    await work();
    expect(await deliveries(id)).toEqual([]);
    await archive(id);
  });
});

describe('rights', () => {
  it('are the owner of the schedule, at the time of the run', async () => {
    const role = await made.made('/v1/roles', {
      ...{ code: 'head', name: 'Head' },
      permissions: {
        'report-schedules:read': 'own',
        'report-schedules:write': 'own',
        'reports:read': 'branch',
        'clients.contacts:read': 'branch',
      },
    });
    const head = await test.as(['head'], [at.branchId]);
    const { id } = await schedule({}, head);
    const sent = async () => {
      await test.owner.post(`/v1/report-schedules/${id as string}/sending`).expect(200);
      await work();
      return (await deliveries(id))[0];
    };
    expect(await sent()).toMatchObject({ status: 'mailed' });
    const permissions = {
      'report-schedules:read': 'own',
      'report-schedules:write': 'own',
      'clients.contacts:read': 'branch',
    };
    await test.owner
      .patch(`/v1/roles/${role.id as string}`, { permissions, version: role.version })
      .expect(200);
    const failed = await sent();
    expect(failed).toMatchObject({ status: 'failed', problem: 'report.not-found', letters: [] });
    const back = await shown(id);
    expect(back.lastDelivery).toMatchObject({ status: 'failed', problem: 'report.not-found' });
    // Made again as of the same tick, once they have it again.
    const now = (await made.shown(`/v1/roles/${role.id as string}`)).version as number;
    await test.owner
      .patch(`/v1/roles/${role.id as string}`, {
        permissions: { ...permissions, 'reports:read': 'branch' },
        version: now,
      })
      .expect(200);
    const resending = `/v1/report-schedules/${id as string}/deliveries/${failed?.id as string}/resending`;
    expect((await test.owner.post(resending).expect(200)).body).toMatchObject({ status: 'making', tries: 2 });
    await work();
    expect((await deliveries(id))[0]).toMatchObject({ id: failed?.id, status: 'mailed', tick: failed?.tick });
    await test.owner.post(resending).expect(409);
    // A user who is no more.
    const users = await made.shown('/v1/users?limit=100');
    const user = (users.items as Json[]).find(({ id: one }) => one === back.owner.id);
    await test.owner
      .patch(`/v1/users/${user?.id as string}`, { isActive: false, version: user?.version })
      .expect(200);
    expect(await sent()).toMatchObject({ status: 'failed', problem: 'report-schedule.owner-gone' });
  });

  it('are those of whoever said last what is sent and to whom', async () => {
    const { id, version } = await schedule({}, await test.as(['director'], [at.branchId]));
    const named = await test.owner
      .patch(`/v1/report-schedules/${id as string}`, { name: 'Другое имя', version })
      .expect(200);
    expect(named.body.owner.id).not.toBe(ownerId);
    const patch = { emails: ['new@x.example'], version: named.body.version as number };
    const { body } = await test.owner.patch(`/v1/report-schedules/${id as string}`, patch).expect(200);
    expect(body.owner.id).toBe(ownerId);
  });

  it('of others: none to see, none to touch', async () => {
    const { id } = await schedule();
    const director = await test.as(['director'], [at.branchId]);
    const teacher = await test.as(['teacher'], [at.branchId]);
    await director.get(`/v1/report-schedules/${id as string}`).expect(404);
    await director.patch(`/v1/report-schedules/${id as string}`, { name: 'x', version: 1 }).expect(404);
    await director.post(`/v1/report-schedules/${id as string}/sending`).expect(404);
    await director.get(`/v1/report-schedules/${id as string}/deliveries`).expect(404);
    expect((await made.shown('/v1/report-schedules', director)).items).toEqual([]);
    await teacher.get('/v1/report-schedules').expect(403);
    await teacher.post('/v1/report-schedules', {}).expect(403);
  });

  it('to see contacts are needed for addresses', async () => {
    await made.made('/v1/roles', {
      ...{ code: 'blind', name: 'Blind' },
      permissions: { 'report-schedules:read': 'all', 'report-schedules:write': 'all', 'reports:read': 'all' },
    });
    const blind = await test.as(['blind']);
    const { id } = await schedule();
    expect((await made.shown(`/v1/report-schedules/${id as string}`, blind)).emails).toBeNull();
    const refused = await blind
      .patch(`/v1/report-schedules/${id as string}`, { emails: ['a@b.example'], version: 1 })
      .expect(403);
    expect(refused.body.code).toBe('field.forbidden');
  });
});

describe('a request', () => {
  it('is told all its faults at once', async () => {
    const wrong = {
      ...{ name: 'x', cron: '0 25 * * *', timeZone: ZONE, userIds: ['019aa5f0-0000-7000-8000-00000000dead'] },
      reports: [
        { report: 'no-such-report' },
        { report: 'attendance', parameters: { from: '2026-01-01', to: '2026-02-01' } },
        {
          report: 'teachers',
          parameters: { period: 'someday', weeklyHours: 0, branchId: '019aa5f0-0000-7000-8000-00000000dead' },
        },
        { report: 'attendance', parameters: { nonsense: 1 } },
      ],
    };
    const { body } = await test.owner.post('/v1/report-schedules', wrong).expect(422);
    const faults = (body.errors as Json[])
      .map(({ pointer, code }) => `${pointer as string} ${code as string}`)
      .sort();
    expect(faults).toEqual([
      '#/cron cron.field-not-valid',
      '#/reports/0/report reference.not-found',
      '#/reports/1/parameters/from parameter.not-relative',
      '#/reports/1/parameters/to parameter.not-relative',
      '#/reports/2/parameters/period value.not-allowed',
      '#/reports/2/parameters/weeklyHours number.too-small',
      '#/reports/3/parameters/nonsense member.unknown',
      '#/userIds/0 reference.not-found',
    ]);
    await test.owner.post('/v1/report-schedules', { ...wrong, timeZone: 'Europe/Atlantis' }).expect(422);
  });

  it.each([
    [{ emails: [] }, '#/userIds recipients.none'],
    [{ cron: '*/5 * * * *' }, '#/cron cron.too-often'],
    [{ cron: '0 0 31 6 *' }, '#/cron cron.never'],
    [{ cron: '0 9 * *' }, '#/cron cron.not-five-fields'],
    [{ template: 'no-such' }, '#/template reference.not-found'],
    [{ reports: undefined }, '#/reports value.required'],
  ])('%j is refused: %s', async (more, fault) => {
    const body = {
      name: 'y',
      cron: '0 9 * * 1',
      reports: [{ report: 'attendance' }],
      emails: ['a@b.example'],
      ...more,
    };
    const answer = await test.owner.post('/v1/report-schedules', body).expect(422);
    expect(
      (answer.body.errors as Json[]).map(({ pointer, code }) => `${pointer as string} ${code as string}`),
    ).toEqual([fault]);
  });

  it('names a template, and has what the template has', async () => {
    const { items } = await made.shown('/v1/report-schedule-templates');
    expect((items as Json[]).map(({ code }) => code)).toEqual(['monday-digest', 'month-close']);
    const taken = await made.made('/v1/report-schedules', {
      template: 'monday-digest',
      emails: ['boss@x.example'],
    });
    expect(taken).toMatchObject({
      name: 'Сводка за неделю',
      cron: '0 9 * * 1',
      timeZone: ZONE,
      formats: ['xlsx'],
      language: 'ru',
    });
    expect(taken.reports.slice(0, 3)).toEqual(
      ['teachers', 'payments-by-method', 'attendance'].map((report) => ({
        report,
        parameters: { period: 'last_week' },
      })),
    );
    await made.made('/v1/report-schedules', {
      template: 'month-close',
      name: 'Close',
      language: 'en',
      emails: ['boss@x.example'],
    });
    const { body } = await test.owner
      .post('/v1/report-schedules', { template: 'monday-digest', emails: ['boss@x.example'] })
      .expect(409);
    expect(body.code).toBe('report-schedule.name-taken');
    // Who may ask for less, is offered less.
    const teacher = await made.made('/v1/roles', {
      code: 'few',
      name: 'Few',
      permissions: { 'report-schedules:write': 'own', 'reports:read': 'own' },
    });
    expect(teacher.code).toBe('few');
    const few = (await made.shown('/v1/report-schedule-templates', await test.as(['few'], [at.branchId])))
      .items as Json[];
    const lastWeek = (report: string) => ({ report, parameters: { period: 'last_week' } });
    expect(few[0]?.reports).toEqual(['attendance', 'subscriptions', 'refusals'].map(lastWeek));
  });

  it('to send, made by twenty at once, is one delivery', async () => {
    const { id } = await schedule();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => test.owner.post(`/v1/report-schedules/${id as string}/sending`)),
    );
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    await work();
    expect(smtp.delivered).toHaveLength(1);
  });

  it('to change it, made by two at once, loses nothing', async () => {
    const { id } = await schedule();
    const path = `/v1/report-schedules/${id as string}`;
    await Promise.all([
      test.owner.patch(path, { name: 'Первое', version: 1 }).expect(200),
      test.owner.patch(path, { cron: '0 7 * * 2', version: 1 }).expect(200),
    ]);
    expect(await shown(id)).toMatchObject({ name: 'Первое', cron: '0 7 * * 2', version: 3 });
    await archive(id);
    expect((await test.owner.post(`${path}/sending`).expect(409)).body).toMatchObject({
      code: 'report-schedule.archived',
    });
  });
});

describe('a worker that dies', () => {
  it('while it makes the letters has made none, and the next makes each once', async () => {
    const { id } = await schedule({ emails: ['a@x.example', 'b@x.example', 'c@x.example'] });
    await test.owner.post(`/v1/report-schedules/${id as string}/sending`).expect(200);
    await ticks.round();
    const mail = test.app.get(Mail);
    const queue = mail.queue.bind(mail);
    let calls = 0;
    mail.queue = (tx, asked) => {
      calls += 1;
      return calls === 2 ? Promise.reject(new Error('killed')) : queue(tx, asked);
    };
    const [operation] = await test.db.query<{ id: string }>(
      sql`select id from operations where kind = 'reports.mailing' and status = 'queued'`,
    );
    await test.app.get(OperationRunner).carryOut(operation?.id ?? '');
    mail.queue = queue;
    expect((await deliveries(id))[0]).toMatchObject({ status: 'making', letters: [] });
    await test.tx((tx) =>
      tx.run(sql`update operations set next_at = now() where id = ${operation?.id ?? ''}`),
    );
    await work();
    expect(smtp.delivered.flatMap(({ to }) => to).sort()).toEqual([
      'a@x.example',
      'b@x.example',
      'c@x.example',
    ]);
  });

  it('between the tick and the operation, or holding the operation, leaves it to another', async () => {
    const { id } = await schedule();
    await test.owner.post(`/v1/report-schedules/${id as string}/sending`).expect(200);
    // The row alone stands; a round begins it, and again finds nothing to begin.
    await ticks.round();
    await ticks.round();
    const begun = await test.db.query<{ id: string }>(
      sql`select id from operations where kind = 'reports.mailing' and status = 'queued'`,
    );
    expect(begun).toHaveLength(1);
    await test.tx((tx) =>
      tx.run(sql`update operations set status = 'running', tries = 1, next_at = now() - interval '1 second',
        holder = '019aa5f0-0000-7000-8000-00000000dead' where id = ${begun[0]?.id ?? ''}`),
    );
    await work();
    expect((await deliveries(id))[0]).toMatchObject({ status: 'mailed', letters: [{ status: 'sent' }] });
    expect(smtp.delivered).toHaveLength(1);
  });

  it('each time makes a delivery that failed, told as such', async () => {
    const { id } = await schedule();
    await test.owner.post(`/v1/report-schedules/${id as string}/sending`).expect(200);
    await ticks.round();
    await test.tx((tx) =>
      tx.run(sql`update operations set tries = 5 where kind = 'reports.mailing' and status = 'queued'`),
    );
    await work();
    expect((await deliveries(id))[0]).toMatchObject({ status: 'failed', problem: 'operation.given-up' });
  });

  it.each([
    ['drops the connection at the end', { drop: true }, 'unknown', 1],
    ['refuses for ever', { message: 554 }, 'failed', 0],
  ])(
    'and a server that %s: the letter says so, is not repeated by itself, and is resent by a person',
    async (_, manners, status, came) => {
      const { id } = await schedule();
      smtp.behave(manners);
      const delivery = await sendNow(id);
      smtp.behave({});
      await work();
      expect(smtp.delivered).toHaveLength(came);
      expect((await deliveries(id))[0]).toMatchObject({ status: 'mailed', letters: [{ status }] });
      await test.owner
        .post(`/v1/report-schedules/${id as string}/deliveries/${delivery.id as string}/resending`)
        .expect(200);
      await work();
      expect((await deliveries(id))[0]).toMatchObject({ letters: [{ status: 'sent' }] });
      expect(new Set(smtp.delivered.map(({ mail }) => mail.messageId)).size).toBe(1);
    },
  );
});

const later = (at: string, seconds: number): string =>
  new Date(Date.parse(at) + seconds * 1000).toISOString();
async function archive(id: string): Promise<void> {
  const { version } = await shown(id);
  await test.owner.patch(`/v1/report-schedules/${id}`, { isArchived: true, version }).expect(200);
}
