import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Reviews of the trail. A review holds what one statement saw and no review before it holds; that it is in one only, the
 * database forbids otherwise. What it holds is written down as ranges of ids, which outlive a dump and a restore.
 */
export class CreateReviews1763900000092 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(REVIEWS);
    await runner.query(MEMBERSHIP);
    await runner.query(MARKS);
    await runner.query(DIGEST);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function review_digest(uuid), release_review(uuid), take_review(uuid);
      drop table audit_answers, audit_questions, audit_review_marks, audit_markings, audit_review_ranges, audit_review_boundaries, audit_reviews`);
  }
}

const REVIEWS = `
create table audit_reviews (
  id uuid primary key,
  number integer not null,
  note text,
  closed_at timestamptz,
  cancelled_at timestamptz,
  -- Why it was cancelled, or closed over open questions.
  reason text,
  -- Signed at closing: of what it holds and how it was marked; and the last seal of the trail at that moment.
  digest text,
  seal_number bigint references audit_seals,
  fine integer,
  questioned integer,
  constraint audit_reviews_number_key unique (number),
  constraint audit_reviews_end_check check (closed_at is null or cancelled_at is null),
  constraint audit_reviews_signature_check check ((closed_at is null) = (digest is null)),
  constraint audit_reviews_cancellation_check check (cancelled_at is null or reason is not null)
);
create unique index audit_reviews_one_open_key on audit_reviews ((true)) where closed_at is null and cancelled_at is null;
create index audit_reviews_seal_idx on audit_reviews (seal_number);
call keep_record('audit_reviews');
create trigger audit_reviews_final before update or delete on audit_reviews for each row
  when (old.closed_at is not null or old.cancelled_at is not null) execute function refuse_change();
`;

const MEMBERSHIP = `
create table audit_review_boundaries (
  review_id uuid primary key references audit_reviews,
  taken_at timestamptz not null default now(),
  -- What the taking statement saw, its own transaction and its cluster: whoever doubts the ranges can ask again.
  boundary pg_snapshot not null,
  xid xid8 not null,
  cluster bigint not null,
  -- Every change up to here was settled, so it is in this review or in one before: the next need not look below.
  decided_id bigint not null,
  first_id bigint,
  last_id bigint,
  changes bigint not null
);

create table audit_review_ranges (
  review_id uuid not null references audit_review_boundaries on delete cascade,
  ids int8range not null,
  primary key (review_id, ids),
  constraint audit_review_ranges_once_excl exclude using gist (ids with &&)
);

-- One statement sees, notes its snapshot and writes down what it saw: there is no moment in between. Ids missing in the
-- middle may belong to transactions still open, so a range never spans one.
create function take_review(review uuid) returns void language plpgsql as $$
declare
  decided bigint := coalesce((select max(through_id) from audit_seals), 0);
  below bigint := coalesce((select max(decided_id) from audit_review_boundaries), '-9223372036854775808'::bigint);
begin
  if exists (select from audit_reviews where id = review and (closed_at is not null or cancelled_at is not null)) then
    raise exception 'review % is not open', review using errcode = 'restrict_violation';
  end if;
  with fresh as materialized (
    select a.id from audit_changes a
    where a.id > below and not exists (select from audit_review_ranges r where r.ids @> a.id)
  ), islands as materialized (
    select int8range(min(f.id), max(f.id), '[]') as ids, count(*) as changes
    from (select id, id - row_number() over (order by id) as island from fresh) f group by f.island
  ), boundary as (
    insert into audit_review_boundaries (review_id, boundary, xid, cluster, decided_id, first_id, last_id, changes)
    select review, pg_current_snapshot(), pg_current_xact_id(), cluster_id(), greatest(decided, below), min(lower(ids)), max(upper(ids)) - 1,
           coalesce(sum(changes), 0)
    from islands
  )
  insert into audit_review_ranges (review_id, ids) select review, ids from islands;
end $$;
call run_as_owner('take_review(uuid)');

-- What a cancelled review held belongs to the next.
create function release_review(review uuid) returns void language plpgsql as $$
begin
  if not exists (select from audit_reviews where id = review and cancelled_at is not null) then
    raise exception 'review % is not cancelled', review using errcode = 'restrict_violation';
  end if;
  delete from audit_review_boundaries where review_id = review;
end $$;
call run_as_owner('release_review(uuid)');
`;

const MARKS = `
-- One act of marking: who, when, what was said, of how many changes.
create table audit_markings (
  id uuid primary key,
  review_id uuid not null references audit_reviews,
  mark text not null check (mark in ('fine', 'questioned')),
  comment text,
  changes integer not null,
  constraint audit_markings_comment_check check (mark = 'fine' or comment is not null)
);
create index audit_markings_review_idx on audit_markings (review_id);
call keep_ledger('audit_markings');

-- The marking that stands for a change: the last one.
create table audit_review_marks (
  review_id uuid not null references audit_reviews,
  change_id bigint not null,
  marking_id uuid not null references audit_markings,
  primary key (review_id, change_id)
);
create index audit_review_marks_marking_idx on audit_review_marks (marking_id);

-- A questioned marking asks each author of its changes.
create table audit_questions (
  id uuid primary key,
  review_id uuid not null references audit_reviews,
  marking_id uuid not null references audit_markings,
  -- Null: the system did it, and whoever manages answers.
  user_id uuid references users,
  login text not null,
  changes integer not null,
  status text not null default 'open' check (status in ('open', 'answered', 'withdrawn')),
  constraint audit_questions_author_key unique (marking_id, login)
);
create index audit_questions_review_idx on audit_questions (review_id, status);
create index audit_questions_user_idx on audit_questions (user_id);
call keep_record('audit_questions');

create table audit_answers (
  id uuid primary key,
  question_id uuid not null references audit_questions,
  text text not null
);
create index audit_answers_question_idx on audit_answers (question_id);
call keep_ledger('audit_answers');
`;

const DIGEST = `
-- What a closing signs: the boundary, what the review holds, each mark with who gave it and what was said.
create function review_digest(review uuid) returns text language sql stable as $$
  select encode(sha256(
    convert_to(concat_ws(E'\\n', v.number, b.boundary, b.changes,
      (select string_agg(r.ids::text, ' ' order by r.ids) from audit_review_ranges r where r.review_id = review)), 'UTF8')
    || coalesce((select string_agg(int8send(m.change_id) || uuid_send(m.marking_id), '' order by m.change_id) from audit_review_marks m where m.review_id = review), '\\x')
    || coalesce((select string_agg(convert_to(jsonb_build_array(g.id, g.mark, g.comment, g.changes, utc(g.created_at), g.created_by)::text, 'UTF8'), '' order by g.id)
                 from audit_markings g where g.review_id = review), '\\x')), 'hex')
  from audit_reviews v join audit_review_boundaries b on b.review_id = v.id
  where v.id = review
$$;
`;
