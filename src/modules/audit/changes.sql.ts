import type { Actor } from '../../kernel/actor.js';
import { maskedImage } from '../../platform/database/masked.js';
import { fieldOf } from '../../platform/database/names.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Change, FieldChange } from './audit.dto.js';

/** A change as the database gives it, before its columns are shown as fields. */
export interface ChangeRow extends Omit<Change, 'changes'> {
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

/** Before and after of a change (alias `a`), with `***` for fields the actor may not see. */
export const images = (actor: Actor): Sql => {
  const shownTo = (image: Sql) =>
    maskedImage(actor, { image, table: sql`a.table_name`, branch: sql`a.branch_id` });
  return sql`${shownTo(sql`a.before`)} as before, ${shownTo(sql`a.after`)} as after`;
};

export const changeColumns = (actor: Actor): Sql => sql`
  a.id::text as id, a.at, a.table_name as "table", a.record_id as "recordId", a.branch_id as "branchId", a.operation, a.version,
  ${images(actor)}, a.request_id as "requestId", a.job,
  jsonb_build_object('kind', a.actor_kind, 'userId', a.actor_id, 'login', a.actor_login, 'name', a.actor_name) as by`;

/** A table may be named as in a path, `group-members`, or as it is, `group_members`. */
export const tableOf = (name: string): string => name.replaceAll('-', '_');

/** Columns as the fields of the contract, each with its value before and after. */
export function shown<Row extends ChangeRow>({
  before,
  after,
  ...rest
}: Row): Omit<Row, 'before' | 'after'> & { changes: FieldChange[] } {
  const columns = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
    .filter((column) => column !== 'id')
    .sort();
  const changes = columns.map((column) => ({
    field: fieldOf(column),
    before: before?.[column] ?? null,
    after: after?.[column] ?? null,
  }));
  return { ...rest, changes };
}
