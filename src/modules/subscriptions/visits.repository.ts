import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Minor } from '../../kernel/money.js';
import { newId } from '../../platform/database/ids.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { SUBSCRIPTION_FACTS, SubscriptionsRepository } from './subscriptions.repository.js';
import type { Candidate, UnpaidVisit } from './visit.rules.js';

export interface NewVisit {
  id: string;
  branchId: string;
  clientId: string;
  activityId: string;
  lessonId: string;
  onDate: LocalDate;
  mark: string;
  credits: number;
  value: Minor;
  subscriptionId: string | null;
  chargeId: string | null;
}

/** A visit that a subscription pays, as the ledger writes it down. */
export interface PaidVisit {
  visitId: string;
  subscriptionId: string;
  onDate: LocalDate;
  credits: number;
  value: Minor;
}

/** Set-based statements of the visit ledger: one each, however many clients a lesson has. */
@Injectable()
export class VisitsRepository {
  constructor(private readonly subscriptions: SubscriptionsRepository) {}

  lockClients(tx: Tx, clientIds: readonly string[]): Promise<void> {
    return this.subscriptions.lockClients(tx, clientIds);
  }

  /** Locks, in order of id, what could pay for an activity on a day or later; the rule decides what does. */
  async lockCandidates(
    tx: Tx,
    clientIds: readonly string[],
    activityId: string,
    onDate: LocalDate,
  ): Promise<Candidate[]> {
    return tx.query<Candidate>(sql`
      ${CANDIDATE}
      where s.client_id = any (${clientIds}::uuid[]) and ${activityId} = any (s.activity_ids) and s.cancelled_on is null
        and (s.ends_on is null or s.ends_on >= ${onDate})
      order by s.id for update of s`);
  }

  async candidate(tx: Tx, subscriptionId: string): Promise<Candidate | null> {
    return tx.find<Candidate>(sql`${CANDIDATE} where s.id = ${subscriptionId} for update of s`);
  }

  /** Visits, what the ledger says of those that subscriptions pay, and those as the rule left them: one statement, sent with the next. */
  insertVisits(tx: Tx, visits: readonly NewVisit[], paying: readonly Candidate[]): void {
    const rows = visits.map((visit) => ({ ...visit, entryId: newId() }));
    tx.later(sql`
      with given as (
        select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
          id uuid, "branchId" uuid, "clientId" uuid, "activityId" uuid, "lessonId" uuid, "onDate" date, mark text,
          credits integer, value bigint, "subscriptionId" uuid, "chargeId" uuid, "entryId" uuid)
      ), charged as (
        insert into visits (id, branch_id, client_id, activity_id, lesson_id, on_date, mark, credits, value, subscription_id, charge_id)
        select id, "branchId", "clientId", "activityId", "lessonId", "onDate", mark, credits, value, "subscriptionId", "chargeId" from given
      ), entered as (
        insert into visit_entries (id, subscription_id, kind, visits, value, on_date, visit_id)
        select "entryId", "subscriptionId", 'charge', -credits, value, "onDate", id from given where "subscriptionId" is not null
      )
      ${keeping(paying)}`);
  }

  async enterCharges(tx: Tx, visits: readonly PaidVisit[]): Promise<void> {
    if (visits.length === 0) return;
    const rows = visits.map((visit) => ({ id: newId(), ...visit }));
    await tx.run(sql`
      insert into visit_entries (id, subscription_id, kind, visits, value, on_date, visit_id)
      select id, "subscriptionId", 'charge', -credits, value, "onDate", "visitId"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
        id uuid, "visitId" uuid, "subscriptionId" uuid, "onDate" date, credits integer, value bigint)`);
  }

  /** Keeps count and term as the rule left them; the rows are locked since they were read. */
  async keep(tx: Tx, subscriptions: readonly Candidate[]): Promise<void> {
    if (subscriptions.length > 0) await tx.run(keeping(subscriptions));
  }

  /** A client's visits that money should pay and nothing has paid yet, not even in part. */
  async unpaidVisits(
    tx: Tx,
    clientId: string,
    { activityIds, groupIds }: Pick<Candidate, 'activityIds' | 'groupIds'>,
  ): Promise<(UnpaidVisit & { chargeId: string })[]> {
    return tx.query(sql`
      select v.id, v.on_date as "onDate", v.credits, v.charge_id as "chargeId"
      from visits v
      join charges c on c.id = v.charge_id
      where v.client_id = ${clientId} and v.activity_id = any (${activityIds}::uuid[]) and v.reversed_at is null
        and v.credits > 0 and c.paid = 0 and c.credited = 0 and c.amount > 0 and c.reversed_at is null
        and (${groupIds}::uuid[] is null
          or exists (select from lessons l where l.id = v.lesson_id and l.group_id = any (${groupIds}::uuid[])))`);
  }

  /** Moves visits from money to a subscription. */
  async hand(tx: Tx, subscriptionId: string, visits: readonly { id: string; value: Minor }[]): Promise<void> {
    await tx.run(sql`
      update visits v set subscription_id = ${subscriptionId}, charge_id = null, value = r.value
      from jsonb_to_recordset(${JSON.stringify(visits)}::jsonb) as r(id uuid, value bigint)
      where v.id = r.id`);
  }

  async clientsOf(tx: Tx, lessonId: string): Promise<string[]> {
    const rows = await tx.query<{ clientId: string }>(
      sql`select client_id as "clientId" from visits where lesson_id = ${lessonId} and reversed_at is null`,
    );
    return rows.map((row) => row.clientId);
  }

  async reverseVisits(
    tx: Tx,
    lessonId: string,
    clientIds: readonly string[],
  ): Promise<{ id: string; subscriptionId: string | null; chargeId: string | null }[]> {
    return tx.query(sql`
      update visits set reversed_at = announced_now()
      where lesson_id = ${lessonId} and client_id = any (${clientIds}::uuid[]) and reversed_at is null
      returning id, subscription_id as "subscriptionId", charge_id as "chargeId"`);
  }

  /** An entry against each one that charged these visits. */
  async enterReversals(tx: Tx, visitIds: readonly string[]): Promise<void> {
    const rows = visitIds.map((visitId) => ({ id: newId(), visit_id: visitId }));
    await tx.run(sql`
      insert into visit_entries (id, subscription_id, kind, visits, value, on_date, visit_id, reverses_id)
      select r.id, e.subscription_id, 'reversal', -e.visits, -e.value, e.on_date, e.visit_id, e.id
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, visit_id uuid)
      join visit_entries e on e.visit_id = r.visit_id and e.kind = 'charge'
      where not exists (select from visit_entries x where x.reverses_id = e.id)`);
  }

  /**
   * Gives the credits of reversed visits back. A term that the first visit started is undone when no visit is left in
   * it and it was never frozen or extended, so that the client loses no day to a lesson that did not count.
   */
  async giveBack(tx: Tx, visitIds: readonly string[]): Promise<void> {
    await tx.run(sql`
      with back as (
        select subscription_id as id, sum(credits)::integer as credits from visits
        where id = any (${visitIds}::uuid[]) and subscription_id is not null group by 1
      ), judged as (
        select s.id, back.credits,
               s.activate_by is not null
                 and not exists (select from visits v where v.subscription_id = s.id and v.reversed_at is null and v.on_date >= s.starts_on)
                 and not exists (select from freezes f where f.subscription_id = s.id)
                 and not exists (select from subscription_extensions x where x.subscription_id = s.id) as unstarted
        from subscriptions s join back using (id)
      )
      update subscriptions s
      set visits_left = s.visits_left + j.credits, visits_used = s.visits_used - j.credits,
          starts_on = case when j.unstarted then null else s.starts_on end,
          ends_on = case when j.unstarted then null else s.ends_on end
      from judged j where s.id = j.id`);
  }

  /** What came back to subscriptions that had been ended by hand: nobody can use it there. */
  async returnedToEnded(tx: Tx, visitIds: readonly string[]): Promise<Returned[]> {
    return tx.query(sql`
      select s.id as "subscriptionId", sum(e.visits)::integer as visits, -sum(e.value)::bigint as value,
             exists (select from subscription_refunds r where r.subscription_id = s.id) as "isRefunded"
      from subscriptions s
      join visit_entries e on e.subscription_id = s.id and e.kind = 'reversal' and e.visit_id = any (${visitIds}::uuid[])
      where s.cancelled_on is not null
      group by s.id order by s.id`);
  }
}

function keeping(subscriptions: readonly Candidate[]): Sql {
  const rows = subscriptions.map(({ id, visitsLeft, visitsUsed, startsOn, endsOn }) => ({
    ...{ id, visitsLeft, visitsUsed, startsOn, endsOn },
  }));
  return sql`
    update subscriptions s
    set visits_left = r."visitsLeft", visits_used = r."visitsUsed", starts_on = r."startsOn", ends_on = r."endsOn"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
      id uuid, "visitsLeft" integer, "visitsUsed" integer, "startsOn" date, "endsOn" date)
    where s.id = r.id`;
}

export interface Returned {
  subscriptionId: string;
  visits: number;
  value: Minor;
  isRefunded: boolean;
}

const CANDIDATE = sql`
  select ${SUBSCRIPTION_FACTS},
         case when s.visits_total is null or num_nonnulls(s.max_per_day, s.max_per_week) > 0 then
           (select coalesce(jsonb_agg(v.on_date), '[]') from visits v where v.subscription_id = s.id and v.reversed_at is null)
         else '[]' end as "daysUsed"
  from subscriptions s cross join lateral subscription_value(s.id) w`;
