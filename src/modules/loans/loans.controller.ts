import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { VersionUnknown } from '../../platform/database/versioned.js';
import { Can, Commands, CurrentRequest, Fails, Id, Me, type ApiRequest } from '../../platform/http/index.js';
import { StockInsufficient, WarehouseArchived } from '../warehouse/index.js';
import { LoanPatch, LoanRequest } from './loan-requests.dto.js';
import { LoanCard, LoanListQuery, LoanPage } from './loans.dto.js';
import { LoanClosed, LoanNotFound } from './loans.errors.js';
import { LendingService } from './lending.service.js';
import { Loans } from './loans.permissions.js';
import { LoansQueries } from './loans.queries.js';
import { LoansService } from './loans.service.js';

@Controller('loans')
export class LoansController {
  constructor(
    private readonly commands: Commands,
    private readonly lending: LendingService,
    private readonly loans: LoansService,
    private readonly queries: LoansQueries,
  ) {}

  /** Lists what is lent, the latest first: by client, group or item, what is overdue, what is due before a day. */
  @Get()
  @Can(Loans.read)
  list(@Me() me: Actor, @Query() query: LoanListQuery): Promise<LoanPage> {
    return this.queries.list(me, query);
  }

  /** Shows a loan with all that came back or was lost of it. */
  @Get(':id')
  @Can(Loans.read)
  @Fails(LoanNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<LoanCard> {
    return this.queries.show(me, id);
  }

  /**
   * Lends textbooks or equipment to a client, until a day or for the course of a group.
   * They leave the shelf and stay ours: the stock shows them on loan.
   */
  @Post()
  @Can(Loans.write)
  @Fails(StockInsufficient, WarehouseArchived)
  lend(@CurrentRequest() request: ApiRequest, @Body() body: LoanRequest): Promise<LoanCard> {
    return this.commands.create(request, (tx) => this.lending.lend(tx, body));
  }

  /** Changes until when something is lent, for which group, or what is said of it. */
  @Patch(':id')
  @Can(Loans.write)
  @Fails(LoanNotFound, LoanClosed, VersionUnknown)
  change(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: LoanPatch,
  ): Promise<LoanCard> {
    return this.commands.change(request, (tx, base) => this.loans.change(tx, id, body, base));
  }
}
