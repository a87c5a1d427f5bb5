import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { Actor } from '../../kernel/actor.js';
import { FieldForbidden } from '../../kernel/field-groups.js';
import { Db } from '../../platform/database/db.js';
import type { Json } from '../../platform/database/json.js';
import { Can, Commands, CurrentRequest, Fails, Id, Me, type ApiRequest } from '../../platform/http/index.js';
import { ClientListQuery } from './client-filters.dto.js';
import { ClientPatch } from './client-patches.dto.js';
import { ClientRequest } from './client-requests.dto.js';
import { Client, ClientPage } from './clients.dto.js';
import { DuplicateList, DuplicateQuery } from './duplicate-candidates.dto.js';
import { FacetList, FacetQuery } from './facets.dto.js';
import { ExplainedStanding, StandingQuery } from './standing.dto.js';
import {
  ClientDuplicate,
  ClientNotFound,
  ExternalIdTaken,
  GuardianLinked,
  GuardianNotFound,
  GuardianPays,
  LastGuardian,
  StatusNotReachable,
} from './clients.errors.js';
import { Clients } from './clients.permissions.js';
import { assertMayFindBy } from './contacts.js';
import { ClientsQueries } from './clients.queries.js';
import { ClientsService } from './clients.service.js';
import { GuardianLinkPatch, GuardianRequest } from './guardian-requests.dto.js';
import { ClientGuardian } from './guardians.dto.js';
import { GuardiansService } from './guardians.service.js';
import { MemberNotAllowed } from './health/health.errors.js';
import { ClientMerged, GuardianMerged } from './merges/merges.errors.js';

@Controller('clients')
export class ClientsController {
  constructor(
    private readonly commands: Commands,
    private readonly db: Db,
    private readonly clients: ClientsService,
    private readonly guardians: GuardiansService,
    private readonly queries: ClientsQueries,
  ) {}

  /** Lists clients with their families and colours. */
  @Get()
  @Can(Clients.read)
  @ApiOkResponse({ type: ClientPage })
  list(@Me() me: Actor, @Query() query: ClientListQuery): Promise<Json<ClientPage>> {
    return this.queries.list(me, query);
  }

  /**
   * Looks for the same person before registering.
   * The same name and birth date, or the same first name at the same phone of the client or of a guardian.
   */
  @Get('duplicates')
  @Can(Clients.read)
  @Fails(FieldForbidden)
  async duplicates(@Me() me: Actor, @Query() query: DuplicateQuery): Promise<DuplicateList> {
    const { lastName, firstName, birthDate = null, phone } = query;
    if (phone !== undefined) assertMayFindBy(me, 'phone');
    const phones = phone === undefined ? [] : [phone];
    return { items: await this.queries.duplicates(this.db, me, { lastName, firstName, birthDate, phones }) };
  }

  /** Lists the tags, interests or sources in use, with how many clients have each. */
  @Get('facets')
  @Can(Clients.read)
  async facets(@Me() me: Actor, @Query() query: FacetQuery): Promise<FacetList> {
    return { items: await this.queries.facets(me, query) };
  }

  /** Gets one client. */
  @Get(':id')
  @Can(Clients.read)
  @ApiOkResponse({ type: Client })
  @Fails(ClientNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<Json<Client>> {
    return this.queries.show(me, id);
  }

  /**
   * Registers a client with the whole family.
   * Somebody under 18 needs a guardian. A likely duplicate is refused with the candidates unless allowDuplicate is true.
   * Health and consents are kept with it or nothing is; health is not shown with the client.
   */
  @Post()
  @Can(Clients.write)
  @Fails(ClientDuplicate, ExternalIdTaken, MemberNotAllowed, FieldForbidden, GuardianMerged)
  register(@CurrentRequest() request: ApiRequest, @Body() body: ClientRequest): Promise<Client> {
    return this.commands.create(request, (tx) => this.clients.register(tx, body));
  }

  /**
   * Changes a client.
   * Changes by others of other fields stand; of the same field they are a conflict that shows base, theirs and yours.
   */
  @Patch(':id')
  @Can(Clients.write)
  @Fails(ClientNotFound, ClientMerged, FieldForbidden, ExternalIdTaken, StatusNotReachable)
  change(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: ClientPatch,
  ): Promise<Client> {
    return this.commands.change(request, (tx, base) => this.clients.change(tx, id, body, base));
  }

  /** Shows a client's colour and every reason for it. */
  @Get(':id/standing')
  @Can(Clients.read)
  @Fails(ClientNotFound)
  standing(@Me() me: Actor, @Id() id: string, @Query() query: StandingQuery): Promise<ExplainedStanding> {
    return this.queries.standing(me, id, query.explain === 'true');
  }

  /**
   * Adds a guardian to a client.
   * A guardian who pays takes over from whoever paid before.
   */
  @Post(':id/guardians')
  @Can(Clients.write)
  @Fails(ClientNotFound, ClientMerged, FieldForbidden, GuardianMerged, GuardianLinked)
  addGuardian(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: GuardianRequest,
  ): Promise<Client> {
    return this.commands.create(
      request,
      (tx) => this.guardians.add(tx, id, body),
      () => `/v1/clients/${id}`,
    );
  }

  /** Changes what a guardian is to a client. One who comes to pay takes over from whoever paid. */
  @Patch(':id/guardians/:guardianId')
  @Can(Clients.write)
  @Fails(ClientNotFound, ClientMerged, GuardianNotFound, GuardianPays)
  changeGuardian(
    @CurrentRequest() request: ApiRequest,
    @Id() clientId: string,
    @Id('guardianId') guardianId: string,
    @Body() body: GuardianLinkPatch,
  ): Promise<ClientGuardian> {
    return this.commands.change(request, (tx, base) =>
      this.guardians.changeLink(tx, { clientId, guardianId }, body, base),
    );
  }

  /** Parts a guardian from a client; never the payer, nor the last guardian of a child. */
  @Delete(':id/guardians/:guardianId')
  @Can(Clients.write)
  @Fails(ClientNotFound, ClientMerged, GuardianNotFound, LastGuardian, GuardianPays)
  removeGuardian(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Id('guardianId') guardianId: string,
  ): Promise<void> {
    return this.commands.remove(request, (tx) => this.guardians.remove(tx, id, guardianId));
  }
}
