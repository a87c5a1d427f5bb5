import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import type { Page } from '../../kernel/page.js';
import { Clock } from '../../platform/clock/clock.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { reach } from '../../platform/database/reach.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Employee, EmployeeListQuery } from './employees.dto.js';
import { EmployeeNotFound } from './staff.errors.js';
import { Employees } from './staff.permissions.js';

const EMPLOYEE = sql`
  select e.id, e.branch_id as "branchId", e.last_name as "lastName", e.first_name as "firstName",
         e.middle_name as "middleName", e.position, e.engagement, e.phone, e.email,
         e.hired_on as "hiredOn", e.left_on as "leftOn",
         e.version, e.created_at as "createdAt", e.created_by as "createdBy",
         e.updated_at as "updatedAt", e.updated_by as "updatedBy"
  from employees e`;

@Injectable()
export class EmployeesQueries {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  list(actor: Actor, query: EmployeeListQuery): Promise<Page<Employee>> {
    return keysetPage<Employee>(this.db, {
      query,
      sorts: {
        lastName: { column: sql`e.last_name`, type: 'text' },
        hiredOn: { column: sql`e.hired_on`, type: 'date' },
        createdAt: { column: sql`e.created_at`, type: 'timestamptz' },
        updatedAt: { column: sql`e.updated_at`, type: 'timestamptz' },
      },
      defaultSort: 'lastName',
      id: sql`e.id`,
      select: EMPLOYEE,
      where: [
        within(actor),
        query.branchId !== undefined && sql`e.branch_id = ${query.branchId}`,
        query.position !== undefined && sql`lower(e.position) = lower(${query.position})`,
        query.active !== undefined && sql`${this.worksToday()} = ${query.active === 'true'}`,
        query.updatedSince !== undefined && sql`e.updated_at >= ${query.updatedSince}::timestamptz`,
        ...nameHas(query.q),
      ],
    });
  }

  /** One that the actor may see. */
  async getFor(actor: Actor, id: string): Promise<Employee> {
    const employee = await this.db.findQuickly<Employee>(
      sql`${EMPLOYEE} where e.id = ${id} and ${within(actor)}`,
    );
    if (employee === null) throw EmployeeNotFound({ id });
    return employee;
  }

  async get(reader: Reader, id: string): Promise<Employee> {
    const employee = await reader.find<Employee>(sql`${EMPLOYEE} where e.id = ${id}`);
    if (employee === null) throw EmployeeNotFound({ id });
    return employee;
  }

  /** Those that are there, in no order. */
  getMany(reader: Reader, ids: readonly string[]): Promise<Employee[]> {
    return reader.query<Employee>(sql`${EMPLOYEE} where e.id = any (${ids}::uuid[])`);
  }

  private worksToday(): Sql {
    return sql`(select e.hired_on <= today.day and (e.left_on is null or today.day < e.left_on)
      from (select (${this.clock.now()}::timestamptz at time zone b.time_zone)::date as day from branches b where b.id = e.branch_id) today)`;
  }
}

const within = (actor: Actor): Sql =>
  reach(actor, Employees.read, { branch: sql`e.branch_id`, own: sql`e.id = ${actor.employeeId}::uuid` });

/** Each word must occur somewhere in the name. */
function nameHas(q: string | undefined): Sql[] {
  const words = q?.split(/\s+/).slice(0, 5) ?? [];
  return words.map(
    (word) =>
      sql`concat_ws(' ', e.last_name, e.first_name, e.middle_name) ilike ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`,
  );
}
