import { columnsOf } from '../../../platform/database/names.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { writeColumns } from '../../../platform/database/versioned.js';
import { searchTextOf, type Findable } from '../search.rules.js';
import type { Side } from './merge.rules.js';
import { takenMembers } from './merge.rules.js';
import type { MergeRecord } from './merge-parts.js';
import type { Pair } from './merge-pair.js';
import type { MergeWork } from './merge-work.js';

/** What a record never takes from another. */
const OWN = [
  ...['id', 'number', 'branchId', 'status', 'statusReason', 'statusReasonId', 'mergedIntoId', 'erasedAt'],
  ...['version', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'searchText'],
];

export const membersTaken = (
  pair: Pair,
  chosen: Readonly<Record<string, Side | undefined>>,
): Record<string, unknown> => {
  const members = Object.keys(pair.survivor).filter((member) => !OWN.includes(member));
  return takenMembers(pair.survivor, pair.duplicate, members, chosen);
};

export interface MergeInput {
  id: string;
  fields: Readonly<Record<string, Side | undefined>>;
  reason: string | null;
}

/** Writes both records, the duplicate first (an external id moves over), and what was done. */
export async function keepMerge(
  work: MergeWork,
  pair: Pair,
  input: MergeInput,
  taken: Record<string, unknown>,
): Promise<void> {
  const { tx, kind } = work;
  const table = `${kind}s`;
  const gone = 'externalId' in taken && taken['externalId'] !== null ? { external_id: null } : {};
  await writeColumns(tx, table, pair.duplicate.id, { merged_into_id: pair.survivor.id, ...gone });
  const search_text = searchTextOf({ ...pair.survivor, ...taken } as unknown as Findable);
  await writeColumns(tx, table, pair.survivor.id, { ...columnsOf(taken), search_text });
  work.notes['members'] = Object.keys(taken).length > 0;
  const version = (id: string): Sql =>
    sql`(select version from ${sql.ident(table)} where id = ${id})::integer`;
  const lists = [work.moved, work.kept, work.changed, work.notes].map((list) => JSON.stringify(list));
  await tx.run(sql`
    insert into ${sql.ident(`${kind}_merges`)} (id, branch_id, survivor_id, duplicate_id, fields, reason, survivor_version, duplicate_version,
                                                moved, kept, changed, notes)
    values (${input.id}, ${pair.survivor.branchId}, ${pair.survivor.id}, ${pair.duplicate.id}, ${JSON.stringify(input.fields)}::jsonb, ${input.reason},
            ${version(pair.survivor.id)}, ${version(pair.duplicate.id)},
            ${lists[0]}::jsonb, ${lists[1]}::jsonb, ${lists[2]}::jsonb, ${lists[3]}::jsonb)`);
}

/** The merge under its lock; null when it is not there. */
export const holdMerge = (tx: Tx, kind: 'client' | 'guardian', id: string): Promise<MergeRecord | null> =>
  tx.find<MergeRecord>(sql`
    select m.id, ${kind} as kind, m.survivor_id as "survivorId", m.duplicate_id as "duplicateId",
           m.survivor_version as "survivorVersion", m.duplicate_version as "duplicateVersion",
           m.moved, m.kept, m.changed, m.notes, m.undone_at as "undoneAt"
    from ${sql.ident(`${kind}_merges`)} m where m.id = ${id} for update`);

export const closeMerge = (tx: Tx, merge: MergeRecord): Promise<number> =>
  tx.run(
    sql`update ${sql.ident(`${merge.kind}_merges`)} set undone_at = announced_now() where id = ${merge.id}`,
  );
