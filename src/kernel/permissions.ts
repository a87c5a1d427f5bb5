/** Permissions are declared beside the module that asks for them, a sentence each. */

export interface PermissionDefinition {
  /** `resource:action` */
  readonly code: string;
  readonly description: string;
}

const declared = new Map<string, PermissionDefinition>();

/** `definePermissions('clients', { read: '…' })` gives `{ read: 'clients:read' }`. */
export function definePermissions<A extends string>(
  resource: string,
  actions: Readonly<Record<A, string>>,
): Readonly<Record<A, string>> {
  const codes = {} as Record<A, string>;
  for (const action of Object.keys(actions) as A[]) {
    const code = `${resource}:${action}`;
    if (declared.has(code)) throw new Error(`permission declared twice: ${code}`);
    declared.set(code, { code, description: actions[action] });
    codes[action] = code;
  }
  return codes;
}

/** Every permission declared so far, in order of code. */
export function permissionCatalogue(): PermissionDefinition[] {
  return [...declared.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}
