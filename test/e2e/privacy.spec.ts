import type { Response } from 'supertest';
import type { Client, ClientPage } from '../../src/modules/clients/clients.dto.js';
import { PersonalData } from '../../src/modules/clients/index.js';
import type { Erasure, PersonExport } from '../../src/modules/clients/privacy/privacy.dto.js';
import { ledgerChecks } from '../../src/ledger-checks.js';
import { sql } from '../../src/platform/database/sql.js';
import { startTestApp, type TestApp } from '../support/app.js';

let test: TestApp;
let branchId: string;
beforeAll(async () => {
  test = await startTestApp();
  const body = { code: 'MAIN', name: 'Main', timeZone: 'Europe/Moscow' };
  branchId = ((await test.owner.post('/v1/branches', body).expect(201)).body as { id: string }).id;
});
afterAll(() => test.close());

const codeOf = (answer: Response) => (answer.body as { code: string }).code;
let count = 0;
const register = async (given: object = {}): Promise<Client> => {
  count += 1;
  const guardian = {
    lastName: 'Приватнова',
    firstName: 'Секлетея',
    phones: [`+7916555000${String(count)}`],
    relation: 'mother',
    email: `mail${String(count)}@private.example`,
  };
  const body = {
    branchId,
    lastName: 'Приватнова',
    firstName: 'Аполлинария',
    birthDate: '2016-03-05',
    address: 'Тайная, 7',
    wishes: 'Никому не говорить',
    externalId: `X-${String(count)}`,
    guardians: [guardian],
    allowDuplicate: true,
    ...given,
  };
  return (
    await test.owner
      .post('/v1/clients', body)
      .set('idempotency-key', `privacy-registration-${String(count)}`)
      .expect(201)
  ).body as Client;
};
const pay = (clientId: string) =>
  test.owner
    .post('/v1/payments', {
      clientId,
      amount: { amount: 500, currency: 'RUB' },
      method: 'cash',
      comment: 'От Секлетеи',
    })
    .expect(201);
const erase = (id: string, more: object = {}) =>
  test.owner.post(`/v1/clients/${id}/erasure`, {
    reason: 'consent withdrawn',
    requestedBy: 'the mother',
    ...more,
  });

/** Every text of every table of the schema that still has one of these words. */
async function stillThere(words: string[]): Promise<string[]> {
  const tables = await test.db.query<{ name: string }>(sql`
    select c.relname::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'kruzhok' and c.relkind in ('r', 'p') and not c.relispartition
      -- Stored answers are sealed, so any short word may occur in them by chance; they go after three days.
      and c.relname <> 'idempotency_keys' order by 1`);
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await test.db.query<{ row: string }>(sql`
      select to_jsonb(t)::text as row from ${sql.ident(name)} t where to_jsonb(t)::text ilike any (${words.map((word) => `%${word}%`)})`);
    found.push(...rows.map(({ row }) => `${name}: ${row}`));
  }
  return found;
}

describe('an export', () => {
  it('has everything that refers to the person, and only for whoever may', async () => {
    const client = await register();
    await pay(client.id);
    const answer = await test.owner.get(`/v1/clients/${client.id}/export`).expect(200);
    expect(answer.headers['content-disposition']).toContain('attachment');
    const file = answer.body as PersonExport;
    expect(file.clients).toMatchObject([
      { id: client.id, lastName: 'Приватнова', wishes: 'Никому не говорить' },
    ]);
    expect(file.guardians).toMatchObject([{ firstName: 'Секлетея' }]);
    expect(file.sections.map(({ table }) => table)).toContain('clientGuardians');
    await (await test.as(['administrator'], [branchId])).get(`/v1/clients/${client.id}/export`).expect(403);
    await (await test.as(['director'], [])).get(`/v1/clients/${client.id}/export`).expect(404);
  });

  it('has what modules keep in a form of their own', async () => {
    const client = await register();
    const gone: string[] = [];
    test.app.get(PersonalData, { strict: false }).register({
      section: 'secrets',
      export: (_, ids) => Promise.resolve({ of: ids }),
      erase: (_, ids) => Promise.resolve(void gone.push(...ids)),
    });
    const file = (await test.owner.get(`/v1/clients/${client.id}/export`).expect(200)).body as PersonExport;
    expect(file.special).toMatchObject({ secrets: { of: [client.id] } });
    await erase(client.id).expect(201);
    expect(gone).toEqual([client.id]);
  });
});

describe('an erasure', () => {
  it('leaves nothing of the person in any table, and every ledger right', async () => {
    await test.tx((tx) => tx.run(sql`select 1`));
    const others = await test.db.query<{ id: string }>(sql`select id from clients where erased_at is null`);
    for (const { id } of others) await erase(id, { forceReason: 'clean slate' }).expect(201);
    const client = await register({ email: 'apo@private.example' });
    const second = await register({ firstName: 'Аполлинарья' });
    await test.owner
      .patch(`/v1/clients/${client.id}`, {
        version: 1,
        status: 'left',
        statusReason: 'Аполлинария переехала',
      })
      .expect(200);
    await pay(client.id);
    const merge = await test.owner
      .post('/v1/clients/merges', {
        survivorId: client.id,
        duplicateId: second.id,
        reason: 'обе Аполлинария',
      })
      .expect(201);
    const made = (await erase(client.id).expect(201)).body as Erasure;
    expect(made.outcome).toMatchObject({ clients: 2, guardians: 2 });
    const words = [
      'Приватнов',
      'Аполлинар',
      'Секлете',
      '7916555',
      'private.example',
      'Тайная',
      'Никому',
      '"X-',
      'privatnov',
      'apolinar',
      '2016-03-05',
    ];
    expect(await stillThere(words)).toEqual([]);

    for (const check of ledgerChecks)
      expect([check.name, await test.db.query(check.sql)]).toEqual([check.name, []]);
    expect((await test.owner.get(`/v1/clients/${client.id}`).expect(200)).body).toMatchObject({
      lastName: '—',
      phones: [],
      birthDate: '2016-01-01',
    });
    const { items } = (await test.owner.get('/v1/clients').expect(200)).body as ClientPage;
    expect(items).toEqual([]);
    const undo = await test.owner
      .delete(`/v1/clients/merges/${(merge.body as { id: string }).id}`)
      .expect(409);
    expect(JSON.stringify(undo.body)).toContain('erased');
    expect(codeOf(await erase(client.id).expect(409))).toBe('client.erased');
    const list = await test.owner.get(`/v1/erasures?clientId=${client.id}`).expect(200);
    expect(list.body).toMatchObject({
      items: [{ id: made.id, reason: 'consent withdrawn', createdBy: { login: 'owner' } }],
    });
    const redactions = await test.db.query(sql`
      select count(*) > 0 as some, bool_and(length(r.digest_before) = 64) as digested from trail_redactions r
      join audit_changes a on a.id = r.change_id where a.record_id = ${client.id}`);
    expect(redactions).toEqual([{ some: true, digested: true }]);
  });

  it('leaves a guardian who stands for somebody else', async () => {
    const client = await register();
    const guardianId = client.guardians[0]?.id ?? '';
    const sibling = await register({ firstName: 'Брат', guardians: [{ guardianId, relation: 'mother' }] });
    await erase(client.id).expect(201);
    expect((await test.owner.get(`/v1/clients/${sibling.id}`).expect(200)).body).toMatchObject({
      guardians: [{ firstName: 'Секлетея' }],
    });
    expect((await erase(sibling.id).expect(201)).body).toMatchObject({ outcome: { guardians: 1 } });
  });

  it('is refused while something is owed, unless forced with a reason; and to whoever may not', async () => {
    const client = await register();
    await test.tx(async (tx) => {
      await tx.run(
        sql`insert into payer_accounts (id, branch_id, guardian_id) values (${branchId}, ${branchId}, ${client.guardians[0]?.id})`,
      );
      await tx.run(sql`
        insert into charges (id, payer_account_id, client_id, branch_id, kind, subject_id, description, amount, due_on)
        values (${branchId}, ${branchId}, ${client.id}, ${branchId}, 'visit', ${branchId}, 'x', 0, '2026-01-01')`);
      await tx.run(sql`update charges set amount = 5 where id = ${branchId}`);
      await tx.run(
        sql`insert into money_entries (id, payer_account_id, kind, amount, charge_id) values (uuidv7(), ${branchId}, 'charge', -5, ${branchId})`,
      );
      await tx.run(sql`update payer_accounts set balance = -5 where id = ${branchId}`);
    });
    const refused = await erase(client.id).expect(409);
    expect(refused.body).toMatchObject({
      code: 'erasure.refused',
      params: { reasons: [{ code: 'owes', id: branchId }] },
    });
    const director = await test.as(['administrator'], [branchId]);
    await director.post(`/v1/clients/${client.id}/erasure`, { reason: 'x', requestedBy: 'x' }).expect(403);
    await test.owner
      .post(`/v1/clients/${client.id}/erasure?dryRun=true`, {
        reason: 'x',
        requestedBy: 'x',
        forceReason: 'court',
      })
      .expect(201);
    expect((await test.owner.get(`/v1/clients/${client.id}`).expect(200)).body).toMatchObject({
      lastName: 'Приватнова',
    });
    await erase(client.id, { forceReason: 'ordered by a court' }).expect(201);
  });
});

describe('the trail', () => {
  it('gives way to nothing but its redaction', async () => {
    await expect(test.tx((tx) => tx.run(sql`update audit_changes set before = null`))).rejects.toThrow(
      /permission denied/,
    );
    const disguised = test.tx(async (tx) => {
      await tx.run(sql`select set_config('kruzhok.redacting', 'on', true)`);
      await tx.run(sql`update audit_changes set actor_login = 'somebody'`);
    });
    await expect(disguised).rejects.toThrow(/permission denied/);
  });
});
