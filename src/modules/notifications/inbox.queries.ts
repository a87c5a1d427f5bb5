import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import type { Language } from '../../kernel/errors.js';
import type { Page } from '../../kernel/page.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql } from '../../platform/database/sql.js';
import type { NoticeParams } from './notice.js';
import { NoticeKinds } from './notice-kinds.js';
import type { InboxItem, InboxQuery } from './notifications.dto.js';
import { NotificationNotFound } from './notifications.errors.js';
import { Telling } from './telling.js';

interface Row extends Omit<InboxItem, 'title' | 'text'> {
  params: NoticeParams;
}

const ITEM = sql`
  select n.id, n.kind, n.params, n.branch_id as "branchId", n.subject_id as "subjectId", n.created_at as "createdAt", d.at as "readAt"
  from notifications n left join notification_reads d on d.notification_id = n.id`;

/** What stands in one's own inbox. */
@Injectable()
export class InboxQueries {
  constructor(
    private readonly db: Db,
    private readonly kinds: NoticeKinds,
    private readonly telling: Telling,
  ) {}

  async list(actor: Actor, query: InboxQuery, language: Language): Promise<Page<InboxItem>> {
    const page = await keysetPage<Row>(this.db, {
      query,
      sorts: { createdAt: { column: sql`n.created_at`, type: 'timestamptz' } },
      defaultSort: '-createdAt',
      id: sql`n.id`,
      select: ITEM,
      where: [
        this.mine(actor),
        query.unread === 'true' && sql`d.at is null`,
        query.unread === 'false' && sql`d.at is not null`,
        query.kind !== undefined && sql`n.kind = ${query.kind}`,
      ],
    });
    return { ...page, items: await this.told(this.db, actor, page.items, language) };
  }

  async get(reader: Reader, actor: Actor, id: string, language: Language): Promise<InboxItem> {
    const rows = await reader.query<Row>(sql`${ITEM} where n.id = ${id} and ${this.mine(actor)}`);
    const [item] = await this.told(reader, actor, rows, language);
    if (item === undefined) throw NotificationNotFound({ id });
    return item;
  }

  /** The condition that a notice (alias `n`) stands in the actor's inbox. */
  mine(actor: Actor) {
    return sql`n.user_id = ${actor.userId} and n.in_inbox and ${this.kinds.readable(actor)}`;
  }

  private async told(
    reader: Reader,
    actor: Actor,
    rows: readonly Row[],
    language: Language,
  ): Promise<InboxItem[]> {
    const chosen = await reader.find<{ language: Language | null }>(
      sql`select language from notification_preferences where user_id = ${actor.userId}`,
    );
    const texts = await this.telling.texts(reader, actor, rows, chosen?.language ?? language);
    return rows.map((row, index) => ({
      ...{ id: row.id, kind: row.kind, branchId: row.branchId, subjectId: row.subjectId },
      ...{ createdAt: row.createdAt, readAt: row.readAt },
      title: texts[index]?.title ?? row.kind,
      text: texts[index]?.text ?? '',
    }));
  }
}
