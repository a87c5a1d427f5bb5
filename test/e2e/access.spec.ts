import { sql } from '../../src/platform/database/sql.js';
import { PASSWORD, startTestApp, type TestApp } from '../support/app.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const signIn = (login: string, password = PASSWORD) =>
  test.anonymous.post('/v1/auth/login', { login, password });
const idOf = (answer: { body: unknown }) => (answer.body as { id: string }).id;
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

describe('roles of the centre', () => {
  const role = (more: object = {}) => ({
    code: 'methodist',
    name: 'Methodist',
    permissions: { 'schedule:read': 'branch', 'groups:read': 'branch' },
    ...more,
  });

  it('are made, given, changed, and take effect at once', async () => {
    const made = await test.owner.post('/v1/roles', role()).expect(201);
    const methodist = await test.as(['methodist']);
    await methodist.get('/v1/clients').expect(403);
    const permissions = { 'schedule:read': 'branch', 'clients:read': 'branch' };
    await test.owner.patch(`/v1/roles/${idOf(made)}`, { permissions, version: 1 }).expect(200);
    await methodist.get('/v1/clients').expect(200);
    await methodist.get('/v1/groups').expect(403);
    const inUse = await test.owner.delete(`/v1/roles/${idOf(made)}`).expect(409);
    expect(codeOf(inUse)).toBe('role.in-use');
  });

  it('name every permission that is not there', async () => {
    const body = role({ code: 'odd-one', permissions: { 'moon:land': 'all', 'clients:fly': 'own' } });
    const answer = await test.owner.post('/v1/roles', body).expect(422);
    const { errors } = answer.body as { errors: { pointer: string; code: string }[] };
    expect(errors.map((fault) => fault.pointer)).toEqual([
      '#/permissions/moon:land',
      '#/permissions/clients:fly',
    ]);
    await test.owner
      .post('/v1/roles', role({ code: 'odd-two', permissions: { 'clients:read': 'some' } }))
      .expect(422);
    await test.owner.post('/v1/roles', role({ code: 'odd-two', permissions: ['clients:read'] })).expect(422);
  });

  it('never hold more than whoever makes them', async () => {
    const maker = {
      code: 'maker',
      name: 'Maker',
      permissions: { 'roles:write': 'all', 'clients:read': 'branch' },
    };
    await test.owner.post('/v1/roles', maker).expect(201);
    const someone = await test.as(['maker']);
    await someone
      .post('/v1/roles', role({ code: 'own-clients', permissions: { 'clients:read': 'own' } }))
      .expect(201);
    const wider = await someone
      .post('/v1/roles', role({ code: 'all-clients', permissions: { 'clients:read': 'all' } }))
      .expect(403);
    expect(codeOf(wider)).toBe('user.grant-too-wide');
    await someone
      .post('/v1/roles', role({ code: 'payer', permissions: { 'billing:write': 'own' } }))
      .expect(403);
  });

  it('that are built in stay as they are', async () => {
    const { items } = (await test.owner.get('/v1/roles').expect(200)).body as {
      items: { id: string; code: string }[];
    };
    const teacher = items.find(({ code }) => code === 'teacher')?.id ?? '';
    const answer = await test.owner
      .patch(`/v1/roles/${teacher}`, { permissions: {}, version: 1 })
      .expect(409);
    expect(codeOf(answer)).toBe('role.built-in');
    await test.owner.delete(`/v1/roles/${teacher}`).expect(409);
  });

  it('lose no user: of a role given and removed at once, one request fails', async () => {
    const made = await test.owner.post('/v1/roles', role({ code: 'short-lived' })).expect(201);
    const user = {
      login: 'in-a-hurry',
      name: 'H',
      password: PASSWORD,
      roles: ['short-lived'],
      branchIds: [],
    };
    const [given, removed] = await Promise.all([
      test.owner.post('/v1/users', user),
      test.owner.delete(`/v1/roles/${idOf(made)}`),
    ]);
    expect([given.status, removed.status]).toEqual(given.status === 201 ? [201, 409] : [422, 204]);
  });
});

describe('owners', () => {
  it('cannot all step down, even at once', async () => {
    const { items } = (await test.owner.get('/v1/users?q=owner').expect(200)).body as {
      items: { id: string }[];
    };
    const first = items[0]?.id ?? '';
    const second = idOf(
      await test.owner
        .post('/v1/users', {
          login: 'owner-two',
          name: 'O',
          password: PASSWORD,
          roles: ['owner'],
          branchIds: [],
        })
        .expect(201),
    );
    const answers = await Promise.all(
      [first, second].map((id) =>
        test.owner.patch(`/v1/users/${id}`, { roles: ['teacher'] }).set('if-match', '*'),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const back = answers[0]?.status === 200 ? first : second;
    const remaining = back === first ? (await signIn('owner-two').expect(200)).body : null;
    const authorization =
      remaining === null ? null : `Bearer ${(remaining as { accessToken: string }).accessToken}`;
    const repair = test.owner.patch(`/v1/users/${back}`, { roles: ['owner'] }).set('if-match', '*');
    await (authorization === null ? repair : repair.set('authorization', authorization)).expect(200);
  });

  it('are out of the hands of who holds less', async () => {
    const manager = {
      code: 'user-manager',
      name: 'M',
      permissions: { 'users:read': 'all', 'users:write': 'all' },
    };
    await test.owner.post('/v1/roles', manager).expect(201);
    const someone = await test.as(['user-manager']);
    const { items } = (await test.owner.get('/v1/users?q=owner-two').expect(200)).body as {
      items: { id: string }[];
    };
    const owner = items[0]?.id ?? '';
    for (const answer of [
      await someone.patch(`/v1/users/${owner}`, { name: 'Mine', version: 1 }),
      await someone.post(`/v1/users/${owner}/password-resets`),
      await someone.delete(`/v1/users/${owner}/sessions`),
    ])
      expect([answer.status, codeOf(answer)]).toEqual([403, 'user.grant-too-wide']);
  });
});

describe('a forgotten password', () => {
  const forgetful = async (login: string) =>
    idOf(
      await test.owner
        .post('/v1/users', { login, name: 'F', password: PASSWORD, roles: ['teacher'], branchIds: [] })
        .expect(201),
    );
  const reset = (token: string, newPassword: string) =>
    test.anonymous.post('/v1/auth/password-reset', { token, newPassword });

  it('is replaced by a token that is good once, and every session ends', async () => {
    const id = await forgetful('forgetful');
    const { accessToken } = (await signIn('forgetful').expect(200)).body as { accessToken: string };
    const offer = await test.owner.post(`/v1/users/${id}/password-resets`).expect(201);
    const { token } = offer.body as { token: string };
    const weak = await reset(token, 'forgetful 12345').expect(422);
    expect((weak.body as { errors: { code: string }[] }).errors[0]?.code).toBe('password.has-login');
    const twice = await Promise.all(Array.from({ length: 20 }, () => reset(token, 'a brand new secret')));
    expect(twice.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(twice.filter(({ status }) => status === 401)).toHaveLength(19);
    await signIn('forgetful').expect(401);
    await signIn('forgetful', 'a brand new secret').expect(200);
    await test.anonymous.get('/v1/me').set('authorization', `Bearer ${accessToken}`).expect(401);
  });

  it('makes an earlier token worthless, and expires', async () => {
    const id = await forgetful('late');
    const first = (await test.owner.post(`/v1/users/${id}/password-resets`).expect(201)).body as {
      token: string;
    };
    const second = (await test.owner.post(`/v1/users/${id}/password-resets`).expect(201)).body as {
      token: string;
    };
    await reset(first.token, 'a brand new secret').expect(401);
    test.clock.set(new Date(Date.now() + 25 * 3_600_000).toISOString());
    await reset(second.token, 'a brand new secret').expect(401);
    test.clock.set(null);
  });

  it('keeps no token where somebody could read it', async () => {
    const id = await forgetful('watched');
    const offer = await test.owner
      .post(`/v1/users/${id}/password-resets`)
      .set('idempotency-key', 'a-reset-with-a-key-1')
      .expect(201);
    const { token } = offer.body as { token: string };
    for (const table of ['password_resets', 'audit_changes', 'events']) {
      const rows = await test.db.query(
        sql`select 1 from ${sql.ident(table)} t where t::text like ${`%${token}%`}`,
      );
      expect([table, rows]).toEqual([table, []]);
    }
  });
});

describe('sessions of others', () => {
  it('are seen and ended by a manager of users', async () => {
    const body = { login: 'travelling', name: 'T', password: PASSWORD, roles: ['teacher'], branchIds: [] };
    const id = idOf(await test.owner.post('/v1/users', body).expect(201));
    const { accessToken } = (await signIn('travelling').expect(200)).body as { accessToken: string };
    const seen = await test.owner.get(`/v1/users/${id}/sessions`).expect(200);
    expect((seen.body as { items: unknown[] }).items).toHaveLength(1);
    await test.owner.delete(`/v1/users/${id}/sessions`).expect(204);
    await test.anonymous.get('/v1/me').set('authorization', `Bearer ${accessToken}`).expect(401);
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
