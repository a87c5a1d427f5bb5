import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { FieldForbidden } from '../../../kernel/field-groups.js';
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
import { Clients } from '../clients.permissions.js';
import { ClientMergesService } from './client-merges.service.js';
import { GuardianMergesService } from './guardian-merges.service.js';
import {
  ClientMerge,
  ClientMergePage,
  ClientMergeRequest,
  GuardianMerge,
  GuardianMergePage,
  GuardianMergeRequest,
  MergeListQuery,
} from './merges.dto.js';
import {
  ClientMerged,
  GuardianMerged,
  MergeNotFound,
  MergeNotUndoable,
  MergeUndone,
} from './merges.errors.js';
import { MergesQueries } from './merges.queries.js';

@Controller('clients/merges')
export class ClientMergesController {
  constructor(
    private readonly commands: Commands,
    private readonly db: Db,
    private readonly merges: ClientMergesService,
    private readonly queries: MergesQueries,
  ) {}

  /**
   * Merges two clients who are one person.
   * Subscriptions, visits, money, groups and everything else of the duplicate come to the survivor in one transaction.
   * The duplicate stays as a record that names the survivor.
   */
  @Post()
  @Can(Clients.merge)
  @Fails(ClientMerged, FieldForbidden)
  merge(@CurrentRequest() request: ApiRequest, @Body() body: ClientMergeRequest): Promise<ClientMerge> {
    return this.commands.create(request, (tx) => this.merges.merge(tx, body));
  }

  /** Lists merges of clients, the newest first. */
  @Get()
  @Can(Clients.merge)
  list(@Me() me: Actor, @Query() query: MergeListQuery): Promise<ClientMergePage> {
    return this.queries.clients(me, query);
  }

  /** Gets one merge of clients. */
  @Get(':id')
  @Can(Clients.merge)
  @Fails(MergeNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<ClientMerge> {
    return this.queries.client(this.db, me, id);
  }

  /**
   * Undoes a merge.
   * What was moved goes back. Refused, with the reasons named, when what happened since belongs to neither record alone.
   */
  @Delete(':id')
  @Can(Clients.merge)
  @Fails(MergeNotFound, MergeUndone, MergeNotUndoable)
  undo(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<void> {
    return this.commands.remove(request, (tx) => this.merges.undo(tx, id));
  }
}

@Controller('guardians/merges')
export class GuardianMergesController {
  constructor(
    private readonly commands: Commands,
    private readonly db: Db,
    private readonly merges: GuardianMergesService,
    private readonly queries: MergesQueries,
  ) {}

  /** Merges two guardians who are one person: their clients and accounts come together. */
  @Post()
  @Can(Clients.merge)
  @Fails(GuardianMerged, FieldForbidden)
  merge(@CurrentRequest() request: ApiRequest, @Body() body: GuardianMergeRequest): Promise<GuardianMerge> {
    return this.commands.create(request, (tx) => this.merges.merge(tx, body));
  }

  /** Lists merges of guardians, the newest first. */
  @Get()
  @Can(Clients.merge)
  list(@Me() me: Actor, @Query() query: MergeListQuery): Promise<GuardianMergePage> {
    return this.queries.guardians(me, query);
  }

  /** Gets one merge of guardians. */
  @Get(':id')
  @Can(Clients.merge)
  @Fails(MergeNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<GuardianMerge> {
    return this.queries.guardian(this.db, me, id);
  }

  /** Undoes a merge of guardians, unless what happened since belongs to neither alone. */
  @Delete(':id')
  @Can(Clients.merge)
  @Fails(MergeNotFound, MergeUndone, MergeNotUndoable)
  undo(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<void> {
    return this.commands.remove(request, (tx) => this.merges.undo(tx, id));
  }
}
