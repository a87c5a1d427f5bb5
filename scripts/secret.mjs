// The key that signs access tokens: made once, kept beside the data, readable by its owner only.
// With another one at each start everybody would be signed out.

import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDir } from './paths.mjs';

export function signingSecret(dataDir) {
  if (process.env.JWT_SECRET) return process.env.JWT_SECRET;
  const path = join(ensureDir(dataDir), 'jwt-secret');
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600 });
    return readFileSync(path, 'utf8').trim();
  }
}
