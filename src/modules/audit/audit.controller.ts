import { Controller, Get, Query } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { Can, Me } from '../../platform/http/index.js';
import { ChangeListQuery, ChangePage } from './audit.dto.js';
import { Audit } from './audit.permissions.js';
import { AuditQueries } from './audit.queries.js';

@Controller('audit')
export class AuditController {
  constructor(private readonly queries: AuditQueries) {}

  /**
   * Lists changes of records, newest first.
   * By period, by record, by user, by request: who changed what, when, from which value to which.
   */
  @Get('changes')
  @Can(Audit.read)
  changes(@Me() me: Actor, @Query() query: ChangeListQuery): Promise<ChangePage> {
    return this.queries.changes(me, query);
  }
}
