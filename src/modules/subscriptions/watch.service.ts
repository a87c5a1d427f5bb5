import { Injectable } from '@nestjs/common';
import { newId } from '../../platform/database/ids.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { AUTO_RENEW_AFTER_DAYS, LATE_MARK_DAYS } from './renewal.rules.js';
import { occasions } from './subscriptions.events.js';

interface Occasion {
  subscriptionId: string;
  branchId: string;
  occasion: keyof typeof occasions;
  key: string;
}

/** How many an hourly look says at most; the rest follow in the next hours. */
const MOST = 2_000;

/**
 * Says by itself what has become of subscriptions: each occasion once, however often and by however many it is looked
 * for. The table of what was said decides; of two who find the same, one writes it down and records the event.
 */
@Injectable()
export class WatchService {
  constructor(private readonly events: Events) {}

  /** Looks at all of them; days are those of each branch's own zone. */
  async lookAtAll(tx: Tx): Promise<void> {
    await this.say(tx, await tx.query<Occasion>(dueOccasions(tx.now, AWAKE)));
  }

  /** Looks at those something has just changed of. */
  async look(tx: Tx, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.say(tx, await tx.query<Occasion>(dueOccasions(tx.now, sql`s.id = any (${ids}::uuid[])`)));
  }

  private async say(tx: Tx, found: readonly Occasion[]): Promise<void> {
    if (found.length === 0) return;
    const rows = found.map((one) => ({ id: newId(), ...one }));
    const said = await tx.query<Occasion>(sql`
      with given as (
        select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
          id uuid, "subscriptionId" uuid, "branchId" uuid, occasion text, key text)
      ), written as (
        insert into subscription_announcements (id, subscription_id, occasion, key)
        select id, "subscriptionId", occasion, key from given order by "subscriptionId", occasion, key
        on conflict do nothing
        returning id
      )
      select g."subscriptionId", g."branchId", g.occasion, g.key from given g join written using (id)`);
    await this.events.recordMany(
      tx,
      said.map(({ subscriptionId, branchId, occasion, key }) => ({
        event: occasions[occasion]({ subscriptionId, key }),
        place: { subjectId: subscriptionId, branchId },
      })),
    );
  }
}

/**
 * Those anything can have become of, by what indexes know: running or ended within a month, with leftovers to settle,
 * or with an open charge whose day has come. A day more on both sides covers every zone.
 */
const AWAKE = sql`s.id = any (array(
    select x.id from subscriptions x where x.cancelled_on is null and coalesce(x.ends_on, x.activate_by) >= announced_now()::date - 32
    union
    select x.id from subscriptions x where x.cancelled_on is null and x.settled_on is null
      and coalesce(x.ends_on, x.activate_by) < announced_now()::date
    union
    select c.subject_id from charges c where c.kind = 'subscription' and c.reversed_at is null
      and c.paid + c.credited < c.amount and c.due_on <= announced_now()::date + 1))`;

const dueOccasions = (now: string, which: Sql): Sql => sql`
  select s.id as "subscriptionId", s.branch_id as "branchId", f.occasion, f.key
  from subscriptions s
  join branches b on b.id = s.branch_id
  cross join settings o
  cross join lateral (
    select d.today, coalesce(s.ends_on, s.activate_by) as last, s.visits_left + s.visits_used as had,
           exists (select from subscriptions r where r.renews_id = s.id and r.cancelled_on is null) as is_renewed
    from (select (${now}::timestamptz at time zone b.time_zone)::date as today) d
  ) d
  cross join lateral (
    select 'expiring' as occasion, d.last::text as key
    where s.ends_on between d.today and d.today + o.expiring_days and coalesce(s.visits_left, 1) > 0
    union all
    select 'running-out', d.had::text
    where s.visits_left between 1 and o.running_out_visits and d.last >= d.today
    union all
    select 'expired', d.last::text where d.last < d.today and d.last >= d.today - 31
    union all
    select 'depleted', d.had::text where s.visits_left = 0 and s.settled_on is null and d.last >= d.today - 31
    union all
    select 'renewal-due', d.today::text
    where s.auto_renew <> 'off' and not d.is_renewed and d.today <= s.ends_on + ${AUTO_RENEW_AFTER_DAYS}::integer
      and (d.today >= s.ends_on - s.auto_renew_days_before or (s.visits_left = 0 and s.auto_renew_when_depleted))
    union all
    select 'leftovers-due', d.today::text
    where (s.settled_on is null or s.visits_left > 0) and d.last + ${LATE_MARK_DAYS}::integer < d.today
      and (s.leftovers = 'burn' or d.is_renewed or d.last + s.leftovers_keep_days < d.today)
  ) f
  where s.cancelled_on is null and ${which}
    and not exists (select from subscription_announcements a where a.subscription_id = s.id and a.occasion = f.occasion and a.key = f.key)
  union all
  select s.id, s.branch_id, 'payment-overdue', c.id::text
  from charges c
  join subscriptions s on s.id = c.subject_id
  join branches b on b.id = s.branch_id
  where c.kind = 'subscription' and c.reversed_at is null and c.paid + c.credited < c.amount
    and is_overdue(c, (${now}::timestamptz at time zone b.time_zone)::date) and ${which}
    and not exists (select from subscription_announcements a
                    where a.subscription_id = s.id and a.occasion = 'payment-overdue' and a.key = c.id::text)
  limit ${MOST}`;
