import { fieldsOf } from '../../../platform/database/names.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { writeColumns } from '../../../platform/database/versioned.js';
import type { MergeRecord, Obstacle } from './merge-parts.js';
import { searchTextOf, type Findable } from '../search.rules.js';
import type { ChangedRow } from './merge-work.js';

interface Foreign {
  table: string;
  column: string;
  target: string;
}

/** What of a merge is no longer as the merge left it, and what was tied to both records since. */
export async function obstaclesOf(tx: Tx, merge: MergeRecord): Promise<Obstacle[]> {
  return [
    ...(await erased(tx, merge)),
    ...(await laterMerges(tx, merge)),
    ...(await rowsElsewhere(tx, merge)),
    ...(await changedAgain(tx, merge.changed)),
    ...(await membersChanged(tx, merge)),
    ...(await tiedSince(tx, merge)),
  ];
}

/** What both had before is not known any more. */
async function erased(tx: Tx, merge: MergeRecord): Promise<Obstacle[]> {
  const table = `${merge.kind}s`;
  const rows = await tx.query<{ id: string }>(sql`
    select r.id from ${sql.ident(table)} r
    where r.id in (${merge.survivorId}, ${merge.duplicateId}) and r.erased_at is not null order by r.id`);
  return rows.map(({ id }) => ({ code: 'erased', table, id }));
}

/** Merges are taken back in the opposite order. */
async function laterMerges(tx: Tx, merge: MergeRecord): Promise<Obstacle[]> {
  const table = `${merge.kind}_merges`;
  const rows = await tx.query<{ id: string }>(sql`
    select m.id from ${sql.ident(table)} m
    where m.undone_at is null and m.id > ${merge.id}
      and (m.survivor_id in (${merge.survivorId}, ${merge.duplicateId}) or m.duplicate_id = ${merge.survivorId})
    order by m.id`);
  return rows.map(({ id }) => ({ code: 'merged-later', table, id }));
}

async function rowsElsewhere(tx: Tx, merge: MergeRecord): Promise<Obstacle[]> {
  const found: Obstacle[] = [];
  for (const { table, column, idType, to, ids } of merge.moved) {
    const key = sql.ident(idType);
    const gone = await tx.query<{ id: string }>(sql`
      select m.id from unnest(${ids}::text[]) as m(id)
      where not exists (select from ${sql.ident(table)} t where t.id = m.id::${key} and t.${sql.ident(column)} = ${to})
      order by m.id limit 20`);
    found.push(...gone.map(({ id }) => ({ code: 'row-changed', table, id })));
  }
  return found;
}

/** A row that was changed several times by the merge is compared with its last value. */
async function changedAgain(tx: Tx, changed: readonly ChangedRow[]): Promise<Obstacle[]> {
  const found: Obstacle[] = [];
  const last = new Map(changed.map((row) => [`${row.table} ${row.id}`, row]));
  for (const { table, id, after } of last.values()) {
    const same = await tx.find(sql`
      select t.id from ${sql.ident(table)} t where t.id = ${id} and not ${differs('t', sql`${JSON.stringify(after)}::jsonb`)}`);
    if (same === null) found.push({ code: 'row-changed', table, id });
  }
  return found;
}

/** Whether a row has another value than one of these. */
const differs = (alias: 't' | 'r', values: Sql): Sql => sql`exists (
  select from jsonb_each(${values}) f where to_jsonb(${sql.ident(alias)}) -> f.key is distinct from f.value)`;

/** What the merge gave the survivor is in the trail; somebody may have corrected it since, or the trail is gone. */
async function membersChanged(tx: Tx, merge: MergeRecord): Promise<Obstacle[]> {
  const table = `${merge.kind}s`;
  const rows = await tx.query<{ id: string }>(sql`
    select r.id from ${sql.ident(table)} r
    left join audit_changes a on a.table_name = ${table} and a.record_id = r.id::text and a.operation = 'update'
      and a.version = case when r.id = ${merge.survivorId} then ${merge.survivorVersion}::integer else ${merge.duplicateVersion}::integer end
    where r.id = any (${restored(merge).map(([id]) => id)}::uuid[])
      and (a.id is null or ${differs('r', sql`a.after`)})`);
  return rows.map(({ id }) => ({ code: 'members-changed', table, id }));
}

/**
 * A row of the survivor's own that hangs on one the merge brought, or the other way round: a visit since then paid by
 * the duplicate's subscription, for one. Before the merge there can be none.
 */
async function tiedSince(tx: Tx, merge: MergeRecord): Promise<Obstacle[]> {
  const found: Obstacle[] = [];
  const moved = merge.moved.filter(({ target }) => target === `${merge.kind}s`);
  const idsOf = (table: string) => moved.filter((rows) => rows.table === table).flatMap(({ ids }) => ids);
  for (const { table, column, target } of await ties(tx, `${merge.kind}s`)) {
    const [mine, theirs] = [idsOf(table), idsOf(target)];
    if (mine.length + theirs.length === 0) continue;
    const rows = await tx.query<{ id: string }>(sql`
      select t.id::text as id from ${sql.ident(table)} t join ${sql.ident(target)} u on u.id = t.${sql.ident(column)}
      where (t.id::text = any (${mine}::text[]) and u.id::text <> all (${theirs}::text[])
             and ${refersTo('u', merge)})
         or (u.id::text = any (${theirs}::text[]) and t.id::text <> all (${mine}::text[])
             and ${refersTo('t', merge)})
      order by 1 limit 20`);
    found.push(...rows.map(({ id }) => ({ code: 'tied-since', table, id })));
  }
  return found;
}

const refersTo = (alias: 't' | 'u', merge: MergeRecord): Sql =>
  sql`exists (select from jsonb_each_text(to_jsonb(${sql.ident(alias)})) f where f.value = ${merge.survivorId})`;

/** Foreign keys between tables that both refer to the merged kind; of accounts billing knows more. */
const ties = (tx: Tx, target: string): Promise<Foreign[]> =>
  tx.query<Foreign>(sql`
    select distinct t.relname::text as table, a.attname::text as column, u.relname::text as target
    from pg_constraint c
    join pg_class t on t.oid = c.conrelid
    join pg_class u on u.oid = c.confrelid
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'f' and cardinality(c.conkey) = 1 and c.conparentid = 0 and u.relname not in (${target}, 'payer_accounts')
      and t.relname = any (array(select table_name from references_to(${target})))
      and u.relname = any (array(select table_name from references_to(${target})))
    order by 1, 2`);

/** Brings back rows, then columns, then the members of both records. Nothing was found in the way. */
export async function bringBack(tx: Tx, merge: MergeRecord): Promise<void> {
  for (const { table, column, idType, from, to, ids } of [...merge.moved].reverse()) {
    const { count } = await tx.one<{ count: number }>(sql`
      select return_references(${table}, ${column}, ${idType}, ${from}, ${to}, ${ids}::text[]) as count`);
    if (count !== ids.length)
      throw new Error(`${table}: ${String(ids.length - count)} rows did not come back`);
  }
  for (const { table, id, before } of [...merge.changed].reverse()) await writeColumns(tx, table, id, before);
  await restoreMembers(tx, merge);
}

/** Records whose members the merge changed, each with the version that made; the survivor may have got nothing. */
const restored = (merge: MergeRecord): [string, number][] => [
  ...(merge.notes['members'] === true ? [[merge.survivorId, merge.survivorVersion] as [string, number]] : []),
  [merge.duplicateId, merge.duplicateVersion],
];

/** The survivor first: it gives the duplicate its external id back. */
async function restoreMembers(tx: Tx, merge: MergeRecord): Promise<void> {
  const table = `${merge.kind}s`;
  for (const [id, version] of restored(merge)) {
    const change = await tx.find<{ before: Record<string, unknown> }>(sql`
      select before from audit_changes
      where table_name = ${table} and record_id = ${id} and version = ${version} and operation = 'update'`);
    await writeMembers(tx, table, id, change?.before ?? {});
  }
}

/** The trail keeps no search text: it is worked out anew. */
async function writeMembers(
  tx: Tx,
  table: string,
  id: string,
  members: Record<string, unknown>,
): Promise<void> {
  const { row } = await tx.one<{ row: Record<string, unknown> }>(
    sql`select to_jsonb(t) as row from ${sql.ident(table)} t where t.id = ${id}`,
  );
  const search_text = searchTextOf(fieldsOf({ ...row, ...members }) as unknown as Findable);
  await writeColumns(tx, table, id, { ...members, search_text });
}
