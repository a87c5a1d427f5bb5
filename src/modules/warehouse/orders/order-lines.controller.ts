import { Body, Controller, Delete, Patch, Post } from '@nestjs/common';
import { VersionUnknown } from '../../../platform/database/versioned.js';
import { Can, Commands, CurrentRequest, Fails, Id, type ApiRequest } from '../../../platform/http/index.js';
import { OrderLinesService } from './order-lines.service.js';
import { PurchaseOrderLine, PurchaseOrderLinePatch, PurchaseOrderLineRequest } from './order-lines.dto.js';
import { OrderItemTaken, OrderLineNotFound, OrderNotDraft, OrderNotFound } from './orders.errors.js';
import { PurchaseOrders } from './orders.permissions.js';

@Controller('purchase-orders/:id/lines')
export class PurchaseOrderLinesController {
  constructor(
    private readonly commands: Commands,
    private readonly lines: OrderLinesService,
  ) {}

  /** Adds an item to a draft by hand. */
  @Post()
  @Can(PurchaseOrders.write)
  @Fails(OrderNotFound, OrderNotDraft, OrderItemTaken)
  add(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: PurchaseOrderLineRequest,
  ): Promise<PurchaseOrderLine> {
    return this.commands.create(
      request,
      (tx) => this.lines.add(tx, id, body),
      () => `/v1/purchase-orders/${id}`,
    );
  }

  /** Changes a line of a draft: what a person wrote is raised by a greater need, and never lowered by itself. */
  @Patch(':lineId')
  @Can(PurchaseOrders.write)
  @Fails(OrderNotFound, OrderLineNotFound, OrderNotDraft, VersionUnknown)
  change(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Id('lineId') lineId: string,
    @Body() body: PurchaseOrderLinePatch,
  ): Promise<PurchaseOrderLine> {
    return this.commands.change(request, (tx, base) => this.lines.change(tx, id, lineId, body, base));
  }

  /** Takes a line out of a draft; while the item is short, the next movement of it writes it anew. */
  @Delete(':lineId')
  @Can(PurchaseOrders.write)
  @Fails(OrderNotFound, OrderLineNotFound, OrderNotDraft)
  remove(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Id('lineId') lineId: string,
  ): Promise<void> {
    return this.commands.remove(request, (tx) => this.lines.remove(tx, id, lineId));
  }
}
