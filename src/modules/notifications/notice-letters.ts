import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Language } from '../../kernel/errors.js';
import { Db } from '../../platform/database/db.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { ComposedLetter, Letter } from '../../platform/mail/letter.js';
import { Mail } from '../../platform/mail/mail.js';
import { ActorSource } from '../../platform/operations/actor-source.js';
import { noticeLetter } from './layout.js';
import type { NoticeParams } from './notice.js';
import { DIGEST_LETTER } from './digests.service.js';
import { NoticeKinds } from './notice-kinds.js';
import { NOTICE_LETTER } from './notices.service.js';
import { Telling } from './telling.js';

const SHOWN_AT_MOST = 100;

/** Notices by e-mail, made when they leave: with what the reader may see then, and without what they have read by then. */
@Injectable()
export class NoticeLetters implements OnModuleInit {
  constructor(
    private readonly db: Db,
    private readonly mail: Mail,
    private readonly actors: ActorSource,
    private readonly kinds: NoticeKinds,
    private readonly telling: Telling,
  ) {}

  onModuleInit(): void {
    this.mail.composes(NOTICE_LETTER, {
      compose: (letter) => this.compose(letter, sql`n.id = ${letter.params['notificationId']}`),
    });
    this.mail.composes(DIGEST_LETTER, {
      compose: (letter) =>
        this.compose(
          letter,
          sql`n.digest_tick = ${letter.params['tick']} and not exists (select from notification_reads d where d.notification_id = n.id)`,
        ),
    });
  }

  private async compose(letter: Letter, which: Sql): Promise<ComposedLetter | null> {
    const userId = String(letter.params['userId']);
    const actor = await this.actors.find(userId);
    if (actor === null) return null;
    const rows = await this.db.query<{ kind: string; params: NoticeParams }>(sql`
      select n.kind, n.params from notifications n
      where n.user_id = ${userId} and ${which} and ${this.kinds.readable(actor)}
      order by n.kind, n.created_at, n.id limit ${SHOWN_AT_MOST + 1}`);
    if (rows.length === 0) return null;
    const { language } = letter;
    const texts = await this.telling.texts(this.db, actor, rows.slice(0, SHOWN_AT_MOST), language);
    if (rows.length > SHOWN_AT_MOST) texts.push({ title: MORE[language], text: '' });
    const subject = letter.kind === DIGEST_LETTER ? DIGEST[language](rows.length) : (texts[0]?.title ?? '');
    return noticeLetter(subject, texts, language);
  }
}

const DIGEST: Readonly<Record<Language, (count: number) => string>> = {
  ru: (count) => `Сводка за день: ${String(Math.min(count, SHOWN_AT_MOST))}`,
  en: (count) => `Your day: ${String(Math.min(count, SHOWN_AT_MOST))}`,
};
const MORE: Readonly<Record<Language, string>> = {
  ru: 'Остальное во входящих.',
  en: 'The rest is in your inbox.',
};
