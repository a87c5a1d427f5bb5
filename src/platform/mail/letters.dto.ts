import { IsIn } from 'class-validator';
import { PageOf, PageQuery, Signature } from '../http/page.dto.js';
import { IdText, InstantText, Optional, Text } from '../http/validators.js';
import { LETTER_STATUSES, type LetterStatus } from './letter.js';

/** Filters of letters. */
export class LetterListQuery extends PageQuery {
  /**
   * State.
   * @example "failed"
   */
  @IsIn(LETTER_STATUSES)
  @Optional()
  status?: LetterStatus;

  /**
   * What letter it is.
   * @example "notifications.notice"
   */
  @Text(100)
  @Optional()
  kind?: string;

  /**
   * What it is about.
   * @example "notification"
   */
  @Text(100)
  @Optional()
  subjectType?: string;

  /** Id of what it is about. */
  @IdText()
  @Optional()
  subjectId?: string;

  /** Asked for at this instant or later. */
  @InstantText()
  @Optional()
  from?: string;

  /** Asked for before this instant. */
  @InstantText()
  @Optional()
  to?: string;
}

/** One whom a letter is for. */
export class LetterRecipient {
  /**
   * Address; null without the right to see contacts, and when its time is over.
   * @example "orders@example.org"
   */
  address: string | null;
  /** @example "Paper and Paint Ltd" */
  name: string | null;
  /**
   * waiting, sent, or refused by the server for good.
   * @example "sent"
   */
  state: string;
}

/** A letter and what became of it. */
export class Letter {
  id: string;
  /** @example "notifications.notice" */
  kind: string;
  /**
   * queued, sending, sent (a server took it), failed, unknown (handed over and never answered: it may have come) or
   * cancelled.
   * @example "sent"
   */
  status: string;
  /** @example "notification" */
  subjectType: string | null;
  subjectId: string | null;
  branchId: string | null;
  to: LetterRecipient[];
  /** @example "ru" */
  language: string;
  /** @example "<0f3c9a@example.org>" */
  messageId: string;
  /**
   * Why it has not gone: a stable code.
   * @example "recipient-refused"
   */
  problem: string | null;
  /**
   * Tries since it was queued.
   * @example 1
   */
  tries: number;
  /** When it is tried next; null when it is not. */
  nextTryAt: string | null;
  createdAt: string;
  createdBy: Signature;
  sentAt: string | null;
  finishedAt: string | null;
}

export class LetterPage extends PageOf(Letter) {}

/** One try to send a letter. */
export class LetterAttempt {
  id: string;
  /** @example 1 */
  number: number;
  startedAt: string;
  /** When all but its end was with the server: from then on it may have been taken. */
  handedAt: string | null;
  finishedAt: string | null;
  /**
   * sent, again, failed, unknown, lost (the worker died before anything was handed) or cancelled; null while it runs.
   * @example "sent"
   */
  outcome: string | null;
  /**
   * The server's last code.
   * @example 250
   */
  smtpCode: number | null;
  /** @example "no-connection" */
  problem: string | null;
}

/** A letter with every try. */
export class LetterWithAttempts extends Letter {
  attempts: LetterAttempt[];
}
