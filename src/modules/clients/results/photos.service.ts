import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { Db } from '../../../platform/database/db.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Files, type StoredFile } from '../../../platform/files/files.js';
import { takeClient } from '../client-in-hand.js';
import { Clients } from '../clients.permissions.js';
import { clientReach } from '../clients.queries.js';
import type { AcceptedFile } from './accepted-file.js';
import type { Photo } from './results.dto.js';
import { ClientPhotoRow } from './results.entity.js';
import { PhotoNotFound } from './results.errors.js';

/** Photos of clients, one each. */
@Injectable()
export class PhotosService {
  constructor(
    private readonly db: Db,
    private readonly files: Files,
  ) {}

  /** A photo takes the place of the one before. */
  async put(tx: Tx, clientId: string, { name, mediaType, bytes }: AcceptedFile): Promise<Photo> {
    await takeClient(tx, clientId, Clients.write);
    await this.drop(tx, clientId);
    const { id, size } = await this.files.keep(tx, { name, mediaType, content: [bytes] });
    await tx.insert(ClientPhotoRow, { id, clientId });
    return { mediaType, size };
  }

  async find(actor: Actor, clientId: string): Promise<StoredFile> {
    const photo = await this.db.find<{ id: string }>(sql`
      select p.id from client_photos p join clients c on c.id = p.client_id
      where c.id = ${clientId} and ${clientReach(actor, Clients.read, 'c')}`);
    const file = photo === null ? null : await this.files.find(photo.id);
    if (file === null) throw PhotoNotFound({ id: clientId });
    return file;
  }

  async remove(tx: Tx, clientId: string): Promise<void> {
    await takeClient(tx, clientId, Clients.write);
    if ((await this.drop(tx, clientId)) === 0) throw PhotoNotFound({ id: clientId });
  }

  private async drop(tx: Tx, clientId: string): Promise<number> {
    const gone = await tx.query<{ id: string }>(
      sql`delete from client_photos where client_id = ${clientId} returning id`,
    );
    const ids = gone.map(({ id }) => id);
    await this.files.remove(tx, ids);
    return gone.length;
  }
}
