import { sql, type Sql } from '../../../platform/database/sql.js';
import type { Actor } from '../../../kernel/actor.js';
import type { Instant } from '../../../platform/clock/clock.js';

/** Who was there; whoever is not marked is taken as present, which is what the mark means. */
export const CAME = sql`('present', 'late', 'not_marked', 'trial', 'make_up', 'free')`;
/** Who was expected and was not there. Whoever is frozen was not expected. */
export const MISSED = sql`('absent', 'absent_excused')`;

/** Whether a completion, or a mark, stood at a moment: it was made by then and not taken back. */
export const stood = (made: Sql, ended: Sql, asOf: Instant): Sql =>
  sql`${made} <= ${asOf} and (${ended} is null or ${ended} > ${asOf})`;

/** Whether the actor is a teacher of a row that has both: what `own` means of groups, lessons and completions. */
export const taughtBy = (actor: Actor, alias: string): Sql =>
  sql`${actor.employeeId}::uuid in (${sql.ident(`${alias}.teacher_id`)}, ${sql.ident(`${alias}.second_teacher_id`)})`;

/** A person as lists show them. */
export const FULL_NAME = (alias: string): Sql => {
  const person = sql.ident(alias);
  return sql`concat_ws(' ', ${person}.last_name, ${person}.first_name, ${person}.middle_name)`;
};
