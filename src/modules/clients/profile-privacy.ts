import { Injectable, type OnModuleInit } from '@nestjs/common';
import { scopeOf, type Actor } from '../../kernel/actor.js';
import { Db } from '../../platform/database/db.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { Files } from '../../platform/files/files.js';
import { Health } from './health/health.permissions.js';
import { HealthReads } from './health/health-reads.js';
import { HealthService } from './health/health.service.js';
import { MeasurementsService } from './health/measurements.service.js';
import { PersonalData } from './privacy/personal-data.js';

/** What of the profile is sealed or lies in files: given to an export in the clear, taken away by an erasure. */
@Injectable()
export class ProfilePrivacy implements OnModuleInit {
  constructor(
    private readonly db: Db,
    private readonly personal: PersonalData,
    private readonly health: HealthService,
    private readonly measurements: MeasurementsService,
    private readonly reads: HealthReads,
    private readonly files: Files,
  ) {}

  onModuleInit(): void {
    // The sealed columns themselves are emptied like everything whose column says that it is personal.
    this.personal.register({
      section: 'health',
      export: (actor, clientIds, clientId) => this.healthOf(actor, clientIds, clientId),
    });
    this.personal.register({
      section: 'files',
      export: (_, clientIds) =>
        this.db.query(sql`select name, media_type as "mediaType", size, sha256 from files
        where id = any (array(${filesOf(clientIds)})) order by id`),
      erase: (tx, clientIds) => this.eraseFiles(tx, clientIds),
    });
  }

  /** For those only who may see health, and each time a look that is written down. */
  private async healthOf(actor: Actor, clientIds: readonly string[], clientId: string): Promise<unknown> {
    if (scopeOf(actor, Health.read) === null) return null;
    await this.reads.note(actor, clientId, 'record', Health.read);
    const records: unknown[] = [];
    for (const id of clientIds) {
      const { items } = await this.measurements.list(actor, id, { limit: 200, history: 'true' });
      records.push({ ...(await this.health.get(actor, id)), measurements: items });
    }
    return records;
  }

  private async eraseFiles(tx: Tx, clientIds: readonly string[]): Promise<void> {
    const ids = (await tx.query<{ id: string }>(filesOf(clientIds))).map(({ id }) => id);
    await tx.run(sql`delete from result_files where id = any (${ids}::uuid[])`);
    await tx.run(sql`delete from client_photos where id = any (${ids}::uuid[])`);
    await this.files.remove(tx, ids);
  }
}

const filesOf = (clientIds: readonly string[]) => sql`
  select l.id from result_files l join results s on s.id = l.result_id where s.client_id = any (${clientIds}::uuid[])
  union all
  select p.id from client_photos p where p.client_id = any (${clientIds}::uuid[])`;
