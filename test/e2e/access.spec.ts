import { PASSWORD, startTestApp, type TestApp } from '../support/app.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const signIn = (login: string, password = PASSWORD) =>
  test.anonymous.post('/v1/auth/login', { login, password });
const codeOf = (answer: { body: unknown }) => (answer.body as { code: string }).code;

describe('sign-in', () => {
  it('answers a wrong password and an unknown login alike', async () => {
    const wrong = await signIn('owner', 'not the password').expect(401);
    const unknown = await signIn('nobody-here').expect(401);
    expect(codeOf(wrong)).toBe('auth.sign-in-refused');
    expect({ ...wrong.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
    expect(wrong.headers['www-authenticate']).toContain('Bearer');
  });

  it('locks a login after five wrong passwords, also for the right one', async () => {
    await test.as(['teacher']);
    for (let n = 0; n < 5; n += 1) await signIn('user1', 'wrong').expect(401);
    const locked = await signIn('user1').expect(429);
    expect(codeOf(locked)).toBe('auth.locked');
    expect(Number(locked.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('ends the session when a refresh token is used twice', async () => {
    const first = (await signIn('owner').expect(200)).body as { refreshToken: string };
    const second = (
      await test.anonymous.post('/v1/auth/refresh', { refreshToken: first.refreshToken }).expect(200)
    ).body;
    await test.anonymous.post('/v1/auth/refresh', { refreshToken: first.refreshToken }).expect(401);
    await test.anonymous.post('/v1/auth/refresh', { refreshToken: second.refreshToken }).expect(401);
    await test.anonymous
      .get('/v1/me')
      .set('authorization', `Bearer ${second.accessToken as string}`)
      .expect(401);
  });

  it('lets one of fifty parallel refreshes through', async () => {
    const { refreshToken } = (await signIn('owner').expect(200)).body as { refreshToken: string };
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => test.anonymous.post('/v1/auth/refresh', { refreshToken })),
    );
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(49);
  });
});

describe('a closed door', () => {
  it.each(['not-a-token', 'eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzaWQiOiJ4In0.'])(
    'refuses the token %s',
    async (token) => {
      const answer = await test.anonymous.get('/v1/me').set('authorization', `Bearer ${token}`).expect(401);
      expect(codeOf(answer)).toBe('auth.required');
    },
  );

  it('refuses a permission that is not held', async () => {
    const teacher = await test.as(['teacher']);
    const answer = await teacher.get('/v1/users').expect(403);
    expect(codeOf(answer)).toBe('auth.forbidden');
  });
});

describe('users', () => {
  it('names every fault of a request at once', async () => {
    const answer = await test.owner.post('/v1/users', { login: 'X', roles: [], extra: 1 }).expect(400);
    const pointers = (answer.body as { errors: { pointer: string }[] }).errors.map((fault) => fault.pointer);
    expect(pointers).toEqual(
      expect.arrayContaining(['#/extra', '#/login', '#/name', '#/password', '#/roles', '#/branchIds']),
    );
  });

  it('never shows a password', async () => {
    const answer = await test.owner.get('/v1/users').expect(200);
    expect(JSON.stringify(answer.body)).not.toMatch(/password|argon/);
  });

  it('keeps nothing of a rehearsal', async () => {
    const body = { login: 'rehearsed', name: 'R', password: PASSWORD, roles: ['teacher'], branchIds: [] };
    await test.owner.post('/v1/users?dryRun=true', body).expect(201);
    await test.owner.post('/v1/users', body).expect(201);
    await test.owner.post('/v1/users', body).expect(409);
  });

  it('answers a repeated key with the first answer, and refuses the key for another request', async () => {
    const body = { login: 'repeated', name: 'R', password: PASSWORD, roles: ['teacher'], branchIds: [] };
    const key = 'a-key-of-this-test-1';
    const first = await test.owner.post('/v1/users', body).set('idempotency-key', key).expect(201);
    const again = await test.owner.post('/v1/users', body).set('idempotency-key', key).expect(201);
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotent-replayed']).toBe('true');
    const other = await test.owner
      .post('/v1/users', { ...body, name: 'Other' })
      .set('idempotency-key', key)
      .expect(422);
    expect(codeOf(other)).toBe('idempotency.key-reused');
  });

  it('makes one user of fifty parallel requests with one key', async () => {
    const body = { login: 'parallel', name: 'P', password: PASSWORD, roles: ['teacher'], branchIds: [] };
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        test.owner.post('/v1/users', body).set('idempotency-key', 'fifty-at-once-key'),
      ),
    );
    const statuses = new Set(answers.map((answer) => answer.status));
    expect([...statuses].sort()).toEqual(expect.arrayContaining([201]));
    expect([...statuses].every((status) => status === 201 || status === 409)).toBe(true);
    const list = await test.owner.get('/v1/users?q=parallel').expect(200);
    expect((list.body as { items: unknown[] }).items).toHaveLength(1);
  });
});

describe('concurrent edits', () => {
  const make = async (login: string): Promise<string> => {
    const body = { login, name: 'Before', password: PASSWORD, roles: ['teacher'], branchIds: [] };
    return ((await test.owner.post('/v1/users', body).expect(201)).body as { id: string }).id;
  };

  it('merges different fields and says what it merged over', async () => {
    const id = await make('merged');
    await test.owner.patch(`/v1/users/${id}`, { name: 'After', version: 1 }).expect(200);
    const answer = await test.owner.patch(`/v1/users/${id}`, { isActive: false, version: 1 }).expect(200);
    expect(answer.body).toMatchObject({ name: 'After', isActive: false, version: 3, mergedFrom: [2] });
  });

  it('refuses the same field with base, theirs and yours', async () => {
    const id = await make('conflicting');
    await test.owner.patch(`/v1/users/${id}`, { name: 'Theirs', version: 1 }).expect(200);
    const answer = await test.owner.patch(`/v1/users/${id}`, { name: 'Yours', version: 1 }).expect(409);
    expect(answer.body).toMatchObject({
      code: 'edit.conflict',
      conflicts: [
        { pointer: '#/name', base: 'Before', theirs: 'Theirs', yours: 'Yours', by: { login: 'owner' } },
      ],
    });
  });

  it('is strict with If-Match and asks for a base', async () => {
    const id = await make('strict');
    await test.owner.patch(`/v1/users/${id}`, { name: 'One' }).set('if-match', '"v1"').expect(200);
    await test.owner.patch(`/v1/users/${id}`, { name: 'Two' }).set('if-match', '"v1"').expect(412);
    await test.owner.patch(`/v1/users/${id}`, { name: 'Two' }).expect(428);
  });
});
