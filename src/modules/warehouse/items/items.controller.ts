import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { Db } from '../../../platform/database/db.js';
import { VersionUnknown } from '../../../platform/database/versioned.js';
import { Can, Commands, CurrentRequest, Fails, Id, type ApiRequest } from '../../../platform/http/index.js';
import { Items } from '../warehouse.permissions.js';
import { Item, ItemListQuery, ItemPage, ItemPatch, ItemRequest } from './items.dto.js';
import { ItemBarcodeTaken, ItemHasMoved, ItemInStock, ItemNotFound, ItemSkuTaken } from './items.errors.js';
import { ItemsQueries } from './items.queries.js';
import { ItemsService } from './items.service.js';

@Controller('items')
export class ItemsController {
  constructor(
    private readonly commands: Commands,
    private readonly items: ItemsService,
    private readonly queries: ItemsQueries,
    private readonly db: Db,
  ) {}

  /** Lists items by name; found by part of the name, by SKU and by barcode. */
  @Get()
  @Can(Items.read)
  list(@Query() query: ItemListQuery): Promise<ItemPage> {
    return this.queries.list(query);
  }

  /** Shows an item. */
  @Get(':id')
  @Can(Items.read)
  @Fails(ItemNotFound)
  get(@Id() id: string): Promise<Item> {
    return this.queries.get(this.db, id);
  }

  /** Makes an item. */
  @Post()
  @Can(Items.write)
  @Fails(ItemSkuTaken, ItemBarcodeTaken)
  create(@CurrentRequest() request: ApiRequest, @Body() body: ItemRequest): Promise<Item> {
    return this.commands.create(request, (tx) => this.items.create(tx, body));
  }

  /**
   * Changes an item or archives it.
   * An item that stands in waybills keeps its unit; one that is in stock is not archived.
   */
  @Patch(':id')
  @Can(Items.write)
  @Fails(ItemNotFound, ItemSkuTaken, ItemBarcodeTaken, ItemHasMoved, ItemInStock, VersionUnknown)
  change(@CurrentRequest() request: ApiRequest, @Id() id: string, @Body() body: ItemPatch): Promise<Item> {
    return this.commands.change(request, (tx, base) => this.items.change(tx, id, body, base));
  }
}
