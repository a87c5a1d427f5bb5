// A lock file that names its holder, so that a dead holder can be told from a living one.

import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Trouble } from './console.mjs';
import { ensureDir } from './paths.mjs';
import { birth, isAlive, sleep } from './processes.mjs';

export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    refuseForeign(error, path);
    return undefined;
  }
}

/** A file we may not read is not a missing one: taking it for that would make new passwords. */
function refuseForeign(error, path) {
  if (error.code !== 'EACCES' && error.code !== 'EPERM') return;
  throw new Trouble(
    `${path} belongs to another user: somebody ran this as root, or as himself, before.`,
    'Run it as that user again, or set DATA_DIR to a folder of your own.',
  );
}

/** Whole or not at all: a reader never meets half a file, and a crash never leaves one. */
export function writeJson(path, value) {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
}

/** The living holder of a lock, or undefined. */
export function holderOf(path) {
  const holder = readJson(path);
  return holder && isAlive(holder.pid) && birth(holder.pid) === holder.birth ? holder : undefined;
}

/** Resolves with a handle, or with undefined when another living process holds the lock. */
export function tryLock(path, about = {}) {
  ensureDir(dirname(path));
  const me = { pid: process.pid, birth: birth(process.pid), ...about };
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, JSON.stringify(me), { mode: 0o600 });
    if (!place(draft, path)) return undefined;
  } catch (error) {
    refuseForeign(error, path);
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    note: (more) => writeJson(path, { ...me, ...more }),
    release: () => readJson(path)?.pid === process.pid && rmSync(path, { force: true }),
  };
}

function place(draft, path) {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    try {
      linkSync(draft, path); // fails when the name is taken: the one atomic test-and-set here
      return true;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (holderOf(path)) return false;
    bury(path, `${draft}.stale`);
  }
  return false;
}

/** Two recoverers may meet: only a lock that is dead when in our hands is thrown away. */
function bury(path, grave) {
  try {
    renameSync(path, grave);
    if (holderOf(grave)) linkSync(grave, path);
  } catch {
    // Somebody else was faster; the caller looks again.
  }
  rmSync(grave, { force: true });
}

export async function lock(path, { about, onWait } = {}) {
  for (let waited = false; ; waited = true) {
    const held = tryLock(path, about);
    if (held) return held;
    if (!waited) onWait?.(holderOf(path));
    await sleep(200);
  }
}
