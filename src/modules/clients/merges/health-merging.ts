import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Cipher } from '../../../platform/crypto/cipher.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { foldHealth, type HealthMember } from '../health/health-folding.rules.js';
import { nothingKnown, type HealthContent } from '../health/health.rules.js';
import { MergeParts, type MergePart, type MergeRecord, type Obstacle } from './merge-parts.js';
import type { MergeWork } from './merge-work.js';
import type { Side } from './merge.rules.js';

interface Kept {
  id: string;
  clientId: string;
  secret: string;
}

interface Notes {
  side: Side;
  differences: HealthMember[];
}

/**
 * Health records of two who are one. The duplicate's is folded into the survivor's and stays with the duplicate, sealed
 * as it was; what the survivor's was is sealed beside it until the merge is undone. Measurements are moved with all else.
 * Nobody sees a value here: only the names of members in which the two differ leave this file.
 */
@Injectable()
export class HealthMerging implements MergePart, OnModuleInit {
  readonly name = 'health';

  constructor(
    private readonly parts: MergeParts,
    private readonly cipher: Cipher,
  ) {}

  onModuleInit(): void {
    this.parts.register(this);
  }

  async before(work: MergeWork): Promise<void> {
    if (work.kind !== 'client') return;
    const { tx, survivorId, duplicateId, mergeId } = work;
    const [survivor, duplicate] = await both(tx, survivorId, duplicateId);
    if (survivor === undefined || duplicate === undefined) return;
    const side = work.fields['health'] ?? 'survivor';
    const before = this.opened(survivor);
    const { content, differences } = foldHealth(before, this.opened(duplicate), side);
    const id = newId();
    const secret = this.cipher.seal(JSON.stringify(before), {
      table: 'health_before_merges',
      column: 'secret',
      id,
    });
    await tx.run(sql`
      insert into health_before_merges (id, merge_id, client_id, health_record_id, secret)
      values (${id}, ${mergeId}, ${survivorId}, ${survivor.id}, ${secret})`);
    await this.write(tx, survivor.id, content);
    work.keep('health_records', [duplicate.id], 'health-folded');
    const notes: Notes = { side, differences };
    work.notes[this.name] = notes;
  }

  /** Somebody has written into the record of both since. */
  async obstacles(tx: Tx, merge: MergeRecord): Promise<Obstacle[]> {
    const folded = await this.folded(tx, merge);
    if (folded === null) return [];
    const { survivor, duplicate, before, side } = folded;
    const { content } = foldHealth(before, this.opened(duplicate), side);
    if (JSON.stringify(this.opened(survivor)) === JSON.stringify(content)) return [];
    return [{ code: 'row-changed', table: 'health_records', id: survivor.id }];
  }

  async undo(tx: Tx, merge: MergeRecord): Promise<void> {
    const folded = await this.folded(tx, merge);
    if (folded === null) return;
    await this.write(tx, folded.survivor.id, folded.before);
    await tx.run(sql`delete from health_before_merges where merge_id = ${merge.id}`);
  }

  private async folded(tx: Tx, merge: MergeRecord) {
    const notes = merge.notes[this.name] as Notes | undefined;
    if (notes === undefined) return null;
    const kept = await tx.find<{ id: string; secret: string }>(
      sql`select id, secret from health_before_merges where merge_id = ${merge.id}`,
    );
    const [survivor, duplicate] = await both(tx, merge.survivorId, merge.duplicateId);
    if (kept === null || survivor === undefined || duplicate === undefined) return null;
    const place = { table: 'health_before_merges', column: 'secret', id: kept.id };
    return { survivor, duplicate, before: this.contentOf(kept.secret, place), side: notes.side };
  }

  private async write(tx: Tx, id: string, content: HealthContent): Promise<void> {
    const secret = this.cipher.seal(JSON.stringify(content), {
      table: 'health_records',
      column: 'secret',
      id,
    });
    await tx.run(sql`
      update health_records set secret = ${secret}, certificate_expires_on = ${content.certificate?.expiresOn ?? null}::date
      where id = ${id}`);
  }

  private opened({ id, secret }: Kept): HealthContent {
    return this.contentOf(secret, { table: 'health_records', column: 'secret', id });
  }

  private contentOf(secret: string, place: { table: string; column: string; id: string }): HealthContent {
    const text = this.cipher.openUnlessErased(secret, place);
    return text === null ? nothingKnown : (JSON.parse(text) as HealthContent);
  }
}

async function both(
  tx: Tx,
  survivorId: string,
  duplicateId: string,
): Promise<[Kept | undefined, Kept | undefined]> {
  const rows = await tx.query<Kept>(sql`
    select id, client_id as "clientId", secret from health_records
    where client_id in (${survivorId}, ${duplicateId}) order by id for update`);
  const of = (clientId: string) => rows.find((row) => row.clientId === clientId);
  return [of(survivorId), of(duplicateId)];
}
