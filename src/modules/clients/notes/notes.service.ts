import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { invalid, unknownReference } from '../../../kernel/faults.js';
import type { Page } from '../../../kernel/page.js';
import { Db } from '../../../platform/database/db.js';
import { newId } from '../../../platform/database/ids.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { takeClient } from '../client-in-hand.js';
import { ClientNotFound } from '../clients.errors.js';
import { clientReach } from '../clients.queries.js';
import type { Note, NoteListQuery, NoteRequest } from './notes.dto.js';
import { NoteRow } from './notes.entity.js';
import { NoteNotFound } from './notes.errors.js';
import { noteAdded } from './notes.events.js';
import { Notes } from './notes.permissions.js';

const NOTE = sql`
  select n.id, n.client_id as "clientId", n.type, n.text, exists (select from note_pins p where p.note_id = n.id) as "isPinned",
         n.replaces_id as "replacesId", (select r.id from notes r where r.replaces_id = n.id) as "replacedById",
         n.created_at as "createdAt", n.created_by as "createdBy"
  from notes n`;

/** What people write down about clients: signed, never changed; a better one takes the place of a worse. */
@Injectable()
export class NotesService {
  constructor(
    private readonly db: Db,
    private readonly events: Events,
  ) {}

  async list(actor: Actor, clientId: string, query: NoteListQuery): Promise<Page<Note>> {
    const client = await this.db.find(
      sql`select from clients c where c.id = ${clientId} and ${clientReach(actor, Notes.read, 'c')}`,
    );
    if (client === null) throw ClientNotFound({ id: clientId });
    const pinned = sql`exists (select from note_pins p where p.note_id = n.id)`;
    return keysetPage<Note>(this.db, {
      query,
      sorts: { createdAt: { column: sql`n.created_at`, type: 'timestamptz' } },
      defaultSort: '-createdAt',
      id: sql`n.id`,
      select: NOTE,
      where: [
        sql`n.client_id = ${clientId}`,
        query.type !== undefined && sql`n.type = any (${query.type})`,
        query.pinned !== undefined && sql`${pinned} = ${query.pinned === 'true'}`,
        query.history !== 'true' && sql`not exists (select from notes r where r.replaces_id = n.id)`,
      ],
    });
  }

  async add(tx: Tx, clientId: string, { type, text, replacesId }: NoteRequest): Promise<Note> {
    const client = await takeClient(tx, clientId, Notes.write);
    if (replacesId !== undefined && (await find(tx, clientId, replacesId)) === null)
      throw invalid([unknownReference('/replacesId')]);
    const id = newId();
    // Of two who replace the same note the database lets one.
    await tx.insert(NoteRow, { id, clientId, type, text, replacesId: replacesId ?? null });
    const place = { subjectId: clientId, branchId: client.branchId };
    await this.events.record(tx, noteAdded({ clientId, noteId: id, type }), place);
    return this.get(tx, clientId, id);
  }

  /** Pins a note; one that is pinned stays so. */
  async pin(tx: Tx, clientId: string, id: string): Promise<Note> {
    await takeClient(tx, clientId, Notes.write);
    await this.get(tx, clientId, id);
    await tx.run(
      sql`insert into note_pins (id, note_id) values (${newId()}, ${id}) on conflict (note_id) do nothing`,
    );
    return this.get(tx, clientId, id);
  }

  async unpin(tx: Tx, clientId: string, id: string): Promise<Note> {
    await takeClient(tx, clientId, Notes.write);
    await tx.run(
      sql`delete from note_pins p using notes n where n.id = p.note_id and n.id = ${id} and n.client_id = ${clientId}`,
    );
    return this.get(tx, clientId, id);
  }

  private async get(reader: Reader, clientId: string, id: string): Promise<Note> {
    const note = await find(reader, clientId, id);
    if (note === null) throw NoteNotFound({ id });
    return note;
  }
}

const find = (reader: Reader, clientId: string, id: string): Promise<Note | null> =>
  reader.find<Note>(sql`${NOTE} where n.id = ${id} and n.client_id = ${clientId}`);
