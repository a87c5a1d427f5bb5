import { Body, Controller, Get, Patch, Query } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { FieldForbidden } from '../../kernel/field-groups.js';
import { Db } from '../../platform/database/db.js';
import { Can, Commands, CurrentRequest, Fails, Id, Me, type ApiRequest } from '../../platform/http/index.js';
import { GuardianNotFound } from './clients.errors.js';
import { Clients } from './clients.permissions.js';
import { GuardianPatch } from './guardian-requests.dto.js';
import { Guardian, GuardianListQuery, GuardianPage } from './guardians.dto.js';
import { GuardianMerged } from './merges/merges.errors.js';
import { GuardiansQueries } from './guardians.queries.js';
import { GuardiansService } from './guardians.service.js';

@Controller('guardians')
export class GuardiansController {
  constructor(
    private readonly commands: Commands,
    private readonly db: Db,
    private readonly guardians: GuardiansService,
    private readonly queries: GuardiansQueries,
  ) {}

  /** Lists guardians with their clients. */
  @Get()
  @Can(Clients.read)
  list(@Me() me: Actor, @Query() query: GuardianListQuery): Promise<GuardianPage> {
    return this.queries.list(me, query);
  }

  /** Gets one guardian. */
  @Get(':id')
  @Can(Clients.read)
  @Fails(GuardianNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<Guardian> {
    return this.queries.get(this.db, me, id);
  }

  /** Changes a guardian, for all the children they stand for. */
  @Patch(':id')
  @Can(Clients.write)
  @Fails(GuardianNotFound, GuardianMerged, FieldForbidden)
  change(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: GuardianPatch,
  ): Promise<Guardian> {
    return this.commands.change(request, (tx, base) => this.guardians.change(tx, id, body, base));
  }
}
