import type { Actor } from '../../kernel/actor.js';
import { reach } from '../../platform/database/reach.js';
import { sql, type Sql } from '../../platform/database/sql.js';

/** Loans under the alias `l` within the actor's reach: a teacher's own are those of the clients they teach. */
export const loanReach = (actor: Actor, permission: string): Sql =>
  reach(actor, permission, {
    branch: sql`l.branch_id`,
    own: sql`exists (select from client_teachers t where t.client_id = l.client_id and t.employee_id = ${actor.employeeId})`,
  });
