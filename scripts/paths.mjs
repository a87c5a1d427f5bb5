// Where things are. Nothing here depends on the folder a command was called from.

import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const inRoot = (...parts) => join(root, ...parts);

/** Scratch space of the build: on the same disk as dist, ignored by git, gone with node_modules. */
export const cache = inRoot('node_modules', '.cache', 'kruzhok');

/** What is true of the machine (setup and its lock), whatever DATA_DIR says. */
export const defaultDataDir = inRoot('data');

export const dataDir = () => resolve(root, process.env.DATA_DIR || 'data');

export function ensureDir(dir) {
  // As root the servers run as another user, who must be able to walk through, but not list.
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  mkdirSync(dir, { recursive: true, mode });
  return dir;
}

/** The application reads only the environment; a .env file is a convenience of these scripts. */
export function loadEnvFile() {
  if (existsSync(inRoot('.env'))) process.loadEnvFile(inRoot('.env'));
}

/** Was this module started as a script, rather than imported? */
export const isMain = (url) => url === pathToFileURL(realpathSync(process.argv[1])).href;
