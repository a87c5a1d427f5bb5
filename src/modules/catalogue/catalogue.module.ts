import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ActivitiesController } from './activities.controller.js';
import { ActivitiesQueries } from './activities.queries.js';
import { ActivitiesService } from './activities.service.js';
import { ActivityRow } from './activity.entity.js';
import { DiscountsService } from './discounts.service.js';
import { PriceListsService } from './price-lists.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([ActivityRow])],
  controllers: [ActivitiesController],
  providers: [ActivitiesQueries, ActivitiesService, PriceListsService, DiscountsService],
  exports: [ActivitiesService, PriceListsService, DiscountsService],
})
export class CatalogueModule {}
