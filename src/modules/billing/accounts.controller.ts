import { Controller, Get, Query } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { Can, Fails, Id, Me } from '../../platform/http/index.js';
import { AccountsQueries } from './accounts.queries.js';
import { AccountQuery, ChargeListQuery, ChargePage, PayerAccount } from './billing.dto.js';
import { AccountNotFound } from './billing.errors.js';
import { Billing } from './billing.permissions.js';
import { ChargesQueries } from './charges.queries.js';

@Controller('payer-accounts')
export class PayerAccountsController {
  constructor(private readonly queries: AccountsQueries) {}

  /** Shows a payer account: balance, debt and what is prepaid. */
  @Get(':id')
  @Can(Billing.read)
  @Fails(AccountNotFound)
  get(@Me() me: Actor, @Id() id: string, @Query() query: AccountQuery): Promise<PayerAccount> {
    return this.queries.get(me, id, query);
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

@Controller('charges')
export class ChargesController {
  constructor(private readonly queries: ChargesQueries) {}

  /** Lists charges, the newest first. */
  @Get()
  @Can(Billing.read)
  list(@Me() me: Actor, @Query() query: ChargeListQuery): Promise<ChargePage> {
    return this.queries.list(me, query);
  }
}
