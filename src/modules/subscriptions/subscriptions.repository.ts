import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Minor } from '../../kernel/money.js';
import { newId } from '../../platform/database/ids.js';
import { RunAgain } from '../../platform/database/run-again.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import type { RefundMethod } from './refund.rules.js';
import type { AutoRenewing, Leaving } from './renewal.rules.js';
import { VisitTransferRow } from './subscriptions.entity.js';
import type { Freezable, Period } from './term.rules.js';
import type { Candidate } from './visit.rules.js';

/** A subscription under lock, as its use cases need it. */
export interface Locked extends Freezable, Candidate, Leaving, AutoRenewing {
  readonly startsOn: LocalDate | null;
  readonly endsOn: LocalDate | null;
  readonly activateBy: LocalDate | null;
  readonly visitsLeft: number | null;
  readonly daysUsed: readonly LocalDate[];
  readonly branchId: string;
  readonly planId: string;
  readonly planName: string;
  readonly autoRenewPlanId: string | null;
  readonly autoRenewPayment: 'due' | 'free_money';
  readonly refundMethod: RefundMethod;
  readonly isTransferable: boolean;
  readonly freezes: readonly (Period & { readonly id: string })[];
}

/** What a candidate and a locked subscription have in common. */
export const SUBSCRIPTION_FACTS = sql`
  s.id, s.client_id as "clientId", s.activity_ids as "activityIds", s.group_ids as "groupIds",
  s.max_per_day as "maxPerDay", s.max_per_week as "maxPerWeek", s.sold_on as "soldOn", s.starts_on as "startsOn",
  s.ends_on as "endsOn", s.activate_by as "activateBy", s.validity_count as "validityCount",
  s.validity_unit as "validityUnit", s.valid_until as "validUntil", s.visits_total as "visitsTotal",
  s.visits_left as "visitsLeft", s.visits_used as "visitsUsed", s.price - s.discount + w.moved as amount, w.recognised,
  (select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'startsOn', f.starts_on, 'endsOn', f.ends_on) order by f.starts_on), '[]')
   from freezes f where f.subscription_id = s.id) as freezes`;

export interface Move {
  kind: 'client' | 'leftovers';
  from: string;
  to: string;
  /** Null: the rest of an unlimited one. */
  visits: number | null;
  /** How many of them were sold and not given on top. */
  sold: number;
  value: Minor;
  onDate: LocalDate;
  reason: string | null;
}

const ownerOf = async (tx: Tx, id: string): Promise<string | null> =>
  (
    await tx.find<{ clientId: string }>(
      sql`select client_id as "clientId" from subscriptions where id = ${id}`,
    )
  )?.clientId ?? null;

/**
 * Locks. Whoever decides anything about who pays for a client's visits first holds the row of that client, clients in
 * order of id; then subscriptions, then (inside billing) accounts. So a sale, a freeze and a completed lesson of one
 * client follow one another, each sees all the earlier ones did, and none waits in a circle.
 */
@Injectable()
export class SubscriptionsRepository {
  async lockClients(tx: Tx, clientIds: readonly string[]): Promise<void> {
    await tx.run(
      sql`select from clients where id = any (${clientIds}::uuid[]) order by id for no key update`,
    );
  }

  /** The statement that reads is not the one that locks: only so does it see the freezes committed before the lock. */
  async lock(tx: Tx, id: string, otherClientIds: readonly string[] = []): Promise<Locked | null> {
    const owner = await ownerOf(tx, id);
    if (owner === null) return null;
    await this.lockClients(tx, [owner, ...otherClientIds]);
    // Who waited for a merge of clients finds it at the one they became, whom nobody holds yet.
    if ((await ownerOf(tx, id)) !== owner) throw new RunAgain('the owner of a subscription');
    return tx.find<Locked>(sql`
      select ${SUBSCRIPTION_FACTS}, s.branch_id as "branchId", s.plan_id as "planId", s.plan_name as "planName",
             s.cancelled_on is not null as "isCancelled", s.freeze_max_days as "freezeMaxDays",
             s.freeze_max_times as "freezeMaxTimes", s.freeze_min_days as "freezeMinDays",
             s.freeze_backdate_days as "freezeBackdateDays", s.leftovers, s.leftovers_keep_days as "leftoversKeepDays",
             s.settled_on as "settledOn", s.auto_renew as "autoRenew", s.auto_renew_plan_id as "autoRenewPlanId",
             s.auto_renew_days_before as "autoRenewDaysBefore", s.auto_renew_when_depleted as "autoRenewWhenDepleted",
             s.auto_renew_payment as "autoRenewPayment", s.refund_method as "refundMethod",
             s.is_transferable as "isTransferable",
             (select r.id from subscriptions r where r.renews_id = s.id and r.cancelled_on is null) as "renewedById",
             (select coalesce(jsonb_agg(v.on_date), '[]') from visits v
              where v.subscription_id = s.id and v.reversed_at is null) as "daysUsed"
      from subscriptions s cross join lateral subscription_value(s.id) w
      where s.id = ${id} for update of s`);
  }

  async moveEnd(tx: Tx, id: string, endsOn: LocalDate): Promise<void> {
    await tx.run(sql`update subscriptions set ends_on = ${endsOn}, settled_on = null where id = ${id}`);
  }

  async addVisits(tx: Tx, id: string, visits: number): Promise<void> {
    await tx.run(
      sql`update subscriptions set visits_left = visits_left + ${visits}::integer where id = ${id}`,
    );
  }

  async deleteFreeze(tx: Tx, id: string): Promise<void> {
    await tx.run(sql`delete from freezes where id = ${id}`);
  }

  /** Moves visits and their value: an entry on both sides, and what is kept beside them. Both rows are held. */
  async move(tx: Tx, { from, to, visits, sold, value, onDate, ...move }: Move): Promise<void> {
    const transferId = newId();
    await tx.insert(VisitTransferRow, {
      id: transferId,
      fromSubscriptionId: from,
      toSubscriptionId: to,
      visits,
      value,
      ...move,
    });
    const sides = [
      { id: newId(), of: from, visits: -(visits ?? 0), value: -value, total: -sold },
      { id: newId(), of: to, visits: visits ?? 0, value, total: visits ?? 0 },
    ];
    await tx.run(sql`
      with sides as (
        select * from jsonb_to_recordset(${JSON.stringify(sides)}::jsonb) as r(id uuid, "of" uuid, visits integer, value bigint, total integer)
      ), entered as (
        insert into visit_entries (id, subscription_id, kind, visits, value, on_date, transfer_id, reason)
        select id, "of", 'transfer', visits, value, ${onDate}, ${transferId}, ${move.reason} from sides
      )
      update subscriptions s set visits_left = s.visits_left + r.visits, visits_total = s.visits_total + r.total
      from sides r where s.id = r."of"`);
  }
}
