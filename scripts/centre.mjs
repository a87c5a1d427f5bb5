// One running centre: servers, database, API and worker, brought up in order and down in reverse.
// `npm start` and `npm run dev` differ only in what they do while it runs.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { explain, say, steps, Trouble } from './console.mjs';
import { holderOf, tryLock } from './lock.mjs';
import { dataDir, inRoot, root } from './paths.mjs';
import { bindable } from './processes.mjs';
import { dataKeys, signingSecret } from './secret.mjs';
import { openServices } from './services.mjs';
import { Supervised } from './supervisor.mjs';

const host = () => process.env.HOST || '127.0.0.1';
const port = () => Number(process.env.PORT || 3000);

export class Centre {
  #lock;
  #services;
  #processes = [];
  #leaving;

  /** Brings everything up; resolves with the address of the API. */
  async open() {
    this.#holdDataDir();
    this.#obeySignals();
    const step = steps(3);
    await this.#checkPort();
    await this.#openServices(step(`Servers (data in ${dataDir()})`));
    await this.prepare(step('Database'));
    return this.#startProcesses(step('API and worker'));
  }

  #holdDataDir() {
    const path = join(dataDir(), 'start.lock');
    this.#lock = tryLock(path);
    if (this.#lock) return;
    const other = holderOf(path);
    throw new Trouble(
      `Kruzhok is already running on this data, at ${other?.url ?? 'an address it will soon print'}` +
        ` (process ${other?.pid}).`,
      'Use that one, or stop it with Ctrl-C where it runs. For a second centre set DATA_DIR and PORT.',
    );
  }

  /** Asked before anything is started, so that the answer comes at once. */
  async #checkPort() {
    if (port() === 0 || (await bindable(port(), host()))) return;
    throw new Trouble(
      `${host()}:${port()} cannot be used: another program listens there, or it is not allowed.`,
      `Stop that program, or choose another port: PORT=${port() + 1} npm start`,
    );
  }

  async #openServices(done) {
    this.#services = await openServices({ dataDir: dataDir() });
    this.#services.on('moved', () => this.#follow());
    this.#services.on('lost', (reason) => this.#regain(reason));
    done?.(this.#services.about);
  }

  /** For what serves: never the owner of the tables. */
  get #env() {
    return { ...this.#ownerEnv, DATABASE_MIGRATION_URL: undefined };
  }

  get #ownerEnv() {
    return {
      ...process.env,
      NODE_ENV: process.env.NODE_ENV || 'development',
      DATA_DIR: dataDir(),
      JWT_SECRET: signingSecret(dataDir()),
      DATA_KEYS: dataKeys(dataDir()),
      ...this.#services.env,
    };
  }

  /** Migrations, the owner, the demo centre: prints its own progress. */
  async prepare(done) {
    const child = spawn(process.execPath, [inRoot('dist', 'commands', 'prepare.js')], {
      cwd: root,
      env: this.#ownerEnv,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (exitCode, signal) => resolve(exitCode ?? signal));
    });
    if (this.#leaving) return this.#leaving;
    if (code !== 0) {
      throw new Trouble(
        `The database could not be prepared (${code}).`,
        'The reason is above. Nothing was lost: mend it and start again.',
      );
    }
    done?.();
  }

  async #startProcesses(done) {
    const onGivenUp = (trouble) => this.close(trouble);
    const supervised = (name, file) =>
      new Supervised(name, inRoot('dist', file), { env: this.#env, onGivenUp });
    const api = supervised('The API', 'main.js');
    const worker = supervised('The worker', 'worker.js');
    this.#processes = [api, worker];
    const [{ url = `http://${host()}:${port()}` }] = await Promise.all([api.start(), worker.start()]);
    this.#lock.note({ url });
    done(`processes ${api.pid} and ${worker.pid}`);
    return url;
  }

  /** After new code (dev) or new addresses. */
  async restart() {
    for (const each of this.#processes) each.env = this.#env;
    await Promise.all(this.#processes.map((each) => each.restart()));
  }

  async #follow() {
    say('A server came back at another address; the application follows.');
    await this.restart().catch((error) => this.close(error));
  }

  /** The keeper of the servers was killed: another clears up after it and starts them again. */
  async #regain(reason) {
    if (this.#leaving) return;
    if (reason) return this.close(reason);
    say('The keeper of the servers was killed; starting them again.');
    const before = JSON.stringify(this.#services.env);
    try {
      await this.#openServices();
      say(`The servers are back: ${this.#services.about}.`);
      if (JSON.stringify(this.#services.env) !== before) await this.#follow();
    } catch (error) {
      await this.close(error);
    }
  }

  #obeySignals() {
    let asked = 0;
    const obey = () => {
      asked += 1;
      if (asked === 1) {
        say('\nStopping; once more to stop at once.');
        void this.close();
      } else if (asked === 2) {
        this.#processes.forEach((each) => each.kill());
        process.exit(130); // the keeper sees us go and stops the servers
      }
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, obey);
  }

  /** API first, so that no request meets a closed database; then worker, Redis, PostgreSQL. */
  close(trouble) {
    this.#leaving ??= (async () => {
      if (trouble) explain(trouble);
      for (const each of this.#processes) await each.stop();
      await this.#services?.release();
      this.#lock?.release();
      say('Stopped.');
      process.exit(trouble ? 1 : 0);
    })();
    return this.#leaving;
  }
}

/** Opens a centre for a script; a failure on the way takes down what was already up. */
export async function openCentre() {
  const centre = new Centre();
  try {
    return { centre, url: await centre.open() };
  } catch (error) {
    return centre.close(error);
  }
}
