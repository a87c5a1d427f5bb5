import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { Files } from '../files/files.js';
import { withRequestContext } from '../logging/request-context.js';
import { FileTransport } from './file-transport.js';
import { judge, type Answer } from './letter.rules.js';
import type { HeldLetter } from './letter.js';
import { LetterEnds } from './letter-ends.js';
import { LetterRows } from './letter-rows.js';
import { Mail } from './mail.js';
import { messageOf, senderOf } from './message.js';
import { SmtpTransport } from './smtp-transport.js';
import type { Transport } from './transport.js';

const BEAT_MS = 8_000;

/** Sends one letter: takes hold, composes what was not composed yet, speaks to the server, writes down what it said. */
@Injectable()
export class LetterSender {
  private readonly logger = new Logger('mail');
  private readonly pauses: readonly number[];
  private transport: Transport | null = null;
  private isStopping = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly rows: LetterRows,
    private readonly ends: LetterEnds,
    private readonly mail: Mail,
    private readonly files: Files,
    private readonly clock: Clock,
  ) {
    this.pauses = config.MAIL_RETRY_SECONDS.split(',').map(Number);
  }

  /** Does nothing when it is done, or in another's hands: a job may come twice. */
  async carryOut(id: string): Promise<void> {
    const letter = await this.rows.claim(id, randomUUID(), this.pauses.length + 1);
    if (letter === null) return;
    const beat = setInterval(() => void this.rows.beat(letter).catch(() => undefined), BEAT_MS);
    const context = { requestId: id, job: `letter ${letter.kind}` };
    await withRequestContext(context, () => this.attempt(letter)).finally(() => clearInterval(beat));
  }

  /** The process goes down: what is not yet with the server is left to another. */
  stop(): void {
    this.isStopping = true;
  }

  close(): void {
    this.transport?.close();
    this.transport = null;
  }

  private async attempt(letter: HeldLetter): Promise<void> {
    let raw: Buffer | null;
    try {
      raw = await this.message(letter);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.logger.warn(`${letter.kind} ${letter.id} could not be composed: ${message}`);
      await this.settle(letter, { ...NOT_SENT, problem: 'not-composed' });
      return;
    }
    if (raw === null) await this.rows.withdraw(letter);
    else if (this.isStopping) await this.rows.giveBack(letter);
    else await this.settle(letter, await this.deliver(letter, raw));
  }

  /** The message of the first time, or a new one; null when there is nothing to say, or it is not to be said any more. */
  private async message(letter: HeldLetter): Promise<Buffer | null> {
    const composer = this.mail.find(letter.kind);
    if (letter.fileId !== null) {
      if ((await composer?.stands?.(letter)) === false) return null;
      const pieces: Buffer[] = [];
      for await (const piece of this.files.read(letter.fileId)) pieces.push(piece as Buffer);
      if (pieces.length > 0) return Buffer.concat(pieces);
    }
    if (composer === undefined) throw new Error(`nobody composes letters of the kind ${letter.kind}`);
    const composed = await composer.compose(letter);
    if (composed === null) return null;
    const raw = await messageOf(letter, composed, { from: this.config.MAIL_FROM, date: this.clock.now() });
    await this.rows.keep(letter, raw);
    return raw;
  }

  private deliver(letter: HeldLetter, raw: Buffer): Promise<Answer> {
    this.transport ??=
      this.config.SMTP_URL === undefined ? new FileTransport(this.config) : new SmtpTransport(this.config);
    const waiting = letter.to.filter(({ state }) => state === 'waiting');
    return this.transport.deliver({
      letterId: letter.id,
      from: senderOf(this.config).address,
      to: waiting.flatMap(({ address }) => (address === null ? [] : [address])),
      raw,
      hand: () => this.rows.hand(letter),
    });
  }

  private async settle(letter: HeldLetter, answer: Answer): Promise<void> {
    const verdict = judge(letter.to, answer, { tries: letter.tries, pauses: this.pauses });
    await this.ends.settle(letter, verdict, answer.code);
    if (verdict.status === 'sent') return;
    const what = `${letter.kind} ${letter.id}: ${verdict.problem ?? ''} (${String(answer.code ?? 'no answer')})`;
    if (verdict.status === 'queued') this.logger.warn(`${what}, will be tried again`);
    else this.logger.error(`${what}, ${verdict.status}`);
  }
}

const NOT_SENT: Answer = {
  taken: false,
  handed: false,
  code: null,
  problem: null,
  isOfLetter: false,
  refused: [],
};
