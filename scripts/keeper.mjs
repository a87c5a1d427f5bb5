// The keeper owns the private PostgreSQL and Redis of one data folder.
//
// It lives in a session of its own, out of reach of Ctrl-C, and everyone who uses the servers holds
// a connection to it. The system closes the connections of a killed process, so whatever happens to
// the users, when the last of them is gone the servers are stopped in an orderly way.
//   node scripts/keeper.mjs '<options as JSON>'   (started by services.mjs)

import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { say, Trouble } from './console.mjs';
import { readJson, tryLock, writeJson } from './lock.mjs';
import { sleep } from './processes.mjs';
import { startPostgres } from './postgres.mjs';
import { startRedis } from './redis.mjs';
import { serviceHome } from './service-home.mjs';

const options = JSON.parse(process.argv[2]);
const { dataDir, durable, ephemeral, toolsDir } = options;
const file = (...parts) => join(dataDir, ...parts);

/** Time for the one who started us to connect, and for a command that follows another at once. */
const patience = { first: 10_000, later: 300 };

/** More crashes than this within a minute is not an accident. */
const tooOften = 5;

const users = new Set();
const services = new Map();
const underWay = new Set();
let server;
let home;
let leaving;

const lock = tryLock(file('keeper.lock'));
if (!lock) {
  tell({ type: 'taken' });
  process.exit(0);
}

// Only the users decide when the servers stop; a closed terminal does not.
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});
process.on('SIGTERM', () => leave());
process.on('disconnect', () => users.size === 0 && leaveUnlessJoined(patience.first));
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

function tell(message) {
  if (process.connected) process.send(message);
}

const newPassword = () => randomBytes(24).toString('hex');

/** Ports and passwords outlive the servers, so that addresses stay the same. */
function recall() {
  const known = readJson(file('private.json')) ?? {};
  return {
    postgres: known.postgres ?? {
      passwords: { application: newPassword(), superuser: newPassword() },
    },
    redis: known.redis ?? { password: newPassword() },
  };
}

const starters = { DATABASE_URL: startPostgres, REDIS_URL: startRedis };
const memoryOf = { DATABASE_URL: 'postgres', REDIS_URL: 'redis' };

/** Noted while it lasts: leaving in the middle of a start would leave an orphan behind. */
function start(variable, memory) {
  const starting = startNow(variable, memory);
  underWay.add(starting);
  return starting.finally(() => underWay.delete(starting));
}

async function startNow(variable, memory) {
  const name = memoryOf[variable];
  const service = await starters[variable]({
    home,
    logFile: file('logs', `${name}.log`),
    memory: memory[name],
    durable,
    toolsDir,
  });
  services.set(variable, service);
  service.child.once('exit', () => leaving || revive(variable, memory, service));
}

const crashes = [];

async function revive(variable, memory, { name }) {
  crashes.push(Date.now());
  say(`${name} stopped unexpectedly; starting it again.`);
  try {
    if (crashes.filter((at) => at > Date.now() - 60_000).length > tooOften) {
      throw new Trouble(`${name} keeps stopping.`, `Look at the logs in ${file('logs')}.`);
    }
    await start(variable, memory);
    publish(memory);
    say(`${name} is back.`);
  } catch (error) {
    broadcast({ type: 'failed', what: error.message, advice: error.advice });
    await leave(1);
  }
}

/** A port may have changed: those who are connected hear of it, those who come read it. */
function publish(memory) {
  writeJson(file('private.json'), memory);
  const urls = Object.assign(
    {},
    ...[...services].map(([variable, { url, furtherUrls }]) => ({ [variable]: url, ...furtherUrls })),
  );
  const about = [...services.values()].map(({ name, address }) => `${name} on ${address}`);
  state = { ...state, urls, about };
  writeJson(file('services.json'), state);
  broadcast({ type: 'services', urls, about });
}

let state = { pid: process.pid, token: newPassword(), port: 0 };

const line = (message) => `${JSON.stringify(message)}\n`;
const broadcast = (message) => users.forEach((user) => user.write(line(message)));

/** One word opens the talk, the token; one may end it: "bye" asks to be told how it ended. */
function receive(socket) {
  let heard = '';
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    heard += chunk;
    const words = heard.split('\n');
    heard = words.pop();
    words.forEach((word) => obey(socket, word));
  });
  socket.on('close', () => users.delete(socket) && leaveUnlessJoined(patience.later));
}

function obey(socket, word) {
  if (word === state.token && !leaving) {
    users.add(socket);
    socket.write(line({ type: 'services', urls: state.urls, about: state.about }));
  } else if (word === 'bye' && users.has(socket)) {
    users.delete(socket);
    if (users.size > 0) socket.end(line({ type: 'staying' }));
    else void leave().catch(() => {}); // the end of this process is the answer
  } else {
    socket.destroy();
  }
}

async function leaveUnlessJoined(ms) {
  await sleep(ms);
  if (users.size === 0) await leave();
}

function leave(code = 0) {
  leaving ??= (async () => {
    server?.close();
    rmSync(file('services.json'), { force: true });
    await Promise.allSettled(underWay);
    for (const variable of ['REDIS_URL', 'DATABASE_URL']) await services.get(variable)?.stop();
    lock.release();
    if (ephemeral) {
      rmSync(home ?? dataDir, { recursive: true, force: true });
      rmSync(dataDir, { recursive: true, force: true });
    }
    process.exit(code);
  })();
  return leaving;
}

try {
  home = serviceHome(dataDir);
  const memory = recall();
  writeJson(file('private.json'), memory); // a password set but not kept would lock us out
  await Promise.all(options.wanted.map((variable) => start(variable, memory)));
  server = createServer(receive);
  await new Promise((resolve) => server.listen({ port: 0, host: '127.0.0.1' }, resolve));
  state.port = server.address().port;
  publish(memory);
  tell({ type: 'ready' });
  void leaveUnlessJoined(patience.first);
} catch (error) {
  if (!(error instanceof Trouble)) console.error(error);
  tell({ type: 'failed', what: error.message, advice: error.advice });
  await leave(1);
}
