// A centre of real processes to be made to fail: API and workers are killed by whoever asks; PostgreSQL and Redis have a
// keeper that starts them again. Needs `npm run build` once.
import { fork, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { defaultDataDir, inRoot, root } from '../../scripts/paths.mjs';
import { bindable, run, sleep, waitGone } from '../../scripts/processes.mjs';
import { dataKeys } from '../../scripts/secret.mjs';
import { serviceHome } from '../../scripts/service-home.mjs';
import { openServices } from '../../scripts/services.mjs';

export const say = (line) => process.stdout.write(`${line}\n`);
const PASSWORD = 'a password of this run';

export async function until(what, done, seconds = 90) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(20)) {
    const found = await done();
    if (found) return found;
  }
  throw new Error(`waited in vain: ${what}`);
}

export class FaultyCentre {
  children = new Set();
  /** Addresses of the API processes, in the order they were begun. */
  bases = [];
  #data;
  #database;
  #crashes = [];

  constructor(name) {
    this.#data = mkdtempSync(join(tmpdir(), `kruzhok-${name}-`));
    chmodSync(this.#data, 0o711);
  }

  /** Servers, migrations, and one API process, in which the owner signs in. */
  async open(settings = {}) {
    const dataDir = this.#data;
    this.services = await openServices({ dataDir, given: {}, durable: true, toolsDir: defaultDataDir });
    this.services.on('moved', () => say('BAD  a server came back at another address'));
    this.env = {
      ...process.env,
      ...{ NODE_ENV: 'development', DATA_DIR: dataDir, LOG_LEVEL: 'error', SEED_DEMO: 'false' },
      ...{
        OWNER_PASSWORD: PASSWORD,
        JWT_SECRET: randomBytes(32).toString('hex'),
        DATA_KEYS: dataKeys(dataDir),
      },
      ...settings,
      ...this.services.env,
    };
    const prepare = inRoot('dist', 'commands', 'prepare.js');
    const prepared = await run(process.execPath, [prepare], { cwd: root, env: this.env });
    if (prepared.code !== 0) throw new Error(prepared.output);
    delete this.env.DATABASE_MIGRATION_URL;
    this.redis = new Redis(this.services.env.REDIS_URL, { retryStrategy: () => 100 });
    this.redis.on('error', () => {});
    await this.beginApi();
    const { accessToken } = await this.api('POST', 'auth/login', { login: 'owner', password: PASSWORD });
    this.token = accessToken;
  }

  // --- processes ---

  async begin(file, settings = {}) {
    const child = fork(inRoot('dist', file), [], { cwd: root, env: { ...this.env, ...settings } });
    this.children.add(child);
    child.once('exit', () => this.children.delete(child));
    child.once('exit', (code) => child.isToEnd || say(`BAD  ${file} ended by itself with ${code}`));
    child.file = file;
    await new Promise((resolve, reject) => {
      child.once('message', resolve);
      child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
    });
    return child;
  }

  /** At an address of its own, or again at that of one that is gone. */
  async beginApi(base) {
    const port = base === undefined ? await bindable() : Number(new URL(base).port);
    const child = await this.begin('main.js', { PORT: String(port) });
    child.base = `http://127.0.0.1:${port}`;
    if (base === undefined) this.bases.push(child.base);
    return child;
  }

  all(file) {
    return [...this.children].filter((child) => child.file === file);
  }

  /** Two, as a centre that cares has them. */
  startWorkers(settings) {
    return Promise.all([this.begin('worker.js', settings), this.begin('worker.js', settings)]);
  }

  async end(children, signal = 'SIGKILL') {
    const gone = children.map((child) => new Promise((resolve) => child.once('exit', resolve)));
    for (const child of children) {
      child.isToEnd = true;
      child.kill(signal);
    }
    await Promise.all(gone);
  }

  killWorkers() {
    return this.end(this.all('worker.js'));
  }

  /** The keeper gives up on what crashes more than five times a minute, so nobody dies sooner than it bears. */
  async #spareKeeper() {
    this.#crashes.push(Date.now());
    const fifth = this.#crashes.at(-5);
    if (fifth !== undefined) await sleep(Math.max(0, fifth + 61_000 - Date.now()));
    this.#crashes[this.#crashes.length - 1] = Date.now();
  }

  /** The keeper stands still: what crashes meanwhile stays away. */
  async withoutKeeper(work) {
    const { pid } = JSON.parse(readFileSync(join(this.#data, 'services.json'), 'utf8'));
    process.kill(pid, 'SIGSTOP');
    try {
      await work();
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  }

  /** SIGINT restarts it in order, SIGQUIT as a crash would. */
  async stopPostgres(signal) {
    await this.#spareKeeper();
    const file = join(serviceHome(this.#data), 'postgres', 'postmaster.pid');
    const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
    process.kill(pid, signal);
    await waitGone(pid, 10_000);
  }

  async killRedis() {
    await this.#spareKeeper();
    process.kill(await this.redisPid(), 'SIGKILL');
    await until('Redis', () => this.redis.ping().then(Boolean, () => false));
  }

  async redisPid() {
    return Number(/process_id:(\d+)/.exec(await this.redis.info('server'))[1]);
  }

  // --- the database, beside the application ---

  async connect() {
    const client = new pg.Client({
      connectionString: this.services.env.DATABASE_MIGRATION_URL,
      options: '-c search_path=kruzhok,public',
    });
    client.on('error', () => {});
    await client.connect();
    return client;
  }

  /** Over a new connection when the old one is gone: the database of this run is restarted now and then. */
  async query(text, params) {
    for (let left = 200; ; left -= 1) {
      try {
        this.#database ??= await this.connect();
        return (await this.#database.query(text, params)).rows;
      } catch (error) {
        if (left === 0 || (error.code !== undefined && /^(42|23|22)/.test(error.code))) throw error;
        await this.#database?.end().catch(() => {});
        this.#database = undefined;
        await sleep(50);
      }
    }
  }

  /** Holds a row until it is let go; `waits` tells whether somebody is stopped by it. */
  async holdRow(table, id) {
    const client = await this.connect();
    await client.query('begin');
    await client.query(`select from ${table} where id = $1 for update`, [id]);
    const [{ pid }] = (await client.query('select pg_backend_pid() as pid')).rows;
    const blocked = 'select from pg_stat_activity where $1 = any (pg_blocking_pids(pid))';
    return {
      waits: async () => (await this.query(blocked, [pid])).length > 0,
      letGo: async () => {
        await client.query('rollback').catch(() => {});
        await client.end().catch(() => {});
      },
    };
  }

  // --- over HTTP ---

  async api(method, path, body) {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${this.token}` };
    const answer = await fetch(`${this.bases[0]}/v1/${path}`, {
      method,
      headers,
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
    return text === '' ? null : JSON.parse(text);
  }

  /** The last line of `npm run verify`, or its first when something is broken. */
  verify() {
    const { status, stdout } = spawnSync(process.execPath, ['scripts/run.mjs', 'verify'], {
      ...{ cwd: root, env: this.env, encoding: 'utf8' },
    });
    const isSound = status === 0;
    return {
      isSound,
      told: stdout
        .trim()
        .split('\n')
        .at(isSound ? -1 : 0),
    };
  }

  async close() {
    await this.end([...this.children]);
    this.redis?.disconnect();
    await this.#database?.end().catch(() => {});
    await this.services?.release();
    if (existsSync(this.#data)) rmSync(this.#data, { recursive: true, force: true });
  }
}
