import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import type { Language } from '../../kernel/errors.js';
import { invalid, unknownReference } from '../../kernel/faults.js';
import { newId } from '../../platform/database/ids.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../platform/database/versioned.js';
import { channelsOf, chosenBy, type Channels } from './channels.rules.js';
import { NoticeKinds } from './notice-kinds.js';
import type {
  KindChoice,
  NotificationPreferences,
  NotificationPreferencesPatch,
} from './notifications.dto.js';
import { PreferencesNotFound } from './notifications.errors.js';

interface Row {
  id: string;
  language: Language | null;
  kinds: Record<string, Partial<Channels>>;
  version: number;
}

/** What reaches a user and how. Nothing chosen is a choice too: then each kind comes as it was declared. */
@Injectable()
export class PreferencesService {
  constructor(private readonly kinds: NoticeKinds) {}

  async get(reader: Reader, actor: Actor, asked: Language): Promise<NotificationPreferences> {
    const row = await this.find(reader, actor);
    const language = row?.language ?? asked;
    const kinds = this.kinds.openTo(actor).map(({ code, title, email }) => ({
      kind: code,
      title: title[language],
      ...channelsOf(email, row?.kinds[code] ?? null),
      letters: email === 'daily' ? 'daily' : 'each',
    }));
    return { language: row?.language ?? null, kinds, version: row?.version ?? 1 };
  }

  async change(
    tx: Tx,
    patch: NotificationPreferencesPatch,
    base: EditBase,
    asked: Language,
  ): Promise<NotificationPreferences> {
    const { kinds: choices = [], language } = patch;
    this.refuseUnknown(tx.actor, choices);
    if (tx.actor.userId === null) throw PreferencesNotFound();
    await tx.run(sql`
      insert into notification_preferences (id, user_id, kinds) values (${newId()}, ${tx.actor.userId}, '{}')
      on conflict (user_id) do nothing`);
    const row = await this.find(tx, tx.actor, true);
    if (row === null) throw PreferencesNotFound();
    const kinds = structuredClone(row.kinds);
    for (const { kind, ...form } of choices) {
      const chosen = chosenBy(this.kinds.find(kind)?.email ?? 'each', kinds[kind] ?? null, form);
      if (Object.keys(chosen).length > 0) kinds[kind] = chosen;
    }
    await editRecord(tx, {
      table: 'notification_preferences',
      id: row.id,
      patch: { ...(language !== undefined && { language }), ...(choices.length > 0 && { kinds }) },
      base,
      notFound: PreferencesNotFound,
      reach: sql`true`,
    });
    return this.get(tx, tx.actor, asked);
  }

  private find(reader: Reader, actor: Actor, locks = false): Promise<Row | null> {
    return reader.find<Row>(sql`
      select id, language, kinds, version from notification_preferences
      where user_id = ${actor.userId} ${locks ? sql`for update` : sql``}`);
  }

  private refuseUnknown(actor: Actor, choices: readonly KindChoice[]): void {
    const open = this.kinds.openTo(actor).map(({ code }) => code);
    const faults = choices.flatMap(({ kind }, index) =>
      open.includes(kind) ? [] : [unknownReference(`/kinds/${String(index)}/kind`)],
    );
    if (faults.length > 0) throw invalid(faults);
  }
}
