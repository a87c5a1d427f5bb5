import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { VersionUnknown } from '../../platform/database/versioned.js';
import { BranchOutOfReach } from '../../platform/http/http.errors.js';
import { Can, Commands, CurrentRequest, Fails, Id, Me, type ApiRequest } from '../../platform/http/index.js';
import { BranchArchived } from '../organisation/index.js';
import { EmployeesQueries } from './employees.queries.js';
import { EmployeesService } from './employees.service.js';
import { EmployeePatch, EmployeeRequest } from './employee-requests.dto.js';
import { Employee, EmployeeListQuery, EmployeePage } from './employees.dto.js';
import { EmployeeNotFound } from './staff.errors.js';
import { Employees } from './staff.permissions.js';

@Controller('employees')
export class EmployeesController {
  constructor(
    private readonly commands: Commands,
    private readonly employees: EmployeesService,
    private readonly queries: EmployeesQueries,
  ) {}

  /**
   * Lists employees.
   * Those within the caller's reach, by last name; those who left too, unless `active=true`.
   */
  @Get()
  @Can(Employees.read)
  list(@Me() me: Actor, @Query() query: EmployeeListQuery): Promise<EmployeePage> {
    return this.queries.list(me, query);
  }

  /** Gives one employee. */
  @Get(':id')
  @Can(Employees.read)
  @Fails(EmployeeNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<Employee> {
    return this.queries.getFor(me, id);
  }

  /** Registers an employee. */
  @Post()
  @Can(Employees.write)
  @Fails(BranchOutOfReach, BranchArchived)
  create(@CurrentRequest() request: ApiRequest, @Body() body: EmployeeRequest): Promise<Employee> {
    return this.commands.create(request, (tx) => this.employees.create(tx, body));
  }

  /**
   * Changes an employee.
   * Whoever leaves gets `leftOn`, the first day they no longer work here; nobody is deleted.
   */
  @Patch(':id')
  @Can(Employees.write)
  @Fails(EmployeeNotFound, BranchOutOfReach, BranchArchived, VersionUnknown)
  change(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: EmployeePatch,
  ): Promise<Employee> {
    return this.commands.change(request, (tx, base) => this.employees.change(tx, id, body, base));
  }
}
