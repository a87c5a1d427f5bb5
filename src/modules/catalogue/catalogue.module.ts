import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { OrganisationModule } from '../organisation/index.js';
import { ActivitiesController } from './activities.controller.js';
import { ActivitiesQueries } from './activities.queries.js';
import { ActivitiesService } from './activities.service.js';
import { ActivityRow } from './activity.entity.js';
import { DiscountEditor } from './discount-editor.service.js';
import { DiscountRow, DiscountScopeRow } from './discount.entity.js';
import { DiscountsController } from './discounts.controller.js';
import { DiscountsQueries } from './discounts.queries.js';
import { DiscountsService } from './discounts.service.js';
import { PriceListEditor } from './price-list-editor.service.js';
import { PriceListRow } from './price-list.entity.js';
import { PriceListsController } from './price-lists.controller.js';
import { PriceListsQueries } from './price-lists.queries.js';
import { PriceListsRepository } from './price-lists.repository.js';
import { PriceListsService } from './price-lists.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([ActivityRow, PriceListRow, DiscountRow, DiscountScopeRow]),
    OrganisationModule,
  ],
  controllers: [ActivitiesController, PriceListsController, DiscountsController],
  providers: [
    ...[ActivitiesQueries, ActivitiesService],
    ...[PriceListEditor, PriceListsQueries, PriceListsRepository, PriceListsService],
    ...[DiscountEditor, DiscountsQueries, DiscountsService],
  ],
  exports: [ActivitiesService, PriceListsService, DiscountsService],
})
export class CatalogueModule {}
