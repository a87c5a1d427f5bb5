import { Controller, Get, Query } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { Can, Me } from '../../../platform/http/index.js';
import { HealthReads } from './health-reads.js';
import { HealthReadPage, HealthReadQuery } from './health.dto.js';
import { Health } from './health.permissions.js';

@Controller('health-reads')
export class HealthReadsController {
  constructor(private readonly reads: HealthReads) {}

  /** Lists who looked into whose health, the last first. */
  @Get()
  @Can(Health.audit)
  list(@Me() me: Actor, @Query() query: HealthReadQuery): Promise<HealthReadPage> {
    return this.reads.list(me, query);
  }
}
