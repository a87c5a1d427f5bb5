import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { invalid } from '../../../kernel/faults.js';
import { Cipher, type SealedPlace } from '../../../platform/crypto/cipher.js';
import { Db } from '../../../platform/database/db.js';
import { newId } from '../../../platform/database/ids.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import {
  VersionRequired,
  VersionStale,
  VersionUnknown,
  type EditBase,
} from '../../../platform/database/versioned.js';
import { Events } from '../../../platform/events/events.js';
import { takeClient, type ClientInHand } from '../client-in-hand.js';
import { ClientNotFound } from '../clients.errors.js';
import { clientReach } from '../clients.queries.js';
import type { HealthRecord } from './health.dto.js';
import { HealthRecordRow } from './health.entity.js';
import { HealthChangedMeanwhile } from './health.errors.js';
import { healthChanged } from './health.events.js';
import { Health } from './health.permissions.js';
import {
  healthFaults,
  nothingKnown,
  withChange,
  type HealthChange,
  type HealthContent,
} from './health.rules.js';

interface Kept {
  id: string;
  secret: string;
  version: number;
  updatedAt: string;
  updatedBy: HealthRecord['updatedBy'];
}

/** Health records: sealed as a whole, opened only here. */
@Injectable()
export class HealthService {
  constructor(
    private readonly db: Db,
    private readonly cipher: Cipher,
    private readonly events: Events,
  ) {}

  async get(actor: Actor, clientId: string): Promise<HealthRecord> {
    const client = await this.db.find(
      sql`select from clients c where c.id = ${clientId} and ${clientReach(actor, Health.read, 'c')}`,
    );
    if (client === null) throw ClientNotFound({ id: clientId });
    return this.shown(clientId, await this.find(this.db, clientId));
  }

  /** What the family said at registration. */
  async begin(tx: Tx, client: ClientInHand, change: HealthChange): Promise<void> {
    await this.write(tx, client, { kept: null, content: withChange(nothingKnown, change) });
  }

  /**
   * Changes the record. The trail does not know its values, so edits cannot be merged field by field: each must be based
   * on the newest version.
   */
  async change(tx: Tx, clientId: string, change: HealthChange, base: EditBase): Promise<HealthRecord> {
    const client = await takeClient(tx, clientId, Health.write);
    const kept = await this.find(tx, clientId);
    refuseStale(base, kept?.version ?? 0);
    const before = kept === null ? nothingKnown : this.opened(kept);
    const content = withChange(before, change);
    const faults = healthFaults(content, client.today);
    if (faults.length > 0) throw invalid(faults);
    if (JSON.stringify(content) !== JSON.stringify(before)) await this.write(tx, client, { kept, content });
    return this.shown(clientId, await this.find(tx, clientId));
  }

  private async write(
    tx: Tx,
    client: ClientInHand,
    { kept, content }: { kept: Kept | null; content: HealthContent },
  ): Promise<void> {
    const id = kept?.id ?? newId();
    const columns = {
      secret: this.cipher.seal(JSON.stringify(content), placeOf(id)),
      certificateExpiresOn: content.certificate?.expiresOn ?? null,
    };
    if (kept === null) await tx.insert(HealthRecordRow, { id, clientId: client.id, ...columns });
    else await tx.update(HealthRecordRow, id, columns);
    const place = { subjectId: client.id, branchId: client.branchId };
    await this.events.record(tx, healthChanged({ clientId: client.id }), place);
  }

  private find(reader: Reader, clientId: string): Promise<Kept | null> {
    return reader.find<Kept>(sql`
      select id, secret, version, updated_at as "updatedAt", updated_by as "updatedBy"
      from health_records where client_id = ${clientId}`);
  }

  private opened({ id, secret }: Kept): HealthContent {
    const text = this.cipher.openUnlessErased(secret, placeOf(id));
    return text === null ? nothingKnown : (JSON.parse(text) as HealthContent);
  }

  private shown(clientId: string, kept: Kept | null): HealthRecord {
    if (kept === null) return { clientId, ...nothingKnown, version: 0, updatedAt: null, updatedBy: null };
    const { version, updatedAt, updatedBy } = kept;
    return { clientId, ...this.opened(kept), version, updatedAt, updatedBy };
  }
}

const placeOf = (id: string): SealedPlace => ({ table: 'health_records', column: 'secret', id });

function refuseStale({ ifMatch, version }: EditBase, current: number): void {
  if (ifMatch !== null) {
    const isNewest = ifMatch === '*' ? current > 0 : ifMatch === current;
    if (!isNewest) throw VersionStale({ asked: ifMatch, current });
    return;
  }
  if (version === null) throw VersionRequired();
  if (version > current) throw VersionUnknown({ asked: version, current });
  if (version < current) throw HealthChangedMeanwhile({ version: current });
}
