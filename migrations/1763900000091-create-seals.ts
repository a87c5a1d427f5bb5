import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Seals: the trail in batches by a hash chain, each with the digest of every row, so that a later change, deletion or
 * insertion is found and named. Sealed is a prefix of the ids, all of whose transactions are over.
 */
export class CreateSeals1763900000091 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(DIGEST);
    await runner.query(SEALING);
    await runner.query(VERIFYING);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function verify_seal(bigint), broken_seals(), seal_trail(integer, integer), note_trail_ceiling(), trail_digest(audit_changes), cluster_id();
      drop table audit_verifications, audit_seals, audit_ceilings`);
  }
}

const TABLES = `
-- "No id up to this ceiling is given out any more after transaction xid began": when all before xid are over, the rows
-- up to the ceiling are all that will ever be.
create table audit_ceilings (
  xid xid8 not null,
  -- Transaction ids mean something within one cluster only: a dump restored elsewhere starts anew.
  cluster bigint not null,
  ceiling bigint not null,
  primary key (cluster, xid)
);

create table audit_seals (
  number bigint primary key,
  -- The ids sealed are those above the seal before, up to and with this one.
  after_id bigint not null,
  through_id bigint not null,
  changes integer not null,
  change_ids bigint[] not null,
  change_digests bytea[] not null,
  content bytea not null,
  previous bytea not null,
  digest bytea not null,
  sealed_at timestamptz not null default now(),
  constraint audit_seals_order_check check (through_id > after_id),
  constraint audit_seals_count_check check (changes = cardinality(change_ids) and changes = cardinality(change_digests)),
  constraint audit_seals_after_key unique (after_id)
);
create trigger audit_seals_refuse before update or delete on audit_seals for each row execute function refuse_change();
create trigger audit_seals_refuse_truncate before truncate on audit_seals for each statement execute function refuse_change();

-- What the nightly verification found, and how far it came.
create table audit_verifications (
  id uuid primary key,
  at timestamptz not null default now(),
  through_seal bigint not null,
  faults integer not null
);
create index audit_verifications_at_idx on audit_verifications (at);
create trigger audit_verifications_refuse before update or delete on audit_verifications for each row execute function refuse_change();

-- A lawful erasure replaces what a change says; the digest of what it said stays here.
create table if not exists trail_redactions (
  change_id bigint not null,
  change_at timestamptz not null,
  at timestamptz not null,
  by jsonb not null,
  reason text not null,
  digest_before text not null
);
create index if not exists trail_redactions_change_idx on trail_redactions (change_id);
`;

const DIGEST = `
create function cluster_id() returns bigint language sql stable as $$ select system_identifier from pg_control_system() $$;

-- The canonical text of a change is JSON of its columns in this order; the same in every zone, version and dump.
create function trail_digest(c audit_changes) returns bytea language sql stable parallel safe as $$
  select sha256(convert_to(jsonb_build_array(
    c.id, c.xid::text, to_char(c.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), c.table_name, c.record_id, c.branch_id, c.operation,
    c.version, c.before::text, c.after::text, c.actor_kind, c.actor_id, c.actor_login, c.actor_name, c.request_id, c.job)::text, 'UTF8'))
$$;
`;

const SEALING = `
-- A trail row takes its id after its transaction got its number. So a transaction that reads the last id first and gets
-- its own number afterwards knows: whoever took an id up to here has a smaller number.
create function note_trail_ceiling() returns void language plpgsql as $$
declare
  last bigint;
begin
  if pg_current_xact_id_if_assigned() is not null then
    raise exception 'the ceiling is noted by a transaction that has written nothing yet';
  end if;
  execute format('select case when is_called then last_value else 0 end from %s', pg_get_serial_sequence('audit_changes', 'id')) into last;
  insert into audit_ceilings (xid, cluster, ceiling) values (pg_current_xact_id(), cluster_id(), last);
end $$;
call run_as_owner('note_trail_ceiling()');

-- Seals what is settled, at most so many batches; gives the number of changes sealed. One sealer at a time: one chain.
create function seal_trail(batch integer, batches integer) returns bigint language plpgsql as $$
declare
  settled bigint;
  number_before bigint;
  through_before bigint;
  digest_before bytea;
  through bigint;
  taken integer;
  total bigint := 0;
begin
  perform pg_advisory_xact_lock(hashtext('audit seals'), hashtext(current_schema()));
  select max(ceiling) into settled from audit_ceilings
  where cluster = cluster_id() and xid <= pg_snapshot_xmin(pg_current_snapshot());
  for round in 1 .. batches loop
    select coalesce(max(s.number), 0), coalesce(max(s.through_id), '-9223372036854775808'), coalesce((array_agg(s.digest))[1], '\\x')
    into number_before, through_before, digest_before
    from (select number, through_id, digest from audit_seals order by number desc limit 1) s;
    select max(b.id), count(*) into through, taken
    from (select id from audit_changes where id > through_before and id <= settled order by id limit batch) b;
    exit when taken = 0;
    if taken < batch then
      through := settled;
    end if;
    insert into audit_seals (number, after_id, through_id, changes, change_ids, change_digests, content, previous, digest)
    select number_before + 1, through_before, through, s.changes, s.ids, s.digests, s.content, digest_before,
           sha256(digest_before || s.content || convert_to(format('%s %s %s %s', number_before + 1, through_before, through, s.changes), 'UTF8'))
    from (
      select count(*)::integer as changes, array_agg(d.id order by d.id, d.digest) as ids, array_agg(d.digest order by d.id, d.digest) as digests,
             sha256(string_agg(int8send(d.id) || d.digest, '' order by d.id, d.digest)) as content
      from (select a.id, trail_digest(a) as digest from audit_changes a where a.id > through_before and a.id <= through) d
    ) s;
    total := total + taken;
    exit when taken < batch;
  end loop;
  delete from audit_ceilings where ceiling < settled or cluster <> cluster_id();
  return total;
end $$;
call run_as_owner('seal_trail(integer, integer)');
`;

const VERIFYING = `
-- The chain itself: seals that do not follow from what they hold and from the seal before.
create function broken_seals() returns table (seal bigint) language sql stable as $$
  select s.number
  from (select *, lag(digest, 1, '\\x'::bytea) over w as digest_before, lag(number, 1, 0) over w as number_before,
               lag(through_id, 1, '-9223372036854775808'::bigint) over w as through_before
        from (select number, after_id, through_id, changes, content, previous, digest from audit_seals) t window w as (order by number)) s
  where s.previous <> s.digest_before or s.number <> s.number_before + 1 or s.after_id <> s.through_before
     or s.digest <> sha256(s.previous || s.content || convert_to(format('%s %s %s %s', s.number, s.after_id, s.through_id, s.changes), 'UTF8'))
  order by s.number
$$;

-- One seal against the rows it sealed. 'seal': the list of digests is not the one that was sealed.
create function verify_seal(seal bigint) returns table (kind text, change_id bigint, table_name text, record_id text) language sql stable as $$
  with s as materialized (select * from audit_seals where number = seal),
  sealed as materialized (select u.id, u.digest from s, unnest(s.change_ids, s.change_digests) as u(id, digest)),
  live as materialized (
    select a.id, trail_digest(a) as digest, a.table_name, a.record_id from s join audit_changes a on a.id > s.after_id and a.id <= s.through_id
  )
  select 'seal', null::bigint, null::text, null::text from s
  where s.content is distinct from (select sha256(string_agg(int8send(id) || digest, '' order by id, digest)) from sealed)
  union all
  select 'deleted', d.id, null, null from sealed d where not exists (select from live l where l.id = d.id)
  union all
  select case when d.id is null or exists (select from live o where o.id = l.id and o.digest = d.digest) then 'inserted' else 'changed' end,
         l.id, l.table_name, l.record_id
  from live l left join sealed d on d.id = l.id
  where l.digest is distinct from d.digest
    and not exists (select from trail_redactions r where r.change_id = l.id and r.digest_before = encode(d.digest, 'hex'))
  order by 2 nulls first
$$;
`;
