import { Body, Controller, Get, Post, Query } from '@nestjs/common';
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
import { WarehouseArchived } from '../warehouses/warehouses.errors.js';
import { OrderLinesService } from './order-lines.service.js';
import {
  PurchaseOrderCancellationRequest,
  PurchaseOrderCard,
  PurchaseOrderConfirmationRequest,
  PurchaseOrderListQuery,
  PurchaseOrderPage,
  PurchaseOrderRequest,
} from './orders.dto.js';
import { ReorderPage, ReorderQuery } from './reorder.dto.js';
import {
  OrderAlreadySent,
  OrderDraftOpen,
  OrderEmpty,
  OrderNoAddress,
  OrderNotDraft,
  OrderNotFound,
  OrderNotOpen,
} from './orders.errors.js';
import { PurchaseOrders } from './orders.permissions.js';
import { OrdersQueries } from './orders.queries.js';
import { OrdersService } from './orders.service.js';
import { ReorderQueries } from './reorder.queries.js';

const whole = ({ id }: { id: string }) => `/v1/purchase-orders/${id}`;

@Controller()
export class PurchaseOrdersController {
  constructor(
    private readonly commands: Commands,
    private readonly orders: OrdersService,
    private readonly lines: OrderLinesService,
    private readonly queries: OrdersQueries,
    private readonly reorder: ReorderQueries,
    private readonly db: Db,
  ) {}

  /**
   * Explains what is short: what would be ordered of whom, and the calculation.
   * Items that cannot be ordered, for want of a supplier or a maximum, are named with their gap.
   */
  @Get('reorder')
  @Can(PurchaseOrders.read)
  explain(@Me() me: Actor, @Query() query: ReorderQuery): Promise<ReorderPage> {
    return this.reorder.list(me, query);
  }

  /** Lists orders to suppliers, the latest first. */
  @Get('purchase-orders')
  @Can(PurchaseOrders.read)
  list(@Me() me: Actor, @Query() query: PurchaseOrderListQuery): Promise<PurchaseOrderPage> {
    return this.queries.list(me, query);
  }

  /** Shows an order with its lines, what has come of them, its letters and receipts. */
  @Get('purchase-orders/:id')
  @Can(PurchaseOrders.read)
  @Fails(OrderNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<PurchaseOrderCard> {
    return this.queries.card(this.db, me, id);
  }

  /** Begins a draft by hand; what stock asks for joins it. A supplier has one draft for a warehouse. */
  @Post('purchase-orders')
  @Can(PurchaseOrders.write)
  @Fails(WarehouseArchived, OrderDraftOpen)
  create(
    @CurrentRequest() request: ApiRequest,
    @Body() body: PurchaseOrderRequest,
  ): Promise<PurchaseOrderCard> {
    return this.commands.create(request, (tx) => this.lines.create(tx, body));
  }

  /** Approves a draft: it gets its number and its letter leaves, or it is told by phone where there is no address. */
  @Post('purchase-orders/:id/approval')
  @Can(PurchaseOrders.approve)
  @Fails(OrderNotFound, OrderNotDraft, OrderEmpty)
  approve(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<PurchaseOrderCard> {
    return this.commands.create(request, (tx) => this.orders.approve(tx, id), whole);
  }

  /**
   * Sends an order again: the same letter where it did not come, a new one where the address has changed since.
   * What has come is not sent to the same address twice.
   */
  @Post('purchase-orders/:id/sending')
  @Can(PurchaseOrders.approve)
  @Fails(OrderNotFound, OrderNotOpen, OrderAlreadySent, OrderNoAddress)
  send(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<PurchaseOrderCard> {
    return this.commands.create(request, (tx) => this.orders.send(tx, id), whole);
  }

  /** Notes that the supplier confirmed the order; again, with what they say now. */
  @Post('purchase-orders/:id/confirmation')
  @Can(PurchaseOrders.write)
  @Fails(OrderNotFound, OrderNotOpen)
  confirm(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: PurchaseOrderConfirmationRequest,
  ): Promise<PurchaseOrderCard> {
    return this.commands.create(request, (tx) => this.orders.confirm(tx, id, body), whole);
  }

  /** Cancels what has not come of an order. A letter that waits is taken back; one that has come is for a person to tell. */
  @Post('purchase-orders/:id/cancellation')
  @Can(PurchaseOrders.write)
  @Fails(OrderNotFound, OrderNotOpen)
  cancel(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: PurchaseOrderCancellationRequest,
  ): Promise<PurchaseOrderCard> {
    return this.commands.create(request, (tx) => this.orders.cancel(tx, id, body), whole);
  }
}
