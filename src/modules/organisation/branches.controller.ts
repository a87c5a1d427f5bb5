import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { VersionUnknown } from '../../platform/database/versioned.js';
import { Can, Commands, CurrentRequest, Fails, Id, Me, type ApiRequest } from '../../platform/http/index.js';
import { BranchesQueries } from './branches.queries.js';
import { BranchesService } from './branches.service.js';
import { Branch, BranchListQuery, BranchPage, BranchPatch, BranchRequest } from './branches.dto.js';
import { BranchCodeTaken, BranchNotFound } from './organisation.errors.js';
import { Branches } from './organisation.permissions.js';

@Controller('branches')
export class BranchesController {
  constructor(
    private readonly commands: Commands,
    private readonly branches: BranchesService,
    private readonly queries: BranchesQueries,
  ) {}

  /**
   * Lists branches.
   * Those within the caller's reach, by name; archived ones only when asked for.
   */
  @Get()
  @Can(Branches.read)
  list(@Me() me: Actor, @Query() query: BranchListQuery): Promise<BranchPage> {
    return this.queries.list(me, query);
  }

  /** Gives one branch. */
  @Get(':id')
  @Can(Branches.read)
  @Fails(BranchNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<Branch> {
    return this.queries.getFor(me, id);
  }

  /**
   * Makes a branch.
   * Only a caller whose permission reaches all branches can make a new one.
   */
  @Post()
  @Can(Branches.write)
  @Fails(BranchCodeTaken)
  create(@CurrentRequest() request: ApiRequest, @Body() body: BranchRequest): Promise<Branch> {
    return this.commands.create(request, (tx) => this.branches.create(tx, body));
  }

  /**
   * Changes a branch.
   * `isArchived` puts it away or takes it back.
   */
  @Patch(':id')
  @Can(Branches.write)
  @Fails(BranchNotFound, BranchCodeTaken, VersionUnknown)
  change(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: BranchPatch,
  ): Promise<Branch> {
    return this.commands.change(request, (tx, base) => this.branches.change(tx, id, body, base));
  }

  /**
   * Archives a branch.
   * Nothing is deleted: the branch takes nothing new, all it has stays. Repeating it changes nothing.
   */
  @Delete(':id')
  @Can(Branches.write)
  @Fails(BranchNotFound)
  archive(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<void> {
    return this.commands.remove(request, (tx) => this.branches.archive(tx, id));
  }
}
