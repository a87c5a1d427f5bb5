import type { Actor } from '../../../kernel/actor.js';
import { reach } from '../../../platform/database/reach.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { ClientNotFound, Clients } from '../../clients/index.js';

/** Whether the actor may see the client under the alias `c`: a teacher's own clients are those they teach. */
export const clientReach = (actor: Actor): Sql =>
  reach(actor, Clients.read, {
    branch: sql`c.branch_id`,
    own: sql`exists (select from client_teachers t where t.client_id = c.id and t.employee_id = ${actor.employeeId})`,
  });

export async function assertClient(reader: Reader, actor: Actor, id: string): Promise<void> {
  const client = await reader.find(
    sql`select c.id from clients c where c.id = ${id} and ${clientReach(actor)}`,
  );
  if (client === null) throw ClientNotFound({ id });
}

/** The client's name, or null for those who may not see it. */
export const clientName = (actor: Actor): Sql =>
  sql`case when ${clientReach(actor)} then concat_ws(' ', c.last_name, c.first_name) end`;
