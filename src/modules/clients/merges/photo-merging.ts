import { Injectable, type OnModuleInit } from '@nestjs/common';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { MergeParts, type MergePart } from './merge-parts.js';
import type { MergeWork } from './merge-work.js';

/** Photos of two who are one: each has one, so they stay or, when the duplicate's was chosen, change places. None is lost. */
@Injectable()
export class PhotoMerging implements MergePart, OnModuleInit {
  readonly name = 'photo';

  constructor(private readonly parts: MergeParts) {}

  onModuleInit(): void {
    this.parts.register(this);
  }

  async before(work: MergeWork): Promise<void> {
    if (work.kind !== 'client') return;
    const { tx, survivorId, duplicateId } = work;
    const photos = await tx.query<{ id: string; clientId: string }>(sql`
      select id, client_id as "clientId" from client_photos
      where client_id in (${survivorId}, ${duplicateId}) order by id for update`);
    const ours = photos.find(({ clientId }) => clientId === survivorId);
    const theirs = photos.find(({ clientId }) => clientId === duplicateId);
    if (ours === undefined || theirs === undefined) return;
    const isChosen = work.fields['photo'] === 'duplicate';
    if (isChosen) {
      await changePlaces(tx);
      await work.change('client_photos', ours.id, { client_id: duplicateId });
      await work.change('client_photos', theirs.id, { client_id: survivorId });
    }
    work.keep(
      'client_photos',
      [isChosen ? ours.id : theirs.id],
      isChosen ? 'photo-replaced' : 'survivor-has-it',
    );
  }

  /** What was changed is brought back row by row. */
  async undo(tx: Tx): Promise<void> {
    await changePlaces(tx);
  }
}

/** Two rows pass each other: the constraint looks at the end. */
const changePlaces = (tx: Tx): Promise<unknown> =>
  tx.run(sql`set constraints client_photos_client_key deferred`);
