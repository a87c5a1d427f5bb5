import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** Of sixteen random bytes the asking is the dearest part: they are fetched for many ids at once. */
const random = new Uint8Array(16 * 256);
let used = random.length;
let [msecs, seq] = [0, 0];

/** A new UUIDv7: ids made later sort later, which keeps indexes dense and lists stable. */
export function newId(): string {
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  const own = random.subarray(used, (used += 16));
  const now = Date.now();
  if (now > msecs) {
    msecs = now;
    seq = new DataView(own.buffer, own.byteOffset).getUint32(6) >>> 1;
  } else {
    // The same millisecond, or a clock that was set back: the next of its numbers, and of all of them the next millisecond.
    seq = (seq + 1) | 0;
    if (seq === 0) msecs += 1;
  }
  return v7({ msecs, seq, random: own });
}
