import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { OrganisationModule } from '../organisation/index.js';
import { ActivitiesController } from './activities.controller.js';
import { ActivitiesQueries } from './activities.queries.js';
import { ActivitiesService } from './activities.service.js';
import { ActivityRow } from './activity.entity.js';
import { CostNormMaterialRow, CostNormRoomRow, CostNormRow } from './cost-norm.entity.js';
import { CostNormsController } from './cost-norms.controller.js';
import { CostNormsQueries } from './cost-norms.queries.js';
import { CostNormsService } from './cost-norms.service.js';
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
import { VatRatesController } from './vat.controller.js';
import { VatRateRow } from './vat.entity.js';
import { VatQueries } from './vat.queries.js';
import { VatService } from './vat.service.js';

const rows = [
  ActivityRow,
  PriceListRow,
  DiscountRow,
  DiscountScopeRow,
  VatRateRow,
  CostNormRow,
  CostNormRoomRow,
  CostNormMaterialRow,
];

@Module({
  imports: [TypeOrmModule.forFeature(rows), OrganisationModule],
  controllers: [
    ...[ActivitiesController, PriceListsController, DiscountsController],
    ...[VatRatesController, CostNormsController],
  ],
  providers: [
    ...[ActivitiesQueries, ActivitiesService],
    ...[PriceListEditor, PriceListsQueries, PriceListsRepository, PriceListsService],
    ...[DiscountEditor, DiscountsQueries, DiscountsService],
    ...[VatQueries, VatService, CostNormsQueries, CostNormsService],
  ],
  exports: [ActivitiesService, PriceListsService, DiscountsService, VatService],
})
export class CatalogueModule {}
