import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { CONTACTS, MONEY } from '../../kernel/field-groups.js';
import type { Page } from '../../kernel/page.js';
import { Clock, type Instant } from '../../platform/clock/clock.js';
import { Db } from '../../platform/database/db.js';
import { findJson, type Json } from '../../platform/database/json.js';
import { keysetJson } from '../../platform/database/keyset.js';
import { masked } from '../../platform/database/masked.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import type { ClientListQuery } from './client-filters.dto.js';
import type { Client } from './clients.dto.js';
import type { DuplicateCandidate } from './duplicate-candidates.dto.js';
import type { Facet, FacetQuery } from './facets.dto.js';
import type { ExplainedStanding, Standing } from './standing.dto.js';
import { ADULT_AGE, isSamePerson, type Identity } from './client.rules.js';
import { ClientNotFound, GuardianNotFound } from './clients.errors.js';
import { checkLimits, clientFilters, clientReach, containing } from './clients.filters.js';
import { Clients } from './clients.permissions.js';
import type { ClientGuardian } from './guardians.dto.js';
import { searchRangeOf } from './search.rules.js';

export { clientReach, matches, namesHave, type Sought } from './clients.filters.js';

/** Filters whose best plan depends on what is asked. */
const PLANNED = ['q', 'standing', 'tag', 'interest', 'wish', 'source', 'groupId', 'activityId'] as const;

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

  /** The colours of a page are worked out for all its clients at once: one by one they were most of the price of a list. */
  list(actor: Actor, query: ClientListQuery): Promise<Json<Page<Client>>> {
    checkLimits(query);
    const at = this.clock.now();
    return keysetJson<Client>(this.db, {
      query,
      sorts: {
        name: { column: sql`(c.last_name || ' ' || c.first_name)`, type: 'text' },
        createdAt: { column: sql`c.created_at`, type: 'timestamptz' },
        updatedAt: { column: sql`c.updated_at`, type: 'timestamptz' },
        number: { column: sql`c.number`, type: 'bigint' },
        // Whoever has no birth date comes last.
        birthDate: { column: sql`coalesce(c.birth_date, '9999-12-31')`, type: 'date' },
      },
      defaultSort: 'name',
      id: sql`c.id`,
      select: clientsOf(at),
      where: [clientReach(actor, Clients.read, 'c'), ...clientFilters(actor, query, at)],
      beside: [
        sql`alerts as materialized (
          select * from client_alerts(${at}::timestamptz) a where a.client_id = any (array(select id from page)))`,
      ],
      item: sql`${clientSelect(actor, at, sql`alerts`)} where c.id = page.id`,
      planWithValues: PLANNED.some((filter) => query[filter] !== undefined),
    });
  }

  /** Tags, interests or sources of the clients within reach, with how many have each. */
  async facets(actor: Actor, { field, branchId, q }: FacetQuery): Promise<Facet[]> {
    const value = field === 'sources' ? sql`c.source` : sql`w.value`;
    const words =
      field === 'sources'
        ? sql.empty
        : sql`cross join lateral unnest(${sql.ident(`c.${field}`)}) as w(value)`;
    return this.db.search(sql`
      select ${value} as value, count(*) as clients from clients c ${words}
      where ${sql.and([
        clientReach(actor, Clients.read, 'c'),
        sql`c.merged_into_id is null and ${value} is not null`,
        branchId !== undefined && sql`c.branch_id = ${branchId}`,
        q !== undefined && sql`lower(${value}) like ${containing(q)}`,
      ])}
      group by 1 order by 2 desc, 1 limit 500`);
  }

  /** One client, to be shown and nothing more. */
  async show(actor: Actor, id: string): Promise<Json<Client>> {
    const client = await findJson<Client>(
      { find: (read) => this.db.findQuickly(read) },
      this.one(actor, id, Clients.read),
    );
    if (client === null) throw ClientNotFound({ id });
    return client;
  }

  /** One who has just been registered: there is nothing yet that could colour them. */
  registered(tx: Tx, id: string): Promise<Client> {
    const at = this.clock.now();
    const none = sql`(select * from ${alertsAt(at)} where false)`;
    return tx.one<Client>(sql`${clientSelect(tx.actor, at, none)} where c.id = ${id}`);
  }

  async get(reader: Reader, actor: Actor, id: string, permission: string): Promise<Client> {
    const client = await reader.find<Client>(this.one(actor, id, permission));
    if (client === null) throw ClientNotFound({ id });
    return client;
  }

  private one(actor: Actor, id: string, permission: string): Sql {
    return sql`${clientSelect(actor, this.clock.now())} where c.id = ${id} and ${clientReach(actor, permission, 'c')}`;
  }

  /** One guardian of a client, by the id of the link. */
  async guardian(tx: Tx, linkId: string): Promise<ClientGuardian> {
    const shown = (column: Sql) => contactOf(tx.actor, column);
    const found = await tx.find<ClientGuardian>(sql`
      select g.id, g.last_name as "lastName", g.first_name as "firstName", g.middle_name as "middleName",
             ${shown(sql`g.phones`)} as phones, ${shown(sql`g.email`)} as email, l.relation, l.is_payer as "isPayer", l.is_legal_representative as "isLegalRepresentative", l.may_pick_up as "mayPickUp", l.version
      from client_guardians l join guardians g on g.id = l.guardian_id join clients c on c.id = l.client_id where l.id = ${linkId}`);
    if (found === null) throw GuardianNotFound({ id: linkId });
    return found;
  }

  async standing(actor: Actor, id: string, isExplained: boolean): Promise<ExplainedStanding> {
    const at = this.clock.now();
    const row = await this.db.find<{
      standing: Standing;
      explanation: NonNullable<ExplainedStanding['explanation']>;
    }>(sql`
      select ${standingOf(actor, alertsAt(at))} as standing,
             jsonb_build_object('at', ${at}::text, 'timeZone', b.time_zone, 'today', (${at}::timestamptz at time zone b.time_zone)::date,
               'runningOutVisits', o.running_out_visits, 'expiringDays', o.expiring_days, 'paymentDueDays', o.payment_due_days,
               'certificateAlertDays', o.certificate_alert_days, 'loanGraceDays', o.loan_grace_days) as explanation
      from clients c join branches b on b.id = c.branch_id left join settings o on true
      where c.id = ${id} and ${clientReach(actor, Clients.read, 'c')}`);
    if (row === null) throw ClientNotFound({ id });
    return isExplained ? { ...row.standing, explanation: row.explanation } : row.standing;
  }

  /** Who may be the same person, in the whole organisation; what is out of the actor's reach shows only where to ask. */
  async duplicates(reader: Reader, actor: Actor, person: Identity): Promise<DuplicateCandidate[]> {
    const { from, until } = searchRangeOf(person.lastName, person.firstName);
    // Few are found, and then looked up: joined freely, a plan made for any values walks the whole register for them.
    const suspects = await reader.query<Suspect>(sql`
      with found as materialized (
        select n.id from clients n where n.birth_date = ${person.birthDate}::date
          and n.search_text collate "C" >= ${from} and n.search_text collate "C" < ${until}
        union
        select p.id from clients p where p.phones && ${person.phones}::text[]
        union
        select l.client_id from guardians g join client_guardians l on l.guardian_id = g.id where g.phones && ${person.phones}::text[])
      select ${SUSPECT}, (${clientReach(actor, Clients.read, 'c')}) as "isSeen"
      from found cross join lateral (select * from clients n where n.id = found.id and n.merged_into_id is null offset 0) c
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

/** A client as the contract shows them, in one statement; of many clients the alerts are worked out at once. */
function clientSelect(actor: Actor, at: Instant, alerts = alertsAt(at)): Sql {
  const shown = (column: Sql) => contactOf(actor, column);
  return sql`
    select c.id, c.number, c.branch_id as "branchId", c.external_id as "externalId", c.last_name as "lastName",
           c.first_name as "firstName", c.middle_name as "middleName", c.birth_date as "birthDate",
           years.age, (select code from age_category(years.age)) as "ageCategory", years.age < ${ADULT_AGE} as "isMinor",
           c.sex, ${shown(sql`c.phones`)} as phones, ${shown(sql`c.email`)} as email, ${shown(sql`c.address`)} as address, c.status, c.status_reason as "statusReason",
           c.status_reason_id as "statusReasonId", c.source, c.tags, c.interests,
           c.preferences, c.wishes, exists (select from client_photos f where f.client_id = c.id) as "hasPhoto",
           c.merged_into_id as "mergedIntoId", ${guardiansOf(actor)} as guardians, ${standingOf(actor, alerts)} as standing,
           c.version, utc(c.created_at) as "createdAt", c.created_by as "createdBy", utc(c.updated_at) as "updatedAt", c.updated_by as "updatedBy"
    from ${clientsOf(at)}`;
}

/**
 * Clients under the alias `c`, with today and their age by the clock of their branch. All have one: as an outer join it costs
 * nothing where nobody asks for the clock.
 */
const clientsOf = (at: Instant): Sql => sql`
    clients c
    left join branches b on b.id = c.branch_id
    cross join lateral (
      select d.today, extract(year from age(d.today, c.birth_date))::integer as age
      from (select (${at}::timestamptz at time zone b.time_zone)::date as today) d) years`;

/** A contact of the client under the alias `c`, or of a guardian of theirs, as the actor may see it. */
const contactOf = (actor: Actor, column: Sql): Sql =>
  masked(actor, CONTACTS, column, (permission) => clientReach(actor, permission, 'c'));

const guardiansOf = (actor: Actor): Sql => sql`
  (select coalesce(json_agg(shown order by l.is_payer desc, l.id), '[]')
   from client_guardians l join guardians g on g.id = l.guardian_id
   cross join lateral (
     select g.id, g.last_name as "lastName", g.first_name as "firstName", g.middle_name as "middleName",
            ${contactOf(actor, sql`g.phones`)} as phones, ${contactOf(actor, sql`g.email`)} as email, l.relation, l.is_payer as "isPayer",
            l.is_legal_representative as "isLegalRepresentative", l.may_pick_up as "mayPickUp", l.version) shown
   where l.client_id = c.id and g.merged_into_id is null)`;

const alertsAt = (at: Instant): Sql => sql`client_alerts(${at}::timestamptz)`;

function standingOf(actor: Actor, alerts: Sql): Sql {
  const amount = masked(actor, MONEY, sql`money(a.amount)`, (permission) =>
    clientReach(actor, permission, 'c'),
  );
  return sql`
    (select json_build_object(
       'level', case when bool_or(a.level = 'red') then 'red' when bool_or(a.level = 'amber') then 'amber' else 'green' end,
       'reasons', coalesce(json_agg(json_build_object(
          'code', a.code, 'level', a.level, 'subjectId', a.subject_id, 'amount', ${amount}, 'since', a.since)
        order by a.level desc, a.since, a.code, a.subject_id), '[]'))
     from ${alerts} a where a.client_id = c.id)`;
}
