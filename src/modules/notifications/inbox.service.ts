import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Language } from '../../kernel/errors.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { Timers } from '../../platform/events/timers.js';
import { InboxQueries } from './inbox.queries.js';
import type { InboxItem, ReadMarks } from './notifications.dto.js';

const KEPT_DAYS = 180;

/** Marks in one's own inbox. */
@Injectable()
export class InboxService implements OnModuleInit {
  constructor(
    private readonly queries: InboxQueries,
    private readonly timers: Timers,
  ) {}

  onModuleInit(): void {
    this.timers.every('day', 'notifications.expired', async (tx) => {
      await tx.run(
        sql`delete from notifications where created_at < ${tx.now}::timestamptz - make_interval(days => ${KEPT_DAYS})`,
      );
    });
  }

  async read(tx: Tx, id: string, language: Language): Promise<InboxItem> {
    await this.queries.get(tx, tx.actor, id, language);
    await tx.run(
      sql`insert into notification_reads (notification_id, at) values (${id}, ${tx.now}) on conflict do nothing`,
    );
    return this.queries.get(tx, tx.actor, id, language);
  }

  async unread(tx: Tx, id: string): Promise<void> {
    await this.queries.get(tx, tx.actor, id, 'en');
    await tx.run(sql`delete from notification_reads where notification_id = ${id}`);
  }

  async readAll(tx: Tx, until: string | undefined): Promise<ReadMarks> {
    const marked = await tx.run(sql`
      insert into notification_reads (notification_id, at)
      select n.id, ${tx.now} from notifications n
      where ${this.queries.mine(tx.actor)} and n.created_at <= ${until ?? tx.now}
        and not exists (select from notification_reads d where d.notification_id = n.id)
      order by n.id
      on conflict do nothing`);
    return { marked };
  }
}
