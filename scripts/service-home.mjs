// Who runs the private servers, and where they may live.
//
// PostgreSQL refuses to run as root, and a bare machine may have no `postgres` user: as root the
// servers run as `nobody`, which every system has. That user must be able to reach its files.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { say, Trouble } from './console.mjs';
import { ensureDir } from './paths.mjs';

const asRoot = process.getuid?.() === 0;

/** Options for spawn: empty for a normal user, who runs the servers as himself. */
export const servant = asRoot ? { uid: 65534, gid: 65534 } : {};

const refuge = '/var/lib/kruzhok';

/** Asked of the kernel, as that user: modes, groups and access lists of every folder above count. */
const reachable = (dir) =>
  !asRoot || spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', dir], { ...servant, cwd: '/' }).status === 0;

/**
 * The folder for the servers' data: inside the data folder, unless the servant cannot get there.
 * Once chosen it stays, or a changed mode somewhere above would look like an empty centre.
 */
export function serviceHome(dataDir) {
  ensureDir(dataDir);
  const name = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 12);
  const elsewhere = join(refuge, name);
  if (asRoot && existsSync(elsewhere)) return elsewhere;
  if (reachable(dataDir)) return dataDir;
  if (existsSync(join(dataDir, 'postgres'))) {
    throw new Trouble(
      `The data in ${dataDir} can no longer be reached by the user the servers run as.`,
      'A folder above it was closed to others: open the way with chmod o+x.',
    );
  }
  say(`      ${dataDir} is closed to the user the servers run as;`);
  say(`      their data goes to ${elsewhere}`);
  ensureDir(refuge);
  return ensureDir(elsewhere);
}

/** The folder of the programs: where it is, or a copy within reach under a name that tells versions. */
export function reachablePrograms(source, name) {
  if (reachable(join(source, 'bin'))) return source;
  const copy = join(refuge, name);
  if (!existsSync(copy)) {
    const draft = `${copy}.${process.pid}`;
    ensureDir(dirname(copy));
    cpSync(source, draft, { recursive: true, verbatimSymlinks: true });
    renameSync(draft, copy);
    say(`      copied the PostgreSQL programs to ${copy}, within the servers' reach`);
  }
  return copy;
}

export function entrust(path) {
  if (asRoot) chownSync(path, servant.uid, servant.gid);
  return path;
}

/** An empty folder that only the servant may enter. */
export function privateDir(path) {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return entrust(path);
}
