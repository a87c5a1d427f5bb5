import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BillingModule } from '../billing/index.js';
import { CatalogueModule } from '../catalogue/index.js';
import { ClientsModule } from '../clients/index.js';
import { OrganisationModule } from '../organisation/index.js';
import { CorrectionsService } from './corrections.service.js';
import { Endings } from './endings.js';
import { FreezesService } from './freezes.service.js';
import { LeftoversService } from './leftovers.service.js';
import { Openings } from './openings.js';
import { PlansController } from './plans.controller.js';
import { PlansQueries } from './plans.queries.js';
import { PlansService } from './plans.service.js';
import { SubscriptionRefundsService } from './refunds.service.js';
import { RenewalsService } from './renewals.service.js';
import { SaleParties } from './sale-parties.js';
import { SalePrices } from './sale-price.js';
import { SinglePrices } from './single-prices.js';
import { SingleVisitPlans } from './single-visit-plans.js';
import { SubscriptionsController } from './subscriptions.controller.js';
import {
  ExtensionRow,
  FreezeRow,
  PlanRow,
  SubscriptionRefundRow,
  SubscriptionRow,
  VisitEntryRow,
  VisitTransferRow,
} from './subscriptions.entity.js';
import { SubscriptionsHandlers } from './subscriptions.handlers.js';
import { SubscriptionsQueries } from './subscriptions.queries.js';
import { SubscriptionsRepository } from './subscriptions.repository.js';
import { SubscriptionsService } from './subscriptions.service.js';
import { TermsController } from './terms.controller.js';
import { TransfersService } from './transfers.service.js';
import { VisitsRepository } from './visits.repository.js';
import { VisitsService } from './visits.service.js';
import { WatchService } from './watch.service.js';

const rows = [
  ...[PlanRow, SubscriptionRow, FreezeRow, VisitEntryRow],
  ...[VisitTransferRow, ExtensionRow, SubscriptionRefundRow],
];

@Module({
  imports: [
    TypeOrmModule.forFeature(rows),
    ...[OrganisationModule, ClientsModule, CatalogueModule, BillingModule],
  ],
  controllers: [PlansController, SubscriptionsController, TermsController],
  providers: [
    ...[PlansService, PlansQueries, SingleVisitPlans],
    ...[
      SubscriptionsService,
      SaleParties,
      SalePrices,
      Openings,
      SubscriptionsQueries,
      SubscriptionsRepository,
    ],
    ...[FreezesService, CorrectionsService, VisitsService, VisitsRepository, SinglePrices],
    ...[RenewalsService, LeftoversService, TransfersService, SubscriptionRefundsService, Endings],
    ...[WatchService, SubscriptionsHandlers],
  ],
  exports: [
    ...[PlansService, SubscriptionsService, FreezesService, VisitsService, RenewalsService],
    ...[SingleVisitPlans, SubscriptionRefundsService],
  ],
})
export class SubscriptionsModule {}
