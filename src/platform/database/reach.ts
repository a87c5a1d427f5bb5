import { scopeOf, type Actor } from '../../kernel/actor.js';
import { sql, type Sql } from './sql.js';

/** How a table shows its branch and, where there is one, its own person. */
export interface ReachColumns {
  branch: Sql;
  /** True for the actor's own rows; without it the scope `own` reaches nothing. */
  own?: Sql;
}

/** The condition that keeps rows within an actor's reach. What is out of reach does not exist for them. */
export function reach(actor: Actor, permission: string, columns: ReachColumns): Sql {
  const scope = scopeOf(actor, permission);
  if (scope === 'all') return sql`true`;
  if (scope === 'branch') return sql`${columns.branch} = any (${actor.branchIds}::uuid[])`;
  return scope === 'own' && columns.own !== undefined ? columns.own : sql`false`;
}
