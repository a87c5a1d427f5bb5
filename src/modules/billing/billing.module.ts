import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogueModule } from '../catalogue/index.js';
import { ClientsModule } from '../clients/index.js';
import { OrganisationModule } from '../organisation/index.js';
import { ClientAccountController, DebtsController, PayerAccountsController } from './accounts.controller.js';
import { AccountsQueries } from './accounts.queries.js';
import { AccountMerging } from './account-merging.js';
import { AccountTransferRow, PaymentRow, RefundRow } from './billing.entity.js';
import { BillingRepository } from './billing.repository.js';
import { BillingService } from './billing.service.js';
import { CashDesksController, CashShiftsController } from './cash/cash.controller.js';
import { CashDeskRow, CashEntryRow, CashShiftRow } from './cash/cash.entity.js';
import { CashQueries } from './cash/cash.queries.js';
import { CashDesksService } from './cash/desks.service.js';
import { CashShiftsService } from './cash/shifts.service.js';
import { Till } from './cash/till.js';
import { ChargesController } from './charges.controller.js';
import { ChargesQueries } from './charges.queries.js';
import { ChargesRepository } from './charges.repository.js';
import { ChargesService } from './charges.service.js';
import { OtherChargesService } from './other-charges.service.js';
import { CreditsRepository } from './credits.repository.js';
import { CreditsService } from './credits.service.js';
import { DebtsQueries } from './debts.queries.js';
import { ExpenseCategoriesController, ExpensesController } from './expenses/expenses.controller.js';
import { ExpenseCategoryRow, ExpenseFileRow, ExpenseRow } from './expenses/expenses.entity.js';
import { ExpenseCategoriesService } from './expenses/expense-categories.service.js';
import { ExpensesQueries } from './expenses/expenses.queries.js';
import { ExpensesService } from './expenses/expenses.service.js';
import { NoticesService } from './notices.service.js';
import { PayingAccounts } from './paying-accounts.js';
import { PaymentsController } from './payments.controller.js';
import { PaymentsQueries } from './payments.queries.js';
import { PaymentsRepository } from './payments.repository.js';
import { PaymentsService } from './payments.service.js';
import { RefundsController } from './refunds.controller.js';
import { RefundsQueries } from './refunds.queries.js';
import { RefundsRepository } from './refunds.repository.js';
import { RefundsService } from './refunds.service.js';
import { Settlement } from './settlement.js';
import { StatementQueries } from './statement.queries.js';
import { TransfersQueries } from './transfers.queries.js';
import { TransfersRepository } from './transfers.repository.js';
import { TransfersService } from './transfers.service.js';

const rows = [
  ...[PaymentRow, RefundRow, AccountTransferRow, CashDeskRow, CashShiftRow, CashEntryRow],
  ...[ExpenseCategoryRow, ExpenseRow, ExpenseFileRow],
];

@Module({
  imports: [TypeOrmModule.forFeature(rows), CatalogueModule, ClientsModule, OrganisationModule],
  controllers: [
    ...[PaymentsController, RefundsController, ChargesController, DebtsController],
    ...[ExpenseCategoriesController, ExpensesController],
    ...[PayerAccountsController, ClientAccountController, CashDesksController, CashShiftsController],
  ],
  providers: [
    ...[BillingService, PaymentsService, CreditsService, RefundsService, TransfersService],
    ...[ChargesService, OtherChargesService],
    ...[PayingAccounts, Settlement, NoticesService, Till, CashDesksService, CashShiftsService],
    ...[BillingRepository, PaymentsRepository, CreditsRepository, RefundsRepository],
    ...[ChargesRepository, TransfersRepository],
    ...[PaymentsQueries, RefundsQueries, ChargesQueries, AccountsQueries, StatementQueries],
    ...[ExpenseCategoriesService, ExpensesService, ExpensesQueries],
    ...[TransfersQueries, DebtsQueries, CashQueries, AccountMerging],
  ],
  exports: [BillingService],
})
export class BillingModule {}
