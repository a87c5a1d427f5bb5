/** What becomes of the members of two records, and who pays for the one that is left. */

export type Side = 'survivor' | 'duplicate';

/** Members that are lists: both records' items stand. */
const LISTS = ['phones', 'tags', 'interests'];

/**
 * The members the survivor gets: those somebody chose, what the survivor lacks, and the items its lists lack. Null, not
 * known, is never taken over a value unless chosen.
 */
export function takenMembers(
  survivor: Readonly<Record<string, unknown>>,
  duplicate: Readonly<Record<string, unknown>>,
  members: readonly string[],
  chosen: Readonly<Record<string, Side | undefined>>,
): Record<string, unknown> {
  const taken: Record<string, unknown> = {};
  for (const member of members) {
    const [ours, theirs] = [survivor[member] ?? null, duplicate[member] ?? null];
    const value = memberOf(member, ours, theirs, chosen[member]);
    if (JSON.stringify(value) !== JSON.stringify(ours)) taken[member] = value;
  }
  return taken;
}

function memberOf(member: string, ours: unknown, theirs: unknown, side: Side | undefined): unknown {
  if (side !== undefined) return side === 'survivor' ? ours : theirs;
  if (LISTS.includes(member)) return [...new Set([...(ours as unknown[]), ...(theirs as unknown[])])];
  return ours ?? theirs;
}

export interface Link {
  readonly id: string;
  readonly guardianId: string;
  readonly isPayer: boolean;
}

export interface FamilyDecisions {
  /** Links of the duplicate that stay with it, because the survivor has the same guardian. */
  readonly keep: string[];
  /** In this order, so that there is never a second payer. */
  readonly payers: { id: string; isPayer: boolean }[];
}

/** The survivor's payer stands; without one, the duplicate's becomes it. */
export function familyDecisions(survivor: readonly Link[], duplicate: readonly Link[]): FamilyDecisions {
  const twin = (link: Link) => survivor.find((one) => one.guardianId === link.guardianId);
  const keep = duplicate.filter((link) => twin(link) !== undefined).map((link) => link.id);
  const payer = duplicate.find((link) => link.isPayer);
  if (payer === undefined) return { keep, payers: [] };
  const same = twin(payer);
  const isPaidFor = survivor.some((link) => link.isPayer);
  if (same !== undefined) return { keep, payers: isPaidFor ? [] : [{ id: same.id, isPayer: true }] };
  return { keep, payers: isPaidFor ? [{ id: payer.id, isPayer: false }] : [] };
}

/** Of two guardians of one child one link is left; whoever of them paid, the one that is left pays. */
export function guardianLinkDecisions(
  survivor: readonly (Link & { clientId: string })[],
  duplicate: readonly (Link & { clientId: string })[],
): FamilyDecisions {
  const twins = duplicate.flatMap((theirs) => {
    const ours = survivor.find((link) => link.clientId === theirs.clientId);
    return ours === undefined ? [] : [{ ours, theirs }];
  });
  return {
    keep: twins.map(({ theirs }) => theirs.id),
    payers: twins
      .filter(({ theirs }) => theirs.isPayer)
      .flatMap(({ ours, theirs }) => [
        { id: theirs.id, isPayer: false },
        { id: ours.id, isPayer: true },
      ]),
  };
}
