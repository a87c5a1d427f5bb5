import { reachesBranch, scopeOf, type Actor } from '../../kernel/actor.js';
import { CONTACTS, fieldsForbidden, membersSent } from '../../kernel/field-groups.js';
import { definePermissions } from '../../kernel/permissions.js';
import { restriction, type Within } from '../../platform/database/masked.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';

export const Contacts = definePermissions('clients.contacts', {
  read: 'Sees phones, e-mail and address of clients and guardians, and finds them by these.',
  write:
    'Gives and changes phones, e-mail and address of clients and guardians; needs the right to see them too.',
});

CONTACTS.keep({ clients: ['phones', 'email', 'address'], guardians: ['phones', 'email'] });

/** Who may not see a value may not replace it unseen either, nor learn it from a conflict. */
const NEEDED = [Contacts.read, Contacts.write];
const MEMBERS = ['phones', 'email', 'address'];

/** Pointers of the contacts in a body, those of its guardians too. */
export const contactsSent = (body: object, guardians: readonly object[] = [], place = ''): string[] => [
  ...membersSent(body, MEMBERS, place),
  ...guardians.flatMap((guardian, index) => membersSent(guardian, MEMBERS, `/guardians/${String(index)}`)),
];

const refused = (pointers: readonly string[]) =>
  fieldsForbidden(
    NEEDED,
    pointers.map((pointer) => ({ pointer })),
  );

/** Refuses a filter by a contact to who sees nobody's. */
export function assertMayFindBy(actor: Actor, parameter: string): void {
  if (scopeOf(actor, Contacts.read) === null) throw fieldsForbidden([Contacts.read], [{ parameter }]);
}

/** Refuses contacts in what is new in a branch. */
export function assertMayGive(tx: Tx, branchId: string, pointers: readonly string[]): void {
  const may = NEEDED.every((permission) => reachesBranch(tx.actor, permission, branchId));
  if (pointers.length > 0 && !may) throw refused(pointers);
}

/** Refuses contacts in an edit of rows: `from … where …` names them, with `for update` where they are not held yet. */
export async function assertMayChange(
  tx: Tx,
  pointers: readonly string[],
  rows: Sql,
  within: Within,
): Promise<void> {
  if (pointers.length === 0) return;
  if (NEEDED.some((permission) => scopeOf(tx.actor, permission) === null)) throw refused(pointers);
  const narrow = restriction(tx.actor, NEEDED, within);
  if (narrow === null) return;
  const found = await tx.query<{ may: boolean }>(sql`select ${narrow} as may ${rows}`);
  if (found.some(({ may }) => !may)) throw refused(pointers);
}
