import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Rollups of what the report of teachers adds up, and the changes no rollup holds yet. A change is written down in the
 * transaction that made it, by the database: so whoever reads sees either the rollup as it is true, or that it is not.
 */
export class CreateReportRollups1763900000235 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TEACHING);
    await runner.query(TEACHING_CHANGES);
    await runner.query(MEMBERSHIPS);
    await runner.query(MEMBERSHIP_CHANGES);
    await runner.query(ANEW);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop procedure roll_up_anew;
      drop index completions_lesson_idx;
      drop trigger groups_memberships_changed on groups;
      drop trigger group_members_changed_insert on group_members; drop trigger group_members_changed_update on group_members;
      drop trigger group_members_changed_delete on group_members;
      drop function memberships_changed, group_memberships_changed;
      drop trigger accruals_teaching_changed on accruals; drop trigger money_entries_teaching_changed on money_entries;
      drop trigger visit_entries_teaching_changed on visit_entries; drop trigger charges_teaching_changed on charges;
      drop trigger visits_teaching_changed on visits; drop trigger visits_teaching_changed_insert on visits; drop trigger lessons_teaching_changed on lessons;
      drop trigger completions_teaching_changed_insert on completions; drop trigger completions_teaching_changed_update on completions;
      drop trigger completions_teaching_changed_delete on completions; drop trigger attendances_teaching_changed_insert on attendances;
      drop trigger attendances_teaching_changed_update on attendances; drop trigger attendances_teaching_changed_delete on attendances;
      drop function teaching_changed, lesson_teaching_changed, visit_teaching_changed, charge_teaching_changed, worth_changed, credit_changed, cost_changed;
      drop table membership_changes, roaming_clients, membership_folds, membership_months, teaching_changes, teaching_folds, teaching_months, teaching_days`);
  }
}

const TEACHING = `
-- What an employee held and is paid for a day in a branch: by lessons and completions that stand, marks, both ledgers of
-- worth, and teaching_costs. Pay stands by the amount of an entry, "entries" counts those of an amount; what was held stands
-- by nought. So what is paid on top of each entry, rounded, can be told for any percentage.
create table teaching_days (
  branch_id uuid not null,
  on_date date not null,
  employee_id uuid not null,
  amount bigint not null,
  lessons integer not null,
  minutes bigint not null,
  came integer not null,
  expected integer not null,
  revenue bigint not null,
  entries integer not null,
  primary key (branch_id, on_date, employee_id, amount)
);
create index teaching_days_day_idx on teaching_days (on_date);

-- The sum of its days.
create table teaching_months (
  branch_id uuid not null,
  month date not null,
  employee_id uuid not null,
  amount bigint not null,
  lessons integer not null,
  minutes bigint not null,
  came integer not null,
  expected integer not null,
  revenue bigint not null,
  entries integer not null,
  primary key (month, branch_id, employee_id, amount)
);

-- Days rolled up. Such a day answers for any moment since the last thing about it was recorded.
create table teaching_folds (
  branch_id uuid not null,
  on_date date not null,
  recorded_until timestamptz not null,
  primary key (branch_id, on_date)
);
create index teaching_folds_recorded_idx on teaching_folds (recorded_until);

-- Days something was written about since they were rolled up. Rows are added and taken away, never changed, and nothing
-- is unique: of many who complete lessons of one day nobody waits for another.
create table teaching_changes (
  branch_id uuid not null,
  on_date date not null
);
`;

// A lateral subquery with an offset is never dissolved: each lesson is looked up by its key, whatever the plan was made for.
const LESSONS_OF = (rows: string): string => `
    insert into teaching_changes (branch_id, on_date)
    select distinct l.branch_id, l.on_date from (${rows}) n
    cross join lateral (select branch_id, on_date from lessons where id = n.lesson_id offset 0) l;`;

const TEACHING_CHANGES = `
-- Those undone as well: a lesson was held, for whoever asks as of a moment before. The unique index knows only those that stand.
create index completions_lesson_idx on completions (lesson_id);

create function teaching_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then ${LESSONS_OF('select distinct lesson_id from new_rows')}
  elsif tg_op = 'UPDATE' then ${LESSONS_OF('select lesson_id from new_rows union select lesson_id from old_rows')}
  else ${LESSONS_OF('select distinct lesson_id from old_rows')}
  end if;
  return null;
end $$;
create trigger completions_teaching_changed_insert after insert on completions referencing new table as new_rows for each statement execute function teaching_changed();
create trigger completions_teaching_changed_update after update on completions referencing old table as old_rows new table as new_rows for each statement execute function teaching_changed();
create trigger completions_teaching_changed_delete after delete on completions referencing old table as old_rows for each statement execute function teaching_changed();
create trigger attendances_teaching_changed_insert after insert on attendances referencing new table as new_rows for each statement execute function teaching_changed();
create trigger attendances_teaching_changed_update after update on attendances referencing old table as old_rows new table as new_rows for each statement execute function teaching_changed();
create trigger attendances_teaching_changed_delete after delete on attendances referencing old table as old_rows for each statement execute function teaching_changed();
-- The charge of an unpaid visit, and its entry, are there before the visit is.
create trigger visits_teaching_changed_insert after insert on visits referencing new table as new_rows for each statement execute function teaching_changed();

-- Asked of the row itself: a lesson that keeps its time, a visit its lesson, a charge its subject, costs nothing.
create function lesson_teaching_changed() returns trigger language plpgsql as $$
begin
  insert into teaching_changes (branch_id, on_date)
  select k.branch_id, k.on_date from (values (old.branch_id, old.on_date), (new.branch_id, new.on_date)) k(branch_id, on_date)
  where exists (select from completions c where c.lesson_id = new.id);
  return null;
end $$;
create trigger lessons_teaching_changed after update on lessons for each row
  when ((old.branch_id, old.on_date, old.starts_at, old.ends_at) is distinct from (new.branch_id, new.on_date, new.starts_at, new.ends_at))
  execute function lesson_teaching_changed();

create function visit_teaching_changed() returns trigger language plpgsql as $$
begin
  insert into teaching_changes (branch_id, on_date) select l.branch_id, l.on_date from lessons l where l.id in (old.lesson_id, new.lesson_id);
  return null;
end $$;
create trigger visits_teaching_changed after update on visits for each row
  when (old.lesson_id is distinct from new.lesson_id) execute function visit_teaching_changed();

create function charge_teaching_changed() returns trigger language plpgsql as $$
begin
  insert into teaching_changes (branch_id, on_date)
  select l.branch_id, l.on_date from visits v join lessons l on l.id = v.lesson_id where v.id in (old.subject_id, new.subject_id);
  return null;
end $$;
create trigger charges_teaching_changed after update on charges for each row
  when ((old.subject_id, old.kind) is distinct from (new.subject_id, new.kind)) execute function charge_teaching_changed();

create function worth_changed() returns trigger language plpgsql as $$
begin ${LESSONS_OF(`
      select distinct v.lesson_id from (select distinct visit_id from new_rows where kind in ('charge', 'reversal')) e
      cross join lateral (select lesson_id from visits where id = e.visit_id offset 0) v`)}
  return null;
end $$;
create trigger visit_entries_teaching_changed after insert on visit_entries referencing new table as new_rows for each statement execute function worth_changed();

create function credit_changed() returns trigger language plpgsql as $$
begin ${LESSONS_OF(`
      select distinct v.lesson_id from (select distinct charge_id from new_rows where charge_id is not null) e
      cross join lateral (select subject_id from charges where id = e.charge_id and kind = 'visit' offset 0) c
      cross join lateral (select lesson_id from visits where id = c.subject_id offset 0) v`)}
  return null;
end $$;
create trigger money_entries_teaching_changed after insert on money_entries referencing new table as new_rows for each statement execute function credit_changed();

-- Of teaching_costs; whatever else joins in there notes its days as well, or stands in teaching_side_costs, which is read as it is.
create function cost_changed() returns trigger language plpgsql as $$
begin
  insert into teaching_changes (branch_id, on_date) select distinct branch_id, on_date from new_rows;
  return null;
end $$;
create trigger accruals_teaching_changed after insert on accruals referencing new table as new_rows for each statement execute function cost_changed();
`;

const MEMBERSHIPS = `
-- Members of a branch by month, counted so that people of any whole months are each counted once: a start (or a new
-- member, a refusal) counts when its previous one lies before the first month asked for. Kinds: "start" and "end" of being
-- a member, "new", "newcomer", "refusal", "reason", a refusal for a reason, and "lost", a refusal of who joined in a month before.
-- Employee null: of the whole branch.
-- Clients of several branches are in none.
create table membership_months (
  branch_id uuid not null,
  employee_id uuid,
  kind text not null check (kind in ('start', 'end', 'new', 'newcomer', 'refusal', 'reason', 'lost')),
  reason text,
  month date not null,
  -- The month of the one before of the same client; of a start the month in which the membership before ended, of who is
  -- lost that in which they joined.
  previous date,
  people integer not null check (people > 0),
  constraint membership_months_reason_check check ((kind = 'reason') = (reason is not null)),
  constraint membership_months_previous_check check (previous < month)
);
create index membership_months_branch_idx on membership_months (branch_id);

-- Branches rolled up. One answers for moments since the last membership was recorded, on days from the last one somebody
-- left on until the next one somebody is to leave on.
create table membership_folds (
  branch_id uuid primary key,
  recorded_until timestamptz not null,
  last_left_on date not null,
  next_left_on date not null
);

-- Who belongs, or belonged, to groups of several branches: read one by one, since a sum over branches would count them twice.
create table roaming_clients (client_id uuid primary key);

create table membership_changes (branch_id uuid not null);
`;

const BRANCHES_OF = (rows: string): string => `
    insert into membership_changes (branch_id)
    select distinct g.branch_id from (${rows}) n
    cross join lateral (select branch_id from groups where id = n.group_id offset 0) g;`;
const GROUPS_OF = (clients: string): string =>
  `select distinct m.group_id from (${clients}) c cross join lateral (select group_id from group_members where client_id = c.client_id offset 0) m`;

const MEMBERSHIP_CHANGES = `
-- All branches of a client: with a second one they are in no sum any more, also not in that of the first.
create function memberships_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then ${BRANCHES_OF(GROUPS_OF('select distinct client_id from new_rows'))}
  elsif tg_op = 'UPDATE' then ${BRANCHES_OF(
    `${GROUPS_OF('select client_id from new_rows union select client_id from old_rows')} union select group_id from old_rows`,
  )}
  else ${BRANCHES_OF(`${GROUPS_OF('select distinct client_id from old_rows')} union select group_id from old_rows`)}
  end if;
  return null;
end $$;
create trigger group_members_changed_insert after insert on group_members referencing new table as new_rows for each statement execute function memberships_changed();
create trigger group_members_changed_update after update on group_members referencing old table as old_rows new table as new_rows for each statement execute function memberships_changed();
create trigger group_members_changed_delete after delete on group_members referencing old table as old_rows for each statement execute function memberships_changed();

create function group_memberships_changed() returns trigger language plpgsql as $$
begin ${BRANCHES_OF(`
      select m.group_id from group_members c join group_members m on m.client_id = c.client_id where c.group_id = new.id
      union select new.id`)}
  insert into membership_changes (branch_id) values (old.branch_id);
  return null;
end $$;
create trigger groups_memberships_changed after update on groups for each row
  when ((old.branch_id, old.teacher_id) is distinct from (new.branch_id, new.teacher_id)) execute function group_memberships_changed();
`;

const ANEW = `
-- Everything there is, or is kept, is to be rolled up anew: after a load without triggers, or when a rollup was found wrong.
create procedure roll_up_anew() language sql as $$
  insert into teaching_changes (branch_id, on_date)
  select l.branch_id, l.on_date from lessons l where exists (select from completions c where c.lesson_id = l.id)
  union select branch_id, on_date from teaching_costs
  union select branch_id, on_date from teaching_folds
  union select branch_id, on_date from teaching_days
  order by 1, 2;
  insert into membership_changes (branch_id)
  select g.branch_id from groups g where exists (select from group_members m where m.group_id = g.id)
  union select branch_id from membership_folds
  union select branch_id from membership_months;
$$;
call roll_up_anew();
`;
