/**
 * A three-way merge of records, written from what the contract promises and from nothing else: whole versions kept in
 * memory, no trail, no locks, no SQL.
 */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type State = Readonly<Record<string, Json>>;

export interface Version {
  by: string;
  state: State;
}

/** `version` asks for a merge, `ifMatch` for the strict way, which goes first. */
export interface Edit {
  by: string;
  patch: State;
  version: number | null;
  ifMatch: number | '*' | null;
}

/** What is particular to one kind of record. */
export interface RecordRules {
  /** The members a patch really says, seen on the record as it stands. */
  says(patch: State, current: State): State;
  /** The code of the rule that spans fields and is broken, or null. */
  refuses(merged: State, current: State): string | null;
}

export interface Conflict {
  pointer: string;
  base: Json;
  theirs: Json;
  yours: Json;
  by: string;
}

export type Outcome =
  | { status: 'done'; version: number; state: State; mergedFrom: readonly number[] }
  | { status: 'conflict'; conflicts: readonly Conflict[] }
  | { status: 'refused'; code: string };

/** What comes of one edit, and the versions after it. */
export function apply(
  history: readonly Version[],
  edit: Edit,
  rules: RecordRules,
): { outcome: Outcome; history: readonly Version[] } {
  const refused = (code: string) => ({ outcome: { status: 'refused', code } as const, history });
  const latest = history.length;
  const current = stateAt(history, latest);
  const based = basedOn(edit, latest);
  if (typeof based === 'string') return refused(based);

  const base = stateAt(history, based);
  const merged: Record<string, Json> = { ...current };
  const conflicts: Conflict[] = [];
  for (const [field, yours] of Object.entries(rules.says(edit.patch, current))) {
    const [was, theirs] = [base[field] ?? null, current[field] ?? null];
    if (equal(yours, was) || equal(yours, theirs)) continue;
    if (equal(theirs, was)) merged[field] = yours;
    else
      conflicts.push({ pointer: `#/${field}`, base: was, theirs, yours, by: lastToChange(history, field) });
  }
  if (conflicts.length > 0) return { outcome: { status: 'conflict', conflicts }, history };
  const broken = rules.refuses(merged, current);
  if (broken !== null) return refused(broken);

  const after = equal(merged, current) ? history : [...history, { by: edit.by, state: merged }];
  const mergedFrom = Array.from({ length: latest - based }, (_, index) => based + 1 + index);
  return { outcome: { status: 'done', version: after.length, state: merged, mergedFrom }, history: after };
}

/** The version an edit starts from, or why it cannot. */
function basedOn({ version, ifMatch }: Edit, latest: number): number | string {
  if (ifMatch !== null) return ifMatch === '*' || ifMatch === latest ? latest : 'version.stale';
  if (version === null) return 'version.required';
  return version > latest ? 'version.unknown' : version;
}

export function stateAt(history: readonly Version[], version: number): State {
  const found = history[version - 1];
  if (found === undefined) throw new Error(`the model has no version ${String(version)}`);
  return found.state;
}

/** The fields in which two versions differ. */
export function difference(before: State, after: State): string[] {
  return Object.keys(after).filter((field) => !equal(before[field] ?? null, after[field] ?? null));
}

function lastToChange(history: readonly Version[], field: string): string {
  for (let version = history.length; version > 1; version -= 1) {
    const changed = difference(stateAt(history, version - 1), stateAt(history, version));
    if (changed.includes(field)) return history[version - 1]?.by ?? '';
  }
  return '';
}

/** One text for equal values, whatever the order of members. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

export const equal = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other);

/** Every order of a few things. */
export function orders<T>(things: readonly T[]): T[][] {
  if (things.length <= 1) return [[...things]];
  return things.flatMap((first, index) =>
    orders(things.filter((_, other) => other !== index)).map((rest) => [first, ...rest]),
  );
}
