// No npm package ships a Redis server. Take the machine's; else get one; else say how.

import { accessSync, constants, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { say, Trouble } from './console.mjs';
import { ensureDir } from './paths.mjs';
import { run } from './processes.mjs';

function onPath(name) {
  // A normal user's PATH often lacks the folders where Debian puts servers.
  const dirs = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/bin'];
  return dirs
    .filter(Boolean)
    .map((dir) => join(dir, name))
    .find(isProgram);
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const installed = () => {
  const path = onPath('redis-server') ?? onPath('valkey-server');
  return path && { path, name: path.endsWith('valkey-server') ? 'Valkey' : 'Redis' };
};

const apt = (args, options = {}) =>
  run('apt-get', args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, ...options });

async function installAsRoot() {
  say('      installing redis-server with apt-get');
  // RUNLEVEL=1 keeps Debian from starting a public server of its own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const install = () => apt(['install', '-y', '--no-install-recommends', 'redis-server'], { env });
  if ((await install()).code === 0) return installed();
  await apt(['update']); // an image without package lists
  return (await install()).code === 0 ? installed() : undefined;
}

// Libraries a slim system may lack; those it has are simply not used from here.
const packages = ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1', 'libatomic1'];

function unpacked(dir) {
  const path = join(dir, 'usr', 'bin', 'redis-server');
  if (!isProgram(path)) return undefined;
  const lib = join(dir, 'usr', 'lib');
  const folders = readdirSync(lib).filter((name) => name.endsWith('-linux-gnu'));
  const LD_LIBRARY_PATH = [lib, ...folders.map((name) => join(lib, name))].join(':');
  return { path, name: 'Redis', env: { LD_LIBRARY_PATH } };
}

/** Needs no rights on the machine: packages are fetched and laid out in a folder of ours. */
async function unpackHere(dir) {
  say('      fetching the redis-server package (no installation, into the data folder)');
  const draft = `${dir}.${process.pid}`;
  const lists = join(draft, 'apt');
  mkdirSync(join(lists, 'partial'), { recursive: true });
  const own = ['-o', `Dir::State::Lists=${lists}`, '-o', `Dir::Cache=${lists}`];
  try {
    const fetch = (options) => apt([...options, 'download', ...packages], { cwd: draft });
    let fetched = (await fetch([])).code === 0;
    // Only root may refresh the machine's package lists; anyone may keep lists of his own.
    if (!fetched) fetched = (await apt([...own, 'update'])).code === 0 && (await fetch(own)).code === 0;
    if (!fetched) return undefined;
    for (const file of readdirSync(draft).filter((name) => name.endsWith('.deb'))) {
      const { code } = await run('dpkg', ['-x', join(draft, file), draft]);
      if (code !== 0) return undefined;
      rmSync(join(draft, file));
    }
    rmSync(lists, { recursive: true, force: true });
    rmSync(dir, { recursive: true, force: true });
    renameSync(draft, dir);
    return unpacked(dir);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

export async function findRedis(toolsDir) {
  const ready = installed();
  if (ready) return ready;
  const dir = join(ensureDir(toolsDir), 'redis-program');
  const kept = existsSync(dir) && unpacked(dir);
  if (kept) return kept;
  if (onPath('apt-get')) {
    const got = (process.getuid?.() === 0 && (await installAsRoot())) || (await unpackHere(dir));
    if (got) return got;
  }
  throw new Trouble(
    'There is no Redis on this machine, and it could not be fetched.',
    'Install one and run the command again:  brew install redis,  apt-get install redis-server,\n' +
      'or run it in Docker and name it:\n' +
      '  docker run -d -p 127.0.0.1:6379:6379 redis:7 redis-server --appendonly yes --maxmemory-policy noeviction\n' +
      '  REDIS_URL=redis://127.0.0.1:6379 npm start',
  );
}
