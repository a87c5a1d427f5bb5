import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import type { Page } from '../../kernel/page.js';
import { Clock, type Instant } from '../../platform/clock/clock.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { reach } from '../../platform/database/reach.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type {
  Client,
  ClientListQuery,
  DuplicateCandidate,
  ExplainedStanding,
  Level,
  Standing,
} from './clients.dto.js';
import { ADULT_AGE, ageBands, isSamePerson, OLDEST_BAND, type Identity } from './client.rules.js';
import { ClientNotFound, GuardianNotFound } from './clients.errors.js';
import { Clients } from './clients.permissions.js';
import type { ClientGuardian } from './guardians.dto.js';
import { searchPrefixOf, searchTerms } from './search.rules.js';

/** What the scope `own` of clients means: those one teaches. `alias` names the table. */
export function clientReach(actor: Actor, permission: string, alias: 'c' | 'r'): Sql {
  const id = sql.ident(`${alias}.id`);
  return reach(actor, permission, {
    branch: sql.ident(`${alias}.branch_id`),
    own: sql`exists (select from client_teachers t where t.client_id = ${id} and t.employee_id = ${actor.employeeId})`,
  });
}

/** One spelling of one question: each term occurs in the text. A question without letters and digits finds nobody. */
export function matches(searchText: Sql, question: string): Sql {
  const terms = searchTerms(question);
  if (terms.length === 0) return sql`false`;
  return sql.and(terms.map((term) => sql`${searchText} like ${`%${term}%`}`));
}

/** The client or a guardian of theirs matches; a union, so that each half can use its own index. */
const found = (question: string): Sql => sql`c.id in (
  select n.id from clients n where ${matches(sql`n.search_text`, question)}
  union all
  select l.client_id from client_guardians l join guardians g on g.id = l.guardian_id where ${matches(sql`g.search_text`, question)})`;

interface Suspect extends Identity {
  id: string;
  number: number;
  branchId: string;
  isSeen: boolean;
}

@Injectable()
export class ClientsQueries {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  list(actor: Actor, query: ClientListQuery): Promise<Page<Client>> {
    const at = this.clock.now();
    return keysetPage<Client>(this.db, {
      query,
      sorts: {
        name: {
          column: sql`(c.last_name || ' ' || c.first_name)`,
          type: 'text',
          value: (row) => `${row.lastName} ${row.firstName}`,
        },
        createdAt: { column: sql`c.created_at`, type: 'timestamptz' },
        updatedAt: { column: sql`c.updated_at`, type: 'timestamptz' },
        number: { column: sql`c.number`, type: 'bigint' },
      },
      defaultSort: 'name',
      id: sql`c.id`,
      select: clientSelect(at),
      where: [
        clientReach(actor, Clients.read, 'c'),
        sql`c.merged_into_id is null`,
        query.branchId !== undefined && sql`c.branch_id = ${query.branchId}`,
        query.status !== undefined && sql`c.status = any (${query.status})`,
        query.tag !== undefined && sql`${query.tag} = any (c.tags)`,
        query.updatedSince !== undefined && sql`c.updated_at >= ${query.updatedSince}`,
        query.standing !== undefined && hasStanding(query.standing, at),
        query.q !== undefined && found(query.q),
      ],
      planWithValues: query.q !== undefined,
    });
  }

  async get(reader: Reader, actor: Actor, id: string, permission: string = Clients.read): Promise<Client> {
    const condition = sql`c.id = ${id} and ${clientReach(actor, permission, 'c')}`;
    const client = await reader.find<Client>(sql`${clientSelect(this.clock.now())} where ${condition}`);
    if (client === null) throw ClientNotFound({ id });
    return client;
  }

  /** One guardian of a client, by the id of the link. */
  async guardian(reader: Reader, linkId: string): Promise<ClientGuardian> {
    const found = await reader.find<ClientGuardian>(sql`
      select g.id, g.last_name as "lastName", g.first_name as "firstName", g.middle_name as "middleName", g.phones, g.email,
             l.relation, l.is_payer as "isPayer", l.is_legal_representative as "isLegalRepresentative", l.may_pick_up as "mayPickUp", l.version
      from client_guardians l join guardians g on g.id = l.guardian_id where l.id = ${linkId}`);
    if (found === null) throw GuardianNotFound({ id: linkId });
    return found;
  }

  async standing(actor: Actor, id: string, isExplained: boolean): Promise<ExplainedStanding> {
    const at = this.clock.now();
    const row = await this.db.find<{
      standing: Standing;
      explanation: NonNullable<ExplainedStanding['explanation']>;
    }>(sql`
      select ${standingOf(at)} as standing,
             jsonb_build_object('at', ${at}::text, 'timeZone', b.time_zone, 'today', (${at}::timestamptz at time zone b.time_zone)::date,
               'runningOutVisits', o.running_out_visits, 'expiringDays', o.expiring_days, 'paymentDueDays', o.payment_due_days) as explanation
      from clients c join branches b on b.id = c.branch_id left join settings o on true
      where c.id = ${id} and ${clientReach(actor, Clients.read, 'c')}`);
    if (row === null) throw ClientNotFound({ id });
    return isExplained ? { ...row.standing, explanation: row.explanation } : row.standing;
  }

  /** Who may be the same person, in the whole organisation; what is out of the actor's reach shows only where to ask. */
  async duplicates(reader: Reader, actor: Actor, person: Identity): Promise<DuplicateCandidate[]> {
    const suspects = await reader.query<Suspect>(sql`
      select ${SUSPECT}, (${clientReach(actor, Clients.read, 'c')}) as "isSeen"
      from clients c
      where c.merged_into_id is null and c.id in (
        select n.id from clients n
        where n.birth_date = ${person.birthDate}::date and n.search_text like ${`${searchPrefixOf(person.lastName, person.firstName)}%`}
        union all
        select p.id from clients p where p.phones && ${person.phones}::text[]
        union all
        select l.client_id from guardians g join client_guardians l on l.guardian_id = g.id where g.phones && ${person.phones}::text[])
      order by c.id limit 50`);
    return suspects.filter((suspect) => isSamePerson(person, suspect)).map(candidate);
  }
}

/** A client as the rule of identity looks at them, with the phones of the whole family. */
export const SUSPECT = sql`c.id, c.number, c.branch_id as "branchId", c.last_name as "lastName", c.first_name as "firstName",
  c.birth_date as "birthDate",
  c.phones || array(select unnest(g.phones) from client_guardians l join guardians g on g.id = l.guardian_id where l.client_id = c.id) as phones`;

function candidate(suspect: Suspect): DuplicateCandidate {
  const { id, branchId, number, lastName, firstName, birthDate, isSeen } = suspect;
  return isSeen
    ? { id, number, name: `${lastName} ${firstName}`, birthDate, branchId }
    : { id, number: null, name: null, birthDate: null, branchId };
}

/** A client as the contract shows them, in one statement. */
function clientSelect(at: Instant): Sql {
  return sql`
    select c.id, c.number, c.branch_id as "branchId", c.external_id as "externalId", c.last_name as "lastName",
           c.first_name as "firstName", c.middle_name as "middleName", c.birth_date as "birthDate",
           years.age, ${categoryOf(sql`years.age`)} as "ageCategory", years.age < ${ADULT_AGE} as "isMinor",
           c.sex, c.phones, c.email, c.address, c.status, c.status_reason as "statusReason",
           c.status_reason_id as "statusReasonId", c.source, c.tags, c.interests,
           c.preferences, c.wishes, c.merged_into_id as "mergedIntoId", ${GUARDIANS} as guardians, ${standingOf(at)} as standing,
           c.version, c.created_at as "createdAt", c.created_by as "createdBy", c.updated_at as "updatedAt", c.updated_by as "updatedBy"
    from clients c
    join branches b on b.id = c.branch_id
    cross join lateral (
      select extract(year from age((${at}::timestamptz at time zone b.time_zone)::date, c.birth_date))::integer as age) years`;
}

const GUARDIANS = sql`
  (select coalesce(jsonb_agg(jsonb_build_object(
            'id', g.id, 'lastName', g.last_name, 'firstName', g.first_name, 'middleName', g.middle_name,
            'phones', g.phones, 'email', g.email, 'relation', l.relation, 'isPayer', l.is_payer,
            'isLegalRepresentative', l.is_legal_representative, 'mayPickUp', l.may_pick_up, 'version', l.version)
          order by l.is_payer desc, l.id), '[]')
   from client_guardians l join guardians g on g.id = l.guardian_id
   where l.client_id = c.id and g.merged_into_id is null)`;

function categoryOf(age: Sql): Sql {
  const bands = ageBands.map((band) => sql`when ${age} < ${band.under} then ${band.code}::text`);
  return sql`case when ${age} is null then null ${sql.join(bands, sql` `)} else ${OLDEST_BAND}::text end`;
}

function standingOf(at: Instant): Sql {
  return sql`
    (select jsonb_build_object(
       'level', case when bool_or(a.level = 'red') then 'red' when bool_or(a.level = 'amber') then 'amber' else 'green' end,
       'reasons', coalesce(jsonb_agg(jsonb_build_object(
          'code', a.code, 'level', a.level, 'subjectId', a.subject_id, 'amount', money(a.amount), 'since', a.since)
        order by a.level desc, a.since, a.code, a.subject_id), '[]'))
     from client_alerts(${at}::timestamptz) a where a.client_id = c.id)`;
}

/** Whether the worst level of a client is one of these. */
function hasStanding(wanted: readonly Level[], at: Instant): Sql {
  const alerts = (condition: Sql) =>
    sql`c.id in (select a.client_id from client_alerts(${at}::timestamptz) a where ${condition})`;
  const red = alerts(sql`a.level = 'red'`);
  const any = alerts(sql`true`);
  const conditions: Readonly<Record<Level, Sql>> = {
    red,
    amber: sql`(${any} and not ${red})`,
    green: sql`not ${any}`,
  };
  return sql`(${sql.join(
    wanted.map((level) => conditions[level]),
    sql` or `,
  )})`;
}
