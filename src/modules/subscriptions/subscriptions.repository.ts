import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Minor } from '../../kernel/money.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import type { Freezable, Period } from './term.rules.js';

/** A subscription under lock, as its use cases need it. */
export interface Locked extends Freezable {
  readonly id: string;
  readonly clientId: string;
  readonly branchId: string;
  readonly visitsTotal: number | null;
  readonly visitsLeft: number | null;
  readonly amount: Minor;
  readonly recognised: Minor;
  readonly freezes: readonly (Period & { readonly id: string })[];
}

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
  async lock(tx: Tx, id: string): Promise<Locked | null> {
    const owner = await tx.find<{ clientId: string }>(
      sql`select client_id as "clientId" from subscriptions where id = ${id}`,
    );
    if (owner === null) return null;
    await this.lockClients(tx, [owner.clientId]);
    return tx.find<Locked>(sql`
      select s.id, s.client_id as "clientId", s.branch_id as "branchId", s.starts_on as "startsOn", s.ends_on as "endsOn",
             s.cancelled_on is not null as "isCancelled", s.visits_total as "visitsTotal", s.visits_left as "visitsLeft",
             s.price - s.discount as amount, s.freeze_max_days as "freezeMaxDays", s.freeze_max_times as "freezeMaxTimes",
             s.freeze_min_days as "freezeMinDays",
             (select max(v.on_date) from visits v where v.subscription_id = s.id and v.reversed_at is null) as "lastVisitOn",
             (select coalesce(sum(e.value), 0)::bigint from visit_entries e where e.subscription_id = s.id) as recognised,
             (select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'startsOn', f.starts_on, 'endsOn', f.ends_on) order by f.starts_on), '[]')
              from freezes f where f.subscription_id = s.id) as freezes
      from subscriptions s where s.id = ${id} for update`);
  }

  async moveEnd(tx: Tx, id: string, endsOn: LocalDate): Promise<void> {
    await tx.run(sql`update subscriptions set ends_on = ${endsOn} where id = ${id}`);
  }

  async addVisits(tx: Tx, id: string, visits: number): Promise<void> {
    await tx.run(
      sql`update subscriptions set visits_left = visits_left + ${visits}::integer where id = ${id}`,
    );
  }

  async deleteFreeze(tx: Tx, id: string): Promise<void> {
    await tx.run(sql`delete from freezes where id = ${id}`);
  }
}
