import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { newId } from '../database/ids.js';
import { sql } from '../database/sql.js';
import type { Tx } from '../database/tx.js';
import { Events } from '../events/events.js';
import { requestContext } from '../logging/request-context.js';
import type { LetterComposer, LetterRequest, Recipient } from './letter.js';
import { isAddress, recipientsOf } from './letter.rules.js';
import { senderOf } from './message.js';
import { mailFailed } from './mail.events.js';

/** Letters: asked for here, in the transaction of what they follow from; a worker composes and sends them. */
@Injectable()
export class Mail {
  private readonly composers = new Map<string, LetterComposer>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly events: Events,
  ) {}

  /** Registers who makes the letters of a kind; its name is stable: rows in the database carry it. */
  composes(kind: string, composer: LetterComposer): void {
    if (this.composers.has(kind)) throw new Error(`letters composed twice: ${kind}`);
    this.composers.set(kind, composer);
  }

  find(kind: string): LetterComposer | undefined {
    return this.composers.get(kind);
  }

  /**
   * Queues a letter, or gives the one that has this key. Nobody to send to, or an address that cannot be one, makes a
   * letter that has failed: what asked for it stands, and the log says why nothing left.
   */
  async queue(tx: Tx, asked: LetterRequest): Promise<{ id: string; queued: boolean }> {
    if (!this.composers.has(asked.kind)) throw new Error(`nobody composes letters of the kind ${asked.kind}`);
    const recipients = recipientsOf(asked.to);
    const problem = problemOf(recipients);
    const id = newId();
    const { login, name } = tx.actor;
    const made = await tx.run(sql`
      insert into letters (id, kind, key, message_id, status, subject_type, subject_id, branch_id, recipients, language, params,
        problem, next_at, created_at, created_by, request_id, finished_at)
      values (${id}, ${asked.kind}, ${asked.key}, ${this.messageId(asked.key)}, ${problem === null ? 'queued' : 'failed'},
        ${asked.subjectType ?? null}, ${asked.subjectId ?? null}, ${asked.branchId ?? null}, ${JSON.stringify(recipients)},
        ${asked.language}, ${JSON.stringify(asked.params ?? {})}, ${problem}, ${asked.notBefore ?? tx.now}, ${tx.now},
        ${JSON.stringify({ login, name })}, ${requestContext()?.requestId ?? null}, ${problem === null ? null : tx.now})
      on conflict (key) do nothing`);
    if (made === 0) {
      const first = await tx.one<{ id: string }>(sql`select id from letters where key = ${asked.key}`);
      return { id: first.id, queued: false };
    }
    if (problem !== null) {
      const event = mailFailed({ letterId: id, kind: asked.kind, problem });
      await this.events.record(tx, event, { subjectId: id, branchId: asked.branchId ?? null });
    }
    return { id, queued: problem === null };
  }

  /** Puts a letter back that has ended: the same message, to those whom it has not reached. */
  async again(tx: Tx, id: string): Promise<void> {
    await this.note(tx, id, 'resend');
    await tx.run(sql`
      update letters set status = 'queued', tries = 0, next_at = ${tx.now}, holder = null, problem = null, finished_at = null,
             recipients = (select coalesce(jsonb_agg(case when r.value ->> 'state' = 'sent' then r.value
               else r.value || '{"state": "waiting"}' end order by r.ordinality), '[]')
               from jsonb_array_elements(recipients) with ordinality r)
      where id = ${id}`);
  }

  /** Takes back a letter that waits; one that is on its way, or has ended, stays as it is. */
  async withdraw(tx: Tx, id: string): Promise<void> {
    const waits = await tx.find(sql`select 1 from letters where id = ${id} and status = 'queued' for update`);
    if (waits === null) return;
    await this.note(tx, id, 'cancellation');
    await tx.run(
      sql`update letters set status = 'cancelled', holder = null, finished_at = ${tx.now} where id = ${id}`,
    );
  }

  /** What people do to letters is in the trail. */
  private async note(tx: Tx, id: string, action: string): Promise<void> {
    await tx.run(sql`
      insert into letter_actions (id, letter_id, action, was) select ${newId()}, id, ${action}, status from letters where id = ${id}`);
  }

  /** The same for the same key, so that a letter that came twice shows as one. */
  private messageId(key: string): string {
    const digest = createHash('sha256').update(key).digest('hex').slice(0, 40);
    return `<${digest}@${senderOf(this.config).domain}>`;
  }
}

function problemOf(recipients: readonly Recipient[]): string | null {
  if (recipients.length === 0) return 'nobody-to-send-to';
  return recipients.every(({ address }) => isAddress(address ?? '')) ? null : 'address-not-valid';
}
