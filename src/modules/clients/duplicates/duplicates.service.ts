import { Injectable } from '@nestjs/common';
import { invalid, unknownReference } from '../../../kernel/faults.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Clients } from '../clients.permissions.js';
import { clientReach } from '../clients.queries.js';
import type { Dismissal, DismissalRequest } from './duplicates.dto.js';
import { DismissalNotFound } from './duplicates.errors.js';

/** Who was looked at and is not the same person. */
@Injectable()
export class DuplicatesService {
  async dismiss(tx: Tx, { clientId, otherId, reason = null }: DismissalRequest): Promise<Dismissal> {
    const known = await tx.query<{ id: string }>(sql`
      select r.id from clients r where r.id in (${clientId}, ${otherId}) and ${clientReach(tx.actor, Clients.merge, 'r')} order by r.id`);
    const [one, other] = known;
    const has = (id: string) => known.some((client) => client.id === id.toLowerCase());
    if (!has(clientId) || !has(otherId)) {
      throw invalid([
        ...(has(clientId) ? [] : [unknownReference('/clientId')]),
        ...(has(otherId) ? [] : [unknownReference('/otherId')]),
      ]);
    }
    if (one === undefined || other === undefined) {
      const detail = 'Name two clients.';
      throw invalid([{ pointer: '/otherId', code: 'duplicate.same-record', detail }]);
    }
    return tx.one<Dismissal>(sql`
      insert into duplicate_dismissals (id, one_id, other_id, reason) values (${newId()}, ${one.id}, ${other.id}, ${reason})
      returning id, one_id as "clientId", other_id as "otherId", reason, version, created_at as "createdAt", created_by as "createdBy"`);
  }

  /** They may be proposed again. */
  async retract(tx: Tx, id: string): Promise<void> {
    const gone = await tx.run(sql`
      delete from duplicate_dismissals d using clients a, clients b
      where d.id = ${id} and a.id = d.one_id and b.id = d.other_id
        and exists (select from clients c where c.id = a.id and ${clientReach(tx.actor, Clients.merge, 'c')})
        and exists (select from clients c where c.id = b.id and ${clientReach(tx.actor, Clients.merge, 'c')})`);
    if (gone === 0) throw DismissalNotFound({ id });
  }
}
