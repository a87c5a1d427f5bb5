import type { LedgerCheck } from '../../platform/database/ledger-check.js';
import { sql } from '../../platform/database/sql.js';

/** What must hold between the visit ledger and the figures kept beside it. */
export const subscriptionChecks: readonly LedgerCheck[] = [
  {
    name: 'the visits left of a subscription are the sum of its entries',
    sql: sql`
      select s.id, s.visits_left as kept, sum(e.visits) as summed
      from subscriptions s left join visit_entries e on e.subscription_id = s.id
      where s.visits_left is not null
      group by s.id having s.visits_left is distinct from coalesce(sum(e.visits), 0)`,
  },
  {
    name: 'the visits used of a subscription are its charges less reversals, and the visits that stand',
    sql: sql`
      select s.id, s.visits_used as kept, coalesce(e.used, 0) as entered, coalesce(v.used, 0) as standing
      from subscriptions s
      left join (
        select subscription_id, -sum(visits) as used from visit_entries where kind in ('charge', 'reversal') group by subscription_id
      ) e on e.subscription_id = s.id
      left join (
        select subscription_id, sum(credits) as used from visits where reversed_at is null group by subscription_id
      ) v on v.subscription_id = s.id
      where s.visits_used <> coalesce(e.used, 0) or s.visits_used <> coalesce(v.used, 0)`,
  },
  {
    name: 'the end of a subscription is its term, the frozen days and the days added',
    sql: sql`
      select s.id, s.ends_on from subscriptions s
      where s.starts_on is not null
        and s.ends_on <> coalesce(s.valid_until, (s.starts_on + s.validity_count * ('1 ' || nullif(s.validity_unit, 'dates'))::interval)::date - 1)
                         + (select coalesce(sum(f.ends_on - f.starts_on + 1), 0)::integer from freezes f where f.subscription_id = s.id)
                         + (select coalesce(sum(x.days), 0)::integer from subscription_extensions x where x.subscription_id = s.id)`,
  },
  {
    name: 'no visit is paid twice: by two standing entries, or by a subscription and by money',
    sql: sql`
      select v.id from visits v
      left join charges c on c.subject_id = v.id and c.kind = 'visit' and c.reversed_at is null
      left join (
        select e.visit_id, count(*) as standing from visit_entries e
        left join visit_entries r on r.reverses_id = e.id
        where e.kind = 'charge' and r.id is null group by e.visit_id
      ) e on e.visit_id = v.id
      where coalesce(e.standing, 0) + (c.id is not null)::integer <> (v.reversed_at is null)::integer`,
  },
  {
    name: 'no more is recognised of a subscription than it is worth, and of one that is over all that was not given back',
    sql: sql`
      select s.id, s.price - s.discount + w.moved as worth, w.recognised, g.amount as given
      from subscriptions s
      join (
        select s.id, coalesce(sum(e.value) filter (where e.kind = 'transfer'), 0)::bigint as moved,
               coalesce(sum(e.value) filter (where e.kind <> 'transfer'), 0)::bigint as recognised
        from subscriptions s left join visit_entries e on e.subscription_id = s.id group by s.id
      ) w on w.id = s.id
      left join subscription_refunds g on g.subscription_id = s.id
      where w.recognised not between 0 and s.price - s.discount + w.moved
        or (s.cancelled_on is not null and g.id is null and w.recognised <> s.price - s.discount + w.moved)
        or w.recognised + g.amount > s.price - s.discount + w.moved`,
  },
  {
    name: 'what a transfer takes from one subscription it gives to the other: visits and value',
    sql: sql`
      select t.id from visit_transfers t
      left join visit_entries e on e.transfer_id = t.id
      group by t.id
      having count(*) <> 2 or sum(e.visits) <> 0 or sum(e.value) <> 0
        or max(e.value) <> t.value or max(e.visits) <> coalesce(t.visits, 0)
        or not bool_and(e.subscription_id = case when e.visits < 0 or e.value < 0 then t.from_subscription_id
                                                 when e.visits > 0 or e.value > 0 then t.to_subscription_id else e.subscription_id end)`,
  },
  {
    name: 'a subscription is renewed once, and what was ended by hand has no visits left',
    sql: sql`
      select s.id from subscriptions s
      where (s.cancelled_on is not null and s.visits_left > 0)
        or 1 < (select count(*) from subscriptions r where r.renews_id = s.id and r.cancelled_on is null)`,
  },
];
