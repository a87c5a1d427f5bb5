import { Inject, Injectable } from '@nestjs/common';
import type { Language } from '../../kernel/errors.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { newId } from '../../platform/database/ids.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import type { DeliveredEvent } from '../../platform/events/handlers.js';
import { Mail } from '../../platform/mail/mail.js';
import { channelsOf, type Channels } from './channels.rules.js';
import type { Audience, NoticeKind, NoticeParams } from './notice.js';

export const NOTICE_LETTER = 'notifications.notice';

/** A user who hears of something, and how they chose to. */
interface Listener {
  userId: string;
  name: string;
  email: string | null;
  language: Language | null;
  chosen: Partial<Channels> | null;
}

interface Written {
  id: string;
  userId: string;
}

/** Tells what happened to whom it concerns: one row each, once, and a letter where they want one. */
@Injectable()
export class NoticesService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly mail: Mail,
  ) {}

  async tell<T extends object>(tx: Tx, kind: NoticeKind<T>, event: DeliveredEvent<T>): Promise<void> {
    const params = kind.params === undefined ? { ...event.data } : await kind.params(tx, event);
    if (params === null) return;
    const audience = kind.to?.(event) ?? 'holders';
    const listeners = await tx.query<Listener>(
      listenersOf(kind.code, kind.permission, audience, event.branchId),
    );
    const isQuiet = kind.isQuiet?.(params as NoticeParams) === true;
    const rows = listeners.flatMap((listener) => {
      const { inbox, email } = channelsOf(kind.email, listener.chosen);
      const mails = email && !isQuiet && listener.email !== null;
      if (!inbox && !mails) return [];
      const when = kind.email === 'daily' ? 'daily' : 'each';
      return [{ id: newId(), user_id: listener.userId, in_inbox: inbox, email: mails ? when : 'off' }];
    });
    if (rows.length === 0) return;
    const written = await tx.query<Written>(sql`
      insert into notifications (id, user_id, kind, event_id, branch_id, subject_id, params, is_direct, in_inbox, email, created_at)
      select r.id, r.user_id, ${kind.code}, ${event.id}, ${event.branchId}, ${event.subjectId}, ${JSON.stringify(params)}::jsonb,
             ${audience !== 'holders'}, r.in_inbox, r.email, ${tx.now}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, user_id uuid, in_inbox boolean, email text)
      on conflict (event_id, kind, user_id) do nothing
      returning id, user_id as "userId"`);
    for (const { id, userId } of written) {
      const listener = listeners.find((one) => one.userId === userId);
      const isMailed = rows.some((row) => row.id === id && row.email === 'each');
      if (listener !== undefined && isMailed) await this.write(tx, id, listener, event.branchId);
    }
  }

  private async write(tx: Tx, id: string, listener: Listener, branchId: string | null): Promise<void> {
    await this.mail.queue(tx, {
      ...{ kind: NOTICE_LETTER, key: `notification ${id}`, subjectType: 'notification', subjectId: id },
      branchId: branchId ?? undefined,
      to: [{ address: listener.email ?? '', name: listener.name }],
      language: listener.language ?? this.config.MAIL_LANGUAGE,
      params: { userId: listener.userId, notificationId: id },
    });
  }
}

/** Active users whom it concerns and who may know. A holder in a branch has the right there, or everywhere. */
function listenersOf(code: string, permission: string, audience: Audience, branchId: string | null): Sql {
  const granted = sql`r.permissions ->> ${permission}`;
  const holds =
    audience === 'holders'
      ? sql`(${granted} = 'all' or (${granted} = 'branch' and ${branchId}::uuid = any (u.branch_ids)))`
      : sql`r.permissions ? ${permission}`;
  return sql`
    select u.id as "userId", u.name, u.email, p.language, p.kinds -> ${code} as chosen
    from users u left join notification_preferences p on p.user_id = u.id
    where u.is_active and ${audience === 'holders' ? sql`true` : sql`u.employee_id = ${audience.employeeId}`}
      and exists (select from roles r where r.code = any (u.role_codes) and ${holds})
    order by u.id`;
}
