import { scopeOf, type Actor } from '../../kernel/actor.js';
import { fieldGroups, type FieldGroup } from '../../kernel/field-groups.js';
import { reach } from './reach.js';
import { sql, type Sql } from './sql.js';

/** The condition that a row is within the actor's reach under a permission. */
export type Within = (permission: string) => Sql;

/**
 * A value of a field group as the actor may see it: the value, or `otherwise` where they may not. Decided in the statement,
 * so what may not be seen is not even read out.
 */
export function masked(
  actor: Actor,
  { read }: FieldGroup,
  value: Sql,
  within: Within,
  otherwise: Sql = sql`null`,
): Sql {
  const scope = scopeOf(actor, read);
  if (scope === 'all') return value;
  return scope === null ? otherwise : sql`case when ${within(read)} then ${value} else ${otherwise} end`;
}

/** Whether the actor sees the fields of a group in a row: `true`, `false` or the condition. */
export const sees = (actor: Actor, group: FieldGroup, within: Within): Sql =>
  masked(actor, group, sql`true`, within, sql`false`);

/** The condition that all of these permissions reach a row; null when they do wherever it is. */
export function restriction(actor: Actor, permissions: readonly string[], within: Within): Sql | null {
  const narrow = permissions.filter((permission) => scopeOf(actor, permission) !== 'all');
  return narrow.length === 0 ? null : sql.and(narrow.map(within));
}

/**
 * A row as the trail keeps it, with `***` for what the actor may not see. A change carries its branch and nothing to tell
 * whose own it is: a right with the scope `own` opens no value here.
 */
export function maskedImage(actor: Actor, row: { image: Sql; table: Sql; branch: Sql }): Sql {
  const closed = fieldGroups.filter((group) => scopeOf(actor, group.read) !== 'all');
  if (closed.length === 0) return row.image;
  const hidden = closed.map(({ columns, read }) => {
    const ofTable = sql`(${JSON.stringify(Object.fromEntries(columns))}::jsonb -> ${row.table})`;
    return sql`(not coalesce(${reach(actor, read, { branch: row.branch })}, false) and coalesce(${ofTable} ? e.key, false))`;
  });
  return sql`(select jsonb_object_agg(e.key, case when ${sql.join(hidden, sql` or `)} then '"***"'::jsonb else e.value end)
    from jsonb_each(${row.image}) e)`;
}
