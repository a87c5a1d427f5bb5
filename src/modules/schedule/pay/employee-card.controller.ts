import { Controller, Get, Query } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { Can, Fails, Id, Me } from '../../../platform/http/index.js';
import { EmployeeNotFound } from '../../staff/index.js';
import { Schedule } from '../schedule.permissions.js';
import { EmployeeCard, EmployeeCardQuery } from './employee-card.dto.js';
import { EmployeeCardQueries } from './employee-card.queries.js';

@Controller('employees/:id/card')
export class EmployeeCardController {
  constructor(private readonly queries: EmployeeCardQueries) {}

  /**
   * Gives an employee's card: what they taught, what they were to, and what they earned by it.
   * With the scope own, only the caller's. Pay is null for who may not see it.
   */
  @Get()
  @Can(Schedule.read)
  @Fails(EmployeeNotFound)
  card(@Me() me: Actor, @Id() id: string, @Query() query: EmployeeCardQuery): Promise<EmployeeCard> {
    return this.queries.card(me, id, query);
  }
}
