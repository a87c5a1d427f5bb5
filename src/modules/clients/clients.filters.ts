import { invalid } from '../../kernel/faults.js';
import { scopeOf, type Actor } from '../../kernel/actor.js';
import { CONTACTS } from '../../kernel/field-groups.js';
import type { Instant } from '../../platform/clock/clock.js';
import { sees } from '../../platform/database/masked.js';
import { reach } from '../../platform/database/reach.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { ClientListQuery } from './client-filters.dto.js';
import type { Level } from './standing.dto.js';
import { searchReadings } from './search.rules.js';

/** What the scope `own` of clients means: those one teaches. `alias` names the table. */
export function clientReach(actor: Actor, permission: string, alias: 'c' | 'n' | 'r'): Sql {
  const id = sql.ident(`${alias}.id`);
  return reach(actor, permission, {
    branch: sql.ident(`${alias}.branch_id`),
    own: sql`exists (select from client_teachers t where t.client_id = ${id} and t.employee_id = ${actor.employeeId})`,
  });
}

const or = (conditions: readonly Sql[]): Sql => sql`(${sql.join(conditions, sql` or `)})`;

/** A search text, and what is asked of whoever it belongs to before digits in it count; null: digits count as words do. */
export interface Sought {
  text: Sql;
  digits: ((part: string) => Sql) | null;
}

/** One reading of the question: of each term one spelling occurs. Without letters and digits it finds nobody. */
export function matches(sought: Sought, question: string): Sql {
  const readings = searchReadings(question).map((reading) =>
    sql.and(reading.map((spellings) => or(spellings.map((spelling) => has(sought, spelling))))),
  );
  return readings.length === 0 ? sql`false` : or(readings);
}

function has({ text, digits }: Sought, spelling: string): Sql {
  const part = `%${spelling}%`;
  const whole = sql`${text} like ${part}`;
  return digits === null || !/\d/.test(spelling) ? whole : sql`(${whole} and ${digits(part)})`;
}

/** Whether names alone have a part: a search text ends with a word for each phone. */
export function namesHave(alias: 'n' | 'g', part: string): Sql {
  const words = sql`string_to_array(rtrim(${sql.ident(`${alias}.search_text`)}), ' ')`;
  const names = sql`trim_array(${words}, least(cardinality(${sql.ident(`${alias}.phones`)}), cardinality(${words})))`;
  return sql`array_to_string(${names}, ' ') like ${part}`;
}

/** Whether the actor sees the contacts of the client under an alias; null: of every client. */
const seesContacts = (actor: Actor, alias: 'c' | 'n'): Sql | null =>
  scopeOf(actor, CONTACTS.read) === 'all'
    ? null
    : sees(actor, CONTACTS, (permission) => clientReach(actor, permission, alias));

/** What `%` and `_` of a caller mean: themselves. */
export const containing = (text: string): string =>
  `%${text.toLowerCase().replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

const LARGEST_NUMBER = 9;

/** The client under the alias `n`, or a guardian of theirs, has a part in their names. */
const familyHas = (part: string): Sql => sql`(${namesHave('n', part)} or exists (
  select from client_guardians l join guardians g on g.id = l.guardian_id
  where l.client_id = n.id and g.merged_into_id is null and ${namesHave('g', part)}))`;

/**
 * The words of the family match, or the number of the client does, or an e-mail address. Gathered first and then looked up:
 * joined freely, a plan that expects many walks the register by name until it has met enough of them.
 */
function found(actor: Actor, question: string): Sql {
  const seesPhones = seesContacts(actor, 'n');
  const sought: Sought = {
    text: sql`s.words`,
    digits:
      seesPhones &&
      ((part) =>
        sql`exists (select from clients n where n.id = s.client_id and (${seesPhones} or ${familyHas(part)}))`),
  };
  const parts = question.includes('@')
    ? byMail(containing(question), seesPhones)
    : [sql`select s.client_id from client_search s where ${matches(sought, question)}`];
  const number = question.replace(/^[№#]\s*/, '');
  if (/^\d+$/.test(number) && number.length <= LARGEST_NUMBER)
    parts.push(sql`select n.id from clients n where n.number = ${Number(number)}::bigint`);
  return sql`c.id = any (array(${sql.join(parts, sql` union all `)}))`;
}

/** By the addresses of clients and of guardians; a union, so that each part can use its own index. */
const byMail = (mail: string, seesMail: Sql | null): Sql[] => [
  sql`select n.id from clients n where lower(n.email) like ${mail} and ${seesMail ?? sql`true`}`,
  sql`select l.client_id from client_guardians l join guardians g on g.id = l.guardian_id
    ${seesMail === null ? sql.empty : sql`join clients n on n.id = l.client_id`}
    where lower(g.email) like ${mail} and ${seesMail ?? sql`true`}`,
];

const WISHES = sql`lower(coalesce(c.preferences, '') || ' ' || coalesce(c.wishes, ''))`;

/** Every condition of the list but the actor's reach. `years.age` is the age today in the zone of the branch. */
export function clientFilters(actor: Actor, query: ClientListQuery, at: Instant): (Sql | false)[] {
  const { wish, groupId, activityId, guardianId } = query;
  return [
    sql`c.merged_into_id is null and c.erased_at is null`,
    query.branchId !== undefined && sql`c.branch_id = ${query.branchId}`,
    query.status !== undefined && sql`c.status = any (${query.status})`,
    query.tag !== undefined && sql`c.tags && ${query.tag}::text[]`,
    query.interest !== undefined && sql`c.interests && ${query.interest}::text[]`,
    query.source !== undefined && sql`c.source = any (${query.source})`,
    wish !== undefined &&
      sql`(c.preferences is not null or c.wishes is not null) and ${WISHES} like ${containing(wish)}`,
    ...ages(query),
    birthday(query),
    query.updatedSince !== undefined && sql`c.updated_at >= ${query.updatedSince}`,
    guardianId !== undefined &&
      sql`c.id in (select l.client_id from client_guardians l where l.guardian_id = ${guardianId})`,
    (groupId !== undefined || activityId !== undefined) && belongs(groupId, activityId),
    query.standing !== undefined && hasStanding(query.standing, at),
    query.q !== undefined && found(actor, query.q),
  ];
}

const ages = ({ ageFrom, ageTo, ageCategory }: ClientListQuery): (Sql | false)[] => [
  ageFrom !== undefined && sql`years.age >= ${ageFrom}::integer`,
  ageTo !== undefined && sql`years.age <= ${ageTo}::integer`,
  ageCategory !== undefined &&
    sql`exists (select from age_category(years.age) a where a.code = any (${ageCategory}))`,
];

/** Members today, of the group or of any group of the activity. */
const belongs = (groupId: string | undefined, activityId: string | undefined): Sql => sql`c.id in (
  select m.client_id from group_members m join groups g on g.id = m.group_id
  where daterange(m.joined_on, m.left_on) @> years.today
    and ${sql.and([groupId !== undefined && sql`g.id = ${groupId}`, activityId !== undefined && sql`g.activity_id = ${activityId}`])})`;

/** Days of the year from one to another, over New Year when the first is the later one. */
function birthday({ birthdayFrom, birthdayTo }: ClientListQuery): Sql | false {
  if (birthdayFrom === undefined && birthdayTo === undefined) return false;
  const [from, to] = [birthdayFrom ?? '01-01', birthdayTo ?? '12-31'];
  const day = sql`to_char(c.birth_date, 'MM-DD')`;
  return from <= to
    ? sql`${day} between ${from} and ${to}`
    : sql`c.birth_date is not null and (${day} >= ${from} or ${day} <= ${to})`;
}

/**
 * Whether the worst level of a client is one of these. The levels of all are worked out once, as one set, in which each
 * client is looked up. With green among them that is everybody but those of a level that is not asked for.
 */
function hasStanding(wanted: readonly Level[], at: Instant): Sql {
  const isGreen = wanted.includes('green');
  const reds = (['red', 'amber'] as const)
    .filter((level) => wanted.includes(level) !== isGreen)
    .map((level) => level === 'red');
  const theirs = sql`select a.client_id from client_alerts(${at}::timestamptz) a where a.client_id is not null
    group by 1 having bool_or(a.level = 'red') = any (${reds}::boolean[])`;
  return isGreen ? sql`c.id not in (${theirs})` : sql`c.id in (${theirs})`;
}

/** Limits that cannot hold at once are a fault of the question, not an empty list. */
export function checkLimits({ ageFrom, ageTo }: ClientListQuery): void {
  if (ageFrom === undefined || ageTo === undefined || ageFrom <= ageTo) return;
  throw invalid([
    { parameter: 'ageTo', code: 'age.before-age-from', detail: 'ageTo is not less than ageFrom.' },
  ]);
}
