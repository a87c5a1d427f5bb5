import { Injectable } from '@nestjs/common';
import { invalid } from '../../kernel/faults.js';
import { newId } from '../../platform/database/ids.js';
import { reach } from '../../platform/database/reach.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../platform/database/versioned.js';
import { BranchesService } from '../organisation/index.js';
import { EmployeeRow } from './employee.entity.js';
import { employmentFaults, type Employment } from './employee.rules.js';
import { EmployeesQueries } from './employees.queries.js';
import type { EmployeePatch, EmployeeRequest } from './employee-requests.dto.js';
import type { Employee } from './employees.dto.js';
import { EmployeeNotFound } from './staff.errors.js';
import { Employees } from './staff.permissions.js';

/** Those who work at the centre. */
@Injectable()
export class EmployeesService {
  constructor(
    private readonly queries: EmployeesQueries,
    private readonly branches: BranchesService,
  ) {}

  async create(tx: Tx, input: EmployeeRequest): Promise<Employee> {
    await this.branches.assertOpen(tx, Employees.write, input.branchId);
    const leftOn = input.leftOn ?? null;
    refuse({ hiredOn: input.hiredOn, leftOn });
    const id = newId();
    await tx.insert(EmployeeRow, {
      id,
      branchId: input.branchId,
      lastName: input.lastName,
      firstName: input.firstName,
      middleName: input.middleName ?? null,
      position: input.position,
      engagement: input.engagement,
      phone: input.phone ?? null,
      email: input.email ?? null,
      hiredOn: input.hiredOn,
      leftOn,
    });
    return this.queries.get(tx, id);
  }

  async change(tx: Tx, id: string, patch: EmployeePatch, base: EditBase): Promise<Employee> {
    await editRecord(tx, {
      table: 'employees',
      id,
      patch,
      base,
      notFound: EmployeeNotFound,
      reach: reach(tx.actor, Employees.write, { branch: sql`r.branch_id` }),
      check: async (merged, before) => {
        refuse({ hiredOn: merged['hiredOn'] as string, leftOn: merged['leftOn'] as string | null });
        if (merged['branchId'] !== before['branchId'])
          await this.branches.assertOpen(tx, Employees.write, String(merged['branchId']));
      },
    });
    return this.queries.get(tx, id);
  }

  get(reader: Reader, id: string): Promise<Employee> {
    return this.queries.get(reader, id);
  }

  getMany(reader: Reader, ids: readonly string[]): Promise<Employee[]> {
    return this.queries.getMany(reader, ids);
  }
}

function refuse(employment: Employment): void {
  const faults = employmentFaults(employment);
  if (faults.length > 0) throw invalid(faults);
}
