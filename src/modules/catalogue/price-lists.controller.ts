import { Body, Controller, Delete, Get, Patch, Post, Put, Query } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { VersionRequired, VersionStale, VersionUnknown } from '../../platform/database/versioned.js';
import { Can, Commands, CurrentRequest, Fails, Id, Me, type ApiRequest } from '../../platform/http/index.js';
import {
  PriceListBegun,
  PriceListForAll,
  PriceListNameTaken,
  PriceListNotFound,
  PriceListOverlap,
} from './catalogue.errors.js';
import { PriceLists } from './catalogue.permissions.js';
import { PriceListEditor } from './price-list-editor.service.js';
import {
  PriceLinesRequest,
  PriceList,
  PriceListCopyRequest,
  PriceListListQuery,
  PriceListPage,
  PriceListPatch,
  PriceListRequest,
} from './price-lists.dto.js';
import { PriceListsQueries } from './price-lists.queries.js';

@Controller('price-lists')
export class PriceListsController {
  constructor(
    private readonly commands: Commands,
    private readonly lists: PriceListEditor,
    private readonly queries: PriceListsQueries,
  ) {}

  /** Lists price lists with their prices, the latest to begin first. */
  @Get()
  @Can(PriceLists.read)
  list(@Me() me: Actor, @Query() query: PriceListListQuery): Promise<PriceListPage> {
    return this.queries.list(me, query);
  }

  /** Shows a price list. */
  @Get(':id')
  @Can(PriceLists.read)
  @Fails(PriceListNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<PriceList> {
    return this.queries.getInReach(me, id);
  }

  /**
   * Makes a price list.
   * For one branch and one plan or activity no two lists are in force on one day; a branch's own list goes before one for all.
   */
  @Post()
  @Can(PriceLists.write)
  @Fails(PriceListNameTaken, PriceListOverlap, PriceListForAll)
  create(@CurrentRequest() request: ApiRequest, @Body() body: PriceListRequest): Promise<PriceList> {
    return this.commands.create(request, (tx) => this.lists.create(tx, body));
  }

  /** Changes the name or the days of a price list; what was sold keeps its price. */
  @Patch(':id')
  @Can(PriceLists.write)
  @Fails(...[PriceListNotFound, PriceListNameTaken, PriceListOverlap, PriceListForAll], ...[VersionUnknown])
  change(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: PriceListPatch,
  ): Promise<PriceList> {
    return this.commands.change(request, (tx, base) => this.lists.change(tx, id, body, base));
  }

  /**
   * Writes all prices of a list anew.
   * On the version that was seen (`version` or `If-Match`): a list changed meanwhile is 412.
   */
  @Put(':id/lines')
  @Can(PriceLists.write)
  @Fails(PriceListNotFound, PriceListOverlap, PriceListForAll, VersionStale, VersionRequired)
  reprice(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: PriceLinesRequest,
  ): Promise<PriceList> {
    return this.commands.change(request, (tx, base) => this.lists.reprice(tx, id, body.lines, base));
  }

  /** Makes a price list from another, with all prices changed by a percentage and rounded. */
  @Post(':id/copies')
  @Can(PriceLists.write)
  @Fails(PriceListNotFound, PriceListNameTaken, PriceListOverlap, PriceListForAll)
  copy(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: PriceListCopyRequest,
  ): Promise<PriceList> {
    const made = (list: PriceList) => `/v1/price-lists/${list.id}`;
    return this.commands.create(request, (tx) => this.lists.copy(tx, id, body), made);
  }

  /** Removes a price list that has not begun; one that has is ended by its last day. */
  @Delete(':id')
  @Can(PriceLists.write)
  @Fails(PriceListNotFound, PriceListBegun, PriceListForAll)
  remove(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<void> {
    return this.commands.remove(request, (tx) => this.lists.remove(tx, id));
  }
}
