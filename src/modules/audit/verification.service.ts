import { Injectable, Logger } from '@nestjs/common';
import { scopeOf, type Actor } from '../../kernel/actor.js';
import { Db } from '../../platform/database/db.js';
import { newId } from '../../platform/database/ids.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { WholeOrganisationOnly } from './audit.errors.js';
import { trailBroken } from './audit.events.js';
import { Audit } from './audit.permissions.js';
import { SealsService } from './seals.service.js';
import type { TrailFault, Verification, VerificationQuery } from './trail.dto.js';

const RECENT = 20;
const AT_ONCE = 20;
const TOLD = 1_000;

/** Compares the trail with its seals. The chain is always checked whole, the changes of the seals asked for. */
@Injectable()
export class VerificationService {
  private readonly logger = new Logger('trail');

  constructor(
    private readonly db: Db,
    private readonly seals: SealsService,
    private readonly events: Events,
  ) {}

  /** Seals know no branches: who asks must read the whole trail. */
  async verifyFor(actor: Actor, query: VerificationQuery): Promise<Verification> {
    if (scopeOf(actor, Audit.read) !== 'all') throw WholeOrganisationOnly();
    return this.verify(query);
  }

  async verify(query: VerificationQuery = {}, reader: Reader = this.db): Promise<Verification> {
    const { waiting, head } = await this.seals.standing(reader);
    const last = head?.number ?? 0;
    const first = query.mode === 'full' ? 1 : (query.fromSeal ?? Math.max(1, last - RECENT + 1));
    const faults = await brokenSeals(reader);
    let compared = { seals: 0, changes: 0 };
    // Each statement sees the seals and their changes at one moment, and ends within the time a statement may take.
    for (let from = first; from <= last && faults.length < TOLD; from += AT_ONCE) {
      const part = await compare(reader, from, Math.min(last, from + AT_ONCE - 1));
      faults.push(...part.faults);
      compared = { seals: compared.seals + part.seals, changes: compared.changes + part.changes };
    }
    const broken = faults.map((fault) => fault.seal);
    return {
      holds: faults.length === 0,
      firstBroken: broken.length === 0 ? null : Math.min(...broken),
      faults: faults.slice(0, TOLD),
      seals: last,
      ...{ comparedSeals: compared.seals, comparedChanges: compared.changes },
      ...{ waiting, head },
    };
  }

  /** Every night the seals that no night before has compared; what is broken is told in the log and as an event. */
  async verifyNightly(tx: Tx): Promise<void> {
    const before = await tx.find<{ through: number }>(
      sql`select through_seal as through from audit_verifications where faults = 0 order by through_seal desc limit 1`,
    );
    const found = await this.verify({ fromSeal: (before?.through ?? 0) + 1 }, tx);
    await tx.run(sql`insert into audit_verifications (id, through_seal, faults)
                     values (${newId()}, ${found.seals}, ${found.faults.length})`);
    if (found.head !== null)
      this.logger.log(`seal ${String(found.head.number)} of the trail is ${found.head.digest}`);
    if (found.firstBroken === null) return;
    const { firstBroken, faults } = found;
    this.logger.error(
      `the trail is not as it was sealed: ${String(faults.length)} faults from seal ${String(firstBroken)} on`,
    );
    await this.events.record(tx, trailBroken({ firstBroken, faults: faults.length }));
  }
}

async function brokenSeals(reader: Reader): Promise<TrailFault[]> {
  const rows = await reader.query<{ seal: number }>(sql`select seal from broken_seals() limit ${TOLD}`);
  return rows.map(({ seal }) => ({ seal, kind: 'chain', changeId: null, table: null, recordId: null }));
}

async function compare(
  reader: Reader,
  from: number,
  through: number,
): Promise<{ seals: number; changes: number; faults: TrailFault[] }> {
  const faults = await reader.query<TrailFault>(sql`
    select s.number as seal, f.kind, f.change_id::text as "changeId", f.table_name as "table", f.record_id as "recordId"
    from audit_seals s cross join lateral verify_seal(s.number) f
    where s.number between ${from} and ${through} order by s.number, f.change_id nulls first limit ${TOLD}`);
  const counted = await reader.find<{ seals: number; changes: number }>(
    sql`select count(*) as seals, coalesce(sum(changes), 0)::bigint as changes from audit_seals where number between ${from} and ${through}`,
  );
  return { seals: counted?.seals ?? 0, changes: counted?.changes ?? 0, faults };
}
