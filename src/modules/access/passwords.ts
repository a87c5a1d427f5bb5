import type { Algorithm } from '@node-rs/argon2';
import { hash, verify } from '@node-rs/argon2';

// OWASP's minimum for argon2id: 19 MiB, two passes. About 27 ms of a core.
const COST = { algorithm: 2 as Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const AT_ONCE = 4;

let running = 0;
const waiting: (() => void)[] = [];

export const hashPassword = (password: string): Promise<string> => limited(() => hash(password, COST));

export const isPassword = (hashed: string, password: string): Promise<boolean> =>
  limited(() => verify(hashed, password));

/** Checked when the login is unknown, so that both answers take the same time. */
export const decoyHash: Promise<string> = hash('no such password', COST);

/** A crowd at the door must not take all memory and every core. */
async function limited<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}
