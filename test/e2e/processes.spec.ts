import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import { DATA_KEYS } from '../support/app.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.drop());

interface Ready {
  type: string;
  url?: string;
}

/** A built process as it is started in production, with the pipe of a supervisor. */
async function start(
  file: string,
  settings: Record<string, string> = {},
): Promise<{ child: ChildProcess; ready: Ready; output: () => string }> {
  const child = fork(file, [], {
    execArgv: [],
    silent: true,
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: database.url,
      REDIS_URL: process.env['TEST_REDIS_URL'],
      REDIS_PREFIX: 'test-processes',
      DATA_KEYS,
      PORT: '0',
      LOG_LEVEL: 'info',
      ...settings,
    },
  });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ready = await new Promise<Ready>((resolve, reject) => {
    child.once('message', (message) => resolve(message as Ready));
    child.once('exit', (code) => reject(new Error(`${file} ended with ${String(code)}: ${output}`)));
  });
  child.removeAllListeners('exit');
  return { child, ready, output: () => output };
}

const ended = (child: ChildProcess) =>
  new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));

describe.each(['dist/main.js', 'dist/worker.js'])('%s', (file) => {
  it('says that it is ready and ends when asked to', async () => {
    const { child, ready } = await start(file);
    expect(ready.type).toBe('ready');
    child.kill('SIGTERM');
    expect([0, 'SIGTERM']).toContain(await ended(child));
  });

  it('ends with its supervisor', async () => {
    const { child } = await start(file);
    child.disconnect();
    await expect(ended(child)).resolves.toBe(0);
  });
});

describe('the API process', () => {
  it('says that it leaves, and serves on until nobody sends it anything', async () => {
    const { child, ready } = await start('dist/main.js', { SHUTDOWN_DELAY_SECONDS: '120' });
    const url = ready.url ?? '';
    child.kill('SIGTERM');
    let readiness = await fetch(`${url}/health/ready`);
    while (readiness.status === 200) readiness = await fetch(`${url}/health/ready`);
    expect(readiness.status).toBe(503);
    expect(readiness.headers.get('retry-after')).toBe('2');
    const served = await fetch(`${url}/health/live`);
    expect([served.status, served.headers.get('connection')]).toEqual([200, 'close']);
    child.kill('SIGKILL');
    await ended(child);
  });

  it('logs one line a request, without what the request holds', async () => {
    const { child, ready, output } = await start('dist/main.js');
    const url = new URL(ready.url ?? '');
    const body = JSON.stringify({ login: 'marker-login', password: 'marker-password' });
    const send = () =>
      fetch(`${url.origin}/v1/auth/login?marker=query`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
    expect((await send()).status).toBe(401);
    child.kill('SIGTERM');
    await ended(child);
    const lines = output()
      .split('\n')
      .filter((line) => line.includes('"msg":"request"'));
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({
      method: 'POST',
      route: '/v1/auth/login',
      status: 401,
    });
    expect(output()).not.toContain('marker');
  });

  it('names every wrong setting at once', () => {
    const env = { PATH: process.env['PATH'], PORT: 'x', LOG_LEVEL: 'loud' };
    const { status, stderr } = spawnSync(process.execPath, ['dist/main.js'], { env, encoding: 'utf8' });
    expect(status).not.toBe(0);
    for (const name of ['DATABASE_URL', 'REDIS_URL', 'PORT', 'LOG_LEVEL']) expect(stderr).toContain(name);
  });
});
