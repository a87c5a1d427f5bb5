import type { LocalDate } from '../../kernel/local-date.js';
import { addDays } from '../../kernel/local-date.js';

/** Days in a group: from the first day on, up to but not with the last; null: still. */
export interface Membership {
  readonly id: string;
  readonly groupId: string;
  readonly joinedOn: LocalDate;
  readonly leftOn: LocalDate | null;
}

export interface MembershipChange {
  readonly id: string;
  readonly joinedOn: LocalDate;
  readonly leftOn: LocalDate | null;
}

export interface JoinedMemberships {
  /** Memberships of no day any more, first; then those that hold the days of all. */
  readonly changes: MembershipChange[];
  /** Of the duplicate: they stay where they are, without a day. */
  readonly keep: string[];
}

interface Cluster {
  end: LocalDate | null;
  rows: (Membership & { isOurs: boolean })[];
}

/**
 * One person is a member of a group once on a day. Where days of both overlap, the survivor's latest membership takes
 * all of them and the others are left without a day; what does not overlap stays as it is.
 */
export function joinMemberships(
  ours: readonly Membership[],
  theirs: readonly Membership[],
): JoinedMemberships {
  const rows = [
    ...ours.map((row) => ({ ...row, isOurs: true })),
    ...theirs.map((row) => ({ ...row, isOurs: false })),
  ];
  const closed: MembershipChange[] = [];
  const widened: MembershipChange[] = [];
  const keep: string[] = [];
  for (const { rows: cluster, end } of clustersOf(rows)) {
    const [first] = cluster;
    const whole = cluster.filter((row) => row.isOurs).at(-1);
    if (first === undefined || whole === undefined || cluster.length === 1) continue;
    widened.push({ id: whole.id, joinedOn: first.joinedOn, leftOn: end });
    for (const row of cluster.filter((one) => one !== whole)) {
      // Before the first day, so that the one that holds the days is the newest.
      const day = addDays(first.joinedOn, -1);
      closed.push({ id: row.id, joinedOn: day, leftOn: day });
      if (!row.isOurs) keep.push(row.id);
    }
  }
  return { changes: [...closed, ...widened], keep };
}

/** Memberships of one group that overlap, one with the next. One without a day overlaps with none. */
function clustersOf(rows: readonly Cluster['rows'][number][]): Cluster[] {
  const clusters: Cluster[] = [];
  const sorted = rows
    .filter((row) => row.leftOn === null || row.leftOn > row.joinedOn)
    .sort((a, b) => compare(a.groupId, b.groupId) || compare(a.joinedOn, b.joinedOn) || compare(a.id, b.id));
  for (const row of sorted) {
    const last = clusters.at(-1);
    const overlaps = last?.rows[0]?.groupId === row.groupId && (last.end === null || row.joinedOn < last.end);
    if (last === undefined || !overlaps) clusters.push({ end: row.leftOn, rows: [row] });
    else {
      last.rows.push(row);
      last.end =
        last.end === null || row.leftOn === null ? null : row.leftOn > last.end ? row.leftOn : last.end;
    }
  }
  return clusters;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
