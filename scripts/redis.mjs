// A private Redis: password, loopback only, nothing evicted, every write on disk within a second.

import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Trouble } from './console.mjs';
import { openLog, tail } from './log-file.mjs';
import { choosePort, commandLine, isAlive, sleep, stop } from './processes.mjs';
import { findRedis } from './redis-program.mjs';
import { entrust, privateDir, servant } from './service-home.mjs';

// SIGTERM saves and leaves; a second is plenty for queues of our size.
const shutdown = [
  ['SIGTERM', 10_000],
  ['SIGKILL', 5_000],
];

/** A file, not flags: flags can be read by every user of the machine, and the password is among them. */
function writeConfig(dir, { port, password }, durable) {
  const path = join(dir, 'redis.conf');
  const lines = [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    `dir ${JSON.stringify(dir)}`,
    `pidfile ${JSON.stringify(join(dir, 'redis.pid'))}`,
    'daemonize no',
    `appendonly ${durable ? 'yes' : 'no'}`,
    'appendfsync everysec',
    'save ""',
    'maxmemory-policy noeviction', // a queue that forgets is worse than one that refuses
  ];
  writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o600 });
  return entrust(path);
}

/** Is it Redis, is it ours (the password), has it finished loading? */
function answers({ port, password }) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let heard = '';
    const settle = (answer) => (socket.destroy(), resolve(answer));
    socket.setTimeout(1_000, () => settle(false));
    socket.once('error', () => settle(false));
    socket.once('connect', () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    socket.on('data', (chunk) => {
      heard += chunk;
      if (heard.split('\r\n').length > 2) settle(heard === '+OK\r\n+PONG\r\n');
    });
  });
}

/** Redis shows its address as its command line, so the remembered port tells ours from others. */
async function clearLeftover(dir, port) {
  const pidFile = join(dir, 'redis.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  const command = isAlive(pid) ? commandLine(pid) : '';
  if (command.includes(dir) || command.includes(`127.0.0.1:${port}`)) await stop(pid, shutdown);
  rmSync(pidFile, { force: true });
}

async function launch(program, dir, memory, { durable, logFile }) {
  const log = openLog(logFile);
  const child = spawn(program.path, [writeConfig(dir, memory, durable)], {
    ...servant,
    cwd: dir,
    env: { PATH: process.env.PATH, ...program.env },
    stdio: ['ignore', log.fd, log.fd],
  });
  log.close();
  child.once('error', () => {});
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(20)) {
    if (child.exitCode !== null || child.signalCode || !child.pid) return undefined;
    if (await answers(memory)) return child;
  }
  await stop(child.pid, shutdown);
  return undefined;
}

export async function startRedis({ home, memory, durable, logFile, toolsDir }) {
  const program = await findRedis(toolsDir);
  const dir = join(home, 'redis');
  if (!existsSync(dir)) privateDir(dir);
  await clearLeftover(dir, memory.port);
  for (let attempt = 0; attempt < 5; attempt += 1) {
    memory.port = await choosePort(memory.port);
    const child = await launch(program, dir, memory, { durable, logFile });
    if (child) {
      return {
        name: program.name,
        child,
        url: `redis://:${memory.password}@127.0.0.1:${memory.port}/0`,
        address: `127.0.0.1:${memory.port}`,
        stop: () => stop(child.pid, shutdown),
      };
    }
    await sleep(300);
  }
  throw new Trouble(
    `Redis does not start. The end of ${logFile}:\n${tail(logFile)}`,
    'Mend what it names, or set REDIS_URL to a server of your own.',
  );
}
