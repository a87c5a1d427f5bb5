import type { DeclaredError } from '../../../kernel/errors.js';
import { invalid, unknownReference } from '../../../kernel/faults.js';
import { fieldsOf } from '../../../platform/database/names.js';
import { RunAgain } from '../../../platform/database/run-again.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';

export interface PersonRow extends Record<string, unknown> {
  id: string;
  branchId: string;
  mergedIntoId: string | null;
}

export interface Pair {
  survivor: PersonRow;
  duplicate: PersonRow;
}

/**
 * Both, and those who became one of them before, in one order: a merge and its undo move these too. Whoever waited for
 * another merge finds one more that became one of them, whom nobody holds in order: that begins anew.
 */
export async function holdPeople(
  tx: Tx,
  table: 'clients' | 'guardians',
  ids: readonly string[],
): Promise<void> {
  const theirs = sql`from ${sql.ident(table)} r where r.id = any (${ids}::uuid[]) or r.merged_into_id = any (${ids}::uuid[])`;
  const held = await tx.query<{ id: string }>(sql`select r.id ${theirs} order by r.id for update`);
  const there = await tx.query<{ id: string }>(sql`select r.id ${theirs}`);
  const isHeld = new Set(held.map(({ id }) => id));
  if (there.some(({ id }) => !isHeld.has(id))) throw new RunAgain('who became one of them');
}

/** Both records, locked in order of id, within reach and not merged yet; all that is wrong with them at once. */
export async function holdPair(
  tx: Tx,
  {
    table,
    survivorId,
    duplicateId,
    reach,
    merged,
  }: {
    table: 'clients' | 'guardians';
    survivorId: string;
    duplicateId: string;
    reach: Sql;
    merged: DeclaredError;
  },
): Promise<Pair> {
  await holdPeople(tx, table, [survivorId, duplicateId]);
  const found = await tx.query<{ row: Record<string, unknown> }>(sql`
    select to_jsonb(r) as row from ${sql.ident(table)} r
    where r.id in (${survivorId}, ${duplicateId}) and ${reach} order by r.id`);
  const people = found.map(({ row }) => fieldsOf(row) as PersonRow);
  const named = (id: string) => people.find((one) => one.id === id.toLowerCase());
  const [survivor, duplicate] = [named(survivorId), named(duplicateId)];
  if (survivor === undefined || duplicate === undefined) {
    throw invalid([
      ...(survivor === undefined ? [unknownReference('/survivorId')] : []),
      ...(duplicate === undefined ? [unknownReference('/duplicateId')] : []),
    ]);
  }
  if (survivor === duplicate) {
    const detail = 'A record is not merged with itself.';
    throw invalid([{ pointer: '/duplicateId', code: 'merge.same-record', detail }]);
  }
  for (const { id, mergedIntoId } of [duplicate, survivor]) {
    if (mergedIntoId !== null) throw merged({ id, mergedIntoId });
  }
  return { survivor, duplicate };
}
