import { Module } from '@nestjs/common';
import { CostingController } from './costing.controller.js';
import { DeferredQueries } from './deferred.queries.js';
import { LessonCostsQueries } from './lesson-costs.queries.js';
import { PeriodCostsQueries } from './period-costs.queries.js';

@Module({
  controllers: [CostingController],
  providers: [LessonCostsQueries, PeriodCostsQueries, DeferredQueries],
})
export class CostingModule {}
