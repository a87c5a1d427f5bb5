import { Module } from '@nestjs/common';
import { BillingModule } from '../billing/index.js';
import { ClientsModule } from '../clients/index.js';
import { ScheduleModule } from '../schedule/index.js';
import { WarehouseModule } from '../warehouse/index.js';
import { GroupLoansController } from './group-loans.controller.js';
import { GroupLoansService } from './group-loans.service.js';
import { LendingService } from './lending.service.js';
import { LoansController } from './loans.controller.js';
import { LoansOfClients } from './loans-of-clients.js';
import { LoansQueries } from './loans.queries.js';
import { LoansRepository } from './loans.repository.js';
import { LoansService } from './loans.service.js';
import { LoanMovementsController } from './movements.controller.js';
import { LossesService } from './losses.service.js';
import { OverdueService } from './overdue.service.js';
import { ReturnsService } from './returns.service.js';
import { ReversalsService } from './reversals.service.js';

@Module({
  imports: [ClientsModule, BillingModule, WarehouseModule, ScheduleModule],
  controllers: [LoansController, LoanMovementsController, GroupLoansController],
  providers: [
    ...[LendingService, LoansService, ReturnsService, LossesService, ReversalsService, GroupLoansService],
    ...[LoansRepository, LoansQueries, OverdueService, LoansOfClients],
  ],
})
export class LoansModule {}
