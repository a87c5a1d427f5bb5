// Secrets made once and kept beside the data, readable by their owner only: the key that signs access tokens (with another
// one at each start everybody would be signed out) and the keys that encrypt health records (without them those are lost).

import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDir } from './paths.mjs';

export const signingSecret = (dataDir) =>
  process.env.JWT_SECRET || kept(dataDir, 'jwt-secret', () => randomBytes(32).toString('base64url'));

export const dataKeys = (dataDir) =>
  process.env.DATA_KEYS || kept(dataDir, 'data-keys', () => `k1:${randomBytes(32).toString('base64')}`);

/** Opens the pages of mails that lie in files; the API makes the same one from the same secret. */
export const mailKey = (dataDir) =>
  createHmac('sha256', signingSecret(dataDir)).update('mail pages').digest('base64url').slice(0, 32);

/** What the file holds; made when there is none, and never written over. */
function kept(dataDir, name, make) {
  const path = join(ensureDir(dataDir), name);
  try {
    writeFileSync(path, make(), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  return readFileSync(path, 'utf8').trim();
}
