import { Controller, Get, Query } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { Can, Fails, Id, Me } from '../../../platform/http/index.js';
import { ItemNotFound } from '../items/items.errors.js';
import { Warehousing } from '../warehouse.permissions.js';
import { MovementsQueries } from './movements.queries.js';
import { ItemStock, ItemStockQuery, StockBalancePage, StockListQuery } from './stock.dto.js';
import { StockMovementListQuery, StockMovementPage } from './movements.dto.js';
import { StockQueries } from './stock.queries.js';

@Controller()
export class StockController {
  constructor(
    private readonly stock: StockQueries,
    private readonly movements: MovementsQueries,
  ) {}

  /**
   * Shows what lies in the warehouses, now or as it was known at an instant.
   * An item that has never been in a warehouse has no line there.
   */
  @Get('stock')
  @Can(Warehousing.read)
  list(@Me() me: Actor, @Query() query: StockListQuery): Promise<StockBalancePage> {
    return this.stock.list(me, query);
  }

  /** Shows what lies of one item, by warehouse. */
  @Get('items/:id/stock')
  @Can(Warehousing.read)
  @Fails(ItemNotFound)
  ofItem(@Me() me: Actor, @Id() id: string, @Query() query: ItemStockQuery): Promise<ItemStock> {
    return this.stock.ofItem(me, id, query.asOf);
  }

  /** Lists movements of stock, the last recorded first. */
  @Get('stock-entries')
  @Can(Warehousing.read)
  entries(@Me() me: Actor, @Query() query: StockMovementListQuery): Promise<StockMovementPage> {
    return this.movements.list(me, query);
  }
}
