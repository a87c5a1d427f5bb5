// Keeps the processes of the application alive: starts them, restarts a crashed one, stops them.

import { fork } from 'node:child_process';
import { say, Trouble } from './console.mjs';
import { root } from './paths.mjs';
import { sleep, stop } from './processes.mjs';

const readyWithin = 60_000;

/** Five crashes within a minute: the next start would not go better. */
const giveUp = { crashes: 5, within: 60_000 };

/** The application drains first; the second signal is for one that hangs. */
const shutdown = [
  ['SIGTERM', 15_000],
  ['SIGKILL', 5_000],
];

export class Supervised {
  #child;
  #crashes = [];
  #stopping = false;

  /** `onGivenUp(trouble)` is called once restarts have proved useless. */
  constructor(name, file, { env, onGivenUp }) {
    this.name = name;
    this.file = file;
    this.env = env;
    this.onGivenUp = onGivenUp;
  }

  get pid() {
    return this.#child?.pid;
  }

  /** Resolves with the process's own "ready" message. */
  async start() {
    this.#stopping = false;
    // Detached: Ctrl-C goes to us alone, and we stop things in their order. If we are killed, the
    // child sees the channel close and leaves by itself.
    const child = fork(this.file, [], {
      cwd: root,
      env: this.env,
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child = child;
    const ready = await this.#untilReady(child);
    child.once('exit', (code, signal) => this.#ended(child, code ?? signal));
    return ready;
  }

  #untilReady(child) {
    return new Promise((resolve, reject) => {
      const refuse = (what) => {
        clearTimeout(timer);
        reject(new Trouble(what, 'Its own words are above; mend what they name and start again.'));
      };
      const timer = setTimeout(() => {
        void stop(child.pid, shutdown);
        refuse(`${this.name} was not ready after ${readyWithin / 1000} s.`);
      }, readyWithin);
      child.once('error', (error) => refuse(`${this.name} could not be started: ${error.message}`));
      child.once('exit', (code, signal) => refuse(`${this.name} ended while starting (${code ?? signal}).`));
      child.on('message', (message) => {
        if (message?.type !== 'ready') return;
        clearTimeout(timer);
        resolve(message);
      });
    });
  }

  /** Stopped on purpose, or replaced by a later process while we waited. */
  #isPast = (child) => this.#stopping || child !== this.#child;

  async #ended(child, how) {
    if (this.#isPast(child)) return;
    this.#crashes = this.#crashes.filter((at) => at > Date.now() - giveUp.within);
    this.#crashes.push(Date.now());
    const count = this.#crashes.length;
    if (count >= giveUp.crashes) {
      this.onGivenUp(
        new Trouble(
          `${this.name} crashed ${count} times within a minute; it is not started again.`,
          'The reason is in its last lines above.',
        ),
      );
      return;
    }
    const pause = Math.min(250 * 2 ** (count - 1), 5_000);
    say(`${this.name} ended unexpectedly (${how}); starting it again.`);
    await sleep(pause);
    if (this.#isPast(child)) return;
    try {
      await this.start();
      say(`${this.name} is back.`);
    } catch {
      await this.#ended(this.#child, 'while starting');
    }
  }

  async stop() {
    this.#stopping = true;
    if (this.#child?.pid) await stop(this.#child.pid, shutdown);
  }

  async restart() {
    await this.stop();
    return this.start();
  }

  /** For the second Ctrl-C. */
  kill() {
    this.#stopping = true;
    this.#child?.kill('SIGKILL');
  }
}
