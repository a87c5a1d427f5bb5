import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { sql } from '../database/sql.js';
import type { Tx } from '../database/tx.js';
import { Timers } from '../events/timers.js';
import type { LetterStatus } from './letter.js';
import type { LetterWithAttempts } from './letters.dto.js';
import {
  LetterForgotten,
  LetterNotCancellable,
  LetterNotFound,
  LetterNotResendable,
} from './letters.errors.js';
import { Letters } from './letters.permissions.js';
import { Mail } from './mail.js';
import { letterReach, LettersQueries } from './letters.queries.js';

const FORGOTTEN_AT_ONCE = 5_000;

interface Held {
  status: LetterStatus;
  isForgotten: boolean;
}

const HELD = sql`l.status, l.forgotten_at is not null as "isForgotten"`;

/** What people do to letters, and what time does. */
@Injectable()
export class LettersService implements OnModuleInit {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly timers: Timers,
    private readonly queries: LettersQueries,
    private readonly mail: Mail,
  ) {}

  onModuleInit(): void {
    this.timers.every('day', 'letters.forgotten', (tx) => this.forget(tx));
  }

  /** Puts a letter back that failed, or whose fate is unknown: the same message, to those whom it has not reached. */
  async resend(tx: Tx, id: string): Promise<LetterWithAttempts> {
    await this.putBack(tx, id, await this.hold(tx, id));
    return this.queries.get(tx, tx.actor, id, Letters.send);
  }

  /** The same for the module whose letter it is, which has asked for a permission of its own. */
  async resendOwn(tx: Tx, id: string): Promise<void> {
    const held = await tx.find<Held>(sql`select ${HELD} from letters l where l.id = ${id} for update`);
    if (held === null) throw LetterNotFound({ id });
    await this.putBack(tx, id, held);
  }

  private async putBack(tx: Tx, id: string, { status, isForgotten }: Held): Promise<void> {
    if (status !== 'failed' && status !== 'unknown') throw LetterNotResendable({ status });
    if (isForgotten) throw LetterForgotten();
    await this.mail.again(tx, id);
  }

  /** Takes back a letter that waits; said twice it is done once. */
  async cancel(tx: Tx, id: string): Promise<LetterWithAttempts> {
    const { status } = await this.hold(tx, id);
    if (status !== 'queued' && status !== 'cancelled') throw LetterNotCancellable({ status });
    await this.mail.withdraw(tx, id);
    return this.queries.get(tx, tx.actor, id, Letters.send);
  }

  /** Content and addresses go when their time is over; that there was a letter, and what became of it, stays. */
  async forget(tx: Tx): Promise<void> {
    await tx.run(sql`
      with old as (
        select id, file_id from letters
        where forgotten_at is null and finished_at < ${tx.now}::timestamptz - make_interval(days => ${this.config.MAIL_KEPT_DAYS})
        order by id limit ${FORGOTTEN_AT_ONCE} for update
      ), emptied as (
        update letters l set forgotten_at = ${tx.now}, file_id = null, recipients =
          (select coalesce(jsonb_agg(r.value || '{"address": null, "name": null}' order by r.ordinality), '[]')
           from jsonb_array_elements(l.recipients) with ordinality r)
        from old where l.id = old.id
      )
      delete from files f using old where f.id = old.file_id`);
  }

  private async hold(tx: Tx, id: string): Promise<Held> {
    const held = await tx.find<Held>(sql`
      select ${HELD} from letters l
      where l.id = ${id} and ${letterReach(tx.actor, Letters.send)} for update`);
    if (held === null) throw LetterNotFound({ id });
    return held;
  }
}
