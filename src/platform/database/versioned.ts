import { defineError, type DeclaredError } from '../../kernel/errors.js';
import { columnOf, fieldOf } from './names.js';
import { sql, type Sql } from './sql.js';
import type { Tx } from './tx.js';

/** What an edit was based on: a version to merge with, or a strict precondition. */
export interface EditBase {
  /** `version` in the body. */
  version: number | null;
  /** Version named by `If-Match`; `*` is any. */
  ifMatch: number | '*' | null;
}

export const EditConflict = defineError({
  code: 'edit.conflict',
  kind: 'conflict',
  en: {
    title: 'Somebody else changed the same field',
    detail:
      'The record was changed meanwhile in fields you change too; conflicts[] gives the base, their value and yours.',
  },
  ru: {
    title: 'Это же поле изменил другой',
    detail: 'Запись тем временем изменена в тех же полях; conflicts[] даёт исходное, их и ваше значение.',
  },
});
export const VersionStale = defineError({
  code: 'version.stale',
  kind: 'stale',
  en: {
    title: 'The record is newer',
    detail: 'If-Match names version {asked}, the record is at version {current}.',
  },
  ru: { title: 'Запись новее', detail: 'If-Match называет версию {asked}, а запись уже версии {current}.' },
});
export const VersionUnknown = defineError({
  code: 'version.unknown',
  kind: 'invalid',
  en: {
    title: 'No such version',
    detail: 'The edit is based on version {asked}, the record is only at version {current}.',
  },
  ru: {
    title: 'Нет такой версии',
    detail: 'Правка основана на версии {asked}, а запись только версии {current}.',
  },
});
export const VersionRequired = defineError({
  code: 'version.required',
  kind: 'precondition_required',
  en: {
    title: 'Say what the edit is based on',
    detail: 'Give "version" in the body (edits are merged) or an If-Match header (strict).',
  },
  ru: {
    title: 'Укажите основу правки',
    detail: 'Дайте "version" в теле (правки сливаются) или заголовок If-Match (строго).',
  },
});

export interface RecordEdit<Patch extends object> {
  table: string;
  id: string;
  /** Changed members by their names in the contract; undefined means untouched. `version` is passed over. */
  patch: Patch;
  base: EditBase;
  notFound: DeclaredError;
  /** A condition on the table (alias `r`) that keeps the actor within their reach. */
  reach: Sql;
  /** Rules that span fields look at the record as it will be, under the lock. Columns in camelCase. */
  check?: (merged: Record<string, unknown>, before: Record<string, unknown>) => void | Promise<void>;
  /** How members are shown where the contract's form is not the column's: money, for one. By the names in the contract. */
  shown?: Readonly<Record<string, (value: unknown) => unknown>>;
  /** Columns computed from the merged record. */
  derive?: (merged: Record<string, unknown>) => Record<string, unknown>;
}

/**
 * Changes a record under its lock. Fields that others changed since the base are read from the audit trail: other
 * fields merge, the same field with another value is a conflict. See the README of this folder. Gives whether anything
 * changed: an edit that says what stands already is no event.
 */
export async function editRecord<Patch extends object>(tx: Tx, edit: RecordEdit<Patch>): Promise<boolean> {
  const current = await lock(tx, edit);
  const version = current['version'] as number;
  const since = basedOn(edit.base, version);
  const theirs = since < version ? await changesSince(tx, edit.table, edit.id, since) : [];
  const patch = withoutUntouched(columnsOf(edit.patch), theirs);
  refuseConflicts(patch, current, theirs, edit.shown ?? {});

  const changed = Object.fromEntries(
    Object.entries(patch).filter(([column, value]) => !isSame(column, value, current[column])),
  );
  const merged = camelKeys({ ...current, ...changed });
  await edit.check?.(merged, camelKeys(current));
  const derived = columnsOf(edit.derive?.(merged) ?? {});
  const isChanged = Object.keys(changed).length > 0;
  if (isChanged) await writeColumns(tx, edit.table, edit.id, { ...changed, ...derived });
  tx.mergedFrom.push(...new Set(theirs.map((change) => change.version)));
  return isChanged;
}

interface TheirChange {
  version: number;
  at: string;
  login: string;
  name: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

async function lock(tx: Tx, edit: RecordEdit<object>): Promise<Record<string, unknown>> {
  const found = await tx.find<{ row: Record<string, unknown> }>(
    sql`select to_jsonb(r) as row from ${sql.ident(edit.table)} r where r.id = ${edit.id} and ${edit.reach} for update`,
  );
  if (found === null) throw edit.notFound({ id: edit.id });
  return found.row;
}

function basedOn(base: EditBase, current: number): number {
  if (base.ifMatch !== null) {
    if (base.ifMatch !== '*' && base.ifMatch !== current)
      throw VersionStale({ asked: base.ifMatch, current });
    return current;
  }
  if (base.version === null) throw VersionRequired();
  if (base.version > current) throw VersionUnknown({ asked: base.version, current });
  return base.version;
}

function changesSince(tx: Tx, table: string, id: string, version: number): Promise<TheirChange[]> {
  return tx.query<TheirChange>(sql`
    select version, at, actor_login as login, actor_name as name, before, after from audit_changes
    where table_name = ${table} and record_id = ${id} and version > ${version} and operation = 'update' order by version`);
}

/** A field sent with the value it had at the base is one the caller did not touch: theirs stands. */
function withoutUntouched(patch: Record<string, unknown>, theirs: TheirChange[]): Record<string, unknown> {
  const touched = Object.entries(patch).filter(([column, value]) => {
    const first = theirs.find((change) => change.before !== null && column in change.before);
    return first === undefined || !isSame(column, value, first.before?.[column]);
  });
  return Object.fromEntries(touched);
}

function refuseConflicts(
  patch: Record<string, unknown>,
  current: Record<string, unknown>,
  theirs: TheirChange[],
  shown: NonNullable<RecordEdit<object>['shown']>,
): void {
  const tell = (column: string, value: unknown): unknown =>
    (shown[fieldOf(column)] ?? ((plain: unknown) => plain))(told(column, value));
  const conflicts = Object.keys(patch).flatMap((column) => {
    const touching = theirs.filter((change) => change.before !== null && column in change.before);
    const first = touching[0];
    const last = touching.at(-1);
    if (first === undefined || last === undefined) return [];
    const [base, stands, yours] = [first.before?.[column], current[column], patch[column]];
    // Changed and changed back: what stands is what the caller saw.
    if (isSame(column, yours, stands) || isSame(column, base, stands)) return [];
    return [
      {
        pointer: `#/${column === ARCHIVED ? 'isArchived' : fieldOf(column)}`,
        ...{ base: tell(column, base), theirs: tell(column, stands), yours: tell(column, yours) },
        by: { login: last.login, name: last.name },
        at: last.at,
      },
    ];
  });
  if (conflicts.length > 0) throw EditConflict({}, { conflicts });
}

/** One statement; jsonb_populate_record casts each value to the type of its column. */
export function writeColumns(
  tx: Tx,
  table: string,
  id: string,
  columns: Record<string, unknown>,
): Promise<void> {
  const sets = Object.keys(columns).map((column) => sql`${sql.ident(column)} = p.${sql.ident(column)}`);
  const name = sql.ident(table);
  tx.later(sql`update ${name} r set ${sql.join(sets, sql`, `)}
    from jsonb_populate_record(null::${name}, ${JSON.stringify(columns)}::jsonb) p where r.id = ${id}`);
  return Promise.resolve();
}

function columnsOf(patch: object): Record<string, unknown> {
  const given = Object.entries(patch).filter(([key, value]) => value !== undefined && key !== 'version');
  return Object.fromEntries(given.map(([key, value]) => [columnOf(key), value as unknown]));
}

const camelKeys = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).map(([key, value]) => [fieldOf(key), value]));

/** Callers say whether a record is archived; the row keeps since when, and archiving it again says nothing new. */
const ARCHIVED = 'archived_at';
const told = (column: string, value: unknown): unknown =>
  column === ARCHIVED ? (value ?? null) !== null : (value ?? null);
const isSame = (column: string, a: unknown, b: unknown): boolean => same(told(column, a), told(column, b));

/** Equal as JSON, members in any order: what PostgreSQL calls equal jsonb. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null)
    return (a ?? null) === (b ?? null);
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) =>
    same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
  );
}
