import { defaultChargingPolicy } from '../../../src/modules/catalogue/index.js';
import { columnsOf, fieldsOf } from '../../../src/platform/database/names.js';
import { sql, type Sql } from '../../../src/platform/database/sql.js';
import type { Json, RecordRules, State } from './three-way.js';

/** A kind of record as the model meets it. */
export interface Kind {
  /** What its fields can be set to. */
  values: Readonly<Record<string, readonly Json[]>>;
  rules: RecordRules;
  /** Outcomes that must have been met. */
  outcomes: readonly string[];
  start(id: string, branchId: string): State;
  insertion(id: string, start: State): Sql;
  /** A patch of the model as the body of a request. */
  body(patch: State): object;
  /** The fields of the model in an answer, and in a row. */
  shown(record: State): State;
  kept(row: State): State;
  /** What a step of the trail says, in fields of the model. */
  traced(image: State): State;
}

const only = (names: readonly string[], from: State): State =>
  Object.fromEntries(names.map((name) => [name, from[name] ?? null]));
const fieldsIn = (row: State): State => fieldsOf(row) as State;
const kept = (names: readonly string[]) => (row: State) => only(names, fieldsIn(row));
const columns = (fields: State): State => columnsOf(fields) as State;
const inserted = (table: string, row: State): Sql =>
  sql`insert into ${sql.ident(table)} (${sql.join(
    Object.keys(row).map((column) => sql.ident(column)),
    sql`, `,
  )}) select ${sql.join(
    Object.keys(row).map((column) => sql.ident(column)),
    sql`, `,
  )} from jsonb_populate_record(null::${sql.ident(table)}, ${JSON.stringify(row)}::jsonb)`;

const common = [
  ...['done', 'done merged', 'conflict', 'version.stale', 'version.required', 'version.unknown'],
];

const clientValues = {
  lastName: ['Orlova', 'Petrova', 'Жаворонкова'],
  middleName: [null, 'Ивановна', 'Петровна'],
  phones: [[], ['+79161234567'], ['+79161234567', '+79990001122'], ['+79990001122', '+79161234567']],
  email: [null, 'anna@example.org', 'boris@example.org'],
  address: [null, '', 'Садовая, 5'],
  tags: [[], ['a'], ['a', 'b'], ['b', 'a']],
  birthDate: [null, '1990-05-05', '1991-06-06'],
  status: ['active', 'paused', 'left'],
  statusReason: [null, 'moved away', 'ill', 'far'],
};

const ways: Readonly<Record<string, readonly string[]>> = {
  active: ['paused', 'left'],
  paused: ['active', 'left'],
  left: ['active'],
};

const clientFields = Object.keys(clientValues);
export const clientKind: Kind = {
  values: clientValues,
  outcomes: [...common, 'request.invalid', 'client.status-not-reachable'],
  rules: {
    // A status without a reason clears both reasons.
    says: (patch) => ('status' in patch ? { ...patch, statusReason: patch['statusReason'] ?? null } : patch),
    refuses: (merged, current) => {
      const [from, to] = [current['status'] as string, merged['status'] as string];
      if (from !== to && ways[from]?.includes(to) !== true) return 'client.status-not-reachable';
      return to === 'left' && merged['statusReason'] === null ? 'request.invalid' : null;
    },
  },
  start: () => ({
    ...{ lastName: 'Orlova', middleName: null, phones: ['+79161234567'], email: null, address: null },
    ...{ tags: ['a'], birthDate: '1990-05-05', status: 'left', statusReason: 'moved away' },
  }),
  insertion: (id, start) => sql`
    insert into clients (id, branch_id, last_name, first_name, phones, tags, birth_date, status, status_reason, search_text)
    select ${id}, b.id, 'Orlova', 'Anna', p.phones, p.tags, p.birth_date, p.status, p.status_reason, ''
    from branches b, jsonb_populate_record(null::clients, ${JSON.stringify(columns(start))}::jsonb) p`,
  body: (patch) => patch,
  shown: (record) => only(clientFields, record),
  kept: kept(clientFields),
  traced: fieldsIn,
};

const price = (visits: number, moneyPercent: number): Json => ({
  ...{ visits, moneyPercent, countsForPay: true, givesMakeUp: false },
});
const activityValues: Readonly<Record<string, readonly Json[]>> = {
  category: [null, 'Languages', 'Games'],
  ageFrom: [null, 5, 8, 11],
  ageTo: [null, 6, 9, 12],
  lessonMinutes: [45, 60, 90],
  hourMinutes: [45, 60],
  capacity: [8, 10],
  singlePrice: [0, 80_000, 90_000],
  needsCertificate: [true, false],
  isArchived: [true, false],
  // Members in any order.
  chargingPolicy: [
    { absent: price(1, 50) },
    { absent: price(0, 0), present: price(1, 100) },
    { present: price(1, 100), absent: price(0, 0) },
    { late: price(2, 100) },
  ],
};
const activityFields = Object.keys(activityValues);
const minor = (money: Json | undefined): Json =>
  typeof money === 'object' && money !== null && 'amount' in money ? money['amount'] : (money ?? null);

export const activityKind: Kind = {
  values: activityValues,
  outcomes: [...common, 'request.invalid'],
  rules: {
    // Marks left out stay as they are.
    says: (patch, current) =>
      'chargingPolicy' in patch
        ? {
            ...patch,
            chargingPolicy: {
              ...(current['chargingPolicy'] as State),
              ...(patch['chargingPolicy'] as State),
            },
          }
        : patch,
    refuses: ({ ageFrom = null, ageTo = null }) =>
      ageFrom !== null && ageTo !== null && ageTo < ageFrom ? 'request.invalid' : null,
  },
  start: () => ({
    ...{ category: 'Languages', ageFrom: null, ageTo: 9, lessonMinutes: 60, hourMinutes: 60, capacity: 10 },
    ...{ singlePrice: 80_000, needsCertificate: false, isArchived: false },
    chargingPolicy: defaultChargingPolicy as unknown as State,
  }),
  insertion: (id, { isArchived, ...start }) =>
    inserted('activities', {
      ...columns(start),
      ...{ id, name: `Chess ${id}`, kind: 'course', trial_price: 0, hour_minutes: 60 },
      archived_at: isArchived === true ? '2026-01-01T00:00:00Z' : null,
    }),
  body: ({ singlePrice, ...patch }) =>
    singlePrice === undefined ? patch : { ...patch, singlePrice: { amount: singlePrice, currency: 'RUB' } },
  shown: (record) => ({ ...only(activityFields, record), singlePrice: minor(record['singlePrice']) }),
  kept: (row) => only(activityFields, flagged(fieldsIn(row))),
  traced: (image) => flagged(fieldsIn(image)),
};

/** An activity is archived since some instant; the model knows whether. */
function flagged({ archivedAt, ...rest }: State): State {
  return archivedAt === undefined ? rest : { ...rest, isArchived: archivedAt !== null };
}
