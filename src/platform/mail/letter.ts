import type { Language } from '../../kernel/errors.js';
import type { Instant } from '../clock/clock.js';
import type { Tx } from '../database/tx.js';

/** `queued → sending → sent | failed | unknown | cancelled`; see the README. */
export const LETTER_STATUSES = ['queued', 'sending', 'sent', 'failed', 'unknown', 'cancelled'] as const;
export type LetterStatus = (typeof LETTER_STATUSES)[number];

export interface MailAddress {
  address: string;
  name?: string | undefined;
}

/** One whom a letter is for, and how far it has come to them. */
export interface Recipient {
  address: string | null;
  name: string | null;
  state: 'waiting' | 'sent' | 'refused';
}

/** What a module asks to be sent. */
export interface LetterRequest {
  /** What letter it is, `suppliers.order`; a module registers who composes it. */
  kind: string;
  /** The same key is the same letter: the second call gives the first row. Its `Message-ID` follows from it. */
  key: string;
  /** What it is about: `supplier_order` and its id. */
  subjectType?: string | undefined;
  subjectId?: string | undefined;
  /** Whose staff may see it in the log; without one only who sees all branches. */
  branchId?: string | undefined;
  to: readonly MailAddress[];
  language: Language;
  /** Ids and numbers the composer needs; no personal data. */
  params?: Readonly<Record<string, unknown>> | undefined;
  notBefore?: Instant | undefined;
}

/** A letter as its composer meets it. */
export interface Letter {
  id: string;
  kind: string;
  key: string;
  subjectType: string | null;
  subjectId: string | null;
  branchId: string | null;
  to: readonly Recipient[];
  language: Language;
  params: Readonly<Record<string, unknown>>;
  createdAt: Instant;
}

/** A letter in somebody's hands. */
export interface HeldLetter extends Letter {
  messageId: string;
  fileId: string | null;
  tries: number;
  holder: string;
  attemptId: string;
}

export interface LetterAttachment {
  name: string;
  contentType: string;
  content: Buffer;
  /** Shown inside the HTML part, `<img src="cid:chart">`. */
  cid?: string | undefined;
}

export interface ComposedLetter {
  subject: string;
  text: string;
  html?: string | undefined;
  attachments?: readonly LetterAttachment[] | undefined;
  replyTo?: string | undefined;
}

/** Who makes the letters of a kind. */
export interface LetterComposer {
  /** Runs in a worker, outside any transaction, once: what it gives is kept. Null: there is nothing to say any more. */
  compose(letter: Letter): Promise<ComposedLetter | null>;
  /** Asked before each later try of what was composed: whether it is still to be sent. Without it, it always is. */
  stands?(letter: Letter): Promise<boolean>;
  /** In the transaction that marks the letter. */
  sent?(tx: Tx, letter: Letter): Promise<void>;
  failed?(tx: Tx, letter: Letter, problem: string): Promise<void>;
  /** Handed over, and never answered: nobody knows. */
  unknown?(tx: Tx, letter: Letter): Promise<void>;
}
