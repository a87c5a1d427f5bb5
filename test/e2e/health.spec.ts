import { randomBytes } from 'node:crypto';
import type { Response } from 'supertest';
import { addDays } from '../../src/kernel/local-date.js';
import { Certificates } from '../../src/modules/clients/health/certificates.js';
import { Cipher } from '../../src/platform/crypto/cipher.js';
import { KeyRotation } from '../../src/platform/crypto/key-rotation.js';
import { sql } from '../../src/platform/database/sql.js';
import { sealedColumns } from '../../src/sealed-columns.js';
import { DATA_KEYS, startTestApp, type Caller, type TestApp } from '../support/app.js';

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
});
afterAll(() => test.close());

const made = async (path: string, body: object, by: Caller = test.owner): Promise<Json> => {
  const answer = await by.post(path, body);
  if (answer.status !== 201)
    throw new Error(`POST ${path} answered ${String(answer.status)}: ${JSON.stringify(answer.body)}`);
  return answer.body;
};
const unique = (word: string) => `${word} ${String((count += 1))}`;
const client = async (more: object = {}): Promise<string> =>
  (
    await made('/v1/clients', {
      ...{ branchId, lastName: unique('Orlova'), firstName: 'Anna', birthDate: '1990-01-01' },
      ...more,
    })
  ).id;
const pointers = (answer: Response) =>
  (answer.body as { errors: { pointer: string; code: string }[] }).errors.map(
    ({ pointer, code }) => `${pointer} ${code}`,
  );
const codeOf = (answer: Response) => (answer.body as { code: string }).code;
const health = async (id: string): Promise<Json> =>
  (await test.owner.get(`/v1/clients/${id}/health`).expect(200)).body;
const patch = (id: string, body: object, by: Caller = test.owner) =>
  by.patch(`/v1/clients/${id}/health`, body);

/** A group whose activity asks for a certificate, and somebody who teaches it. */
async function pool(members: string[]): Promise<{ teacherId: string; groupId: string }> {
  const activity = await made('/v1/activities', {
    ...{ name: unique('Swimming'), kind: 'course', lessonMinutes: 60, capacity: 12 },
    ...{ singlePrice: { amount: 80_000, currency: 'RUB' }, needsCertificate: true },
  });
  expect(activity.needsCertificate).toBe(true);
  const teacher = await made('/v1/employees', {
    ...{ branchId, lastName: unique('Petrova'), firstName: 'Vera', position: 'teacher', engagement: 'staff' },
    hiredOn: '2020-01-01',
  });
  const room = await made('/v1/rooms', { branchId, name: unique('Room'), capacity: 12 });
  const group = await made('/v1/groups', {
    ...{ branchId, activityId: activity.id, teacherId: teacher.id, roomId: room.id, name: unique('Group') },
    ...{ capacity: 12, startsOn: '2020-01-01' },
  });
  for (const clientId of members)
    await made(`/v1/groups/${group.id}/members`, { clientId, joinedOn: '2020-01-01' });
  return { teacherId: teacher.id, groupId: group.id };
}

describe('a health record', () => {
  it('is empty at first, then as it was written', async () => {
    const id = await client();
    expect(await health(id)).toMatchObject({ clientId: id, conditions: [], certificate: null, version: 0 });
    const whole = {
      conditions: ['астма'],
      allergies: ['арахис'],
      physicalGroup: 'special_a',
      restrictions: ['без прыжков в воду'],
      certificate: { number: '086', issuedOn: '2026-01-01', expiresOn: '2027-01-01' },
      emergencyNotes: 'ингалятор в кармане',
    };
    expect((await patch(id, { version: 0, ...whole }).expect(200)).body).toMatchObject({
      ...whole,
      version: 1,
    });
    const changed = await patch(id, { version: 1, certificate: { expiresOn: null }, allergies: [] }).expect(
      200,
    );
    expect(changed.body).toMatchObject({
      ...{ conditions: ['астма'], allergies: [], version: 2, updatedBy: { login: 'owner' } },
      certificate: { number: '086', issuedOn: '2026-01-01', expiresOn: null },
    });
    expect(await health(id)).toEqual(changed.body);
    expect((await patch(id, { version: 2, conditions: ['астма'] }).expect(200)).body.version).toBe(2);
  });

  it('tells every fault at once, without what was written', async () => {
    const id = await client();
    const answer = await patch(id, {
      ...{ version: 0, physicalGroup: 'best', conditions: ['x'.repeat(501)], emergencyNotes: '' },
      certificate: { issuedOn: '2026-02-30' },
    }).expect(422);
    expect(pointers(answer).sort()).toEqual([
      '#/certificate/issuedOn date.not-valid',
      '#/conditions text.too-long',
      '#/emergencyNotes text.too-short',
      '#/physicalGroup value.not-allowed',
    ]);
    const dates = { certificate: { issuedOn: '2026-05-01', expiresOn: '2026-04-01' } };
    expect(pointers(await patch(id, { version: 0, ...dates }).expect(422))).toEqual([
      '#/certificate/expiresOn range.ends-before-start',
    ]);
    await patch(id, { version: 0, blood: 'x' }).expect(400);
    expect((await health(id)).version).toBe(0);
  });

  it('is edited on its newest version only', async () => {
    const id = await client();
    expect(codeOf(await patch(id, { conditions: [] }).expect(428))).toBe('version.required');
    await patch(id, { version: 0, conditions: ['a'] }).expect(200);
    expect(codeOf(await patch(id, { version: 0, allergies: ['b'] }).expect(409))).toBe(
      'health-record.changed',
    );
    expect(codeOf(await patch(id, { version: 7, allergies: ['b'] }).expect(422))).toBe('version.unknown');
    expect(
      codeOf(
        await patch(id, { allergies: ['b'] })
          .set('if-match', '"v0"')
          .expect(412),
      ),
    ).toBe('version.stale');
    const { headers } = await test.owner.get(`/v1/clients/${id}/health`).expect(200);
    await patch(id, { allergies: ['b'] })
      .set('if-match', headers['etag'] ?? '')
      .expect(200);
    expect(await health(id)).toMatchObject({ conditions: ['a'], allergies: ['b'], version: 2 });
  });

  it('lets one of thirty parallel edits through, also the first ever', async () => {
    const id = await client();
    for (const version of [0, 1]) {
      const answers = await Promise.all(
        Array.from({ length: 30 }, (_, n) =>
          patch(id, { version, conditions: [`${String(version)}-${String(n)}`] }),
        ),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 409)).toHaveLength(29);
    }
    expect((await health(id)).version).toBe(2);
  });

  it('is closed to who may not see it, and every look is written down', async () => {
    const id = await client();
    const far = (
      await made('/v1/branches', { code: unique('F').replace(' ', ''), name: unique('Far'), timeZone: ZONE })
    ).id;
    const [strange, accountant] = [
      await test.as(['administrator'], [far]),
      await test.as(['accountant'], [branchId]),
    ];
    expect(codeOf(await strange.get(`/v1/clients/${id}/health`).expect(404))).toBe('client.not-found');
    await strange.get(`/v1/clients/${id}/measurements`).expect(404);
    await patch(id, { version: 0 }, strange).expect(404);
    await accountant.get(`/v1/clients/${id}/health`).expect(403);
    const { teacherId } = await pool([id]);
    const teacher = await test.as(['teacher'], [branchId], teacherId);
    const other = await test.as(['teacher'], [branchId]);
    await teacher.get(`/v1/clients/${id}/health`).set('x-request-id', 'look-of-the-teacher').expect(200);
    await other.get(`/v1/clients/${id}/health`).expect(404);
    await patch(id, { version: 0, conditions: ['x'] }, teacher).expect(403);
    await test.owner.patch(`/v1/clients/${id}/health?dryRun=true`, { version: 0 }).expect(200);
    await test.owner.get(`/v1/clients/${id}/measurements`).expect(200);

    const auditor = await test.as(['auditor']);
    await auditor.get(`/v1/clients/${id}/health`).expect(403);
    await teacher.get('/v1/health-reads').expect(403);
    const reads = (await auditor.get(`/v1/health-reads?clientId=${id}`).expect(200)).body;
    expect(reads.items.map((one: Json) => [one.what, one.by.login === 'owner'])).toEqual([
      ['measurements', true],
      ['change', true],
      ['record', false],
    ]);
    expect(reads.items[2]).toMatchObject({ clientId: id, requestId: 'look-of-the-teacher' });
    const director = await test.as(['director'], [far]);
    expect((await director.get('/v1/health-reads').expect(200)).body.items).toEqual([]);
    await expect(test.db.dataSource.query('delete from health_reads')).rejects.toThrow(/permission denied/);
  });

  it('is in the trail as changed, and nothing more', async () => {
    const id = await client();
    await patch(id, { version: 0, conditions: ['тайна'] }).expect(200);
    await patch(id, { version: 1, conditions: ['другая тайна'] }).expect(200);
    const trail = (await test.owner.get('/v1/audit/changes?table=health_records&limit=2').expect(200)).body;
    expect(trail.items[0]).toMatchObject({
      operation: 'update',
      changes: [{ field: 'secret', before: '***', after: '***' }],
    });
    expect(trail.items[1].changes.map((one: Json) => one.field)).toEqual(['clientId']);
  });

  it('does not open as that of another client', async () => {
    const [one, two] = [await client(), await client()];
    await patch(one, { version: 0, conditions: ['a'] }).expect(200);
    await patch(two, { version: 0, conditions: ['b'] }).expect(200);
    await test.tx((tx) =>
      tx.run(
        sql`update health_records t set secret = s.secret from health_records s where s.client_id = ${one} and t.client_id = ${two}`,
      ),
    );
    await test.owner.get(`/v1/clients/${two}/health`).expect(500);
  });

  it('answers a repeated request from a sealed store', async () => {
    const id = await client();
    const key = 'health-of-the-client-1';
    const body = { version: 0, conditions: ['секретный диагноз'] };
    const first = await patch(id, body).set('idempotency-key', key).expect(200);
    const again = await patch(id, body).set('idempotency-key', key).expect(200);
    expect([again.body, again.headers['idempotent-replayed']]).toEqual([first.body, 'true']);
    const other = await patch(id, { version: 1, conditions: [] }).set('idempotency-key', key).expect(422);
    expect(codeOf(other)).toBe('idempotency.key-reused');
    const [row] = await test.db.query<{ body: string }>(
      sql`select body from idempotency_keys where key = ${key}`,
    );
    expect(row?.body).toMatch(/^test:[\w-]+$/);
  });
});

describe('measurements', () => {
  const measurement = (more: object = {}) => ({
    kind: 'height',
    value: '134.5',
    unit: 'cm',
    measuredOn: today,
    ...more,
  });

  it('are listed by kind and day, corrected and taken back', async () => {
    const id = await client();
    const path = `/v1/clients/${id}/measurements`;
    const list = async (query = ''): Promise<Json[]> =>
      (await test.owner.get(`${path}?${query}`).expect(200)).body.items;
    const old = await made(path, measurement({ measuredOn: '2026-01-10', value: '130' }));
    const wrong = await made(path, measurement({ value: '13.45' }));
    await made(path, measurement({ kind: 'сахар', value: '-0.5', unit: 'ммоль/л', comment: 'натощак' }));
    const right = await made(path, measurement({ replacesId: wrong.id }));
    expect(right).toMatchObject({
      value: '134.5',
      replacesId: wrong.id,
      isReversal: false,
      createdBy: { login: 'owner' },
    });
    expect((await list('kind=height')).map((one) => one.value)).toEqual(['134.5', '130']);
    expect((await list(`kind=${encodeURIComponent('сахар')}`)).map((one) => one.comment)).toEqual([
      'натощак',
    ]);
    const again = await test.owner.post(path, measurement({ replacesId: wrong.id })).expect(409);
    expect(codeOf(again)).toBe('measurement.replaced');
    const reversal = await test.owner.post(`${path}/${old.id}/reversal`, { reason: 'чужая' }).expect(200);
    expect(reversal.body).toMatchObject({
      isReversal: true,
      replacesId: old.id,
      value: null,
      comment: 'чужая',
    });
    await test.owner.post(`${path}/${old.id}/reversal`, { reason: 'чужая' }).expect(409);
    expect((await list('kind=height')).map((one) => one.id)).toEqual([right.id]);
    expect((await list('kind=height&history=true')).map((one) => one.id)).toHaveLength(4);
    const first = (await test.owner.get(`${path}?history=true&limit=3`).expect(200)).body;
    expect(await list(`history=true&limit=3&cursor=${first.page.nextCursor}`)).toHaveLength(2);
  });

  it('are refused when they are none', async () => {
    const path = `/v1/clients/${await client()}/measurements`;
    const answer = await test.owner
      .post(path, { kind: '', value: '1,5', unit: 'cm', measuredOn: '2026-13-01' })
      .expect(422);
    expect(pointers(answer).sort()).toEqual([
      '#/kind text.too-short',
      '#/measuredOn date.not-valid',
      '#/value text.wrong-form',
    ]);
    const later = await test.owner.post(path, measurement({ measuredOn: addDays(today, 1) })).expect(422);
    expect(pointers(later)).toEqual(['#/measuredOn date.in-future']);
    const stranger = await test.owner.post(path, measurement({ replacesId: branchId })).expect(422);
    expect(pointers(stranger)).toEqual(['#/replacesId reference.not-found']);
    await test.owner.post(`${path}/${branchId}/reversal`, { reason: 'x' }).expect(404);
  });

  it('lets one of twenty parallel corrections of the same entry stand', async () => {
    const path = `/v1/clients/${await client()}/measurements`;
    const { id } = await made(path, measurement());
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        test.owner.post(path, measurement({ value: String(n), replacesId: id })),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([
      201,
      ...Array.from({ length: 19 }, () => 409),
    ]);
  });
});

describe('a certificate', () => {
  const until = async (expiresOn: string | null): Promise<string> => {
    const id = await client();
    await patch(id, { version: 0, certificate: { expiresOn } }).expect(200);
    return id;
  };
  const standing = async (id: string): Promise<Json> =>
    (await test.owner.get(`/v1/clients/${id}/standing?explain=true`).expect(200)).body;

  it('that ends soon or has ended colours those who need one, and no cell', async () => {
    const [gone, last, soon, far, endless] = await Promise.all(
      [addDays(today, -1), today, addDays(today, 30), addDays(today, 31), null].map(until),
    );
    const outside = await until(addDays(today, -1));
    const members = [gone, last, soon, far, endless].map(String);
    const { groupId } = await pool(members);
    const codes = async (id: string | undefined) =>
      (await standing(String(id))).reasons.map((one: Json) => `${one.level} ${one.code} ${one.since}`);
    expect(await codes(gone)).toEqual([`red certificate_expired ${addDays(today, -1)}`]);
    expect(await codes(last)).toEqual([`amber certificate_expiring ${today}`]);
    expect(await codes(soon)).toEqual([`amber certificate_expiring ${addDays(today, 30)}`]);
    expect([await codes(far), await codes(endless), await codes(outside)]).toEqual([[], [], []]);
    expect((await standing(String(gone))).explanation.certificateAlertDays).toBe(30);
    const red = (await test.owner.get('/v1/clients?standing=red').expect(200)).body;
    expect(red.items.map((one: Json) => one.id)).toEqual([gone]);

    const startsAt = new Date(Date.parse(test.clock.now()) + 3_600_000).toISOString();
    const lesson = await made('/v1/lessons', { groupId, startsAt, minutes: 30 });
    const grid = (
      await test.owner
        .get(
          `/v1/schedule?branchId=${branchId}&from=${lesson.onDate ?? today}&to=${addDays(lesson.onDate ?? today, 1)}&view=day`,
        )
        .expect(200)
    ).body;
    const cells = grid.rooms.flatMap((room: Json) => room.days.flatMap((day: Json) => day.cells));
    expect(
      cells.filter((cell: Json) => cell.groupId === groupId).map((cell: Json) => cell.alert.level),
    ).toEqual(['green']);
  });

  it('is told of once, when it comes into its last days', async () => {
    const id = await until(addDays(today, 40));
    await pool([id]);
    const told = async () =>
      test.db.query(sql`select data from events where name = 'certificate.expiring' and subject_id = ${id}`);
    const tell = () => test.tx((tx) => test.app.get(Certificates, { strict: false }).tell(tx));
    await tell();
    expect(await told()).toEqual([]);
    test.clock.set(`${addDays(today, 10)}T09:00:00.000Z`);
    await Promise.all(Array.from({ length: 5 }, tell));
    test.clock.set(`${addDays(today, 11)}T09:00:00.000Z`);
    await tell();
    test.clock.set(null);
    expect(await told()).toEqual([{ data: { clientId: id, expiresOn: addDays(today, 40) } }]);
  });
});

describe('a change of keys', () => {
  it('encrypts everything anew, edits nothing, and passes over what was erased', async () => {
    const [id, erased] = [await client(), await client()];
    await patch(erased, { version: 0, conditions: ['астма'] }).expect(200);
    await test.tx((tx) => tx.run(sql`update health_records set secret = '—' where client_id = ${erased}`));
    await patch(id, { version: 0, conditions: ['астма'] }).expect(200);
    const path = `/v1/clients/${id}/measurements`;
    await made(path, { kind: 'рост', value: '134.5', unit: 'cm', measuredOn: today });
    const [record, list] = [await health(id), (await test.owner.get(path).expect(200)).body];
    // The one copied to another record in a test above can be opened by nobody.
    await test.tx((tx) =>
      tx.run(
        sql`delete from health_records h where exists (select from health_records o where o.secret = h.secret and o.id < h.id)`,
      ),
    );
    const trail = () => test.db.query(sql`select count(*) as n from audit_changes`);
    const before = await trail();
    const both = new Cipher({ DATA_KEYS: `new:${randomBytes(32).toString('base64')},${DATA_KEYS}` });
    const done = await new KeyRotation(test.db, both).run(sealedColumns);
    // Nobody was merged here: what was before a merge has nothing to encrypt.
    expect([...done].filter(([, n]) => n === 0).map(([{ table }]) => table)).toEqual([
      'health_before_merges',
    ]);
    expect([...(await new KeyRotation(test.db, both).run(sealedColumns)).values()]).toEqual([0, 0, 0]);
    expect(await trail()).toEqual(before);
    const left = await test.db.query(sql`
      select secret from health_records where secret not like 'new:%' and secret <> '—' union all select secret from measurements where secret not like 'new:%'`);
    expect(left).toEqual([]);
    // The application under test still has the old key only; under both it reads what it read before.
    Object.assign(test.app.get(Cipher), { keys: (both as unknown as { keys: unknown }).keys });
    expect(await health(id)).toEqual(record);
    expect(await health(erased)).toMatchObject({ conditions: [], version: 2 });
    expect((await test.owner.get(`${path}?kind=${encodeURIComponent('рост')}`).expect(200)).body).toEqual(
      list,
    );
  });

  it('can alter nothing but ciphertext', async () => {
    const rotating = (statement: ReturnType<typeof sql>) =>
      test.tx(async (tx) => {
        await tx.run(sql`select set_config('kruzhok.rotating', 'on', true)`);
        await tx.run(statement);
      });
    await expect(rotating(sql`update measurements set measured_on = '2020-01-01'`)).rejects.toThrow(
      /changes nothing else/,
    );
    await expect(
      rotating(sql`update health_records set certificate_expires_on = '2020-01-01'`),
    ).rejects.toThrow(/changes nothing else/);
    await expect(test.tx((tx) => tx.run(sql`update measurements set secret = 'x'`))).rejects.toThrow(
      /append-only/,
    );
  });
});
