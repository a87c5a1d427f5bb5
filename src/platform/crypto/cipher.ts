import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { readDataKeys, type DataKey } from './data-keys.js';

/** Where a ciphertext lives: it opens there and nowhere else. */
export interface SealedPlace {
  table: string;
  column: string;
  id: string;
}

/** What stands in the place of a sealed value when the person was erased. */
const ERASED = '—';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts fields for the database. The place of a field is its associated data, so a value copied to another record or
 * field does not open; the id of the key stands in front, so keys can change one after the other.
 */
@Injectable()
export class Cipher {
  private readonly keys: readonly DataKey[];

  constructor(@Inject(CONFIG) config: Pick<Config, 'DATA_KEYS'>) {
    const keys = readDataKeys(config.DATA_KEYS ?? '');
    if (keys === null)
      throw new Error('DATA_KEYS is not set: it encrypts health records. See .env.example; never lose it.');
    this.keys = keys;
  }

  /** Id of the key that encrypts now. */
  get newestKeyId(): string {
    return this.newest().id;
  }

  seal(text: string, place: SealedPlace): string {
    const { id, bytes } = this.newest();
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, bytes, iv).setAAD(boundTo(place));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `${id}:${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`;
  }

  /** The text, or null when the person it was about was erased. */
  openUnlessErased(sealed: string, place: SealedPlace): string | null {
    return sealed === ERASED ? null : this.open(sealed, place);
  }

  open(sealed: string, place: SealedPlace): string {
    const [id = '', encoded = ''] = sealed.split(':');
    const key = this.keys.find((one) => one.id === id);
    const where = `${place.table}.${place.column} of ${place.id}`;
    if (key === undefined) throw new Error(`${where} needs the key "${id}", which is not among DATA_KEYS`);
    const whole = Buffer.from(encoded, 'base64url');
    try {
      const decipher = createDecipheriv(ALGORITHM, key.bytes, whole.subarray(0, IV_BYTES))
        .setAAD(boundTo(place))
        .setAuthTag(whole.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      return (
        decipher.update(whole.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
      );
    } catch {
      throw new Error(`${where} does not open: it was changed, or copied from elsewhere`);
    }
  }

  /** A text made equal-comparable without being readable; another `purpose` gives another mark. */
  mark(text: string, purpose: string): string {
    return markOf(this.newest(), text, purpose);
  }

  /** The marks a text may have been given, one for each key. */
  marks(text: string, purpose: string): string[] {
    return this.keys.map((key) => markOf(key, text, purpose));
  }

  private newest(): DataKey {
    const [first] = this.keys;
    if (first === undefined) throw new Error('there is no data key');
    return first;
  }
}

const boundTo = ({ table, column, id }: SealedPlace): Buffer =>
  Buffer.from(JSON.stringify([table, column, id]));

function markOf(key: DataKey, text: string, purpose: string): string {
  const derived = Buffer.from(hkdfSync('sha256', key.bytes, '', `mark ${purpose}`, 32));
  return createHmac('sha256', derived).update(text).digest('base64url');
}
