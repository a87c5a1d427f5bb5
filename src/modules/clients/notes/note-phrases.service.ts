import { Injectable } from '@nestjs/common';
import type { Page } from '../../../kernel/page.js';
import { Db } from '../../../platform/database/db.js';
import { newId } from '../../../platform/database/ids.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../../platform/database/versioned.js';
import type { NotePhrase, NotePhrasePatch, NotePhraseQuery, NotePhraseRequest } from './notes.dto.js';
import { NotePhraseRow } from './notes.entity.js';
import { NotePhraseNotFound } from './notes.errors.js';

const PHRASE = sql`
  select id, type, text, version, created_at as "createdAt", created_by as "createdBy", updated_at as "updatedAt", updated_by as "updatedBy"
  from note_phrases`;

/** Ready-made texts of notes, by type. */
@Injectable()
export class NotePhrasesService {
  constructor(private readonly db: Db) {}

  list(query: NotePhraseQuery): Promise<Page<NotePhrase>> {
    return keysetPage<NotePhrase>(this.db, {
      query,
      sorts: { text: { column: sql`text`, type: 'text' } },
      defaultSort: 'text',
      id: sql`id`,
      select: PHRASE,
      where: [query.type !== undefined && sql`type = any (${query.type})`],
    });
  }

  async add(tx: Tx, { type, text }: NotePhraseRequest): Promise<NotePhrase> {
    const id = newId();
    await tx.insert(NotePhraseRow, { id, type, text });
    return tx.one(sql`${PHRASE} where id = ${id}`);
  }

  async change(tx: Tx, id: string, patch: NotePhrasePatch, base: EditBase): Promise<NotePhrase> {
    const notFound = NotePhraseNotFound;
    await editRecord(tx, { table: 'note_phrases', id, patch, base, notFound, reach: sql`true` });
    return tx.one(sql`${PHRASE} where id = ${id}`);
  }

  async remove(tx: Tx, id: string): Promise<void> {
    const removed = await tx.run(sql`delete from note_phrases where id = ${id}`);
    if (removed === 0) throw NotePhraseNotFound({ id });
  }
}
