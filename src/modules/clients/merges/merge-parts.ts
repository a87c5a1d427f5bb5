import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/tx.js';
import type { ChangedRow, KeptRow, MergeWork, MovedRows } from './merge-work.js';

/** A merge as it is remembered. */
export interface MergeRecord {
  id: string;
  kind: 'client' | 'guardian';
  survivorId: string;
  duplicateId: string;
  survivorVersion: number;
  duplicateVersion: number;
  moved: MovedRows[];
  kept: KeptRow[];
  changed: ChangedRow[];
  notes: Record<string, unknown>;
  undoneAt: string | null;
}

/** Something that happened since and belongs to neither record alone. */
export interface Obstacle {
  code: string;
  table: string;
  id: string | null;
}

/** What a module has to say when two records become one; rows without a say are moved as they are. */
export interface MergePart {
  readonly name: string;
  /** Under the locks of both records, before their rows are moved: locks, decides what stays, changes what must fit. */
  before?(work: MergeWork): Promise<void>;
  /** Why taking this merge back would be ambiguous by now. */
  obstacles?(tx: Tx, merge: MergeRecord): Promise<Obstacle[]>;
  /** Takes back its own before the rows go back. */
  undo?(tx: Tx, merge: MergeRecord): Promise<void>;
}

/** Parts register themselves in `onModuleInit`, so that this module need not know those above it. */
@Injectable()
export class MergeParts {
  private readonly parts: MergePart[] = [];

  register(part: MergePart): void {
    this.parts.push(part);
  }

  async before(work: MergeWork): Promise<void> {
    for (const part of this.parts) await part.before?.(work);
  }

  async obstacles(tx: Tx, merge: MergeRecord): Promise<Obstacle[]> {
    const found: Obstacle[] = [];
    for (const part of this.parts) found.push(...((await part.obstacles?.(tx, merge)) ?? []));
    return found;
  }

  async undo(tx: Tx, merge: MergeRecord): Promise<void> {
    for (const part of [...this.parts].reverse()) await part.undo?.(tx, merge);
  }
}
