import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { identityKeys, isSamePerson, type Identity } from '../client.rules.js';
import { SUSPECT } from '../clients.queries.js';
import { foldName, searchRangeOf } from '../search.rules.js';
import type { ImportedFamily } from './import.rules.js';
import { guardianKeys, hasSameKey } from './same-family.rules.js';

interface Suspect extends Identity {
  id: string;
  number: number;
  externalId: string | null;
  line: number;
}

/** What the register says to one row: nothing, "there already", or "somebody like this is there". */
export type Verdict = { kind: 'new' } | { kind: 'known' } | { kind: 'similar'; number: number };

export const identityOf = (family: ImportedFamily): Identity => ({
  lastName: family.lastName,
  firstName: family.firstName,
  birthDate: family.birthDate,
  phones: [...family.phones, ...family.guardians.flatMap((guardian) => guardian.phones)],
});

/** Of the row asked about under the alias `a`, those of the same name; beside the birth date it is looked up by one index. */
const IS_CALLED_SO = sql`n.search_text collate "C" >= a."from" and n.search_text collate "C" < a.until`;

/**
 * Compares rows with the register; one statement, and one look into each index for all of them. Statistics of a register
 * that is being filled are always behind, so the planner is told not to read it whole.
 */
export async function verdicts(tx: Tx, families: readonly ImportedFamily[]): Promise<Map<number, Verdict>> {
  if (families.length === 0) return new Map();
  const asked = families.map((family) => ({
    line: family.row,
    external_id: family.externalId,
    birth_date: family.birthDate,
    ...searchRangeOf(family.lastName, family.firstName),
    phones: identityOf(family).phones,
  }));
  const phones = [...new Set(asked.flatMap((one) => one.phones))];
  await tx.run(sql`set local enable_seqscan = off`);
  const suspects = await tx.query<Suspect>(sql`
    with asked as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb)
        as a(line integer, external_id text, birth_date date, "from" text, until text, phones text[])
    ), called as materialized (
      select a.line, p.phone from asked a cross join lateral unnest(a.phones) as p(phone)
    ), near as (
      select a.line, n.id from asked a join clients n on n.external_id = a.external_id
      union
      select a.line, n.id from asked a join clients n on n.birth_date = a.birth_date and ${IS_CALLED_SO}
      union
      select a.line, n.id from asked a join clients n on n.birth_date is null and ${IS_CALLED_SO}
      where a.birth_date is null
      union
      select q.line, n.id from clients n cross join lateral unnest(n.phones) as own(phone) join called q on q.phone = own.phone
      where n.phones && ${phones}::text[]
      union
      select q.line, l.client_id from guardians g cross join lateral unnest(g.phones) as own(phone)
      join called q on q.phone = own.phone join client_guardians l on l.guardian_id = g.id
      where g.phones && ${phones}::text[]
    )
    select near.line, c.external_id as "externalId", ${SUSPECT}
    from near join clients c on c.id = near.id order by c.id`);
  const byLine = new Map<number, Suspect[]>();
  for (const suspect of suspects) {
    const near = byLine.get(suspect.line);
    if (near === undefined) byLine.set(suspect.line, [suspect]);
    else near.push(suspect);
  }
  return new Map(families.map((family) => [family.row, verdictOf(family, byLine.get(family.row) ?? [])]));
}

function verdictOf(family: ImportedFamily, suspects: readonly Suspect[]): Verdict {
  const { externalId } = family;
  const identity = identityOf(family);
  if (externalId !== null && suspects.some((suspect) => suspect.externalId === externalId))
    return { kind: 'known' };
  if (externalId === null && suspects.some((suspect) => hasSameKey(identity, suspect)))
    return { kind: 'known' };
  const similar = suspects.find((suspect) => isSamePerson(identity, suspect));
  return similar === undefined ? { kind: 'new' } : { kind: 'similar', number: similar.number };
}

/**
 * The rows of a file that came before, to find the ones that say the same again. Only keys are kept, each with its row:
 * what makes two rows the same person is a key they share.
 */
export class EarlierRows {
  private readonly rowOf = new Map<string, number>();

  /** The earlier row this one repeats, or null; then this one is remembered. */
  repeats(family: ImportedFamily): number | null {
    const identity = identityOf(family);
    const keys = identityKeys(identity);
    if (family.externalId !== null) keys.push(`external ${family.externalId}`);
    // A name alone is somebody only when nothing else is known of them.
    const name = `client ${foldName(family.lastName)} ${foldName(family.firstName)} `;
    const isBareName = family.externalId === null && identity.phones.length === 0;
    const telling = keys.filter((key) => key !== name || isBareName);
    const same = telling.map((key) => this.rowOf.get(key)).find((row) => row !== undefined);
    if (same !== undefined) return same;
    for (const key of keys) if (!this.rowOf.has(key)) this.rowOf.set(key, family.row);
    return null;
  }
}

/** Guardians by name and phone: those of the register who are within reach, and those of the file. */
export class KnownGuardians {
  private readonly ids = new Map<string, string>();

  async load(tx: Tx, families: readonly ImportedFamily[], branchIds: readonly string[]): Promise<void> {
    const phones = families.flatMap((family) => family.guardians.flatMap((guardian) => guardian.phones));
    const rows = await tx.query<{ id: string; lastName: string; firstName: string; phones: string[] }>(sql`
      select g.id, g.last_name as "lastName", g.first_name as "firstName", g.phones from guardians g
      where g.phones && ${phones}::text[] and g.branch_id = any (${branchIds}::uuid[]) order by g.id`);
    for (const row of rows) this.remember(row.id, row);
  }

  find(guardian: { lastName: string; firstName: string; phones: readonly string[] }): string | null {
    const key = guardianKeys(guardian).find((one) => this.ids.has(one));
    return key === undefined ? null : (this.ids.get(key) ?? null);
  }

  remember(id: string, guardian: { lastName: string; firstName: string; phones: readonly string[] }): void {
    for (const key of guardianKeys(guardian)) if (!this.ids.has(key)) this.ids.set(key, id);
  }
}
