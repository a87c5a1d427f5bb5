import { Injectable } from '@nestjs/common';
import { addMinutes } from '../clock/clock.js';
import { Db } from '../database/db.js';
import { newId } from '../database/ids.js';
import { sql } from '../database/sql.js';
import type { Tx } from '../database/tx.js';
import { Files } from '../files/files.js';
import type { HeldLetter } from './letter.js';
import { LetterEnds, postman } from './letter-ends.js';

const LEASE_SECONDS = 30;
const KEPT_FOR_RESEND_DAYS = 365;

interface Found extends Omit<HeldLetter, 'holder' | 'attemptId'> {
  lastAttemptId: string | null;
  lastPhase: 'started' | 'handed' | null;
}

const LETTER = sql`
  l.id, l.kind, l.key, l.subject_type as "subjectType", l.subject_id as "subjectId", l.branch_id as "branchId",
  l.recipients as "to", l.language, l.params, utc(l.created_at) as "createdAt", l.message_id as "messageId", l.file_id as "fileId", l.tries`;

/** The rows of letters: taking hold, and writing down how far one came. */
@Injectable()
export class LetterRows {
  constructor(
    private readonly db: Db,
    private readonly files: Files,
    private readonly ends: LetterEnds,
  ) {}

  /** Leases what is due: whoever loses its job after that, finds it due again. */
  take(limit: number): Promise<{ id: string; tries: number }[]> {
    return this.db.tx(postman, (tx) =>
      tx.query<{ id: string; tries: number }>(sql`
        with due as materialized (
          select id from letters where status in ('queued', 'sending') and next_at <= now()
          order by next_at limit ${limit} for update skip locked
        )
        update letters l set next_at = now() + make_interval(secs => ${LEASE_SECONDS}), holder = null from due
        where l.id = due.id returning l.id, l.tries`),
    );
  }

  /**
   * Takes hold of a letter and writes a new attempt before anything is done. Of one that another left behind: not handed,
   * no server has it, so it is tried again, unless it is what kills the workers; handed, nobody knows, and it is not
   * sent again by itself.
   */
  claim(id: string, holder: string, mostTries: number): Promise<HeldLetter | null> {
    return this.db.tx(postman, async (tx) => {
      const found = await tx.find<Found>(sql`
        select ${LETTER}, a.id as "lastAttemptId", a.phase as "lastPhase"
        from letters l
        left join letter_attempts a on a.letter_id = l.id and a.finished_at is null
        where l.id = ${id} and l.status in ('queued', 'sending') and (l.holder is null or l.next_at <= now())
        for update of l`);
      if (found === null) return null;
      const { lastAttemptId, lastPhase, ...letter } = found;
      if (lastAttemptId !== null && lastPhase === 'handed') {
        await this.ends.endAttempt(tx, lastAttemptId, {
          outcome: 'unknown',
          problem: 'worker-lost',
          code: null,
        });
        await this.ends.end(tx, letter, {
          status: 'unknown',
          problem: 'worker-lost',
          recipients: [...letter.to],
        });
        return null;
      }
      if (lastAttemptId !== null)
        await this.ends.endAttempt(tx, lastAttemptId, {
          outcome: 'lost',
          problem: 'worker-lost',
          code: null,
        });
      if (letter.tries >= mostTries) {
        await this.ends.end(tx, letter, {
          status: 'failed',
          problem: 'worker-lost',
          recipients: [...letter.to],
        });
        return null;
      }
      return this.begin(tx, letter, holder);
    });
  }

  private async begin(
    tx: Tx,
    letter: Omit<HeldLetter, 'holder' | 'attemptId'>,
    holder: string,
  ): Promise<HeldLetter> {
    const attemptId = newId();
    await tx.run(sql`
      update letters set status = 'sending', holder = ${holder}, tries = tries + 1,
             next_at = now() + make_interval(secs => ${LEASE_SECONDS}) where id = ${letter.id}`);
    await tx.run(sql`
      insert into letter_attempts (id, letter_id, number, phase, started_at)
      select ${attemptId}, ${letter.id}, coalesce(max(number), 0) + 1, 'started', now() from letter_attempts where letter_id = ${letter.id}`);
    return { ...letter, tries: letter.tries + 1, holder, attemptId };
  }

  /** Keeps the message, so that whenever it is sent it is the same. */
  async keep(letter: HeldLetter, raw: Buffer): Promise<void> {
    await this.db.tx(postman, async (tx) => {
      const file = await this.files.keep(tx, {
        ...{ name: `${letter.id}.eml`, mediaType: 'message/rfc822', content: [raw] },
        // In case the letter never ends; one that does lets go of it in time.
        expiresAt: addMinutes(tx.now, KEPT_FOR_RESEND_DAYS * 24 * 60),
      });
      const held = await tx.run(sql`update letters set file_id = ${file.id} where ${mine(letter)}`);
      if (held === 0) throw new Error('taken over');
    });
  }

  /** Still here. */
  async beat(letter: HeldLetter): Promise<void> {
    await this.db.query(sql`
      update letters set next_at = now() + make_interval(secs => ${LEASE_SECONDS}) where ${mine(letter)}`);
  }

  /** Committed before the message is ended; refused to whoever no longer holds the letter. */
  async hand(letter: HeldLetter): Promise<void> {
    await this.db.tx(postman, async (tx) => {
      const held = await tx.run(sql`
        update letters set next_at = now() + make_interval(secs => ${LEASE_SECONDS}) where ${mine(letter)}`);
      if (held === 0) throw new Error('taken over');
      await tx.run(sql`
        update letter_attempts set phase = 'handed', handed_at = now() where id = ${letter.attemptId}`);
    });
  }

  /** There is nothing to say any more. */
  async withdraw(letter: HeldLetter): Promise<void> {
    await this.db.tx(postman, async (tx) => {
      if (!(await this.ends.hold(tx, letter))) return;
      await this.ends.endAttempt(tx, letter.attemptId, { outcome: 'cancelled', problem: null, code: null });
      await this.ends.end(tx, letter, { status: 'cancelled', problem: null, recipients: [...letter.to] });
    });
  }

  /** The process goes down before anything was handed: another goes on at once, and the try does not count. */
  async giveBack(letter: HeldLetter): Promise<void> {
    await this.db.tx(postman, async (tx) => {
      if (!(await this.ends.hold(tx, letter))) return;
      await this.ends.endAttempt(tx, letter.attemptId, {
        outcome: 'again',
        problem: 'worker-stopped',
        code: null,
      });
      await tx.run(sql`
        update letters set status = 'queued', holder = null, tries = tries - 1, next_at = now() where id = ${letter.id}`);
    });
  }
}

const mine = ({ id, holder }: HeldLetter) => sql`id = ${id} and holder = ${holder} and status = 'sending'`;
