import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { VersionUnknown } from '../../platform/database/versioned.js';
import { Can, Commands, CurrentRequest, Fails, Id, Me, type ApiRequest } from '../../platform/http/index.js';
import { CostNorms } from './catalogue.permissions.js';
import { CostNormBegun, CostNormForAll, CostNormNotFound, CostNormOverlap } from './cost-norm.errors.js';
import {
  CostNorm,
  CostNormListQuery,
  CostNormPage,
  CostNormPatch,
  CostNormRequest,
} from './cost-norms.dto.js';
import { CostNormsQueries } from './cost-norms.queries.js';
import { CostNormsService } from './cost-norms.service.js';

@Controller('cost-norms')
export class CostNormsController {
  constructor(
    private readonly commands: Commands,
    private readonly norms: CostNormsService,
    private readonly queries: CostNormsQueries,
  ) {}

  /** Lists cost norms, the latest to begin first. */
  @Get()
  @Can(CostNorms.read)
  list(@Me() me: Actor, @Query() query: CostNormListQuery): Promise<CostNormPage> {
    return this.queries.list(me, query);
  }

  /** Shows a cost norm. */
  @Get(':id')
  @Can(CostNorms.read)
  @Fails(CostNormNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<CostNorm> {
    return this.queries.getInReach(me, id);
  }

  /**
   * Makes a cost norm.
   * For one activity and branch no two hold on one day: the one in force without a last day ends the day before. Other
   * terms are a norm from a later day; days gone by are counted anew only where no norm held.
   */
  @Post()
  @Can(CostNorms.write)
  @Fails(CostNormOverlap, CostNormForAll)
  create(@CurrentRequest() request: ApiRequest, @Body() body: CostNormRequest): Promise<CostNorm> {
    return this.commands.create(request, (tx) => this.norms.create(tx, body));
  }

  /** Ends a cost norm, or lets it hold on; nothing else of it changes. */
  @Patch(':id')
  @Can(CostNorms.write)
  @Fails(CostNormNotFound, CostNormOverlap, CostNormBegun, CostNormForAll, VersionUnknown)
  end(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: CostNormPatch,
  ): Promise<CostNorm> {
    return this.commands.change(request, (tx, base) => this.norms.end(tx, id, body, base));
  }

  /** Removes a cost norm before its first day. */
  @Delete(':id')
  @Can(CostNorms.write)
  @Fails(CostNormNotFound, CostNormBegun, CostNormForAll)
  remove(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<void> {
    return this.commands.remove(request, (tx) => this.norms.remove(tx, id));
  }
}
