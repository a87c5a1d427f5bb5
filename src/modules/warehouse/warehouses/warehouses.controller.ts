import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { Db } from '../../../platform/database/db.js';
import { VersionUnknown } from '../../../platform/database/versioned.js';
import {
  Can,
  Commands,
  CurrentRequest,
  Fails,
  Id,
  Me,
  type ApiRequest,
} from '../../../platform/http/index.js';
import { BranchArchived } from '../../organisation/index.js';
import { Warehousing } from '../warehouse.permissions.js';
import {
  Warehouse,
  WarehouseListQuery,
  WarehousePage,
  WarehousePatch,
  WarehouseRequest,
} from './warehouses.dto.js';
import {
  WarehouseCodeTaken,
  WarehouseDefaultNeeded,
  WarehouseInUse,
  WarehouseNameTaken,
  WarehouseNotFound,
} from './warehouses.errors.js';
import { WarehousesQueries } from './warehouses.queries.js';
import { WarehousesService } from './warehouses.service.js';

@Controller('warehouses')
export class WarehousesController {
  constructor(
    private readonly commands: Commands,
    private readonly warehouses: WarehousesService,
    private readonly queries: WarehousesQueries,
    private readonly db: Db,
  ) {}

  /** Lists warehouses, those in use unless asked otherwise. */
  @Get()
  @Can(Warehousing.read)
  list(@Me() me: Actor, @Query() query: WarehouseListQuery): Promise<WarehousePage> {
    return this.queries.list(me, query);
  }

  /** Shows a warehouse. */
  @Get(':id')
  @Can(Warehousing.read)
  @Fails(WarehouseNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<Warehouse> {
    return this.queries.get(this.db, id, me);
  }

  /** Makes a warehouse in a branch. */
  @Post()
  @Can(Warehousing.manage)
  @Fails(BranchArchived, WarehouseCodeTaken, WarehouseNameTaken)
  create(@CurrentRequest() request: ApiRequest, @Body() body: WarehouseRequest): Promise<Warehouse> {
    return this.commands.create(request, (tx) => this.warehouses.create(tx, body));
  }

  /** Changes a warehouse or archives it; one with stock, loans or drafts is not archived. */
  @Patch(':id')
  @Can(Warehousing.manage)
  @Fails(
    ...[WarehouseNotFound, WarehouseCodeTaken, WarehouseNameTaken],
    ...[WarehouseInUse, WarehouseDefaultNeeded, VersionUnknown],
  )
  change(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: WarehousePatch,
  ): Promise<Warehouse> {
    return this.commands.change(request, (tx, base) => this.warehouses.change(tx, id, body, base));
  }
}
