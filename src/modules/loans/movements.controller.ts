import { Body, Controller, Post } from '@nestjs/common';
import { Can, Commands, CurrentRequest, Fails, Id, type ApiRequest } from '../../platform/http/index.js';
import { StockInsufficient, WarehouseArchived } from '../warehouse/index.js';
import { LoanLossRequest, LoanReturnRequest, LoanReversalRequest } from './loan-requests.dto.js';
import { LoanCard } from './loans.dto.js';
import {
  LoanClosed,
  LoanExceeded,
  LoanMovementNotFound,
  LoanMovementStands,
  LoanNotFound,
  LossPriceNotPermitted,
} from './loans.errors.js';
import { Loans } from './loans.permissions.js';
import { LossesService } from './losses.service.js';
import { ReturnsService } from './returns.service.js';
import { ReversalsService } from './reversals.service.js';

const whole = ({ id }: { id: string }) => `/v1/loans/${id}`;

@Controller('loans/:id')
export class LoanMovementsController {
  constructor(
    private readonly commands: Commands,
    private readonly returns: ReturnsService,
    private readonly losses: LossesService,
    private readonly reversals: ReversalsService,
  ) {}

  /** Takes back what a client brings, in parts or all that is out. */
  @Post('returns')
  @Can(Loans.write)
  @Fails(LoanNotFound, LoanClosed, LoanExceeded, WarehouseArchived)
  takeBack(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: LoanReturnRequest,
  ): Promise<LoanCard> {
    return this.commands.create(request, (tx) => this.returns.takeBack(tx, id, body), whole);
  }

  /**
   * Records that something does not come back.
   * It leaves the stock, and its replacement price is charged to whoever pays for the client.
   */
  @Post('loss')
  @Can(Loans.write)
  @Fails(LoanNotFound, LoanClosed, LoanExceeded, LossPriceNotPermitted, WarehouseArchived)
  lose(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: LoanLossRequest,
  ): Promise<LoanCard> {
    return this.commands.create(request, (tx) => this.losses.lose(tx, id, body), whole);
  }

  /**
   * Takes back a wrong return, or a loss of what was found: the things are with the client again.
   * The charge of a loss is reversed; what was paid of it is free money.
   */
  @Post('movements/:movementId/reversal')
  @Can(Loans['write-off'])
  @Fails(LoanNotFound, LoanMovementNotFound, LoanMovementStands, StockInsufficient, WarehouseArchived)
  reverse(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Id('movementId') movementId: string,
    @Body() body: LoanReversalRequest,
  ): Promise<LoanCard> {
    return this.commands.create(
      request,
      (tx) => this.reversals.reverse(tx, id, movementId, body.reason),
      whole,
    );
  }
}
