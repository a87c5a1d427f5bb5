import { defineError, type DomainError, type Fault } from './errors.js';

/**
 * Fields that ask for a permission of their own beside that of the record they stand in. Whoever lacks it gets null in
 * their place (`***` in the trail), finds nothing by them, and is refused when they send them.
 */
export interface FieldGroup {
  readonly name: string;
  /** Permission to see the fields, `resource:action`. */
  readonly read: string;
  /** Columns that hold them, by table: what the trail and an export mask. */
  readonly columns: ReadonlyMap<string, readonly string[]>;
  /** Each module says where it keeps such fields. */
  keep(columns: Readonly<Record<string, readonly string[]>>): void;
}

function defineFieldGroup(name: string, read: string): FieldGroup {
  const columns = new Map<string, readonly string[]>();
  const keep: FieldGroup['keep'] = (more) => {
    for (const [table, names] of Object.entries(more)) {
      if (columns.has(table)) throw new Error(`${name}: ${table} is declared twice`);
      columns.set(table, names);
    }
  };
  return { name, read, columns, keep };
}

/** How to reach people: phones, e-mail, address. */
export const CONTACTS = defineFieldGroup('contacts', 'clients.contacts:read');
/** What families were charged, owe and paid. Prices on sale are no secret inside the centre. */
export const MONEY = defineFieldGroup('money', 'billing:read');
/** What lies in the cash desks. */
export const CASH = defineFieldGroup('cash', 'cash:read');
/** What employees earn. */
export const PAY = defineFieldGroup('pay', 'payroll:read');
/** What stock was bought for and is worth; prices on sale are open. */
export const STOCK_COSTS = defineFieldGroup('stock costs', 'warehouse.costs:read');

/** What lessons should cost. */
export const COSTS = defineFieldGroup('costs', 'cost-norms:read');
/** What the centre spends. */
export const EXPENSES = defineFieldGroup('expenses', 'expenses:read');

export const fieldGroups: readonly FieldGroup[] = [
  ...[CONTACTS, MONEY, CASH, PAY],
  ...[STOCK_COSTS, COSTS, EXPENSES],
];

export const FieldForbidden = defineError({
  code: 'field.forbidden',
  kind: 'forbidden',
  en: {
    title: 'A field is not allowed',
    detail: 'Some fields of the request need the permissions {permissions}; errors[] names each.',
  },
  ru: {
    title: 'Поле не разрешено',
    detail: 'Для некоторых полей запроса нужны права {permissions}; errors[] называет каждое.',
  },
});

/** Refuses a request for its fields, each named by a pointer (`/guardians/0/phones`) or a parameter. */
export function fieldsForbidden(
  permissions: readonly string[],
  places: readonly Pick<Fault, 'pointer' | 'parameter'>[],
): DomainError {
  const needed = permissions.join(', ');
  const detail = `This needs the permissions ${needed}.`;
  const faults = places.map(({ pointer, parameter }) => ({
    ...(pointer === undefined ? { parameter: parameter ?? '' } : { pointer: `#${pointer}` }),
    ...{ code: 'field.forbidden', detail },
  }));
  return FieldForbidden({ permissions: needed }, { faults });
}

/** Pointers of those of the members that were sent, whatever their value. */
export const membersSent = (body: object, members: readonly string[], place = ''): string[] =>
  members
    .filter((member) => (body as Record<string, unknown>)[member] !== undefined)
    .map((member) => `${place}/${member}`);
