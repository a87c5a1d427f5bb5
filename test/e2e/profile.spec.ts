import ExcelJS from 'exceljs';
import type { Response } from 'supertest';
import { addDays } from '../../src/kernel/local-date.js';
import { sql } from '../../src/platform/database/sql.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';

type Json = Response['body'];
const ZONE = 'Europe/Moscow';
let test: TestApp;
let branchId: string;
let today: string;
let count = 0;
beforeAll(async () => {
  test = await startTestApp({ DATABASE_POOL: '20' });
  today = test.clock.today(ZONE);
  branchId = (await made('/v1/branches', { code: 'MAIN', name: 'Main', timeZone: ZONE })).id;
  for (const purpose of ['personal-data', 'photo'])
    await made('/v1/consent-texts', { purpose, text: `Согласен: ${purpose}`, effectiveFrom: '2020-01-01' });
});
afterAll(() => test.close());

const made = async (path: string, body: object, by: Caller = test.owner): Promise<Json> => {
  const answer = await by.post(path, body);
  if (answer.status !== 201)
    throw new Error(`POST ${path} answered ${String(answer.status)}: ${JSON.stringify(answer.body)}`);
  return answer.body;
};
const shown = async (path: string, by: Caller = test.owner): Promise<Json> =>
  (await by.get(path).expect(200)).body;
const unique = (word: string) => `${word} ${String((count += 1))}`;
const family = (more: object = {}) => ({
  ...{ branchId, lastName: unique('Orlova'), firstName: 'Anna', birthDate: '2016-03-05' },
  guardians: [{ lastName: 'Orlova', firstName: 'Maria', relation: 'mother' }],
  ...more,
});
const child = (more: object = {}): Promise<Json> => made('/v1/clients', family(more));
const adult = async (): Promise<string> => (await child({ birthDate: '1990-01-01', guardians: [] })).id;
const codeOf = (answer: Response) => (answer.body as { code: string }).code;
const pointers = (answer: Response) =>
  (answer.body as { errors: { pointer: string; code: string }[] }).errors.map(
    ({ pointer, code }) => `${pointer} ${code}`,
  );
const statuses = (answers: Response[]) => answers.map(({ status }) => status).sort();

/** A group of its own with a teacher who signs in. */
async function group(clientId: string) {
  const activity = await made('/v1/activities', {
    ...{ name: unique('Chess'), kind: 'course', lessonMinutes: 60, capacity: 12 },
    singlePrice: { amount: 80_000, currency: 'RUB' },
  });
  const teacher = await made('/v1/employees', {
    ...{ branchId, lastName: unique('Petrova'), firstName: 'Vera', position: 'teacher', engagement: 'staff' },
    hiredOn: '2020-01-01',
  });
  const room = await made('/v1/rooms', { branchId, name: unique('Room'), capacity: 12 });
  const { id } = await made('/v1/groups', {
    ...{ branchId, activityId: activity.id, teacherId: teacher.id, roomId: room.id, name: unique('Group') },
    ...{ capacity: 12, startsOn: '2020-01-01' },
  });
  await made(`/v1/groups/${String(id)}/members`, { clientId, joinedOn: '2020-01-01' });
  return {
    id: id as string,
    activityId: activity.id as string,
    teacher: await test.as(['teacher'], [branchId], teacher.id),
  };
}

describe('consents', () => {
  it('of a child are signed by a legal representative, and stand until revoked', async () => {
    const { id, guardians } = await child();
    const path = `/v1/clients/${String(id)}/consents`;
    const representativeId = guardians[0].id as string;
    expect(pointers(await test.owner.post(path, { purpose: 'photo', how: 'paper' }).expect(422))).toEqual([
      '#/representativeId representative.required',
    ]);
    const wrong = {
      purpose: 'nothing',
      how: 'paper',
      representativeId: branchId,
      signedOn: addDays(today, 1),
    };
    expect(pointers(await test.owner.post(path, wrong).expect(422))).toEqual([
      '#/purpose reference.not-found',
      '#/signedOn date.in-future',
      '#/representativeId reference.not-found',
    ]);
    expect(
      pointers(
        await test.owner.post(path, { purpose: 'medical', how: 'paper', representativeId }).expect(422),
      ),
    ).toEqual(['#/purpose consent-text.none']);
    const consent = await made(path, {
      purpose: 'photo',
      how: 'paper',
      representativeId,
      signedOn: '2026-01-10',
    });
    expect(consent).toMatchObject({
      ...{ purpose: 'photo', textVersion: 1, signedOn: '2026-01-10', status: 'valid', isOutdated: false },
      ...{ representative: { id: representativeId, name: 'Orlova Maria' }, revocation: null },
    });
    const missing = async (on = '') => (await shown(`${path}?${on}`)).missing.map((one: Json) => one.purpose);
    expect(await missing()).toEqual(['personal-data', 'mailing', 'medical']);
    expect(await missing('on=2026-01-09')).toEqual(['personal-data', 'mailing', 'medical', 'photo']);
    const revocation = `${path}/${String(consent.id)}/revocation`;
    expect(
      pointers(await test.owner.post(revocation, { reason: 'x', revokedOn: '2026-01-09' }).expect(422)),
    ).toEqual(['#/revokedOn date.not-between']);
    const revoked = await test.owner
      .post(revocation, { reason: 'просьба мамы', revokedOn: '2026-02-01' })
      .expect(200);
    expect(revoked.body).toMatchObject({
      status: 'revoked',
      revocation: { revokedOn: '2026-02-01', reason: 'просьба мамы' },
    });
    expect(codeOf(await test.owner.post(revocation, { reason: 'x' }).expect(409))).toBe('consent.revoked');
    expect((await shown(`${path}?on=2026-01-31`)).items[0].status).toBe('valid');
    expect((await shown(`${path}?on=2026-02-01`)).items[0].status).toBe('revoked');
    await made(path, { purpose: 'photo', how: 'paper', representativeId });
    await expect(test.db.dataSource.query('delete from consents')).rejects.toThrow(/permission denied/);
  });

  it('are not signed by a guardian who may not, and by an adult alone', async () => {
    const guardians = [
      { lastName: 'O', firstName: 'Babushka', relation: 'grandparent', isLegalRepresentative: false },
    ];
    const client = await child({ guardians });
    const body = { purpose: 'photo', how: 'paper', representativeId: client.guardians[0].id };
    const answer = await test.owner.post(`/v1/clients/${String(client.id)}/consents`, body).expect(422);
    expect(pointers(answer)).toEqual(['#/representativeId representative.not-legal']);
    const own = await made(`/v1/clients/${await adult()}/consents`, { purpose: 'photo', how: 'electronic' });
    expect(own.representative).toBeNull();
  });

  it('to the same text stand once, however often they are sent', async () => {
    const path = `/v1/clients/${await adult()}/consents`;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => test.owner.post(path, { purpose: 'photo', how: 'paper' })),
    );
    expect(statuses(answers)).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
    expect(codeOf(answers.find(({ status }) => status === 409) as Response)).toBe('consent.standing');
  });

  it('keep the words that were signed; new words are a new version', async () => {
    const { code } = await made('/v1/consent-purposes', { code: 'trips', name: 'Выезды', isRequired: true });
    const make = (text: string, effectiveFrom: string) =>
      made('/v1/consent-texts', { purpose: code, text, effectiveFrom });
    const first = await make('Раз', '2026-01-01');
    await test.owner.patch(`/v1/consent-texts/${String(first.id)}`, { version: 1, text: 'Раз!' }).expect(200);
    const id = await adult();
    const consent = await made(`/v1/clients/${id}/consents`, { purpose: code, how: 'paper' });
    expect([consent.textId, consent.textVersion]).toEqual([first.id, 1]);
    const late = await test.owner
      .patch(`/v1/consent-texts/${String(first.id)}`, { version: 2, text: 'Два' })
      .expect(409);
    expect(codeOf(late)).toBe('consent-text.signed');
    await test.owner.delete(`/v1/consent-texts/${String(first.id)}`).expect(409);
    const versions = await Promise.all(
      Array.from({ length: 20 }, (_, n) => make(`Текст ${String(n)}`, '2026-06-01')),
    );
    expect(versions.map((one) => one.textVersion as number).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, n) => n + 2),
    );
    expect((await shown(`/v1/clients/${id}/consents`)).items[0]).toMatchObject({
      isOutdated: true,
      status: 'valid',
    });
    await test.owner.delete(`/v1/consent-texts/${String(versions[0].id)}`).expect(204);
    expect((await shown(`/v1/consent-texts/${String(first.id)}`)).text).toBe('Раз!');
    expect(codeOf(await test.owner.post('/v1/consent-purposes', { code, name: 'x' }).expect(409))).toBe(
      'consent-purpose.code-taken',
    );
  });
});

describe('notes', () => {
  it('are signed, pinned and replaced, never changed', async () => {
    const path = `/v1/clients/${await adult()}/notes`;
    const call = await made(path, { type: 'call', text: 'Звонила мама' });
    const visit = await made(path, { type: 'visit', text: 'Приходили' });
    const pinned = (await test.owner.put(`${path}/${String(call.id)}/pin`).expect(200)).body;
    expect(pinned).toMatchObject({ isPinned: true, createdBy: { login: 'owner' } });
    await test.owner.put(`${path}/${String(call.id)}/pin`).expect(200);
    expect((await shown(`${path}?pinned=true`)).items.map((one: Json) => one.id)).toEqual([call.id]);
    expect((await test.owner.delete(`${path}/${String(call.id)}/pin`).expect(200)).body.isPinned).toBe(false);
    const better = await made(path, { type: 'call', text: 'Звонил папа', replacesId: call.id });
    expect((await shown(path)).items.map((one: Json) => one.id)).toEqual([better.id, visit.id]);
    expect(
      (await shown(`${path}?history=true&type=call`)).items.map((one: Json) => [one.id, one.replacedById]),
    ).toEqual([
      [better.id, null],
      [call.id, better.id],
    ]);
    expect(
      pointers(await test.owner.post(path, { type: 'call', text: 'x', replacesId: branchId }).expect(422)),
    ).toEqual(['#/replacesId reference.not-found']);
    await expect(test.db.dataSource.query(`update notes set text = 'x'`)).rejects.toThrow(
      /permission denied/,
    );
  });

  it('of one text are replaced once by twenty at the same time', async () => {
    const path = `/v1/clients/${await adult()}/notes`;
    const { id } = await made(path, { type: 'call', text: 'a' });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => test.owner.post(path, { type: 'call', text: 'b', replacesId: id })),
    );
    expect(statuses(answers)).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
  });

  it('are written by teachers about their own clients', async () => {
    const [own, other] = [await adult(), await adult()];
    const { teacher } = await group(own);
    const note = await made(`/v1/clients/${own}/notes`, { type: 'behaviour', text: 'Старается' }, teacher);
    expect((await shown(`/v1/clients/${own}/notes`, teacher)).items).toHaveLength(1);
    await teacher.post(`/v1/clients/${other}/notes`, { type: 'call', text: 'x' }).expect(404);
    await teacher.get(`/v1/clients/${other}/notes`).expect(404);
    await test.owner.put(`/v1/clients/${other}/notes/${String(note.id)}/pin`).expect(404);
    await (await test.as(['accountant'], [branchId])).get(`/v1/clients/${own}/notes`).expect(403);
  });

  it('have ready-made phrases', async () => {
    const phrase = await made('/v1/note-phrases', { type: 'call', text: 'Не берут трубку' });
    expect(
      codeOf(
        await test.owner.post('/v1/note-phrases', { type: 'call', text: 'Не берут трубку' }).expect(409),
      ),
    ).toBe('note-phrase.taken');
    const path = `/v1/note-phrases/${String(phrase.id)}`;
    await test.owner.patch(path, { version: 1, text: 'Не отвечают' }).expect(200);
    expect((await shown('/v1/note-phrases?type=call')).items.map((one: Json) => one.text)).toEqual([
      'Не отвечают',
    ]);
    await (await test.as(['teacher'], [branchId])).delete(path).expect(403);
    await test.owner.delete(path).expect(204);
    await test.owner.delete(path).expect(404);
  });
});

const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('results', () => {
  const result = (more: object = {}) => ({
    kind: 'achievement',
    title: 'Первое место',
    onDate: '2026-11-01',
    ...more,
  });
  const attach = (
    path: string,
    content: Buffer,
    filename: string,
    contentType: string,
    by: Caller = test.owner,
  ) => by.post(`${path}/files`).attach('file', content, { filename, contentType });

  it('are written, listed, changed and removed', async () => {
    const clientId = await adult();
    const path = `/v1/clients/${clientId}/results`;
    const { activityId } = await group(clientId);
    const made1 = await made(path, result({ activityId, issuer: 'Федерация', text: 'Шесть из семи' }));
    await made(path, result({ kind: 'penalty', onDate: '2026-10-01' }));
    expect((await shown(path)).items.map((one: Json) => one.kind)).toEqual(['achievement', 'penalty']);
    expect((await shown(`${path}?kind=penalty,reward`)).items).toHaveLength(1);
    expect((await shown(`${path}?from=2026-10-15&activityId=${activityId}`)).items).toHaveLength(1);
    const one = `${path}/${String(made1.id)}`;
    expect((await test.owner.patch(one, { version: 1, issuer: null }).expect(200)).body).toMatchObject({
      issuer: null,
      version: 2,
    });
    const wrong = await test.owner
      .post(path, result({ onDate: addDays(today, 1), activityId: branchId }))
      .expect(422);
    expect(pointers(wrong)).toEqual(['#/onDate date.in-future', '#/activityId reference.not-found']);
    await attach(one, PDF, 'a.pdf', 'application/pdf').expect(201);
    await test.owner.delete(one).expect(204);
    await test.owner.get(one).expect(404);
    expect(await test.db.query(sql`select name from files where name = 'a.pdf'`)).toEqual([]);
  });

  it('carry files, which are judged by their first bytes and given back as they were', async () => {
    const path = `/v1/clients/${await adult()}/results`;
    const { id } = await made(path, result());
    const one = `${path}/${String(id)}`;
    const whole = (await attach(one, PDF, 'Грамота за «шахматы».pdf', 'application/pdf').expect(201)).body;
    expect(whole.files).toEqual([
      {
        id: whole.files[0].id,
        name: 'Грамота за «шахматы».pdf',
        mediaType: 'application/pdf',
        size: PDF.length,
      },
    ]);
    const book = new ExcelJS.Workbook();
    book.addWorksheet('a').addRow([1]);
    const xlsx = Buffer.from(await book.xlsx.writeBuffer());
    const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    await attach(one, xlsx, 'table.xlsx', type).expect(201);
    await attach(one, PNG, 'dot.png', 'image/png').expect(201);

    const file = `${one}/files/${String(whole.files[0].id)}`;
    const got = await test.owner.get(file).buffer(true).expect(200);
    expect(Buffer.compare(got.body as Buffer, PDF)).toBe(0);
    expect(got.headers).toMatchObject({
      'content-type': 'application/pdf',
      'x-content-type-options': 'nosniff',
    });
    expect(got.headers['content-disposition']).toBe(
      `attachment; filename="_______ __ _________.pdf"; filename*=UTF-8''${encodeURIComponent('Грамота за «шахматы».pdf')}`,
    );

    for (const [content, name, declared, status, code] of [
      [
        Buffer.from('<html><script>alert(1)</script>'),
        'a.pdf',
        'application/pdf',
        415,
        'file.type-not-accepted',
      ],
      [Buffer.from('GIF89a\u0001\u0000\u0001\u0000'), 'a.gif', 'image/gif', 415, 'file.type-not-accepted'],
      [Buffer.alloc(0), 'a.pdf', 'application/pdf', 415, 'file.type-not-accepted'],
      [PNG, 'a.pdf', 'application/pdf', 422, 'file.type-mismatch'],
      [PNG, 'a.png', 'text/html', 422, 'file.type-mismatch'],
      [PNG, 'a.html', 'image/png', 422, 'file.type-mismatch'],
    ] as const) {
      const answer = await attach(one, content, name, declared);
      expect([name, declared, answer.status, codeOf(answer)]).toEqual([name, declared, status, code]);
    }
    const large = Buffer.concat([PDF, Buffer.alloc(10 * 1024 * 1024)]);
    expect(codeOf(await attach(one, large, 'a.pdf', 'application/pdf').expect(413))).toBe(
      'request.too-large',
    );
    expect(pointers(await test.owner.post(`${one}/files`, {}).expect(422))).toEqual([
      '#/file value.required',
    ]);

    await test.owner.delete(file).expect(204);
    expect(codeOf(await test.owner.get(file).expect(404))).toBe('result-file.not-found');
    expect((await shown(one)).files.map((each: Json) => each.name)).toEqual(['table.xlsx', 'dot.png']);
    const other = await made(path, result());
    await test.owner
      .get(`${path}/${String(other.id)}/files/${String((await shown(one)).files[0].id)}`)
      .expect(404);
  });

  it('carry ten files at most, however many come at once', async () => {
    const path = `/v1/clients/${await adult()}/results`;
    const one = `${path}/${String((await made(path, result())).id)}`;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => attach(one, PNG, `${String(n)}.png`, 'image/png')),
    );
    expect(statuses(answers)).toEqual([
      ...Array.from({ length: 10 }, () => 201),
      ...Array.from({ length: 10 }, () => 409),
    ]);
    expect((await shown(one)).files).toHaveLength(10);
  });

  it('repeat an upload with the same key once, and refuse another file under it', async () => {
    const path = `/v1/clients/${await adult()}/results`;
    const one = `${path}/${String((await made(path, result())).id)}`;
    const key = 'upload-of-the-diploma';
    const first = await attach(one, PDF, 'a.pdf', 'application/pdf').set('idempotency-key', key).expect(201);
    const again = await attach(one, PDF, 'a.pdf', 'application/pdf').set('idempotency-key', key).expect(201);
    expect(again.body).toEqual(first.body);
    await attach(one, PNG, 'a.png', 'image/png').set('idempotency-key', key).expect(422);
  });
});

describe('a photo', () => {
  it('is set, shown, replaced and removed', async () => {
    const id = await adult();
    const path = `/v1/clients/${id}/photo`;
    const put = (content: Buffer, filename: string, contentType: string, by: Caller = test.owner) =>
      by.put(path).attach('file', content, { filename, contentType });
    expect(codeOf(await test.owner.get(path).expect(404))).toBe('photo.not-found');
    await test.owner.delete(path).expect(404);
    expect(codeOf(await put(PDF, 'a.pdf', 'application/pdf').expect(415))).toBe('file.type-not-accepted');
    expect((await put(PNG, 'я.png', 'image/png').expect(200)).body).toEqual({
      mediaType: 'image/png',
      size: PNG.length,
    });
    const got = await test.owner.get(path).buffer(true).expect(200);
    expect(Buffer.compare(got.body as Buffer, PNG)).toBe(0);
    expect(got.headers['content-disposition']).toMatch(/^inline; /);
    expect((await shown(`/v1/clients/${id}`)).hasPhoto).toBe(true);
    const answers = await Promise.all(Array.from({ length: 20 }, () => put(PNG, 'a.png', 'image/png')));
    expect(new Set(statuses(answers))).toEqual(new Set([200]));
    expect(await test.db.query(sql`select count(*) as n from client_photos where client_id = ${id}`)).toEqual(
      [{ n: 1 }],
    );
    expect(
      await test.db.query(
        sql`select count(*) as n from files where name in ('я.png', 'a.png') and id in (select id from client_photos)`,
      ),
    ).toEqual([{ n: 1 }]);
    await (await test.as(['accountant'], [branchId])).put(path).expect(403);
    await test.owner.delete(path).expect(204);
    await test.owner.get(path).expect(404);
  });
});

describe('registration', () => {
  it('takes health and consents with the family, or nothing of it', async () => {
    const body = family({
      health: { conditions: ['астма'], certificate: { issuedOn: '2026-01-01', expiresOn: '2027-01-01' } },
      consents: [
        { purpose: 'personal-data', how: 'paper' },
        { purpose: 'photo', how: 'paper', representativeIndex: 1 },
      ],
      guardians: [
        { lastName: 'O', firstName: 'Babushka', relation: 'grandparent', isLegalRepresentative: false },
        { lastName: 'O', firstName: 'Mama', relation: 'mother' },
      ],
    });
    const client = await made('/v1/clients', body);
    expect(JSON.stringify(client)).not.toContain('астма');
    expect(await shown(`/v1/clients/${String(client.id)}/health`)).toMatchObject({
      conditions: ['астма'],
      version: 1,
    });
    const { items } = await shown(`/v1/clients/${String(client.id)}/consents`);
    expect(items.map((one: Json) => [one.purpose, one.representative.name]).sort()).toEqual([
      ['personal-data', 'O Mama'],
      ['photo', 'O Mama'],
    ]);
  });

  it('names every fault of health and consents at once', async () => {
    const body = family({
      health: { certificate: { issuedOn: '2026-05-01', expiresOn: '2026-04-01' } },
      consents: [
        { purpose: 'photo', how: 'paper' },
        { purpose: 'photo', how: 'paper' },
        { purpose: 'personal-data', how: 'paper', representativeIndex: 5 },
      ],
    });
    expect(pointers(await test.owner.post('/v1/clients', body).expect(422))).toEqual([
      '#/health/certificate/expiresOn range.ends-before-start',
      '#/consents/1/purpose consent.repeated',
      '#/consents/2/representativeIndex reference.not-found',
    ]);
    const shape = family({
      health: { conditions: [5], physicalGroup: 'x' },
      consents: [{ purpose: 'photo' }],
    });
    expect(pointers(await test.owner.post('/v1/clients', shape).expect(422)).sort()).toEqual([
      '#/consents/0/how value.required',
      '#/health/conditions string.expected',
      '#/health/physicalGroup value.not-allowed',
    ]);
  });

  it('needs the permission for what it brings', async () => {
    const integrator = await test.as(['integrator'], [branchId]);
    const answer = await integrator.post('/v1/clients', family({ health: { conditions: [] } })).expect(403);
    expect([codeOf(answer), pointers(answer)]).toEqual([
      'member.not-allowed',
      ['#/health member.not-allowed'],
    ]);
    await integrator.post('/v1/clients', family({ consents: [] })).expect(403);
    await made('/v1/clients', family(), integrator);
  });
});

describe('age categories', () => {
  it('follow the settings', async () => {
    test.clock.set('2026-11-23T09:00:00.000Z');
    const born = async (birthDate: string | null) =>
      (await child({ birthDate, guardians: [{ lastName: 'O', firstName: unique('M'), relation: 'mother' }] }))
        .id as string;
    const ids = await Promise.all(['2024-01-01', '2016-03-05', '2008-11-24', '2008-11-23', null].map(born));
    const categories = () =>
      Promise.all(ids.map(async (id) => (await shown(`/v1/clients/${id}`)).ageCategory as string));
    expect(await categories()).toEqual(['toddler', 'junior', 'teen', 'adult', null]);
    const { version, ageBands } = await shown('/v1/settings');
    const bands = [
      { code: 'kid', under: 10 },
      { code: 'big', under: null },
    ];
    await test.owner.patch('/v1/settings', { version, ageBands: bands }).expect(200);
    expect(await categories()).toEqual(['kid', 'big', 'big', 'big', null]);
    const wrong = [
      { code: 'kid', under: 10 },
      { code: 'kid', under: 9 },
    ];
    expect(
      pointers(await test.owner.patch('/v1/settings', { version, ageBands: wrong }).expect(422)),
    ).toEqual(['#/ageBands/1/code age-band.repeated', '#/ageBands/1/under age-band.open']);
    await test.owner.patch('/v1/settings', { version, ageBands: [] }).expect(422);
    await test.owner.patch('/v1/settings', { version: Number(version) + 1, ageBands }).expect(200);
    test.clock.set(null);
  });
});

describe('the timeline', () => {
  it('tells everything that happened, the last first, to whom may see it', async () => {
    const client = await child();
    const id = client.id as string;
    const { activityId, id: groupId, teacher } = await group(id);
    const at = `/v1/clients/${id}`;
    await test.owner.patch(`${at}/health`, { version: 0, conditions: ['тайна'] }).expect(200);
    await made(`${at}/measurements`, { kind: 'height', value: '1', unit: 'тайна', measuredOn: today });
    await made(`${at}/consents`, {
      purpose: 'photo',
      how: 'paper',
      representativeId: client.guardians[0].id,
    });
    const consent = (await shown(`${at}/consents`)).items[0];
    await test.owner.post(`${at}/consents/${String(consent.id)}/revocation`, { reason: 'x' }).expect(200);
    await made(`${at}/notes`, { type: 'call', text: 'Звонила мама' });
    await made(`${at}/results`, { kind: 'reward', title: 'Приз', onDate: today });
    const plan = await made('/v1/plans', {
      ...{
        name: unique('Plan'),
        activityIds: [activityId],
        price: { amount: 480_000, currency: 'RUB' },
        visits: 8,
      },
      ...{ validityCount: 60, validityUnit: 'day', freezeMaxDays: 14, freezeMaxTimes: 1 },
    });
    const sold = await made('/v1/subscriptions', {
      ...{
        clientId: id,
        planId: plan.id,
        payment: { amount: { amount: 480_000, currency: 'RUB' }, method: 'card' },
      },
    });
    const startsAt = new Date(Date.parse(test.clock.now()) + 60_000).toISOString();
    const lesson = await made('/v1/lessons', { groupId, startsAt, minutes: 30 });
    const completed = await test.owner.post(`/v1/lessons/${String(lesson.id)}/completion`, {});
    expect([200, 201]).toContain(completed.status);
    await test.owner.delete(`/v1/lessons/${String(lesson.id)}/completion`).expect(200);
    await made(`/v1/subscriptions/${String(sold.id)}/freezes`, {
      startsOn: addDays(today, 1),
      endsOn: addDays(today, 3),
    });
    await test.owner
      .post(`/v1/subscriptions/${String(sold.id)}/cancellation`, { reason: 'уходят' })
      .expect(201);
    await test.owner.patch(at, { version: 1, status: 'left', statusReason: 'переезд' }).expect(200);

    const all = (await shown(`${at}/timeline?limit=200`)).items as Json[];
    const kinds = all.map((one) => one.kind as string);
    expect([...new Set(kinds)].sort()).toEqual([
      ...[
        'consent_revoked',
        'consent_signed',
        'group_joined',
        'health_changed',
        'note_added',
        'payment_received',
      ],
      ...[
        'registered',
        'result_added',
        'status_changed',
        'subscription_cancelled',
        'subscription_frozen',
        'subscription_sold',
      ],
      ...['visit_charged', 'visit_undone'],
    ]);
    expect([kinds[0], kinds.at(-1)]).toEqual(['status_changed', 'registered']);
    expect(kinds.filter((kind) => kind === 'health_changed')).toHaveLength(2);
    expect(all[0]).toMatchObject({
      params: { from: 'active', to: 'left', reason: 'переезд' },
      by: { login: 'owner' },
      subjectId: id,
    });
    expect(all.find((one) => one.kind === 'payment_received')?.params).toMatchObject({
      amount: { amount: 480_000 },
      method: 'card',
    });
    expect(JSON.stringify(all)).not.toContain('тайна');

    const paged: string[] = [];
    for (let cursor = ''; ;) {
      const { items, page } = await shown(`${at}/timeline?limit=3${cursor}`);
      paged.push(...items.map((one: Json) => one.id as string));
      if (page.nextCursor === null) break;
      cursor = `&cursor=${String(page.nextCursor)}`;
    }
    expect(paged).toEqual(all.map((one) => one.id as string));
    expect((await shown(`${at}/timeline?kind=note_added,result_added`)).items).toHaveLength(2);
    const note = all.find((one) => one.kind === 'note_added');
    expect((await shown(`${at}/timeline?from=${String(note?.at)}&kind=note_added`)).items).toHaveLength(1);
    expect((await shown(`${at}/timeline?to=${String(note?.at)}&kind=note_added`)).items).toEqual([]);
    await test.owner.get(`${at}/timeline?kind=nothing`).expect(422);

    const seen = new Set(
      (await shown(`${at}/timeline?limit=200`, teacher)).items.map((one: Json) => one.kind as string),
    );
    expect([seen.has('payment_received'), seen.has('visit_charged'), seen.has('note_added')]).toEqual([
      false,
      true,
      true,
    ]);
    const accountant = await test.as(['accountant'], [branchId]);
    const money = new Set(
      (await shown(`${at}/timeline?limit=200`, accountant)).items.map((one: Json) => one.kind as string),
    );
    expect([money.has('payment_received'), money.has('note_added'), money.has('consent_signed')]).toEqual([
      true,
      false,
      false,
    ]);
    await (await test.as(['teacher'], [branchId])).get(`${at}/timeline`).expect(404);
  });
});
