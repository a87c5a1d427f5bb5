import type { Answer } from './letter.rules.js';

/** A message on its way out. */
export interface Outgoing {
  letterId: string;
  from: string;
  to: readonly string[];
  raw: Buffer;
  /**
   * Called once, when all of the message is with the server but its end: from then on it may be taken without our
   * knowing. When it throws, the end is not sent and nobody takes anything.
   */
  hand: () => Promise<void>;
}

/** Where letters go. Gives what was answered, whatever that was; throws nothing. */
export interface Transport {
  deliver(message: Outgoing): Promise<Answer>;
  close(): void;
}
