import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Runs of pay. What a payslip says is one document, computed; its columns are generated from it, so they cannot differ,
 * and the digest of a run covers every number. Once approved, nothing of a run changes: the database refuses.
 */
export class CreatePayrollRuns1763900000147 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(DIGEST);
    await runner.query(GUARDS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table payslip_payments, payslips, payroll_run_accruals, payroll_runs; drop function payroll_run_digest, guard_payroll_run, guard_payroll_lines',
    );
  }
}

const TABLES = `
create table payroll_runs (
  id uuid primary key,
  branch_id uuid not null references branches,
  period_from date not null,
  -- The first day after the period.
  period_to date not null,
  -- The planned day of payment: what decides the tax year.
  pay_on date not null,
  -- Accruals earned before it are no business of runs.
  collect_from date,
  status text not null default 'draft' check (status in ('draft', 'approved', 'paid', 'cancelled')),
  digest text,
  approved_at timestamptz,
  approved_by jsonb,
  paid_at timestamptz,
  cancelled_at timestamptz,
  cancellation_reason text,
  constraint payroll_runs_period_check check (period_to > period_from),
  constraint payroll_runs_approved_check check ((status in ('approved', 'paid')) = (approved_at is not null)),
  constraint payroll_runs_period_excl exclude using gist (branch_id with =, daterange(period_from, period_to) with &&) where (status <> 'cancelled')
);
create index payroll_runs_branch_idx on payroll_runs (branch_id, period_from);
call keep_record('payroll_runs');

-- The id is the accrual's own: it is in one run or in none.
create table payroll_run_accruals (
  id uuid not null references accruals,
  run_id uuid not null references payroll_runs,
  -- Earned before the period of the run.
  is_adjustment boolean not null,
  constraint payroll_run_accruals_pkey primary key (id)
);
create index payroll_run_accruals_run_idx on payroll_run_accruals (run_id);
call keep_trail('payroll_run_accruals');

create table payslips (
  id uuid primary key,
  run_id uuid not null references payroll_runs,
  employee_id uuid not null references employees,
  -- Place among the employee's approved payslips; what was before this one is what it builds on.
  chain_number integer check (chain_number > 0),
  details jsonb not null,
  tax_year integer not null generated always as ((details ->> 'taxYear')::integer) stored,
  contribution_year integer not null generated always as ((details ->> 'contributionYear')::integer) stored,
  income bigint not null generated always as ((details ->> 'income')::bigint) stored,
  settled bigint not null generated always as ((details ->> 'settled')::bigint) stored,
  taxed_before bigint not null generated always as ((details -> 'tax' ->> 'incomeBefore')::bigint) stored,
  taxed bigint not null generated always as ((details -> 'tax' ->> 'income')::bigint) stored,
  tax_before bigint not null generated always as ((details -> 'tax' ->> 'before')::bigint) stored,
  tax bigint not null generated always as ((details -> 'tax' ->> 'amount')::bigint) stored,
  contributions bigint not null generated always as ((details ->> 'contributionsTotal')::bigint) stored,
  withheld bigint not null generated always as ((details ->> 'withheldTotal')::bigint) stored,
  debt_before bigint not null generated always as ((details ->> 'debtBefore')::bigint) stored,
  debt_after bigint not null generated always as ((details ->> 'debtAfter')::bigint) stored check (debt_after >= 0),
  net bigint not null generated always as ((details ->> 'net')::bigint) stored check (net >= 0),
  employer_cost bigint not null generated always as ((details ->> 'employerCost')::bigint) stored,
  constraint payslips_employee_key unique (run_id, employee_id),
  constraint payslips_chain_key unique (employee_id, chain_number)
);
create index payslips_employee_idx on payslips (employee_id, id);
call keep_record('payslips');

create table payslip_payments (
  id uuid primary key,
  payslip_id uuid not null references payslips,
  run_id uuid not null references payroll_runs,
  amount bigint not null check (amount > 0),
  paid_on date not null,
  receipt_number text,
  constraint payslip_payments_payslip_key unique (payslip_id)
);
create index payslip_payments_run_idx on payslip_payments (run_id);
call keep_ledger('payslip_payments');
`;

const DIGEST = `
-- jsonb has one spelling for one value: members in its own order, no spaces of anybody's taste.
create function payroll_run_digest(run uuid) returns text language sql stable as $$
  select encode(sha256(convert_to(jsonb_build_object(
    'branchId', r.branch_id, 'periodFrom', r.period_from, 'periodTo', r.period_to, 'payOn', r.pay_on,
    'payslips', coalesce((select jsonb_agg(jsonb_build_object('employeeId', p.employee_id) || p.details order by p.employee_id)
                          from payslips p where p.run_id = r.id), '[]'))::text, 'UTF8')), 'hex')
  from payroll_runs r where r.id = run
$$;
`;

const GUARDS = `
create function guard_payroll_run() returns trigger language plpgsql as $$
declare
  what constant text[] := '{branch_id,period_from,period_to,pay_on,collect_from,digest}';
begin
  if tg_op = 'DELETE' then
    raise exception 'a payroll run is cancelled, not removed' using errcode = 'restrict_violation';
  end if;
  if old.status in ('paid', 'cancelled') then
    raise exception 'payroll run % is closed', old.id using errcode = 'restrict_violation', constraint = 'payroll_runs_closed_check';
  end if;
  if old.status = 'approved' then
    if new.status not in ('approved', 'paid', 'draft')
       or exists (select from unnest(what) w where to_jsonb(old) -> w is distinct from to_jsonb(new) -> w)
       or new.status = 'draft' and exists (select from payslip_payments where run_id = old.id) then
      raise exception 'payroll run % is approved', old.id using errcode = 'restrict_violation', constraint = 'payroll_runs_closed_check';
    end if;
  elsif new.status = 'paid' then
    raise exception 'payroll run % is not approved', old.id using errcode = 'restrict_violation', constraint = 'payroll_runs_closed_check';
  end if;
  return new;
end $$;
create trigger payroll_runs_guard before update or delete on payroll_runs for each row execute function guard_payroll_run();

-- The lines of a run live while it is a draft.
create function guard_payroll_lines() returns trigger language plpgsql as $$
declare
  line jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
begin
  if tg_op = 'UPDATE' and old.run_id <> new.run_id
     or not exists (select from payroll_runs where id = (line ->> 'run_id')::uuid and status = 'draft') then
    raise exception 'the lines of payroll run % are closed', line ->> 'run_id' using errcode = 'restrict_violation', constraint = 'payroll_runs_closed_check';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger payroll_run_accruals_guard before insert or update or delete on payroll_run_accruals for each row execute function guard_payroll_lines();
create trigger payslips_guard before insert or update or delete on payslips for each row execute function guard_payroll_lines();
`;
