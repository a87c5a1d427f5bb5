import { PASSWORD, startTestApp, type TestApp } from '../support/app.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

interface Change {
  operation: string;
  version: number;
  by: { login: string };
  requestId: string;
  changes: { field: string; before: unknown; after: unknown }[];
}

describe('the trail', () => {
  it('shows each change of a record with who, when, which request, from and to', async () => {
    const body = { login: 'traced', name: 'Before', password: PASSWORD, roles: ['teacher'], branchIds: [] };
    const { id } = (await test.owner.post('/v1/users', body).expect(201)).body as { id: string };
    await test.owner
      .patch(`/v1/users/${id}`, { name: 'After', version: 1 })
      .set('x-request-id', 'request-of-the-test')
      .expect(200);

    const answer = await test.owner.get(`/v1/audit/changes?recordId=${id}`).expect(200);
    const [edit, birth] = (answer.body as { items: Change[] }).items;
    expect(edit).toMatchObject({
      operation: 'update',
      version: 2,
      by: { login: 'owner' },
      requestId: 'request-of-the-test',
      changes: [{ field: 'name', before: 'Before', after: 'After' }],
    });
    expect(birth).toMatchObject({ operation: 'insert', version: 1 });
    expect(JSON.stringify(answer.body)).not.toContain('argon2');
  });

  it('pages and filters by period, table and user', async () => {
    const first = await test.owner.get('/v1/audit/changes?limit=2&table=users').expect(200);
    const { items, page } = first.body as { items: { id: string }[]; page: { nextCursor: string } };
    const second = await test.owner
      .get(`/v1/audit/changes?limit=2&table=users&cursor=${page.nextCursor}`)
      .expect(200);
    const ids = [...items, ...(second.body as { items: { id: string }[] }).items].map((item) =>
      Number(item.id),
    );
    expect([...ids].sort((a, b) => b - a)).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    const none = await test.owner.get('/v1/audit/changes?from=2100-01-01T00:00:00Z').expect(200);
    expect((none.body as { items: unknown[] }).items).toEqual([]);
    await test.owner.get(`/v1/audit/changes?cursor=${page.nextCursor}x`).expect(422);
  });

  it('cannot be changed', async () => {
    await expect(test.db.dataSource.query('delete from audit_changes')).rejects.toThrow(/permission denied/);
    await expect(test.db.dataSource.query("update audit_changes set actor_login = 'x'")).rejects.toThrow(
      /permission denied/,
    );
    await expect(test.db.dataSource.query('truncate audit_changes')).rejects.toThrow(/permission denied/);
  });

  it('is closed to who may not read it', async () => {
    const teacher = await test.as(['teacher']);
    await teacher.get('/v1/audit/changes').expect(403);
  });
});
