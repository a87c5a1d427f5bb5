/** One change as the trail keeps it; images by column. */
export interface TrailEntry {
  operation: string;
  version: number | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

export interface FoldedState {
  exists: boolean;
  version: number | null;
  columns: Record<string, unknown>;
}

/**
 * The state after these changes, oldest first: an insert begins anew, an update lays its differences over it, a deletion
 * leaves the last image. Null when they do not begin with an insert: what came before is unknown.
 */
export function foldState(entries: readonly TrailEntry[]): FoldedState | null {
  let state: FoldedState | null = null;
  for (const entry of entries) state = after(state, entry);
  return state;
}

function after(state: FoldedState | null, entry: TrailEntry): FoldedState | null {
  const { operation, version } = entry;
  if (operation === 'insert') return { exists: true, version, columns: { ...entry.after } };
  if (state === null) return null;
  if (operation === 'delete') return { ...state, exists: false, version };
  return { exists: true, version, columns: withoutNull({ ...state.columns, ...entry.after }) };
}

const withoutNull = (columns: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== null));
