import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import request, { type Test } from 'supertest';
import { AppModule } from '../../src/app.module.js';
import { httpAdapter, setUp } from '../../src/app.setup.js';
import { systemActor } from '../../src/kernel/actor.js';
import { RolesService, UsersService } from '../../src/modules/access/index.js';
import { SettingsService } from '../../src/modules/organisation/index.js';
import { Clock } from '../../src/platform/clock/clock.js';
import { readConfig } from '../../src/platform/config/config.js';
import { Db } from '../../src/platform/database/db.js';
import type { Tx } from '../../src/platform/database/tx.js';
import { cloneDatabase } from './database.js';

export const PASSWORD = 'correct horse battery';
/** Encrypts what the tests keep. */
export const DATA_KEYS = `test:${Buffer.alloc(32, 'kruzhok').toString('base64')}`;

type Method = 'get' | 'post' | 'patch' | 'put' | 'delete';

/** A signed-in caller. */
export type Caller = Record<Method, (path: string, body?: object) => Test>;

/** The whole application on a database of its own, reached over HTTP. */
export interface TestApp {
  app: NestFastifyApplication;
  clock: Clock;
  db: Db;
  owner: Caller;
  anonymous: Caller;
  /** Signs in as a new user with these roles and branches. */
  as(roles: string[], branchIds?: string[], employeeId?: string): Promise<Caller>;
  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Runs SQL as the owner of the tables, whom the application is not. */
  asSchemaOwner(statements: string): Promise<void>;
  close(): Promise<void>;
}

export async function startTestApp(settings: Record<string, string> = {}): Promise<TestApp> {
  const database = await cloneDatabase();
  Object.assign(process.env, {
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    WORKER_PAUSE: '0',
    DATABASE_URL: database.url,
    REDIS_URL: process.env['TEST_REDIS_URL'],
    DATA_KEYS,
    REDIS_PREFIX: `test-${randomBytes(4).toString('hex')}`,
    RATE_LIMIT_PER_MINUTE: '1000000',
    SIGN_IN_LIMIT_PER_MINUTE: '1000000',
    ...settings,
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule,
    httpAdapter(readConfig(process.env)),
    {
      logger: ['error'],
      abortOnError: false,
      bodyParser: false,
    },
  );
  await setUp(app);
  await app.listen(0, '127.0.0.1');
  const server = app.getHttpServer();
  const db = app.get(Db);
  const tx = <T>(work: (open: Tx) => Promise<T>): Promise<T> => db.tx(systemActor('test'), work);

  const caller = (token?: string): Caller => {
    const send = (method: Method) => (path: string, body?: object) => {
      const test = request(server)[method](path);
      if (token !== undefined) void test.set('authorization', `Bearer ${token}`);
      return body === undefined ? test : test.send(body);
    };
    return {
      get: send('get'),
      post: send('post'),
      patch: send('patch'),
      put: send('put'),
      delete: send('delete'),
    };
  };
  const anonymous = caller();
  const signIn = async (login: string): Promise<Caller> => {
    const answer = await anonymous.post('/v1/auth/login', { login, password: PASSWORD }).expect(200);
    return caller((answer.body as { accessToken: string }).accessToken);
  };
  const users = app.get(UsersService);
  const makeUser = (login: string, roles: string[], branchIds: string[], employeeId?: string) =>
    tx((open) =>
      users.create(open, {
        login,
        name: login,
        password: PASSWORD,
        roles,
        branchIds,
        employeeId: employeeId ?? null,
      }),
    );

  await tx(async (open) => {
    await app.get(RolesService).ensureBuiltIn(open);
    await app.get(SettingsService).ensure(open);
  });
  await makeUser('owner', ['owner'], []);
  let count = 0;
  return {
    app,
    clock: app.get(Clock),
    db,
    tx,
    anonymous,
    owner: await signIn('owner'),
    async as(roles, branchIds = [], employeeId) {
      count += 1;
      const login = `user${String(count)}`;
      await makeUser(login, roles, branchIds, employeeId);
      return signIn(login);
    },
    async asSchemaOwner(statements) {
      const client = new pg.Client({
        connectionString: database.ownerUrl,
        options: '-c search_path=kruzhok,public',
      });
      await client.connect();
      await client.query(statements).finally(() => client.end());
    },
    async close() {
      await app.close();
      await database.drop();
    },
  };
}
