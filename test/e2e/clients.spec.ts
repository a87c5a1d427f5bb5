import { randomInt } from 'node:crypto';
import type { Response } from 'supertest';
import type { Client, ClientPage } from '../../src/modules/clients/clients.dto.js';
import type { Guardian } from '../../src/modules/clients/guardians.dto.js';
import { sql } from '../../src/platform/database/sql.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';

let test: TestApp;
let branchId: string;
beforeAll(async () => {
  test = await startTestApp();
  branchId = await makeBranch('MAIN');
});
afterAll(() => test.close());

async function makeBranch(code: string): Promise<string> {
  const answer = await test.owner
    .post('/v1/branches', { code, name: `Branch ${code}`, timeZone: 'Europe/Moscow' })
    .expect(201);
  return (answer.body as { id: string }).id;
}

const codeOf = (answer: Response) => (answer.body as { code: string }).code;
const faultsOf = (answer: Response) =>
  (answer.body as { errors: { pointer: string; code: string }[] }).errors.map(
    ({ pointer, code }) => `${pointer} ${code}`,
  );
const phone = () => `+7916${String(randomInt(1_000_000, 9_999_999))}`;
let count = 0;
/** A family nobody else has. */
function family(given: object = {}) {
  count += 1;
  return {
    branchId,
    lastName: `Орлова${'абвгдежзик'[count % 10] ?? ''}${'лмнопрстуф'[Math.floor(count / 10) % 10] ?? ''}`,
    firstName: 'Анна',
    birthDate: '2016-03-05',
    guardians: [{ lastName: 'Орлова', firstName: 'Мария', phones: [phone()], relation: 'mother' }],
    ...given,
  };
}
const register = async (given: object = {}, as: Caller = test.owner): Promise<Client> =>
  (await as.post('/v1/clients', family(given)).expect(201)).body as Client;
const get = async (id: string): Promise<Client> =>
  (await test.owner.get(`/v1/clients/${id}`).expect(200)).body as Client;
const list = async (query: string, as: Caller = test.owner): Promise<ClientPage> =>
  (await as.get(`/v1/clients?${query}`).expect(200)).body as ClientPage;

describe('registration', () => {
  it('takes a whole family in one call', async () => {
    const answer = await test.owner
      .post('/v1/clients', family({ tags: ['лето'], phones: ['8 (903) 123-45-67'], sex: 'female' }))
      .expect(201);
    const client = answer.body as Client;
    expect(answer.headers['location']).toBe(`/v1/clients/${client.id}`);
    expect(client).toMatchObject({
      branchId,
      firstName: 'Анна',
      status: 'active',
      isMinor: true,
      phones: ['+79031234567'],
      tags: ['лето'],
      version: 1,
      guardians: [
        {
          firstName: 'Мария',
          relation: 'mother',
          isPayer: true,
          isLegalRepresentative: true,
          mayPickUp: true,
        },
      ],
      standing: { level: 'green', reasons: [] },
      createdBy: { login: 'owner' },
    });
    expect(await get(client.id)).toEqual(client);
  });

  it('counts the age in the zone of the branch', async () => {
    test.clock.set('2026-03-04T20:59:00.000Z');
    const { id, age, ageCategory } = await register({ birthDate: '2023-03-05' });
    expect([age, ageCategory]).toEqual([2, 'toddler']);
    test.clock.set('2026-03-04T21:00:00.000Z');
    expect(await get(id)).toMatchObject({ age: 3, ageCategory: 'preschool' });
    test.clock.set(null);
  });

  it('of a child without a guardian is refused, together with every other fault of the family', async () => {
    const answer = await test.owner.post('/v1/clients', family({ guardians: [] })).expect(422);
    expect(faultsOf(answer)).toEqual(['#/guardians guardian.required']);
    const two = [
      { lastName: 'О', firstName: 'М', relation: 'mother', isPayer: true },
      { relation: 'father', isPayer: true },
    ];
    const other = await test.owner
      .post('/v1/clients', family({ guardians: two, birthDate: '2099-01-01' }))
      .expect(422);
    expect(faultsOf(other)).toEqual([
      '#/birthDate birth-date.in-future',
      '#/guardians/1/lastName value.required',
      '#/guardians/1/firstName value.required',
      '#/guardians/1/isPayer payer.second',
    ]);
  });

  it('of an adult, or of somebody of unknown age, needs no guardian', async () => {
    expect(await register({ birthDate: '1990-01-01', guardians: [] })).toMatchObject({
      isMinor: false,
      guardians: [],
    });
    expect(await register({ birthDate: null, guardians: undefined, status: 'lead' })).toMatchObject({
      age: null,
      isMinor: null,
    });
  });

  it('lets siblings share a guardian', async () => {
    const first = await register();
    const guardianId = first.guardians[0]?.id ?? '';
    const second = await register({ firstName: 'Вера', guardians: [{ guardianId, relation: 'mother' }] });
    expect(second.guardians[0]).toMatchObject({ id: guardianId, isPayer: true });
    const guardian = (await test.owner.get(`/v1/guardians/${guardianId}`).expect(200)).body as Guardian;
    expect(guardian.clients.map(({ id }) => id)).toEqual([first.id, second.id]);
    const unknown = await test.owner
      .post('/v1/clients', family({ guardians: [{ guardianId: branchId, relation: 'other' }] }))
      .expect(422);
    expect(faultsOf(unknown)).toEqual(['#/guardians/0/guardianId reference.not-found']);
  });

  it('of somebody who is there already shows who it may be', async () => {
    const anna = family();
    const { id, number } = (await test.owner.post('/v1/clients', anna).expect(201)).body as Client;
    const again = await test.owner
      .post('/v1/clients', { ...anna, guardians: [{ lastName: 'Х', firstName: 'Х', relation: 'other' }] })
      .expect(409);
    expect(again.body).toMatchObject({
      code: 'client.duplicate',
      params: {
        candidates: [{ id, number, name: `${anna.lastName} Анна`, birthDate: '2016-03-05', branchId }],
      },
    });
    const samePhone = { ...anna, lastName: 'Другая', birthDate: '2015-01-01' };
    expect(codeOf(await test.owner.post('/v1/clients', samePhone).expect(409))).toBe('client.duplicate');
    await test.owner.post('/v1/clients', { ...anna, allowDuplicate: true }).expect(201);
    const query = new URLSearchParams({
      lastName: anna.lastName,
      firstName: 'АННА',
      birthDate: '2016-03-05',
    });
    const found = (await test.owner.get(`/v1/clients/duplicates?${query.toString()}`).expect(200)).body as {
      items: object[];
    };
    expect(found.items).toHaveLength(2);
  });

  it('lets one of fifty parallel registrations of the same family through', async () => {
    const anna = family();
    const answers = await Promise.all(Array.from({ length: 50 }, () => test.owner.post('/v1/clients', anna)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(
      answers.filter((answer) => answer.status === 409 && codeOf(answer) === 'client.duplicate'),
    ).toHaveLength(49);
  });

  it('is rehearsed with dryRun, and repeated with the same key only once', async () => {
    const anna = family();
    await test.owner.post('/v1/clients?dryRun=true', anna).expect(201);
    const key = 'registration-of-anna';
    const first = await test.owner.post('/v1/clients', anna).set('idempotency-key', key).expect(201);
    const second = await test.owner.post('/v1/clients', anna).set('idempotency-key', key).expect(201);
    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotent-replayed']).toBe('true');
  });

  it('records that it happened', async () => {
    const { id } = await register();
    const events = await test.db.query(
      sql`select name, branch_id as "branchId", data from events where subject_id = ${id}`,
    );
    expect(events).toEqual([{ name: 'client.registered', branchId, data: { clientId: id } }]);
  });

  it('refuses an external id that another client has', async () => {
    await register({ externalId: 'A-1' });
    expect(codeOf(await test.owner.post('/v1/clients', family({ externalId: 'A-1' })).expect(409))).toBe(
      'client.external-id-taken',
    );
  });
});

describe('an edit', () => {
  it('stands beside another of a different field', async () => {
    const { id } = await register();
    await test.owner.patch(`/v1/clients/${id}`, { version: 1, address: 'Садовая, 5' }).expect(200);
    const merged = await test.owner.patch(`/v1/clients/${id}`, { version: 1, wishes: 'плавать' }).expect(200);
    expect(merged.body).toMatchObject({
      address: 'Садовая, 5',
      wishes: 'плавать',
      version: 3,
      mergedFrom: [2],
    });
  });

  it('of the same field shows base, theirs and yours', async () => {
    const { id } = await register({ source: 'друзья' });
    await test.owner.patch(`/v1/clients/${id}`, { version: 1, source: 'реклама' }).expect(200);
    const answer = await test.owner.patch(`/v1/clients/${id}`, { version: 1, source: 'сайт' }).expect(409);
    expect(answer.body).toMatchObject({
      code: 'edit.conflict',
      conflicts: [
        { pointer: '#/source', base: 'друзья', theirs: 'реклама', yours: 'сайт', by: { login: 'owner' } },
      ],
    });
  });

  it('says what it is based on', async () => {
    const { id } = await register();
    await test.owner.patch(`/v1/clients/${id}`, { source: 'сайт' }).expect(428);
    await test.owner.patch(`/v1/clients/${id}`, { source: 'сайт' }).set('if-match', '"v9"').expect(412);
    await test.owner.patch(`/v1/clients/${id}`, { source: 'сайт' }).set('if-match', '"v1"').expect(200);
  });

  it('finds a renamed client by the new name', async () => {
    const { id } = await register();
    await test.owner
      .patch(`/v1/clients/${id}`, { version: 1, lastName: 'Жаворонкова', phones: ['+79990001122'] })
      .expect(200);
    expect((await list('q=zhavoronkova')).items.map((client) => client.id)).toEqual([id]);
    expect(
      (await list(`q=${encodeURIComponent('8 (999) 000-11-22')}`)).items.map((client) => client.id),
    ).toEqual([id]);
  });

  it('cannot make a child of somebody without a guardian', async () => {
    const { id } = await register({ birthDate: '1990-01-01', guardians: [] });
    const answer = await test.owner
      .patch(`/v1/clients/${id}`, { version: 1, birthDate: '2016-01-01' })
      .expect(422);
    expect(faultsOf(answer)).toEqual(['#/birthDate guardian.required']);
  });

  it('gives a child who was thought an adult a payer', async () => {
    const { id, guardians } = await register({ birthDate: '1990-01-01' });
    expect(guardians[0]?.isPayer).toBe(false);
    const child = (
      await test.owner.patch(`/v1/clients/${id}`, { version: 1, birthDate: '2016-01-01' }).expect(200)
    ).body as Client;
    expect(child.guardians[0]?.isPayer).toBe(true);
  });

  it('moves a client along the statuses only', async () => {
    const { id } = await register({ status: 'lead' });
    const paused = await test.owner.patch(`/v1/clients/${id}`, { version: 1, status: 'paused' }).expect(409);
    expect(paused.body).toMatchObject({
      code: 'client.status-not-reachable',
      params: { from: 'lead', allowed: ['trial', 'active', 'left'] },
    });
    expect(
      faultsOf(await test.owner.patch(`/v1/clients/${id}`, { version: 1, status: 'left' }).expect(422)),
    ).toEqual(['#/statusReason status-reason.required']);
    await test.owner
      .patch(`/v1/clients/${id}`, { version: 1, status: 'left', statusReason: 'переезд' })
      .expect(200);
    const back = await test.owner.patch(`/v1/clients/${id}`, { version: 2, status: 'active' }).expect(200);
    expect(back.body).toMatchObject({ status: 'active', statusReason: null });
  });
});

describe('guardians', () => {
  const father = { lastName: 'Орлов', firstName: 'Иван', relation: 'father' };

  it('are added, take over paying, and are parted', async () => {
    const { id, guardians } = await register();
    const mother = guardians[0]?.id ?? '';
    expect(codeOf(await test.owner.delete(`/v1/clients/${id}/guardians/${mother}`).expect(409))).toBe(
      'guardian.last',
    );
    const two = (await test.owner.post(`/v1/clients/${id}/guardians`, father).expect(201)).body as Client;
    expect(two.guardians.map((one) => [one.firstName, one.isPayer])).toEqual([
      ['Мария', true],
      ['Иван', false],
    ]);
    expect(codeOf(await test.owner.delete(`/v1/clients/${id}/guardians/${mother}`).expect(409))).toBe(
      'guardian.payer',
    );
    const payer = { ...father, firstName: 'Пётр', isPayer: true };
    const three = (await test.owner.post(`/v1/clients/${id}/guardians`, payer).expect(201)).body as Client;
    expect(three.guardians.map((one) => [one.firstName, one.isPayer])).toEqual([
      ['Пётр', true],
      ['Мария', false],
      ['Иван', false],
    ]);
    await test.owner.delete(`/v1/clients/${id}/guardians/${mother}`).expect(204);
    expect((await get(id)).guardians).toHaveLength(2);
    expect(
      codeOf(
        await test.owner
          .post(`/v1/clients/${id}/guardians`, { guardianId: three.guardians[0]?.id, relation: 'other' })
          .expect(409),
      ),
    ).toBe('guardian.already-linked');
  });

  it('never leave a child without one, however many are parted at once', async () => {
    const { id } = await register();
    const two = (await test.owner.post(`/v1/clients/${id}/guardians`, father).expect(201)).body as Client;
    const three = (
      await test.owner.post(`/v1/clients/${id}/guardians`, { ...father, firstName: 'Пётр' }).expect(201)
    ).body as Client;
    expect(two.guardians).toHaveLength(2);
    await Promise.all(
      three.guardians.map((one) => test.owner.delete(`/v1/clients/${id}/guardians/${one.id}`)),
    );
    expect((await get(id)).guardians.map((one) => one.isPayer)).toEqual([true]);
  });

  it('are found and changed', async () => {
    const { guardians } = await register({
      guardians: [{ ...father, lastName: 'Сиволапов', phones: ['+79035550101'] }],
    });
    const { items } = (await test.owner.get('/v1/guardians?q=sivolapov').expect(200)).body as {
      items: Guardian[];
    };
    expect(items.map(({ id }) => id)).toEqual([guardians[0]?.id]);
    const change = { version: 1, email: 'sivolapov@example.org' };
    expect(
      (await test.owner.patch(`/v1/guardians/${guardians[0]?.id ?? ''}`, change).expect(200)).body,
    ).toMatchObject({ email: change.email, version: 2 });
    expect((await list(`q=${encodeURIComponent('903 555-01-01')}`)).items).toHaveLength(1);
  });
});

describe('the list', () => {
  it('is filtered, sorted and paged', async () => {
    const far = await makeBranch('LIST');
    for (const firstName of ['Вера', 'Анна', 'Борис'])
      await register({ branchId: far, lastName: 'Чайкина', firstName, tags: [firstName] });
    const names = (page: ClientPage) => page.items.map(({ firstName }) => firstName);
    const first = await list(`branchId=${far}&limit=2&include=totalCount`);
    expect([names(first), first.page.totalCount]).toEqual([['Анна', 'Борис'], 3]);
    expect(names(await list(`branchId=${far}&limit=2&cursor=${first.page.nextCursor ?? ''}`))).toEqual([
      'Вера',
    ]);
    expect(names(await list(`branchId=${far}&sort=-number`))).toEqual(['Борис', 'Анна', 'Вера']);
    expect(names(await list(`branchId=${far}&tag=${encodeURIComponent('Вера')}`))).toEqual(['Вера']);
    expect(names(await list(`branchId=${far}&status=lead,left`))).toEqual([]);
    expect(names(await list(`branchId=${far}&standing=green`))).toHaveLength(3);
    expect(names(await list(`branchId=${far}&standing=red,amber`))).toEqual([]);
    await test.owner.get('/v1/clients?status=nobody').expect(422);
  });

  it('shows the colour and its reasons', async () => {
    const { id } = await register();
    const chargeId = await owe(id, 150_000, '2026-01-15');
    const { items } = await list('standing=red');
    const standing = {
      level: 'red',
      reasons: [
        {
          code: 'payment_overdue',
          level: 'red',
          subjectId: chargeId,
          amount: { amount: 150_000, currency: 'RUB' },
          since: '2026-01-15',
        },
      ],
    };
    expect(items.map((client) => [client.id, client.standing])).toEqual([[id, standing]]);
    const explained = await test.owner.get(`/v1/clients/${id}/standing?explain=true`).expect(200);
    expect(explained.body).toMatchObject({
      ...standing,
      explanation: { timeZone: 'Europe/Moscow', paymentDueDays: 7 },
    });
  });

  it('reaches no farther than the branches of the caller', async () => {
    const far = await makeBranch('FAR');
    const desk = await test.as(['administrator'], [far]);
    const own = await register({ branchId: far }, desk);
    const other = await register();
    expect((await list('', desk)).items.map(({ id }) => id)).toEqual([own.id]);
    expect(codeOf(await desk.get(`/v1/clients/${other.id}`).expect(404))).toBe('client.not-found');
    expect(codeOf(await desk.patch(`/v1/clients/${other.id}`, { version: 1, source: 'x' }).expect(404))).toBe(
      'client.not-found',
    );
    expect(codeOf(await desk.post('/v1/clients', family()).expect(403))).toBe('branch.out-of-reach');
    const again = await desk
      .post('/v1/clients', family({ branchId: far, lastName: other.lastName }))
      .expect(409);
    expect((again.body as { params: object }).params).toEqual({
      candidates: [{ id: other.id, branchId, number: null, name: null, birthDate: null }],
    });
    const teacher = await test.as(['teacher'], [far]);
    expect((await list('', teacher)).items).toEqual([]);
    expect(codeOf(await teacher.post('/v1/clients', family({ branchId: far })).expect(403))).toBe(
      'auth.forbidden',
    );
  });
});

/** An unpaid charge, as billing would write it. */
async function owe(clientId: string, amount: number, dueOn: string): Promise<string> {
  const { rows } = await test.tx(async (tx) => {
    await tx.run(
      sql`insert into settings (id) select gen_random_uuid() where not exists (select from settings)`,
    );
    const account = await tx.one<{ id: string }>(sql`
      insert into payer_accounts (id, branch_id, client_id) values (gen_random_uuid(), ${branchId}, ${clientId}) returning id`);
    const charge = await tx.one<{ id: string }>(sql`
      insert into charges (id, payer_account_id, client_id, branch_id, kind, subject_id, description, amount, due_on)
      values (gen_random_uuid(), ${account.id}, ${clientId}, ${branchId}, 'visit', gen_random_uuid(), 'visit', ${amount}, ${dueOn}) returning id`);
    return { rows: charge };
  });
  return rows.id;
}
