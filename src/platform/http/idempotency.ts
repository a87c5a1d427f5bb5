import { Injectable } from '@nestjs/common';
import { Cipher, type SealedPlace } from '../crypto/cipher.js';
import { sql } from '../database/sql.js';
import type { Tx } from '../database/tx.js';
import { KeyReused, KeyRunning } from './http.errors.js';

export interface Claim {
  caller: string;
  key: string;
  fingerprint: string;
}

export interface StoredAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | null;
}

/**
 * A key is claimed by a lock that ends with the transaction, and finished by a row of the same transaction: either the
 * effect and its answer are both there, or neither is. What a key keeps of request and answer is sealed, whatever it is.
 */
@Injectable()
export class IdempotencyStore {
  constructor(private readonly cipher: Cipher) {}

  /** The stored answer of this key, or null when the caller is the first and may go on. */
  async claim(tx: Tx, claim: Claim): Promise<StoredAnswer | null> {
    const { locked } = await tx.one<{ locked: boolean }>(
      sql`select pg_try_advisory_xact_lock(hashtextextended(${`${claim.caller} ${claim.key}`}, 0)) as locked`,
    );
    if (!locked) throw KeyRunning({}, { retryAfterSeconds: 1 });
    const stored = await tx.find<StoredAnswer & { fingerprint: string }>(
      sql`select fingerprint, status, headers, body from idempotency_keys where caller = ${claim.caller} and key = ${claim.key}`,
    );
    if (stored === null) return null;
    if (!this.cipher.marks(claim.fingerprint, FINGERPRINT).includes(stored.fingerprint)) throw KeyReused();
    return { ...stored, body: stored.body === null ? null : this.cipher.open(stored.body, placeOf(claim)) };
  }

  /** Sent with the commit. */
  finish(tx: Tx, claim: Claim, answer: StoredAnswer): void {
    const fingerprint = this.cipher.mark(claim.fingerprint, FINGERPRINT);
    const body = answer.body === null ? null : this.cipher.seal(answer.body, placeOf(claim));
    tx.later(sql`
      insert into idempotency_keys (caller, key, fingerprint, status, headers, body)
      values (${claim.caller}, ${claim.key}, ${fingerprint}, ${answer.status}, ${JSON.stringify(answer.headers)}, ${body})`);
  }
}

const FINGERPRINT = 'idempotency fingerprint';

const placeOf = ({ caller, key }: Claim): SealedPlace => ({
  table: 'idempotency_keys',
  column: 'body',
  id: `${caller} ${key}`,
});
