import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClientsModule } from '../clients/index.js';
import {
  ChargesController,
  ClientAccountController,
  PayerAccountsController,
} from './accounts.controller.js';
import { AccountsQueries } from './accounts.queries.js';
import { PaymentRow, RefundRow } from './billing.entity.js';
import { BillingRepository } from './billing.repository.js';
import { BillingService } from './billing.service.js';
import { ChargesQueries } from './charges.queries.js';
import { CreditsRepository } from './credits.repository.js';
import { CreditsService } from './credits.service.js';
import { PayingAccounts } from './paying-accounts.js';
import { PaymentsController } from './payments.controller.js';
import { PaymentsQueries } from './payments.queries.js';
import { PaymentsRepository } from './payments.repository.js';
import { PaymentsService } from './payments.service.js';
import { RefundsQueries } from './refunds.queries.js';
import { RefundsRepository } from './refunds.repository.js';
import { RefundsService } from './refunds.service.js';
import { Settlement } from './settlement.js';

@Module({
  imports: [TypeOrmModule.forFeature([PaymentRow, RefundRow]), ClientsModule],
  controllers: [PaymentsController, ChargesController, PayerAccountsController, ClientAccountController],
  providers: [
    ...[BillingService, PaymentsService, CreditsService, RefundsService],
    ...[
      BillingRepository,
      PaymentsRepository,
      CreditsRepository,
      RefundsRepository,
      PayingAccounts,
      Settlement,
    ],
    ...[PaymentsQueries, RefundsQueries, ChargesQueries, AccountsQueries],
  ],
  exports: [BillingService],
})
export class BillingModule {}
