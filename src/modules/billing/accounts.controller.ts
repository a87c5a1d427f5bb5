import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { Can, Commands, CurrentRequest, Fails, Id, Me, type ApiRequest } from '../../platform/http/index.js';
import {
  AccountStatement,
  AccountTransfer,
  DebtListQuery,
  DebtPage,
  Refundable,
  StatementQuery,
  TransferListQuery,
  TransferPage,
  TransferRequest,
} from './accounts.dto.js';
import { AccountsQueries } from './accounts.queries.js';
import { AccountQuery, PayerAccount } from './payer-accounts.dto.js';
import {
  AccountNotFound,
  TransferExceedsFree,
  TransferNotOneFamily,
  TransferOfNothing,
  TransferToItself,
} from './billing.errors.js';
import { Billing } from './billing.permissions.js';
import { DebtsQueries } from './debts.queries.js';
import { StatementQueries } from './statement.queries.js';
import { TransfersQueries } from './transfers.queries.js';
import { TransfersService } from './transfers.service.js';

@Controller('payer-accounts')
export class PayerAccountsController {
  constructor(
    private readonly commands: Commands,
    private readonly queries: AccountsQueries,
    private readonly statements: StatementQueries,
    private readonly transfers: TransfersService,
    private readonly transfersOf: TransfersQueries,
  ) {}

  /** Shows a payer account: balance, debt and what is prepaid. */
  @Get(':id')
  @Can(Billing.read)
  @Fails(AccountNotFound)
  get(@Me() me: Actor, @Id() id: string, @Query() query: AccountQuery): Promise<PayerAccount> {
    return this.queries.get(me, id, query);
  }

  /**
   * States what happened on an account in a period, with the balance after each entry.
   * Given twice with the same `asOf` it is the same twice.
   */
  @Get(':id/statement')
  @Can(Billing.read)
  @Fails(AccountNotFound)
  statement(@Me() me: Actor, @Id() id: string, @Query() query: StatementQuery): Promise<AccountStatement> {
    return this.statements.statement(me, id, query);
  }

  /** Shows what could be given back of an account: the free money, by payment and by the way it came. */
  @Get(':id/refundable')
  @Can(Billing.read)
  @Fails(AccountNotFound)
  refundable(@Me() me: Actor, @Id() id: string): Promise<Refundable> {
    return this.statements.refundable(me, id);
  }

  /** Lists the money that moved between this account and others. */
  @Get(':id/transfers')
  @Can(Billing.read)
  @Fails(AccountNotFound)
  listTransfers(@Me() me: Actor, @Id() id: string, @Query() query: TransferListQuery): Promise<TransferPage> {
    return this.transfersOf.list(me, id, query);
  }

  /**
   * Moves free money to another account of the family, as when another parent pays from now on.
   * There it pays what is open, the oldest due first. A wrong move is put right by one the other way.
   */
  @Post(':id/transfers')
  @Can(Billing.refund)
  @Fails(AccountNotFound, TransferOfNothing, TransferToItself, TransferExceedsFree, TransferNotOneFamily)
  transfer(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: TransferRequest,
  ): Promise<AccountTransfer> {
    const where = () => `/v1/payer-accounts/${id}/transfers`;
    return this.commands.create(request, (tx) => this.transfers.move(tx, id, body), where);
  }
}

@Controller('debts')
export class DebtsController {
  constructor(private readonly queries: DebtsQueries) {}

  /**
   * Lists who owes: accounts with open charges whose day has come, the largest debt first.
   * The totals are of the whole list. Phones are shown to those who may see the branch's clients.
   */
  @Get()
  @Can(Billing.read)
  list(@Me() me: Actor, @Query() query: DebtListQuery): Promise<DebtPage> {
    return this.queries.list(me, query);
  }
}

@Controller('clients/:id/account')
export class ClientAccountController {
  constructor(private readonly queries: AccountsQueries) {}

  /**
   * Shows the account that pays for a client.
   * It is there from the first charge or payment on; siblings with one payer share it.
   */
  @Get()
  @Can(Billing.read)
  @Fails(AccountNotFound)
  get(@Me() me: Actor, @Id() id: string, @Query() query: AccountQuery): Promise<PayerAccount> {
    return this.queries.ofClient(me, id, query);
  }
}
