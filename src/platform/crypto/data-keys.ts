/** A key that encrypts fields. Its id stands in front of everything it encrypted. */
export interface DataKey {
  readonly id: string;
  readonly bytes: Buffer;
}

const KEY_BYTES = 32;
const ENTRY = /^([a-z0-9][a-z0-9_-]{0,31}):([A-Za-z0-9+/_-]{43}=?)$/;

/** `id:base64key,…`, the first one encrypts and all decrypt; null when the text is not that. */
export function readDataKeys(text: string): DataKey[] | null {
  const keys = text.split(',').map((entry) => {
    const [, id, key] = ENTRY.exec(entry.trim()) ?? [];
    return id === undefined || key === undefined ? null : { id, bytes: Buffer.from(key, 'base64') };
  });
  const whole = keys.filter((key) => key?.bytes.length === KEY_BYTES) as DataKey[];
  const isUnique = new Set(whole.map((key) => key.id)).size === keys.length;
  return whole.length === keys.length && isUnique ? whole : null;
}
