import { Injectable, Logger } from '@nestjs/common';
import { systemActor } from '../../kernel/actor.js';
import { Db } from '../database/db.js';
import { sql } from '../database/sql.js';
import type { Tx } from '../database/tx.js';
import { Events } from '../events/events.js';
import type { HeldLetter, Letter, Recipient } from './letter.js';
import type { Verdict } from './letter.rules.js';
import { mailFailed, mailUnknown } from './mail.events.js';
import { Mail } from './mail.js';

export const postman = systemActor('mail');

/** Ends of attempts and of letters: the row, the event and the module's reaction in one transaction. */
@Injectable()
export class LetterEnds {
  private readonly logger = new Logger('mail');

  constructor(
    private readonly db: Db,
    private readonly mail: Mail,
    private readonly events: Events,
  ) {}

  /** Writes down what became of it. A fault in a module's reaction does not undo what the server did. */
  async settle(letter: HeldLetter, verdict: Verdict, code: number | null): Promise<void> {
    try {
      await insistently(() => this.db.tx(postman, (tx) => this.write(tx, letter, verdict, code, true)));
    } catch (error) {
      if (!(error instanceof ReactionFailed)) throw error;
      this.logger.error(
        `the reaction to ${letter.kind} ${letter.id} (${verdict.status}) failed: ${error.message}`,
      );
      await insistently(() => this.db.tx(postman, (tx) => this.write(tx, letter, verdict, code, false)));
    }
  }

  private async write(
    tx: Tx,
    letter: HeldLetter,
    verdict: Verdict,
    code: number | null,
    tells: boolean,
  ): Promise<void> {
    if (!(await this.hold(tx, letter, verdict.status === 'sent'))) return;
    const { outcome, problem, status, recipients, pause } = verdict;
    await this.endAttempt(tx, letter.attemptId, { outcome, problem, code });
    if (status === 'queued')
      await tx.run(sql`
        update letters set status = 'queued', holder = null, problem = ${problem}, recipients = ${JSON.stringify(recipients)},
               next_at = now() + make_interval(secs => ${pause ?? 0}) where id = ${letter.id}`);
    else await this.end(tx, letter, { status, problem, recipients }, tells);
  }

  /** Whether the letter is still this attempt's. What another called unknown, its sender may yet know to be sent. */
  async hold(tx: Tx, letter: HeldLetter, isSent = false): Promise<boolean> {
    const held = await tx.find(sql`
      select 1 from letters l where l.id = ${letter.id} and ((l.holder = ${letter.holder} and l.status = 'sending')
        or (${isSent} and l.status = 'unknown' and exists (select from letter_attempts a where a.id = ${letter.attemptId}
          and a.number = (select max(number) from letter_attempts o where o.letter_id = l.id))))
      for update of l`);
    return held !== null;
  }

  async endAttempt(
    tx: Tx,
    id: string,
    { outcome, problem, code }: { outcome: string; problem: string | null; code: number | null },
  ): Promise<void> {
    await tx.run(sql`
      update letter_attempts set outcome = ${outcome}, problem = ${problem}, smtp_code = ${code}, finished_at = now() where id = ${id}`);
  }

  async end(
    tx: Tx,
    letter: Letter,
    ended: { status: string; problem: string | null; recipients: Recipient[] },
    tells = true,
  ): Promise<void> {
    const { status, problem, recipients } = ended;
    await tx.run(sql`
      update letters set status = ${status}, problem = ${problem}, recipients = ${JSON.stringify(recipients)}, holder = null,
             finished_at = ${tx.now}, sent_at = ${status === 'sent' ? tx.now : null} where id = ${letter.id}`);
    const place = { subjectId: letter.id, branchId: letter.branchId };
    const notice = { letterId: letter.id, kind: letter.kind, problem: problem ?? status };
    if (status === 'unknown') await this.events.record(tx, mailUnknown(notice), place);
    else if (status === 'failed' || problem !== null) await this.events.record(tx, mailFailed(notice), place);
    if (tells) await this.tell(tx, { ...letter, to: recipients }, notice.problem, status);
  }

  private async tell(tx: Tx, letter: Letter, problem: string, status: string): Promise<void> {
    const composer = this.mail.find(letter.kind);
    try {
      if (status === 'sent') await composer?.sent?.(tx, letter);
      else if (status === 'failed') await composer?.failed?.(tx, letter, problem);
      else if (status === 'unknown') await composer?.unknown?.(tx, letter);
    } catch (error) {
      if (isOfTheMoment(error)) throw error;
      throw new ReactionFailed(error instanceof Error ? error.message : String(error));
    }
  }
}

/** A module's own fault in `sent`, `failed` or `unknown`. */
class ReactionFailed extends Error {}

/** Transactions that collided are run again as a whole. */
const isOfTheMoment = (error: unknown): boolean => {
  const { code = '' } = error as { code?: string };
  return ['40001', '40P01'].includes(code);
};

/** What the server said is known here alone: a database that is away for a moment must still hear it. */
async function insistently(work: () => Promise<void>): Promise<void> {
  for (let left = 5; ; left -= 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (left === 0 || error instanceof ReactionFailed) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}
