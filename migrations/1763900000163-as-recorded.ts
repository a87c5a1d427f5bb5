import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A subscription as it had been recorded by an instant. What its terms and freezes were before each change is kept beside
 * them, so a freeze lifted, shortened or taken away since is wound back. The trail cannot say it: it knows when a change
 * was written, not of which moment it speaks.
 */
export class AsRecorded1763900000163 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(KEEPING);
    await runner.query(WHAT_THE_TRAIL_KNOWS);
    await runner.query(READING);
  }

  down(): Promise<void> {
    throw new Error('what was recorded when cannot be worked out again: restore a copy instead');
  }
}

const KEEPING = `
-- What a subscription, or a freeze of it, said before a change, of the changed columns alone; of a freeze that was taken
-- away, the whole of it. Visits are not here, since their ledger knows, nor are reasons, which are personal.
create table subscription_revisions (
  id uuid primary key default uuidv7(),
  subscription_id uuid not null references subscriptions,
  -- Null: the subscription itself.
  freeze_id uuid,
  is_removed boolean not null default false,
  before jsonb not null,
  created_at timestamptz not null default announced_now()
);
create index subscription_revisions_subscription_idx on subscription_revisions (subscription_id, created_at);
create trigger subscription_revisions_refuse before update or delete on subscription_revisions for each row execute function refuse_change();

create function term_revised() returns trigger language plpgsql as $$
begin
  insert into subscription_revisions (subscription_id, before)
  select new.id, jsonb_object_agg(f.key, f.value) from jsonb_each(jsonb_build_object('starts_on', old.starts_on, 'ends_on', old.ends_on,
    'settled_on', old.settled_on, 'cancelled_on', old.cancelled_on, 'auto_renew', old.auto_renew)) f
  where f.value is distinct from to_jsonb(new) -> f.key;
  return null;
end $$;
call run_as_owner('term_revised()');
-- Asked of the row itself: a visit, which changes none of these, costs nothing.
create trigger subscriptions_revised after update on subscriptions for each row
  when (old.starts_on is distinct from new.starts_on or old.ends_on is distinct from new.ends_on
        or old.settled_on is distinct from new.settled_on or old.cancelled_on is distinct from new.cancelled_on
        or old.auto_renew is distinct from new.auto_renew)
  execute function term_revised();

create function freeze_revised() returns trigger language plpgsql as $$
begin
  insert into subscription_revisions (subscription_id, freeze_id, is_removed, before)
  values (old.subscription_id, old.id, tg_op = 'DELETE', case when tg_op = 'DELETE' then to_jsonb(old) - '{reason,created_by,updated_by}'::text[]
          else jsonb_build_object('starts_on', old.starts_on, 'ends_on', old.ends_on, 'lifted_at', old.lifted_at) end);
  return null;
end $$;
call run_as_owner('freeze_revised()');
create trigger freezes_revised after update on freezes for each row
  when ((old.starts_on, old.ends_on, old.lifted_at) is distinct from (new.starts_on, new.ends_on, new.lifted_at)) execute function freeze_revised();
create trigger freezes_revised_away after delete on freezes for each row execute function freeze_revised();
`;

const WHAT_THE_TRAIL_KNOWS = `
insert into subscription_revisions (subscription_id, before, created_at)
select s.id, b.before, a.at from audit_changes a join subscriptions s on s.id::text = a.record_id
cross join lateral (select jsonb_object_agg(key, value) as before from jsonb_each(a.before)
                    where key in ('starts_on', 'ends_on', 'settled_on', 'cancelled_on', 'auto_renew')) b
where a.table_name = 'subscriptions' and a.operation = 'update' and b.before is not null
order by a.id;
insert into subscription_revisions (subscription_id, freeze_id, is_removed, before, created_at)
select s.id, a.record_id::uuid, a.operation = 'delete', a.before - 'reason', a.at
from audit_changes a left join freezes f on f.id::text = a.record_id
join subscriptions s on s.id = coalesce(f.subscription_id, (a.before ->> 'subscription_id')::uuid)
where a.table_name = 'freezes' and a.operation in ('update', 'delete') and a.before ?| '{starts_on,ends_on,lifted_at}'
order by a.id;
`;

const READING = `
-- What was changed since an instant, with the value each column had before the first of these changes.
create function unrevised(subscription uuid, of_freeze uuid, at timestamptz) returns jsonb language sql stable as $$
  select coalesce(jsonb_object_agg(x.key, x.value), '{}') from (
    select distinct on (f.key) f.key, f.value
    from subscription_revisions r cross join lateral jsonb_each(r.before) f
    where r.subscription_id = subscription and r.freeze_id is not distinct from of_freeze and r.created_at > unrevised.at and not r.is_removed
    order by f.key, r.created_at, r.id) x
$$;

-- The freezes a subscription had as they were recorded by an instant, also those changed or taken away since.
create function freezes_at(subscription uuid, at timestamptz) returns setof freezes language sql stable as $$
  select w.* from (
    select f.id, to_jsonb(f) as image from freezes f where f.subscription_id = subscription and f.created_at <= freezes_at.at
    union all
    select r.freeze_id, r.before || jsonb_build_object('id', r.freeze_id, 'subscription_id', subscription) from subscription_revisions r
    where r.subscription_id = subscription and r.is_removed and r.created_at > freezes_at.at
      and coalesce((r.before ->> 'created_at')::timestamptz, '-infinity') <= freezes_at.at
  ) k
  cross join lateral jsonb_populate_record(null::freezes, k.image || unrevised(subscription, k.id, freezes_at.at)) w
$$;

-- A subscription as it had been recorded by an instant: visits by their entries, its terms by what they were changed from.
create or replace function subscription_at(s subscriptions, at timestamptz, today date) returns subscriptions language sql stable as $$
  select jsonb_populate_record(s, u.was || jsonb_build_object(
    'visits_left', case when s.visits_left is not null then e.left end,
    'visits_used', e.used,
    'cancel_reason', case when coalesce(u.was -> 'cancelled_on', to_jsonb(s.cancelled_on), 'null') <> 'null' then s.cancel_reason end))
  from (select coalesce(sum(visits), 0)::integer as left,
               coalesce(-sum(visits) filter (where kind in ('charge', 'reversal')), 0)::integer as used
        from visit_entries where subscription_id = s.id and created_at <= at) e,
       (select unrevised(s.id, null, subscription_at.at) as was) u
$$;

-- The status as it was shown then.
create function subscription_status_at(s subscriptions, today date, at timestamptz) returns text language sql stable as $$
  select case
    when s.cancelled_on is not null then 'cancelled'
    when s.ends_on < today or (s.starts_on is null and s.activate_by < today) then 'expired'
    when exists (select from freezes_at(s.id, subscription_status_at.at) f where today between f.starts_on and f.ends_on) then 'frozen'
    when s.visits_left <= 0 then 'depleted'
    when s.starts_on is null or s.starts_on > today then 'pending'
    else 'active'
  end
$$;
`;
