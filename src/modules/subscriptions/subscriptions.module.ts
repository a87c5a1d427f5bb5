import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BillingModule } from '../billing/index.js';
import { CatalogueModule } from '../catalogue/index.js';
import { ClientsModule } from '../clients/index.js';
import { OrganisationModule } from '../organisation/index.js';
import { CorrectionsService } from './corrections.service.js';
import { FreezesService } from './freezes.service.js';
import { PlansController } from './plans.controller.js';
import { PlansQueries } from './plans.queries.js';
import { PlansService } from './plans.service.js';
import { SaleParties } from './sale-parties.js';
import { SubscriptionsController } from './subscriptions.controller.js';
import { FreezeRow, PlanRow, SubscriptionRow, VisitEntryRow } from './subscriptions.entity.js';
import { SubscriptionsQueries } from './subscriptions.queries.js';
import { SubscriptionsRepository } from './subscriptions.repository.js';
import { SubscriptionsService } from './subscriptions.service.js';
import { VisitReversals } from './visit-reversals.service.js';
import { VisitsRepository } from './visits.repository.js';
import { VisitsService } from './visits.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([PlanRow, SubscriptionRow, FreezeRow, VisitEntryRow]),
    ...[OrganisationModule, ClientsModule, CatalogueModule, BillingModule],
  ],
  controllers: [PlansController, SubscriptionsController],
  providers: [
    ...[PlansService, PlansQueries],
    ...[SubscriptionsService, SaleParties, SubscriptionsQueries, SubscriptionsRepository],
    ...[FreezesService, CorrectionsService, VisitsService, VisitReversals, VisitsRepository],
  ],
  exports: [PlansService, SubscriptionsService, FreezesService, VisitsService, VisitReversals],
})
export class SubscriptionsModule {}
