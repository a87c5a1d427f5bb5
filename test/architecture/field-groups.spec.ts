import { fieldGroups } from '../../src/kernel/field-groups.js';
import { permissionCatalogue } from '../../src/kernel/permissions.js';
import { sql } from '../../src/platform/database/sql.js';
import { startTestApp, type TestApp } from '../support/app.js';

/** Numbers that are no secret inside the centre: prices on sale, running numbers, sizes of files. */
const OPEN = [
  ...['activities.single_price', 'activities.trial_price', 'plans.price', 'files.size'],
  ...['price_list_lines.price', 'price_list_lines.trial_price', 'discounts.amount', 'discounts.max_amount'],
  ...['items.price', 'items.replacement_price', 'suppliers.min_order_amount', 'services.price'],
  // The seal a review was closed upon.
  'audit_reviews.seal_number',
];
/** Employees and branches are reached by everybody who works here. */
const OPEN_CONTACTS = ['branches.phone', 'branches.address', 'employees.phone', 'employees.email'];

let test: TestApp;
let columns: { name: string; type: string }[];
beforeAll(async () => {
  test = await startTestApp();
  columns = await test.db.query(sql`
    select c.relname || '.' || a.attname as name, format_type(a.atttypid, null) as type
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = current_schema()::regnamespace
      and exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = c.relname || '_trail_insert')
    order by 1`);
});
afterAll(() => test.close());

const declared = (): string[] =>
  fieldGroups.flatMap(({ columns: kept }) =>
    [...kept].flatMap(([table, names]) => names.map((name) => `${table}.${name}`)),
  );

describe('field groups', () => {
  it('ask for permissions that are declared', () => {
    const codes = permissionCatalogue().map(({ code }) => code);
    expect(fieldGroups.map(({ read }) => read).filter((code) => !codes.includes(code))).toEqual([]);
  });

  it('name columns that are there and in the trail', () => {
    const there = columns.map(({ name }) => name);
    expect(declared().filter((name) => !there.includes(name))).toEqual([]);
  });

  it('hold every amount of money that is kept', () => {
    const amounts = columns.filter(({ name, type }) => type === 'bigint' && !name.endsWith('.number'));
    expect(amounts.length).toBeGreaterThan(25);
    const loose = amounts.map(({ name }) => name).filter((name) => ![...declared(), ...OPEN].includes(name));
    expect(loose).toEqual([]);
  });

  it('hold every way to reach a person', () => {
    const ways = columns
      .map(({ name }) => name)
      .filter((name) => /\.(.*_)?(phones?|e?mail|address)$/.test(name));
    expect(ways).toContain('guardians.phones');
    expect(ways.filter((name) => ![...declared(), ...OPEN_CONTACTS].includes(name))).toEqual([]);
  });
});
