import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { FieldForbidden } from '../../kernel/field-groups.js';
import { Db } from '../../platform/database/db.js';
import { Can, Commands, CurrentRequest, Fails, Id, Me, type ApiRequest } from '../../platform/http/index.js';
import {
  CashNotEnough,
  CashShiftAmbiguous,
  CashShiftClosed,
  CashShiftNotOpen,
  CashShiftRequired,
} from '../billing/index.js';
import { BranchArchived } from '../organisation/index.js';
import { RefundNotCovered, SALE_FAULTS, SubscriptionCancelled } from '../subscriptions/index.js';
import { StockInsufficient, WarehouseArchived } from '../warehouse/index.js';
import { RegisterPage, RegisterQuery } from './register.dto.js';
import { RegisterQueries } from './register.queries.js';
import { SaleReturnQuote, SaleReturnRequest, SaleReturned } from './return-requests.dto.js';
import { SaleReturnsService } from './returns.service.js';
import { CounterSaleRequest } from './sale-requests.dto.js';
import { SaleCard, SaleListQuery, SalePage } from './sales.dto.js';
import {
  PaymentsExceedSale,
  PayOutExceedsReturn,
  ReturnExceedsSale,
  ReturnNotPaidOut,
  SaleNotFound,
  SaleNotPaid,
  SaleWithoutWarehouse,
} from './sales.errors.js';
import { Sales } from './sales.permissions.js';
import { SalesQueries } from './sales.queries.js';
import { SalesService } from './sales.service.js';

const CASH = [CashShiftRequired, CashShiftNotOpen, CashShiftClosed, CashShiftAmbiguous];

@Controller('sales')
export class SalesController {
  constructor(
    private readonly commands: Commands,
    private readonly sales: SalesService,
    private readonly returns: SaleReturnsService,
    private readonly queries: SalesQueries,
    private readonly register: RegisterQueries,
    private readonly db: Db,
  ) {}

  /** Lists sales, the last first. */
  @Get()
  @Can(Sales.read)
  list(@Me() me: Actor, @Query() query: SaleListQuery): Promise<SalePage> {
    return this.queries.list(me, query);
  }

  /** Lists what was sold line by line: who got what, when, for how much, from whom; with totals over all pages. */
  @Get('register')
  @Can(Sales.read)
  lines(@Me() me: Actor, @Query() query: RegisterQuery): Promise<RegisterPage> {
    return this.register.list(me, query);
  }

  /** Shows a sale with its lines, payments and returns. */
  @Get(':id')
  @Can(Sales.read)
  @Fails(SaleNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<SaleCard> {
    return this.queries.getInReach(me, id);
  }

  /**
   * Sells goods, plans, single visits and services together.
   * Goods leave stock, subscriptions start, the payer is charged line by line, payments are taken in and the seller's
   * percentage is accrued, all of it or nothing. A client may pay later; a walk-in buyer gets goods and services and pays
   * all of it at once. Where stock is too low every such line is named. `dryRun` says what it would come to.
   */
  @Post()
  @Can(Sales.sell)
  @Fails(
    ...[SaleNotPaid, PaymentsExceedSale, SaleWithoutWarehouse, FieldForbidden],
    ...[StockInsufficient, WarehouseArchived, BranchArchived],
    ...[...SALE_FAULTS, ...CASH],
  )
  sell(@CurrentRequest() request: ApiRequest, @Body() body: CounterSaleRequest): Promise<SaleCard> {
    return this.commands.create(request, (tx) => this.sales.sell(tx, body));
  }

  /** Calculates what it would come to if everything that is left of a sale came back; nothing changes. */
  @Get(':id/returns/quote')
  @Can(Sales.return)
  @Fails(SaleNotFound)
  quote(@Me() me: Actor, @Id() id: string): Promise<SaleReturnQuote> {
    return this.db.tx(me, (tx) => this.returns.quote(tx, id), { dryRun: true });
  }

  /**
   * Takes things back, by line.
   * Goods come back to stock at the cost they left with; what they cost is taken off the charges, and what was paid of it
   * is paid out when asked. A plan or a visit ends, and gives back what its subscription says. The percentage of whoever
   * sold goes back too.
   */
  @Post(':id/returns')
  @Can(Sales.return)
  @Fails(
    ...[SaleNotFound, ReturnExceedsSale, PayOutExceedsReturn, ReturnNotPaidOut, FieldForbidden],
    ...[SubscriptionCancelled, RefundNotCovered, WarehouseArchived, CashNotEnough, ...CASH],
  )
  giveBack(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: SaleReturnRequest,
  ): Promise<SaleReturned> {
    return this.commands.create(
      request,
      (tx) => this.returns.giveBack(tx, id, body),
      () => `/v1/sales/${id}`,
    );
  }
}
