// DATABASE_URL and REDIS_URL for whoever needs them: from the environment, or from private servers
// of a data folder, shared by everyone who uses that folder and stopped after the last of them.

import { spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Trouble } from './console.mjs';
import { holderOf, readJson } from './lock.mjs';
import { inRoot, root } from './paths.mjs';
import { sleep, waitGone } from './processes.mjs';

const variables = ['DATABASE_URL', 'REDIS_URL'];
/** The owner of the tables: comes with the database it is for, from the same hand. */
const owner = 'DATABASE_MIGRATION_URL';

/**
 * Options: dataDir; given (addresses that need no server); durable (false: data to throw away);
 * ephemeral (the data folder goes when the servers stop); toolsDir (where a fetched Redis is kept).
 */
export async function openServices({ dataDir, given = process.env, ...options }) {
  const fixed = Object.fromEntries(
    variables.filter((name) => given[name]).map((name) => [name, given[name]]),
  );
  if (fixed.DATABASE_URL) fixed[owner] = given[owner];
  const wanted = variables.filter((name) => !fixed[name]);
  const services = new Services(fixed);
  if (wanted.length > 0) {
    await services.attach({ dataDir, wanted, toolsDir: dataDir, durable: true, ...options });
  }
  return services;
}

/** Emits `moved` when an address changed, `lost` (with a Trouble, if told why) when the keeper died. */
class Services extends EventEmitter {
  #fixed;
  #socket;
  #keeperPid;

  constructor(fixed) {
    super();
    this.#fixed = fixed;
    this.env = fixed;
    this.about = 'as given in the environment';
  }

  async attach(options) {
    for (let attempt = 0; attempt < 600; attempt += 1) {
      const talk = await findKeeper(options.dataDir);
      if (talk) return this.#adopt(talk, options.wanted);
      // A keeper that is just coming or just going: wait for it to make up its mind.
      if (holderOf(join(options.dataDir, 'keeper.lock'))) await sleep(100);
      else await startKeeper(options);
    }
    throw new Trouble(
      `The servers of ${options.dataDir} neither start nor stop.`,
      `Look at the logs in ${join(options.dataDir, 'logs')}.`,
    );
  }

  #adopt({ socket, pid, first }, wanted) {
    this.#socket = socket;
    this.#keeperPid = pid;
    this.#learn(first);
    const missing = wanted.find((name) => !this.env[name]);
    if (missing) {
      socket.destroy();
      throw new Trouble(
        `The running servers were started without one for ${missing}.`,
        `Give ${missing} here as it was given there.`,
      );
    }
    let reason;
    socket.on('message', (message) => {
      if (message.type === 'failed') reason = new Trouble(message.what, message.advice);
      if (message.type === 'services' && this.#learn(message)) this.emit('moved');
    });
    socket.once('close', () => this.#socket && this.emit('lost', reason));
  }

  #learn({ urls, about }) {
    const before = JSON.stringify(this.env);
    const all = { ...urls, ...this.#fixed };
    this.env = Object.fromEntries([...variables, owner].map((name) => [name, all[name]]));
    const asGiven = variables.filter((name) => this.#fixed[name]).map((name) => `${name} as given`);
    this.about = [...about, ...asGiven].join(', ');
    return JSON.stringify(this.env) !== before;
  }

  /** Lets go. Resolves with true once the servers are down, with false if others still use them. */
  async release() {
    const socket = this.#socket;
    if (!socket) return false;
    this.#socket = undefined;
    const answer = new Promise((resolve) => {
      socket.on('message', ({ type }) => type === 'staying' && resolve(false));
      socket.once('close', () => resolve(true));
    });
    socket.write('bye\n');
    return (await answer) && waitGone(this.#keeperPid, 20_000);
  }
}

/** Connects to the keeper of a data folder; resolves with undefined if there is none to be had. */
function findKeeper(dataDir) {
  const state = holderOf(join(dataDir, 'keeper.lock')) && readJson(join(dataDir, 'services.json'));
  if (!state) return undefined;
  return new Promise((resolve) => {
    const socket = connect({ port: state.port, host: '127.0.0.1' });
    socket.on('error', () => {});
    socket.once('close', () => resolve(undefined));
    socket.once('connect', () => socket.write(`${state.token}\n`));
    splitMessages(socket);
    socket.once('message', (first) => resolve({ socket, pid: state.pid, first }));
  });
}

function splitMessages(socket) {
  let heard = '';
  socket.on('data', (chunk) => {
    heard += chunk;
    const lines = heard.split('\n');
    heard = lines.pop();
    lines.forEach((line) => socket.emit('message', JSON.parse(line)));
  });
}

/** Detached: a session of its own, so that Ctrl-C reaches us and not the servers. */
function startKeeper(options) {
  const keeper = spawn(process.execPath, [inRoot('scripts', 'keeper.mjs'), JSON.stringify(options)], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    const settle = (finish) => {
      if (keeper.connected) keeper.disconnect();
      keeper.unref();
      finish();
    };
    keeper.once('error', reject);
    keeper.once('message', ({ type, what, advice }) =>
      settle(() => (type === 'failed' ? reject(new Trouble(what, advice)) : resolve())),
    );
    keeper.once('exit', (code) =>
      settle(() => (code === 0 ? resolve() : reject(new Error(`the keeper ended with code ${code}`)))),
    );
  });
}
