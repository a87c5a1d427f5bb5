import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { FieldForbidden } from '../../../kernel/field-groups.js';
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
import { StockInsufficient, StockValueSpent } from '../stock/stock.errors.js';
import { Warehousing } from '../warehouse.permissions.js';
import { WarehouseArchived } from '../warehouses/warehouses.errors.js';
import { WaybillCard, WaybillListQuery, WaybillPage } from './waybills.dto.js';
import { WaybillPatch, WaybillRequest, WaybillReversalRequest } from './waybill-requests.dto.js';
import { StocktakeSheet } from './stocktake.dto.js';
import {
  LineCountedTwice,
  LineKeyTaken,
  ReturnExceedsIssue,
  WaybillNotDraft,
  WaybillNotFound,
  WaybillNotPosted,
  WaybillOfAnother,
  WaybillReturned,
} from './waybills.errors.js';
import { WaybillsQueries } from './waybills.queries.js';
import { WaybillsService } from './waybills.service.js';

const whole = ({ id }: { id: string }) => `/v1/waybills/${id}`;

@Controller('waybills')
export class WaybillsController {
  constructor(
    private readonly commands: Commands,
    private readonly waybills: WaybillsService,
    private readonly queries: WaybillsQueries,
    private readonly db: Db,
  ) {}

  /** Lists waybills, the latest day first; a transfer is listed at both of its ends. */
  @Get()
  @Can(Warehousing.read)
  list(@Me() me: Actor, @Query() query: WaybillListQuery): Promise<WaybillPage> {
    return this.queries.list(me, query);
  }

  /** Shows a waybill with its lines and what they come to. */
  @Get(':id')
  @Can(Warehousing.read)
  @Fails(WaybillNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<WaybillCard> {
    return this.queries.card(this.db, me, id);
  }

  /** Shows the sheet of a stocktake: everything that lies there, counted or not. Of other kinds it is empty. */
  @Get(':id/sheet')
  @Can(Warehousing.read)
  @Fails(WaybillNotFound)
  sheet(@Me() me: Actor, @Id() id: string): Promise<StocktakeSheet> {
    return this.queries.sheet(me, id);
  }

  /** Begins a draft; nothing moves before it is posted. */
  @Post()
  @Can(Warehousing.post)
  @Fails(WarehouseArchived, LineKeyTaken, LineCountedTwice, FieldForbidden)
  create(@CurrentRequest() request: ApiRequest, @Body() body: WaybillRequest): Promise<WaybillCard> {
    return this.commands.create(request, (tx) => this.waybills.create(tx, body));
  }

  /** Changes the head of a draft; kind and warehouses stay. */
  @Patch(':id')
  @Can(Warehousing.post)
  @Fails(WaybillNotFound, WaybillNotDraft, VersionUnknown)
  change(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: WaybillPatch,
  ): Promise<WaybillCard> {
    return this.commands.change(request, (tx, base) => this.waybills.change(tx, id, body, base));
  }

  /** Throws a draft away; what is posted is reversed instead. */
  @Delete(':id')
  @Can(Warehousing.post)
  @Fails(WaybillNotFound, WaybillNotDraft)
  remove(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<void> {
    return this.commands.remove(request, (tx) => this.waybills.remove(tx, id));
  }

  /**
   * Posts a draft: stock moves and the waybill gets its number, in one transaction.
   * Nothing goes below zero: every line that asks for more than there is is named. A stocktake enters the difference
   * between what was counted and what the books said at that moment, so what moved meanwhile stays in force.
   */
  @Post(':id/posting')
  @Can(Warehousing.post)
  @Fails(WaybillNotFound, WaybillNotDraft, WaybillNotPosted, StockInsufficient, ReturnExceedsIssue)
  post(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<WaybillCard> {
    return this.commands.create(request, (tx) => this.waybills.post(tx, id), whole);
  }

  /**
   * Reverses a posted waybill: takes back exactly what it moved, if that is still there.
   * One that was made for another document, such as a sale, is reversed by undoing that.
   */
  @Post(':id/reversal')
  @Can(Warehousing.reverse)
  @Fails(
    ...[WaybillNotFound, WaybillNotPosted, WaybillOfAnother, WaybillReturned],
    ...[StockInsufficient, StockValueSpent, WarehouseArchived],
  )
  reverse(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: WaybillReversalRequest,
  ): Promise<WaybillCard> {
    return this.commands.create(request, (tx) => this.waybills.reverse(tx, id, body.reason), whole);
  }
}
