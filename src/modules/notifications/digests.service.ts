import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Language } from '../../kernel/errors.js';
import { addMinutes } from '../../platform/clock/clock.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { Timers } from '../../platform/events/timers.js';
import { Mail } from '../../platform/mail/mail.js';

export const DIGEST_LETTER = 'notifications.digest';
/** The tick is midnight UTC; the letter of the day should be there when people come to work. */
const DIGEST_AFTER_MINUTES = 4 * 60;

interface Listed {
  userId: string;
  name: string;
  email: string;
  language: Language | null;
}

/** What need not be known at once comes in one letter a day. */
@Injectable()
export class DigestsService implements OnModuleInit {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly mail: Mail,
    private readonly timers: Timers,
  ) {}

  onModuleInit(): void {
    this.timers.every('day', 'notifications.digested', (tx, tick) => this.digest(tx, tick));
  }

  /** One letter a user a day, of all that waits for it. */
  async digest(tx: Tx, tick: string): Promise<void> {
    const listed = await tx.query<Listed>(sql`
      with due as (
        update notifications set digest_tick = ${tick} where email = 'daily' and digest_tick is null returning user_id
      )
      select u.id as "userId", u.name, u.email, p.language
      from (select distinct user_id from due) d
      join users u on u.id = d.user_id left join notification_preferences p on p.user_id = u.id
      where u.is_active and u.email is not null order by u.id`);
    for (const { userId, name, email, language } of listed)
      await this.mail.queue(tx, {
        ...{ kind: DIGEST_LETTER, key: `digest ${userId} ${tick}`, to: [{ address: email, name }] },
        language: language ?? this.config.MAIL_LANGUAGE,
        params: { userId, tick },
        notBefore: addMinutes(tick, DIGEST_AFTER_MINUTES),
      });
  }
}
