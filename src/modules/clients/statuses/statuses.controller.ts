import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { Db } from '../../../platform/database/db.js';
import {
  Can,
  Commands,
  CurrentRequest,
  Fails,
  Id,
  Me,
  type ApiRequest,
} from '../../../platform/http/index.js';
import { ClientNotFound } from '../clients.errors.js';
import { Clients } from '../clients.permissions.js';
import {
  StatusHistory,
  StatusReason,
  StatusReasonListQuery,
  StatusReasonPage,
  StatusReasonPatch,
  StatusReasonRequest,
} from './statuses.dto.js';
import { StatusReasonCodeTaken, StatusReasonNotFound } from './statuses.errors.js';
import { StatusesQueries } from './statuses.queries.js';
import { StatusesService } from './statuses.service.js';

@Controller('clients/:id/status-history')
export class StatusHistoryController {
  constructor(private readonly queries: StatusesQueries) {}

  /** Shows a client's way from status to status: when, by whom, and why. */
  @Get()
  @Can(Clients.read)
  @Fails(ClientNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<StatusHistory> {
    return this.queries.history(me, id);
  }
}

@Controller('status-reasons')
export class StatusReasonsController {
  constructor(
    private readonly commands: Commands,
    private readonly db: Db,
    private readonly reasons: StatusesService,
    private readonly queries: StatusesQueries,
  ) {}

  /** Lists the reasons why clients refuse, leave or pause. */
  @Get()
  @Can(Clients.read)
  list(@Query() query: StatusReasonListQuery): Promise<StatusReasonPage> {
    return this.queries.list(query);
  }

  /** Gets one reason. */
  @Get(':id')
  @Can(Clients.read)
  @Fails(StatusReasonNotFound)
  get(@Id() id: string): Promise<StatusReason> {
    return this.queries.get(this.db, id);
  }

  /** Adds a reason to the dictionary. */
  @Post()
  @Can(Clients.reasons)
  @Fails(StatusReasonCodeTaken)
  create(@CurrentRequest() request: ApiRequest, @Body() body: StatusReasonRequest): Promise<StatusReason> {
    return this.commands.create(request, (tx) => this.reasons.create(tx, body));
  }

  /** Changes a reason, or puts it away. */
  @Patch(':id')
  @Can(Clients.reasons)
  @Fails(StatusReasonNotFound, StatusReasonCodeTaken)
  change(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: StatusReasonPatch,
  ): Promise<StatusReason> {
    return this.commands.change(request, (tx, base) => this.reasons.change(tx, id, body, base));
  }
}
