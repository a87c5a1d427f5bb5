import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClientsModule } from '../clients/index.js';
import {
  ChargesController,
  ClientAccountController,
  PayerAccountsController,
} from './accounts.controller.js';
import { AccountsQueries } from './accounts.queries.js';
import { AccountMerging } from './account-merging.js';
import { PaymentRow } from './billing.entity.js';
import { BillingRepository } from './billing.repository.js';
import { BillingService } from './billing.service.js';
import { ChargesQueries } from './charges.queries.js';
import { PaymentsController } from './payments.controller.js';
import { PaymentsQueries } from './payments.queries.js';

@Module({
  imports: [TypeOrmModule.forFeature([PaymentRow]), ClientsModule],
  controllers: [PaymentsController, ChargesController, PayerAccountsController, ClientAccountController],
  providers: [
    BillingService,
    BillingRepository,
    PaymentsQueries,
    ChargesQueries,
    AccountsQueries,
    AccountMerging,
  ],
  exports: [BillingService],
})
export class BillingModule {}
