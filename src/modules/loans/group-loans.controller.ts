import { Body, Controller, Post } from '@nestjs/common';
import { Can, Commands, CurrentRequest, Fails, Id, type ApiRequest } from '../../platform/http/index.js';
import { GroupArchived, GroupNotFound } from '../schedule/index.js';
import { StockInsufficient, WarehouseArchived } from '../warehouse/index.js';
import { GroupLoanRequest, GroupLoanResult, GroupLoanReturnRequest } from './group-loans.dto.js';
import { GroupLoansService } from './group-loans.service.js';
import { Loans } from './loans.permissions.js';

@Controller('groups/:id')
export class GroupLoansController {
  constructor(
    private readonly commands: Commands,
    private readonly loans: GroupLoansService,
  ) {}

  /**
   * Lends the same to everybody who is in a group today, each a loan of their own.
   * Who has some of it already gets the rest, so sending it again lends nothing twice. When the stock does not do for all,
   * nobody gets anything and each line that is short is named.
   */
  @Post('loans')
  @Can(Loans.write)
  @Fails(GroupNotFound, GroupArchived, StockInsufficient, WarehouseArchived)
  lend(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: GroupLoanRequest,
  ): Promise<GroupLoanResult> {
    return this.commands.run(request, (tx) => this.loans.lend(tx, id, body));
  }

  /** Takes back all that is out of what was lent for a group, but from those named. */
  @Post('loan-returns')
  @Can(Loans.write)
  @Fails(GroupNotFound, WarehouseArchived)
  takeBack(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: GroupLoanReturnRequest,
  ): Promise<GroupLoanResult> {
    return this.commands.run(request, (tx) => this.loans.takeBack(tx, id, body));
  }
}
