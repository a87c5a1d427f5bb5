/** Whoever acts: a signed-in user, or the system itself under a name (`system:nightly`). */

/** How far a permission reaches: the actor's own records, those of their branches, or all. */
export type Scope = 'own' | 'branch' | 'all';

export interface Actor {
  readonly kind: 'user' | 'system';
  /** Id of the user; null for the system. */
  readonly userId: string | null;
  readonly login: string;
  readonly name: string;
  /** The employee this user is, if any: what `own` means. */
  readonly employeeId: string | null;
  readonly branchIds: readonly string[];
  /** Permission (`clients:read`) to its widest scope. */
  readonly permissions: ReadonlyMap<string, Scope>;
  readonly sessionId: string | null;
  /** The request they act by, for the trail; work that goes on after it has a context of its own. */
  readonly requestId?: string;
}

/** The system acting under a name; it may do anything. */
export function systemActor(name: string, requestId?: string): Actor {
  return {
    ...(requestId === undefined ? {} : { requestId }),
    kind: 'system',
    userId: null,
    login: `system:${name}`,
    name: 'Kruzhok',
    employeeId: null,
    branchIds: [],
    permissions: new Map(),
    sessionId: null,
  };
}

/** The scope of a permission, or null when the actor does not hold it. */
export function scopeOf(actor: Actor, permission: string): Scope | null {
  return actor.kind === 'system' ? 'all' : (actor.permissions.get(permission) ?? null);
}

/** Whether the actor may act, under this permission, on something of this branch. */
export function reachesBranch(actor: Actor, permission: string, branchId: string): boolean {
  const scope = scopeOf(actor, permission);
  return scope === 'all' || (scope === 'branch' && actor.branchIds.includes(branchId));
}
