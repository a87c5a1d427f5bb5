import type { Actor, Scope } from '../../kernel/actor.js';

const WIDTH: Readonly<Record<Scope, number>> = { own: 1, branch: 2, all: 3 };

/** Of several roles, each permission at its widest. */
export function widest(grants: readonly Readonly<Record<string, Scope>>[]): Map<string, Scope> {
  const permissions = new Map<string, Scope>();
  for (const [code, scope] of grants.flatMap((grant) => Object.entries(grant))) {
    const held = permissions.get(code);
    if (held === undefined || WIDTH[scope] > WIDTH[held]) permissions.set(code, scope);
  }
  return permissions;
}

/** Whether the actor holds each of these permissions at least as widely. */
export function holdsAll(actor: Actor, permissions: Readonly<Record<string, Scope>>): boolean {
  if (actor.kind === 'system') return true;
  return Object.entries(permissions).every(([code, scope]) => {
    const held = actor.permissions.get(code);
    return held !== undefined && WIDTH[held] >= WIDTH[scope];
  });
}

/** Whether the actor may give this role in these branches: nobody grants more than they have. */
export function mayGrant(
  actor: Actor,
  permissions: Readonly<Record<string, Scope>>,
  branchIds: readonly string[],
): boolean {
  if (actor.kind === 'system') return true;
  const isEverywhere = [...actor.permissions.values()].includes('all');
  if (!isEverywhere && branchIds.some((id) => !actor.branchIds.includes(id))) return false;
  return holdsAll(actor, permissions);
}
