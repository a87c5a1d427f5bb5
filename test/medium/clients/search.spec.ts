import { setTimeout as pause } from 'node:timers/promises';
import { clientChecks } from '../../../src/modules/clients/clients.checks.js';
import type { Client, ClientPage } from '../../../src/modules/clients/clients.dto.js';
import { ClientsService } from '../../../src/modules/clients/clients.service.js';
import { searchTextOf } from '../../../src/modules/clients/search.rules.js';
import { newId } from '../../../src/platform/database/ids.js';
import { sql } from '../../../src/platform/database/sql.js';
import type { Tx } from '../../../src/platform/database/tx.js';
import { startTestApp, type TestApp } from '../../support/app.js';

let test: TestApp;
let branchId: string;
beforeAll(async () => {
  test = await startTestApp();
  const body = { code: 'HOME', name: 'Home', timeZone: 'Europe/Moscow' };
  branchId = ((await test.owner.post('/v1/branches', body).expect(201)).body as { id: string }).id;
});
afterEach(async () => {
  for (const check of clientChecks)
    expect([check.name, await test.db.query(check.sql)]).toEqual([check.name, []]);
});
afterAll(() => test.close());

const olga = (more: object = {}) => ({
  ...{ lastName: 'Ветрова', firstName: 'Ольга', relation: 'mother', phones: ['+79161234567'], ...more },
});
const family = (lastName: string, guardians: object[], more: object = {}) => ({
  ...{ branchId, lastName, firstName: 'Артём', birthDate: '2016-03-05', guardians, ...more },
  allowDuplicate: true,
});
const register = async (...given: Parameters<typeof family>): Promise<Client> =>
  (await test.owner.post('/v1/clients', family(...given)).expect(201)).body as Client;
const found = async (q: string, as = test.owner): Promise<string[]> =>
  ((await as.get(`/v1/clients?q=${encodeURIComponent(q)}`).expect(200)).body as ClientPage).items.map(
    ({ id }) => id,
  );
const guardianOf = (client: Client, place = 0): string => client.guardians[place]?.id ?? '';

describe('the search of a family', () => {
  it('finds by a name of the child and one of the mother together, in any order', async () => {
    const { id } = await register('Иванов', [olga()]);
    await register('Иванов', [olga({ firstName: 'Мария', phones: ['+79161234560'] })]);
    for (const q of ['Ivanov Olga', 'ольга иванов', 'ивано вет ольг', 'артем 1234567', 'Jkmuf Bdfyjd'])
      expect([q, await found(q)]).toEqual([q, [id]]);
    // Nothing begins in one person and ends in the next.
    expect(await found('артёмветрова')).toEqual([]);
    // In one reading: half of it in the other layout of the keyboard is nobody.
    expect(await found('Иванов Jkmuf')).toEqual([]);
  });

  it('gives no phone away to whoever may not see it, and finds digits of names for them', async () => {
    const role = { code: 'clerk', name: 'Clerk', permissions: { 'clients:read': 'branch' } };
    await test.owner.post('/v1/roles', role).expect(201);
    const clerk = await test.as(['clerk'], [branchId]);
    const own = { phones: ['+79167770012'] };
    const { id } = await register('Маркеров', [olga({ firstName: 'Инна', phones: ['+79167770011'] })], own);
    const { id: numbered } = await register('Девятый', [olga({ lastName: 'Робот 16777', phones: [] })]);
    for (const q of ['маркеров 77001', '+7 916 777-00-12', 'инна 16777', '70011'])
      expect([q, await found(q), await found(q, clerk)]).toEqual([q, [id], []]);
    expect((await found('16777')).sort()).toEqual([id, numbered].sort());
    expect(await found('девятый 16777', clerk)).toEqual([numbered]);
    expect(await found('16777', clerk)).toEqual([numbered]);
    expect(await found('маркеров инна', clerk)).toEqual([id]);
  });

  it('knows renamed people, other guardians and those taken away', async () => {
    const client = await register('Перелётов', [olga({ firstName: 'Дарья' })]);
    await test.owner.patch(`/v1/clients/${client.id}`, { lastName: 'Оседлов', version: 1 }).expect(200);
    expect(await found('перелетов дарья')).toEqual([]);
    expect(await found('оседлов дарья')).toEqual([client.id]);
    const mother = guardianOf(client);
    await test.owner.patch(`/v1/guardians/${mother}`, { firstName: 'Фаина', version: 1 }).expect(200);
    expect(await found('оседлов дарья')).toEqual([]);
    expect(await found('оседлов фаина')).toEqual([client.id]);
    const father = { lastName: 'Оседлов', firstName: 'Прохор', relation: 'father', phones: ['+79031112233'] };
    const added = (await test.owner.post(`/v1/clients/${client.id}/guardians`, father).expect(201))
      .body as Client;
    expect(await found('фаина прохор')).toEqual([client.id]);
    const parted = added.guardians.find(({ firstName }) => firstName === 'Прохор')?.id ?? '';
    await test.owner.delete(`/v1/clients/${client.id}/guardians/${parted}`).expect(204);
    expect(await found('прохор')).toEqual([]);
    expect(await found('9031112233')).toEqual([]);
  });

  it('knows merges of guardians and of clients, and that they are undone', async () => {
    const one = await register('Слиянов', [olga({ firstName: 'Зоя', phones: ['+79160000001'] })]);
    const two = await register('Слиянов', [olga({ firstName: 'Злата', phones: ['+79160000002'] })], {
      firstName: 'Клим',
    });
    const guardians = { survivorId: guardianOf(one), duplicateId: guardianOf(two) };
    const joined = await test.owner.post('/v1/guardians/merges', guardians).expect(201);
    expect(await found('злата')).toEqual([]);
    expect((await found('зоя')).sort()).toEqual([one.id, two.id].sort());
    await test.owner.delete(`/v1/guardians/merges/${(joined.body as { id: string }).id}`).expect(204);
    expect(await found('клим злата')).toEqual([two.id]);
    const clients = { survivorId: one.id, duplicateId: two.id };
    const merged = await test.owner.post('/v1/clients/merges', clients).expect(201);
    expect(await found('злата')).toEqual([one.id]);
    expect(await found('клим')).toEqual([]);
    await test.owner.delete(`/v1/clients/merges/${(merged.body as { id: string }).id}`).expect(204);
    expect(await found('злата')).toEqual([two.id]);
    expect(await found('зоя')).toEqual([one.id]);
  });

  it('forgets who is erased; of a guardian who stands for another child the other is found', async () => {
    const one = await register('Забытов', [olga({ firstName: 'Римма', phones: ['+79160000003'] })]);
    const two = await register('Помнилов', [{ guardianId: guardianOf(one), relation: 'mother' }]);
    const why = { reason: 'asked', requestedBy: 'Римма' };
    await test.owner.post(`/v1/clients/${one.id}/erasure`, why).expect(201);
    expect(await found('римма')).toEqual([two.id]);
    await test.owner.post(`/v1/clients/${two.id}/erasure`, why).expect(201);
    expect(await found('римма')).toEqual([]);
    const rows = await test.db.query(
      sql`select client_id from client_search where client_id in (${one.id}, ${two.id})`,
    );
    expect(rows).toEqual([]);
  });
});

describe('what is searched', () => {
  const counted = (tx: Tx) =>
    tx.one<{ inserted: number; updated: number }>(sql`
      select pg_stat_get_xact_tuples_inserted('client_search'::regclass)::integer as inserted,
             pg_stat_get_xact_tuples_updated('client_search'::regclass)::integer as updated`);
  /** How many rows of it a transaction writes. */
  const written = (work: (tx: Tx) => Promise<unknown>) =>
    test.tx(async (tx) => {
      const before = await counted(tx);
      await work(tx);
      const after = await counted(tx);
      return { inserted: after.inserted - before.inserted, updated: after.updated - before.updated };
    });

  it('is written once when a family is registered, and not at all when nobody is called otherwise', async () => {
    const clients = test.app.get(ClientsService, { strict: false });
    const registered = (...given: Parameters<typeof family>) =>
      written((tx) => clients.register(tx, family(...given) as never));
    const once = { inserted: 1, updated: 0 };
    expect(await registered('Одинов', [olga({ firstName: 'Раиса' })])).toEqual(once);
    expect(await registered('Взрослов', [], { birthDate: '1990-03-05' })).toEqual(once);
    const unchanged = await written(async (tx) => {
      await tx.run(sql`update clients set status = 'paused' where last_name = 'Одинов'`);
      await tx.run(sql`update client_guardians set may_pick_up = false`);
      await tx.run(sql`update guardians set email = 'raisa@example.com' where first_name = 'Раиса'`);
    });
    expect(unchanged).toEqual({ inserted: 0, updated: 0 });
    const [{ clientId }] = (await test.db.query<{ clientId: string }>(
      sql`select id as "clientId" from clients where last_name = 'Одинов'`,
    )) as [{ clientId: string }];
    const renamed = await written((tx) =>
      tx.run(
        sql`update clients set first_name = 'Пётр', search_text = 'odinov petr ' where id = ${clientId}`,
      ),
    );
    expect(renamed).toEqual({ inserted: 0, updated: 1 });
  });

  it('is proved by a law: a word too many, a family too few', async () => {
    const [{ sql: law }] = clientChecks as [(typeof clientChecks)[0]];
    const { id } = await register('Законов', [olga({ firstName: 'Фемида' })]);
    for (const harm of [
      sql`update client_search set words = words || 'x ' where client_id = ${id}`,
      sql`delete from client_search where client_id = ${id}`,
    ]) {
      const broken = test.tx(async (tx) => {
        await tx.run(harm);
        const rows = await tx.query<{ id: string }>(law);
        throw new Error(rows.map((row) => row.id).join());
      });
      await expect(broken).rejects.toThrow(new Error(id));
    }
  });

  // What each of two does at once to one family; whoever comes second waits for the first, and both stand.
  const changes = {
    'renames the client': (tx: Tx, at: Meeting) =>
      tx.run(
        sql`update clients set first_name = 'Новый', search_text = 'vstrechnii novii ' where id = ${at.clientId}`,
      ),
    'renames a guardian': (tx: Tx, at: Meeting) =>
      tx.run(
        sql`update guardians set first_name = 'Новая', search_text = 'vetrova novaia ' where id = ${at.guardianId}`,
      ),
    'renames whoever is to be a guardian': (tx: Tx, at: Meeting) =>
      tx.run(
        sql`update guardians set first_name = 'Иная', search_text = 'vetrova inaia ' where id = ${at.strangerId}`,
      ),
    'adds a guardian': (tx: Tx, at: Meeting) =>
      tx.run(sql`
        insert into client_guardians (id, client_id, guardian_id, relation, is_payer, is_legal_representative, may_pick_up)
        values (${newId()}, ${at.clientId}, ${at.strangerId}, 'other', false, false, false)`),
    'parts a guardian': (tx: Tx, at: Meeting) =>
      tx.run(
        sql`delete from client_guardians where client_id = ${at.clientId} and guardian_id = ${at.guardianId}`,
      ),
  };
  interface Meeting {
    clientId: string;
    guardianId: string;
    strangerId: string;
  }
  const names = Object.keys(changes) as (keyof typeof changes)[];
  const pairs = [
    [names[0], names[1]],
    [names[1], names[0]],
    [names[0], names[3]],
    [names[3], names[0]],
    [names[2], names[3]],
    [names[3], names[2]],
    [names[3], names[4]],
    [names[4], names[3]],
    [names[1], names[4]],
  ] as [keyof typeof changes, keyof typeof changes][];

  it.each(pairs)('is right when one %s and another %s at once', async (first, second) => {
    const client = await register('Встречный', [olga()]);
    const strangerId = newId();
    const text = searchTextOf({ lastName: 'Ветрова', firstName: 'Чужая' });
    await test.tx((tx) =>
      tx.run(sql`
        insert into guardians (id, branch_id, last_name, first_name, search_text)
        values (${strangerId}, ${branchId}, 'Ветрова', 'Чужая', ${text})`),
    );
    const meeting = { clientId: client.id, guardianId: guardianOf(client), strangerId };
    let later: Promise<unknown> = Promise.resolve();
    await test.tx(async (tx) => {
      await changes[first](tx, meeting);
      later = test.tx((other) => changes[second](other, meeting));
      await someoneWaits();
    });
    await later;
    expect(await test.db.query(clientChecks[0]?.sql ?? sql`select true`)).toEqual([]);
  });

  async function someoneWaits(): Promise<void> {
    for (;;) {
      const waiting = await test.db.query(sql`
        select 1 as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
      if (waiting.length > 0) return;
      await pause(20);
    }
  }
});
