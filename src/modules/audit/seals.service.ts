import { Injectable } from '@nestjs/common';
import { scopeOf, systemActor } from '../../kernel/actor.js';
import { Db } from '../../platform/database/db.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { WholeOrganisationOnly } from './audit.errors.js';
import { Audit } from './audit.permissions.js';
import type { SealHead, Sealing } from './trail.dto.js';

const BATCH = 2_000;
const BATCHES = 25;
const ROUNDS = 20;

/** Seals what no running transaction can still add to. The digests are made by the database, as the owner of the trail. */
@Injectable()
export class SealsService {
  constructor(private readonly db: Db) {}

  /** On demand; seals know no branches. */
  async sealFor(tx: Tx): Promise<Sealing> {
    if (scopeOf(tx.actor, Audit.review) !== 'all') throw WholeOrganisationOnly();
    return this.seal(tx);
  }

  /** Seals up to the last ceiling that is settled; a million changes at most, the next call goes on. */
  async seal(tx: Tx): Promise<Sealing> {
    let sealed = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const { count } = await tx.one<{ count: number }>(
        sql`select seal_trail(${BATCH}, ${BATCHES}) as count`,
      );
      sealed += count;
      if (count < BATCH * BATCHES) break;
    }
    return { sealed, ...(await this.standing(tx)) };
  }

  /**
   * Notes how far ids are given out. It has a transaction of its own: its number must be younger than every transaction
   * that took such an id, and it must be over before anything can be settled by it.
   */
  noteCeiling(): Promise<void> {
    return this.db.tx(systemActor('seals'), async (tx) => {
      await tx.run(sql`select note_trail_ceiling()`);
    });
  }

  async standing(reader: Reader): Promise<{ waiting: number; head: SealHead | null }> {
    const found = await reader.find<{ waiting: number; head: SealHead | null }>(sql`
      select (select count(*) from audit_changes a where a.id > coalesce((select max(through_id) from audit_seals), 0)) as waiting,
             (select jsonb_build_object('number', s.number, 'digest', encode(s.digest, 'hex'), 'sealedAt', utc(s.sealed_at))
              from audit_seals s order by s.number desc limit 1) as head`);
    return found ?? { waiting: 0, head: null };
  }
}
