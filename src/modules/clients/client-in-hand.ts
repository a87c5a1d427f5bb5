import type { LocalDate } from '../../kernel/local-date.js';
import { localDateOf } from '../../platform/clock/clock.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { ClientNotFound } from './clients.errors.js';
import { clientReach } from './clients.queries.js';

/** A client as those need them who write something about them. */
export interface ClientInHand {
  id: string;
  branchId: string;
  birthDate: LocalDate | null;
  /** In the branch's zone. */
  today: LocalDate;
}

/** The client within the actor's reach, locked: what is written about one client is written one after the other. */
export async function takeClient(tx: Tx, id: string, permission: string): Promise<ClientInHand> {
  const client = await tx.find<{ branchId: string; birthDate: LocalDate | null; timeZone: string }>(sql`
    select r.branch_id as "branchId", r.birth_date as "birthDate", b.time_zone as "timeZone"
    from clients r join branches b on b.id = r.branch_id
    where r.id = ${id} and ${clientReach(tx.actor, permission, 'r')} for update of r`);
  if (client === null) throw ClientNotFound({ id });
  const { timeZone, ...rest } = client;
  return { id, ...rest, today: localDateOf(tx.now, timeZone) };
}
