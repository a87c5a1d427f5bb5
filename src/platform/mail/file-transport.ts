import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Config } from '../config/config.js';
import type { Answer } from './letter.rules.js';
import type { Outgoing, Transport } from './transport.js';

/** Where mails lie while there is no server to send them. */
export const mailFolder = ({ DATA_DIR }: Pick<Config, 'DATA_DIR'>): string => resolve(DATA_DIR, 'mail');

/**
 * Each mail becomes a file, whole or not at all. The name follows from the letter, so writing it twice is writing it
 * once: there is no moment in which nobody knows, and nothing is handed.
 */
export class FileTransport implements Transport {
  private readonly folder: string;

  constructor(settings: Pick<Config, 'DATA_DIR'>) {
    this.folder = mailFolder(settings);
  }

  async deliver({ letterId, raw }: Outgoing): Promise<Answer> {
    const path = join(this.folder, `${letterId}.eml`);
    const unfinished = `${path}.${randomBytes(4).toString('hex')}.tmp`;
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await writeWhole(unfinished, raw);
      await rename(unfinished, path);
      return { ...ANSWER, taken: true };
    } catch {
      await rm(unfinished, { force: true }).catch(() => undefined);
      return { ...ANSWER, problem: 'file-not-written' };
    }
  }

  close(): void {
    // Nothing is held open.
  }
}

const ANSWER: Answer = {
  taken: false,
  handed: false,
  code: null,
  problem: null,
  isOfLetter: false,
  refused: [],
};

async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}
