import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { Can, Commands, CurrentRequest, Fails, Id, Me, type ApiRequest } from '../../platform/http/index.js';
import { PageQuery } from '../../platform/http/page.dto.js';
import { ChangeListQuery, ChangePage } from './audit.dto.js';
import { AuditTableUnknown, RecordUnknown, WholeOrganisationOnly } from './audit.errors.js';
import { Audit } from './audit.permissions.js';
import { AuditQueries } from './audit.queries.js';
import { RecordsQueries } from './records.queries.js';
import { SealsService } from './seals.service.js';
import { RecordState, Sealing, StateQuery, Verification, VerificationQuery } from './trail.dto.js';
import { VerificationService } from './verification.service.js';

@Controller('audit')
export class AuditController {
  constructor(
    private readonly commands: Commands,
    private readonly queries: AuditQueries,
    private readonly records: RecordsQueries,
    private readonly seals: SealsService,
    private readonly verification: VerificationService,
  ) {}

  /**
   * Lists changes of records, newest first.
   * By period, by record, by user, by request: who changed what, when, from which value to which.
   */
  @Get('changes')
  @Can(Audit.read)
  changes(@Me() me: Actor, @Query() query: ChangeListQuery): Promise<ChangePage> {
    return this.queries.changes(me, query);
  }

  /** Lists the changes of one record, newest first. */
  @Get('records/:table/:id/history')
  @Can(Audit.read)
  @Fails(AuditTableUnknown)
  history(
    @Me() me: Actor,
    @Param('table') table: string,
    @Id() id: string,
    @Query() query: PageQuery,
  ): Promise<ChangePage> {
    return this.records.history(me, table, id, query);
  }

  /** Shows a record as it was at an instant. */
  @Get('records/:table/:id/state')
  @Can(Audit.read)
  @Fails(AuditTableUnknown, RecordUnknown)
  state(
    @Me() me: Actor,
    @Param('table') table: string,
    @Id() id: string,
    @Query() query: StateQuery,
  ): Promise<RecordState> {
    return this.records.stateAsOf(me, table, id, query.asOf);
  }

  /**
   * Seals the trail up to now.
   * Every hour it is done by itself. What transactions still running may add to waits for the next time.
   */
  @Post('seals')
  @Can(Audit.review)
  @Fails(WholeOrganisationOnly)
  async seal(@CurrentRequest() request: ApiRequest): Promise<Sealing> {
    await this.seals.noteCeiling();
    return this.commands.run(request, (tx) => this.seals.sealFor(tx));
  }

  /** Compares the trail with its seals, and names what was changed, deleted or inserted. */
  @Get('verification')
  @Can(Audit.read)
  @Fails(WholeOrganisationOnly)
  verify(@Me() me: Actor, @Query() query: VerificationQuery): Promise<Verification> {
    return this.verification.verifyFor(me, query);
  }
}
