import { randomInt } from 'node:crypto';
import type { Response } from 'supertest';
import type { Client, ClientPage } from '../../src/modules/clients/clients.dto.js';
import type { FacetList } from '../../src/modules/clients/facets.dto.js';
import type { PairList } from '../../src/modules/clients/duplicates/duplicates.dto.js';
import type { ClientGuardian } from '../../src/modules/clients/guardians.dto.js';
import type { ClientMerge } from '../../src/modules/clients/merges/merges.dto.js';
import type { StatusHistory, StatusReasonPage } from '../../src/modules/clients/statuses/statuses.dto.js';
import { sql } from '../../src/platform/database/sql.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';

let test: TestApp;
let branchId: string;
let elsewhere: string;
beforeAll(async () => {
  test = await startTestApp();
  [branchId, elsewhere] = [await makeBranch('MAIN'), await makeBranch('OTHER')];
});
afterAll(() => test.close());

async function makeBranch(code: string): Promise<string> {
  const body = { code, name: `Branch ${code}`, timeZone: 'Europe/Moscow' };
  return ((await test.owner.post('/v1/branches', body).expect(201)).body as { id: string }).id;
}

const codeOf = (answer: Response) => (answer.body as { code: string }).code;
const faultsOf = (answer: Response) =>
  (answer.body as { errors: { pointer?: string; parameter?: string; code: string }[] }).errors.map(
    ({ pointer, parameter, code }) => `${pointer ?? parameter ?? ''} ${code}`,
  );
const phone = () => `+7916${String(randomInt(1_000_000, 9_999_999))}`;
const mother = (given: object = {}) => ({
  lastName: 'Орлова',
  firstName: 'Мария',
  phones: [phone()],
  relation: 'mother',
  ...given,
});
const register = async (given: object = {}): Promise<Client> => {
  const body = {
    branchId,
    lastName: 'Орлова',
    firstName: 'Анна',
    birthDate: '2016-03-05',
    guardians: [mother()],
    allowDuplicate: true,
    ...given,
  };
  return (await test.owner.post('/v1/clients', body).expect(201)).body as Client;
};
const get = async (id: string): Promise<Client> =>
  (await test.owner.get(`/v1/clients/${id}`).expect(200)).body as Client;
const list = async (query: string): Promise<string[]> =>
  ((await test.owner.get(`/v1/clients?${encodeURI(query)}`).expect(200)).body as ClientPage).items.map(
    ({ id }) => id,
  );
const merge = (survivorId: string, duplicateId: string, more: object = {}, as: Caller = test.owner) =>
  as.post('/v1/clients/merges', { survivorId, duplicateId, ...more });

describe('a merge of clients', () => {
  it('leaves one record with the members of both, and is undone to the letter', async () => {
    const survivor = await register({
      lastName: 'Орлва',
      phones: [phone()],
      externalId: null,
      wishes: 'плавать',
    });
    const duplicate = await register({
      phones: [phone()],
      email: 'anna@example.org',
      externalId: 'M-1',
      wishes: 'петь',
    });
    const answer = await merge(survivor.id, duplicate.id, {
      fields: { lastName: 'duplicate' },
      reason: 'twice',
    }).expect(201);
    const made = answer.body as ClientMerge;
    expect(answer.headers['location']).toBe(`/v1/clients/merges/${made.id}`);
    expect(made).toMatchObject({
      fields: { lastName: 'duplicate' },
      reason: 'twice',
      undoneAt: null,
      kept: [],
    });
    expect(await get(survivor.id)).toMatchObject({
      lastName: 'Орлова',
      email: 'anna@example.org',
      externalId: 'M-1',
      wishes: 'плавать',
      phones: [...(survivor.phones ?? []), ...(duplicate.phones ?? [])],
      mergedIntoId: null,
    });
    expect((await get(survivor.id)).guardians.map(({ id, isPayer }) => [id, isPayer])).toEqual([
      [survivor.guardians[0]?.id, true],
      [duplicate.guardians[0]?.id, false],
    ]);
    expect(await get(duplicate.id)).toMatchObject({
      mergedIntoId: survivor.id,
      guardians: [],
      status: 'active',
    });
    expect(await list(`q=${duplicate.phones?.[0] ?? ''}`)).toEqual([survivor.id]);
    expect((await test.owner.get('/v1/clients/merges?undone=false').expect(200)).body).toMatchObject({
      items: [{ id: made.id }],
    });

    await test.owner.delete(`/v1/clients/merges/${made.id}`).expect(204);
    const parts = (client: Client) => ({
      ...client,
      version: 0,
      updatedAt: '',
      guardians: client.guardians.map((guardian) => ({ ...guardian, version: 0 })),
    });
    expect(parts(await get(survivor.id))).toEqual(parts(survivor));
    expect(parts(await get(duplicate.id))).toEqual(parts(duplicate));
    expect(await list(`q=${duplicate.phones?.[0] ?? ''}`)).toEqual([duplicate.id]);
    expect(codeOf(await test.owner.delete(`/v1/clients/merges/${made.id}`).expect(409))).toBe('merge.undone');
  });

  it('closes the duplicate for every command, which names the survivor', async () => {
    const [survivor, duplicate] = [await register(), await register()];
    await merge(survivor.id, duplicate.id).expect(201);
    const id = duplicate.id;
    const answers = [
      await test.owner.patch(`/v1/clients/${id}`, { version: 1, address: 'Садовая' }),
      await test.owner.post(`/v1/clients/${id}/guardians`, mother()),
      await test.owner.post('/v1/payments', {
        clientId: id,
        amount: { amount: 100, currency: 'RUB' },
        method: 'cash',
      }),
      await merge(id, survivor.id),
      await merge(survivor.id, id),
    ];
    for (const answer of answers) {
      expect([answer.status, codeOf(answer)]).toEqual([409, 'client.merged']);
      expect((answer.body as { params: object }).params).toMatchObject({ id, mergedIntoId: survivor.id });
    }
    const raw = test.tx((tx) =>
      tx.run(
        sql`insert into payer_accounts (id, branch_id, client_id) values (${branchId}, ${branchId}, ${id})`,
      ),
    );
    await expect(raw).rejects.toThrow(/was merged/);
  });

  it('is refused with every fault, and out of reach', async () => {
    const [one, other] = [await register(), await register({ branchId: elsewhere })];
    expect(faultsOf(await merge(branchId, elsewhere).expect(422))).toEqual([
      '#/survivorId reference.not-found',
      '#/duplicateId reference.not-found',
    ]);
    expect(faultsOf(await merge(one.id, one.id).expect(422))).toEqual(['#/duplicateId merge.same-record']);
    const director = await test.as(['director'], [branchId]);
    expect(faultsOf(await merge(one.id, other.id, {}, director).expect(422))).toEqual([
      '#/duplicateId reference.not-found',
    ]);
    await merge(one.id, other.id, {}, await test.as(['administrator'], [branchId])).expect(403);
    const made = (await merge(one.id, other.id).expect(201)).body as ClientMerge;
    await director.get(`/v1/clients/merges/${made.id}`).expect(404);
    await director.delete(`/v1/clients/merges/${made.id}`).expect(404);
    await merge(one.id, other.id, { fields: { number: 'duplicate' } }).expect(400);
  });

  it('is undone only while nobody corrected what it gave', async () => {
    const [survivor, duplicate] = [await register(), await register({ address: 'Садовая, 5' })];
    const made = (await merge(survivor.id, duplicate.id).expect(201)).body as ClientMerge;
    const { version } = await get(survivor.id);
    await test.owner.patch(`/v1/clients/${survivor.id}`, { version, address: 'Лесная, 1' }).expect(200);
    const answer = await test.owner.delete(`/v1/clients/merges/${made.id}`).expect(409);
    expect(answer.body).toMatchObject({
      code: 'merge.not-undoable',
      params: { reasons: [{ code: 'members-changed', table: 'clients', id: survivor.id }] },
    });
  });
});

describe('a merge of guardians', () => {
  it('leaves one guardian of all their children, and is undone', async () => {
    const [one, two] = [await register(), await register({ firstName: 'Вера' })];
    const [survivorId = '', duplicateId = ''] = [one.guardians[0]?.id, two.guardians[0]?.id];
    const both = await register({
      firstName: 'Лев',
      guardians: [
        { guardianId: survivorId, relation: 'mother' },
        { guardianId: duplicateId, relation: 'other', isPayer: true },
      ],
    });
    const answer = await test.owner.post('/v1/guardians/merges', { survivorId, duplicateId }).expect(201);
    const { id } = answer.body as { id: string };
    const payers = async (clientId: string) =>
      (await get(clientId)).guardians.map((guardian) => [guardian.id, guardian.isPayer]);
    for (const client of [one, two, both]) expect(await payers(client.id)).toEqual([[survivorId, true]]);
    expect((await test.owner.get(`/v1/guardians/${duplicateId}`).expect(200)).body).toMatchObject({
      mergedIntoId: survivorId,
    });
    const body = { guardianId: duplicateId, relation: 'other' };
    expect(codeOf(await test.owner.post(`/v1/clients/${one.id}/guardians`, body).expect(409))).toBe(
      'guardian.merged',
    );
    await test.owner.delete(`/v1/guardians/merges/${id}`).expect(204);
    expect(await payers(two.id)).toEqual([[duplicateId, true]]);
    expect(await payers(both.id)).toEqual([
      [duplicateId, true],
      [survivorId, false],
    ]);
  });
});

describe('probable duplicates', () => {
  it('are listed with score and reasons until settled', async () => {
    const base = { birthDate: '2014-07-09', guardians: [mother()] };
    const first = await register({ ...base, lastName: 'Кузнецова', firstName: 'Дарья' });
    const same = await register({
      ...base,
      lastName: 'Kuznetsova',
      firstName: 'Darya',
      guardians: [mother()],
    });
    const swapped = await register({
      ...base,
      lastName: 'Дарья',
      firstName: 'Кузнецова',
      guardians: [mother()],
    });
    const letter = await register({
      ...base,
      lastName: 'Кузнецова',
      firstName: 'Дарина',
      guardians: [mother()],
    });
    const pairs = async (id: string) =>
      (
        (await test.owner.get(`/v1/clients/duplicates/pairs?clientId=${id}`).expect(200)).body as PairList
      ).items.map(({ score, reasons, clients }) => [
        score,
        reasons,
        clients.map((client) => client.id).filter((one) => one !== id),
      ]);
    expect(await pairs(first.id)).toEqual([
      [95, ['same-name-and-birth-date'], [same.id]],
      [85, ['names-swapped'], [swapped.id]],
      [75, ['one-letter-and-birth-date'], [letter.id]],
    ]);
    const path = '/v1/clients/duplicates/dismissals';
    const said = await test.owner
      .post(path, { clientId: same.id, otherId: first.id, reason: 'twins' })
      .expect(201);
    expect(codeOf(await test.owner.post(path, { clientId: first.id, otherId: same.id }).expect(409))).toBe(
      'duplicate.dismissed-already',
    );
    await merge(first.id, swapped.id).expect(201);
    expect(await pairs(first.id)).toEqual([[75, ['one-letter-and-birth-date'], [letter.id]]]);
    await test.owner.delete(`${path}/${(said.body as { id: string }).id}`).expect(204);
    expect((await pairs(first.id))[0]).toEqual([95, ['same-name-and-birth-date'], [same.id]]);
    expect(
      faultsOf(await test.owner.post(path, { clientId: first.id, otherId: branchId }).expect(422)),
    ).toEqual(['#/otherId reference.not-found']);
  });

  it('at one phone under one first name are found, at a phone of a crowd they are not', async () => {
    const shared = phone();
    const [one, other] = [
      await register({ lastName: 'Зимина', firstName: 'Ева', birthDate: null, phones: [shared] }),
      await register({
        lastName: 'Летова',
        firstName: 'Eva',
        birthDate: null,
        guardians: [mother({ phones: [shared] })],
      }),
    ];
    const found = async () =>
      ((await test.owner.get(`/v1/clients/duplicates/pairs?clientId=${one.id}`).expect(200)).body as PairList)
        .items;
    expect((await found()).map(({ reasons, clients }) => [reasons, clients.map(({ id }) => id)])).toEqual([
      [['same-phone-and-first-name'], [one.id, other.id]],
    ]);
    for (const letter of 'абвгдежзикл')
      await register({
        lastName: `Толпа${letter}`,
        firstName: `Имя${letter}`,
        birthDate: null,
        phones: [shared],
      });
    expect(await found()).toEqual([]);
  });
});

describe('finding', () => {
  it('understands layouts, alphabets, order, last digits, numbers and addresses', async () => {
    const own = phone();
    const { id, number } = await register({
      lastName: 'Щелкунчикова',
      firstName: 'Юлиана',
      phones: [own],
      email: 'Yuli.Ana@example.org',
      guardians: [mother({ lastName: 'Хрустальная', firstName: 'Фёкла' })],
    });
    for (const question of [
      'otkreyxbrjdf',
      'юлиана щелк',
      'Shchelkunchikova',
      'schelkun yuliana',
      own.slice(-6),
      'yuli.ana@',
      'khrustal',
      'Fyokla',
    ]) {
      expect([question, await list(`q=${question}`)]).toEqual([question, [id]]);
    }
    expect(await list(`q=${String(number)}`)).toContain(id);
    expect(await list('q=yuli_ana@')).toEqual([]);
  });

  it('filters by what is known of a client', async () => {
    test.clock.set('2026-11-23T09:00:00.000Z');
    const { id, guardians } = await register({
      lastName: 'Фильтрова',
      birthDate: '2019-12-30',
      tags: ['ёлка'],
      interests: ['шахматы', 'лепка'],
      source: 'листовка',
      wishes: 'Хочет 100% утром',
    });
    const yes = [
      'tag=ёлка,лето',
      'interest=лепка',
      'source=листовка',
      'wish=100%25 утр',
      'birthdayFrom=12-29&birthdayTo=01-02&q=фильтрова',
      'ageFrom=6&ageTo=6&q=фильтрова',
      'ageCategory=preschool&q=фильтрова',
      'status=lead,active&q=фильтрова',
      `guardianId=${guardians[0]?.id ?? ''}`,
    ];
    for (const query of yes) expect([query, await list(query.replace('%25', '%'))]).toEqual([query, [id]]);
    const no = [
      'tag=лето',
      'interest=танцы',
      'wish=вечер',
      'birthdayFrom=01-02&birthdayTo=12-29&q=фильтрова',
      'ageFrom=7&q=фильтрова',
      'ageCategory=junior,adult&q=фильтрова',
      `groupId=${branchId}`,
      `activityId=${branchId}`,
    ];
    for (const query of no) expect([query, await list(query)]).toEqual([query, []]);
    const { items } = (await test.owner.get('/v1/clients?sort=birthDate').expect(200)).body as ClientPage;
    const born = items.map(({ birthDate }) => birthDate ?? '9999-12-31');
    expect(born).toEqual([...born].sort());
    const facets = (
      await test.owner.get(`/v1/clients/facets?field=interests&q=${encodeURIComponent('Леп')}`).expect(200)
    ).body as FacetList;
    expect(facets.items).toEqual([{ value: 'лепка', clients: 1 }]);
    expect(faultsOf(await test.owner.get('/v1/clients?ageFrom=9&ageTo=8').expect(422))).toEqual([
      'ageTo age.before-age-from',
    ]);
    expect(
      faultsOf(await test.owner.get('/v1/clients?birthdayFrom=13-01&ageFrom=x').expect(422)),
    ).toHaveLength(2);
    test.clock.set(null);
  });
});

describe('statuses', () => {
  it('keep their history with reasons of the dictionary and in words', async () => {
    const { id } = await register({ status: 'lead' });
    const reasons = (await test.owner.get('/v1/status-reasons?kind=departure').expect(200))
      .body as StatusReasonPage;
    const moved = reasons.items.find(({ code }) => code === 'moved');
    await test.owner.patch(`/v1/clients/${id}`, { version: 1, status: 'active' }).expect(200);
    await test.owner.patch(`/v1/clients/${id}`, { version: 2, address: 'Лесная' }).expect(200);
    const left = await test.owner
      .patch(`/v1/clients/${id}`, { version: 3, status: 'left', statusReasonId: moved?.id })
      .expect(200);
    expect(left.body).toMatchObject({ statusReasonId: moved?.id, statusReason: null });
    const back = await test.owner.patch(`/v1/clients/${id}`, { version: 4, status: 'active' }).expect(200);
    expect(back.body).toMatchObject({ statusReasonId: null });
    await test.owner
      .patch(`/v1/clients/${id}`, { version: 5, status: 'left', statusReason: 'надоело' })
      .expect(200);
    const history = (await test.owner.get(`/v1/clients/${id}/status-history`).expect(200))
      .body as StatusHistory;
    expect(
      history.items.map(({ from, to, reason, note, by }) => [from, to, reason?.code ?? null, note, by.login]),
    ).toEqual([
      [null, 'lead', null, null, 'owner'],
      ['lead', 'active', null, null, 'owner'],
      ['active', 'left', 'moved', null, 'owner'],
      ['left', 'active', null, null, 'owner'],
      ['active', 'left', null, 'надоело', 'owner'],
    ]);
    await (await test.as(['director'], [elsewhere])).get(`/v1/clients/${id}/status-history`).expect(404);
  });

  it('take only a reason that fits', async () => {
    const { id } = await register();
    const { items } = (await test.owner.get('/v1/status-reasons?kind=pause').expect(200))
      .body as StatusReasonPage;
    const answer = await test.owner
      .patch(`/v1/clients/${id}`, { version: 1, status: 'left', statusReasonId: items[0]?.id })
      .expect(422);
    expect(faultsOf(answer)).toEqual(['#/statusReasonId status-reason.not-fitting']);
    const none = await test.owner.patch(`/v1/clients/${id}`, { version: 1, status: 'left' }).expect(422);
    expect(faultsOf(none)).toEqual(['#/statusReason status-reason.required']);
    const unknown = await test.owner
      .patch(`/v1/clients/${id}`, { version: 1, status: 'paused', statusReasonId: branchId })
      .expect(422);
    expect(faultsOf(unknown)).toEqual(['#/statusReasonId reference.not-found']);
  });

  it('have a dictionary that is edited and put away', async () => {
    const body = { code: 'far', nameRu: 'Далеко', nameEn: 'Too far', kind: 'departure' };
    const made = (await test.owner.post('/v1/status-reasons', body).expect(201)).body as { id: string };
    expect(codeOf(await test.owner.post('/v1/status-reasons', body).expect(409))).toBe(
      'status-reason.code-taken',
    );
    await test.owner.patch(`/v1/status-reasons/${made.id}`, { version: 1, isArchived: true }).expect(200);
    const { id } = await register();
    const answer = await test.owner
      .patch(`/v1/clients/${id}`, { version: 1, status: 'left', statusReasonId: made.id })
      .expect(422);
    expect(faultsOf(answer)).toEqual(['#/statusReasonId reference.not-found']);
    await (await test.as(['administrator'], [branchId])).post('/v1/status-reasons', body).expect(403);
  });
});

describe('what a guardian is to a client', () => {
  it('is changed, and whoever comes to pay takes over', async () => {
    const client = await register({
      guardians: [mother(), mother({ firstName: 'Пётр', relation: 'father' })],
    });
    const [payer, father] = client.guardians;
    const path = `/v1/clients/${client.id}/guardians`;
    const changed = await test.owner
      .patch(`${path}/${father?.id ?? ''}`, {
        version: 1,
        isPayer: true,
        relation: 'guardian',
        mayPickUp: false,
      })
      .expect(200);
    expect(changed.body as ClientGuardian).toMatchObject({
      id: father?.id,
      isPayer: true,
      relation: 'guardian',
      mayPickUp: false,
      version: 2,
    });
    expect((await get(client.id)).guardians.map(({ id, isPayer }) => [id, isPayer])).toEqual([
      [father?.id, true],
      [payer?.id, false],
    ]);
    expect(
      codeOf(
        await test.owner.patch(`${path}/${father?.id ?? ''}`, { version: 2, isPayer: false }).expect(409),
      ),
    ).toBe('guardian.payer');
    await test.owner.patch(`${path}/${father?.id ?? ''}`, { isPayer: true }).expect(428);
    await test.owner.patch(`${path}/${branchId}`, { version: 1, isPayer: true }).expect(404);
    expect(
      codeOf(
        await test.owner.patch(`${path}/${father?.id ?? ''}`, { version: 1, mayPickUp: true }).expect(200),
      ) ?? '',
    ).toBe('');
  });

  it('has one payer whoever of twenty comes to pay at once', async () => {
    const client = await register({
      guardians: [mother(), mother(), mother(), mother()].map((one, index) => ({
        ...one,
        firstName: `Имя${'абвг'[index] ?? ''}`,
      })),
    });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        test.owner.patch(`/v1/clients/${client.id}/guardians/${client.guardians[index % 4]?.id ?? ''}`, {
          version: 1,
          isPayer: true,
        }),
      ),
    );
    expect(answers.map(({ status }) => status).filter((status) => status !== 200 && status !== 409)).toEqual(
      [],
    );
    expect((await get(client.id)).guardians.filter(({ isPayer }) => isPayer)).toHaveLength(1);
  });

  it('and every other edit that changes nothing is no event', async () => {
    const client = await register();
    await test.owner.patch(`/v1/clients/${client.id}`, { version: 1, lastName: 'Орлова' }).expect(200);
    await test.owner
      .patch(`/v1/guardians/${client.guardians[0]?.id ?? ''}`, { version: 1, firstName: 'Мария' })
      .expect(200);
    await test.owner
      .patch(`/v1/clients/${client.id}/guardians/${client.guardians[0]?.id ?? ''}`, {
        version: 1,
        relation: 'mother',
      })
      .expect(200);
    const events = await test.db.query(
      sql`select name from events where subject_id = ${client.id} order by id`,
    );
    expect(events).toEqual([{ name: 'client.registered' }]);
  });
});
