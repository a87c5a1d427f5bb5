import { Injectable, type OnModuleInit } from '@nestjs/common';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { Timers } from '../../../platform/events/timers.js';
import { certificateExpiring } from './health.events.js';

/** Tells once of each certificate that it ends soon, to whom an activity asks for it. */
@Injectable()
export class Certificates implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly events: Events,
  ) {}

  onModuleInit(): void {
    this.timers.every('day', 'certificates.due', (tx) => this.tell(tx));
  }

  /** The notice is a row that can be there once, so neither a second run nor a later day tells it again. */
  async tell(tx: Tx): Promise<void> {
    const told = await tx.query<{ clientId: string; branchId: string; expiresOn: string }>(sql`
      with told as (
        insert into certificate_notices (id, health_record_id, expires_on)
        select uuidv7(), a.subject_id, a.since
        from (select distinct subject_id, since from certificate_alerts(${tx.now}::timestamptz) where code = 'certificate_expiring') a
        order by a.subject_id
        on conflict do nothing returning health_record_id, expires_on
      )
      select h.client_id as "clientId", c.branch_id as "branchId", t.expires_on as "expiresOn"
      from told t join health_records h on h.id = t.health_record_id join clients c on c.id = h.client_id`);
    await this.events.recordMany(
      tx,
      told.map(({ clientId, branchId, expiresOn }) => ({
        event: certificateExpiring({ clientId, expiresOn }),
        place: { subjectId: clientId, branchId },
      })),
    );
  }
}
