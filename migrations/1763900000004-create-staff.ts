import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Employees; a user may be one of them, which is what the scope `own` means. */
export class CreateStaff1763900000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table employees (
  id uuid primary key,
  branch_id uuid not null references branches,
  last_name text not null,
  first_name text not null,
  middle_name text,
  position text not null,
  engagement text not null check (engagement in ('staff', 'contractor', 'self_employed')),
  phone text,
  email text,
  hired_on date not null,
  left_on date,
  constraint employees_left_after_hired_check check (left_on >= hired_on)
);
create index employees_branch_idx on employees (branch_id, last_name, first_name, id);
call keep_record('employees');
alter table users add constraint users_employee_fkey foreign key (employee_id) references employees;
create unique index users_employee_key on users (employee_id) where employee_id is not null;
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table users drop constraint users_employee_fkey; drop table employees');
  }
}
