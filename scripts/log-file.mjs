// Log files of the private servers: appended to, and not without end.

import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { ensureDir } from './paths.mjs';

const enough = 5 * 1024 * 1024;

export function openLog(path) {
  ensureDir(dirname(path));
  if (existsSync(path) && statSync(path).size > enough) renameSync(path, `${path}.old`);
  const fd = openSync(path, 'a', 0o600);
  return { fd, close: () => closeSync(fd) };
}

export const tail = (path, lines = 8) =>
  existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n').slice(-lines).join('\n') : '';
