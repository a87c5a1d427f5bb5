import { Body, Controller, Delete, Get, Patch, Post, Put, Query } from '@nestjs/common';
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
import { Warehousing } from '../warehouse.permissions.js';
import {
  WaybillLine,
  WaybillLineListQuery,
  WaybillLinePage,
  WaybillLinePatch,
  WaybillLineRequest,
  WaybillLinesPut,
  WaybillLinesRequest,
} from './lines.dto.js';
import { LinesQueries } from './lines.queries.js';
import { LinesService } from './lines.service.js';
import {
  LineCountedTwice,
  LineKeyTaken,
  WaybillFull,
  WaybillLineNotFound,
  WaybillNotDraft,
  WaybillNotFound,
} from './waybills.errors.js';
import { WaybillsQueries } from './waybills.queries.js';

@Controller('waybills/:id/lines')
export class WaybillLinesController {
  constructor(
    private readonly commands: Commands,
    private readonly lines: LinesService,
    private readonly queries: LinesQueries,
    private readonly waybills: WaybillsQueries,
    private readonly db: Db,
  ) {}

  /** Lists the lines of a waybill in the order they were written. */
  @Get()
  @Can(Warehousing.read)
  @Fails(WaybillNotFound)
  async list(
    @Me() me: Actor,
    @Id() id: string,
    @Query() query: WaybillLineListQuery,
  ): Promise<WaybillLinePage> {
    await this.waybills.get(this.db, id, me);
    return this.queries.list(me, id, query);
  }

  /** Shows a line. */
  @Get(':lineId')
  @Can(Warehousing.read)
  @Fails(WaybillNotFound, WaybillLineNotFound)
  async get(@Me() me: Actor, @Id() id: string, @Id('lineId') lineId: string): Promise<WaybillLine> {
    await this.waybills.get(this.db, id, me);
    return this.queries.get(this.db, me, id, lineId);
  }

  /** Adds a line to a draft; of a stocktake the books are noted at this moment. */
  @Post()
  @Can(Warehousing.post)
  @Fails(WaybillNotFound, WaybillNotDraft, LineKeyTaken, LineCountedTwice, WaybillFull, FieldForbidden)
  add(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: WaybillLineRequest,
  ): Promise<WaybillLine> {
    return this.commands.create(request, (tx) => this.lines.add(tx, id, body));
  }

  /**
   * Puts lines by their keys: those that are there are changed, the others added, and lines not named stay.
   * Sending the same again changes nothing, so whoever lost an answer sends it again.
   */
  @Put()
  @Can(Warehousing.post)
  @Fails(WaybillNotFound, WaybillNotDraft, LineCountedTwice, WaybillFull, FieldForbidden)
  put(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: WaybillLinesRequest,
  ): Promise<WaybillLinesPut> {
    return this.commands.run(request, (tx) => this.lines.put(tx, id, body.lines));
  }

  /** Changes a line of a draft; in a stocktake a quantity is a new count. */
  @Patch(':lineId')
  @Can(Warehousing.post)
  @Fails(WaybillNotFound, WaybillNotDraft, WaybillLineNotFound, FieldForbidden, VersionUnknown)
  change(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Id('lineId') lineId: string,
    @Body() body: WaybillLinePatch,
  ): Promise<WaybillLine> {
    return this.commands.change(request, (tx, base) => this.lines.change(tx, id, lineId, body, base));
  }

  /** Takes a line out of a draft. */
  @Delete(':lineId')
  @Can(Warehousing.post)
  @Fails(WaybillNotFound, WaybillNotDraft, WaybillLineNotFound)
  remove(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Id('lineId') lineId: string,
  ): Promise<void> {
    return this.commands.remove(request, (tx) => this.lines.remove(tx, id, lineId));
  }
}
