import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ReportRuns } from './report-runs.js';
import { ReportsController } from './reports.controller.js';
import { ReportsService } from './reports.service.js';
import { RollupRounds, Rollups } from './rollups/rollups.js';
import { DeliveriesService } from './schedules/deliveries.service.js';
import { ReportMailings } from './schedules/report-mailings.js';
import { ScheduleClocks } from './schedules/schedule-clocks.js';
import { ReportScheduleRow } from './schedules/schedule.entity.js';
import { ScheduleRounds, ScheduleTicks } from './schedules/schedule-rounds.js';
import {
  ReportSchedulesController,
  ReportScheduleTemplatesController,
} from './schedules/schedules.controller.js';
import { ReportSchedulesQueries } from './schedules/schedules.queries.js';
import { ReportSchedulesService } from './schedules/schedules.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([ReportScheduleRow])],
  controllers: [ReportsController, ReportSchedulesController, ReportScheduleTemplatesController],
  providers: [
    ...[ReportsService, ReportRuns],
    ...[DeliveriesService, ReportMailings, ReportSchedulesQueries, ReportSchedulesService],
    ...[Rollups, ScheduleClocks, ScheduleTicks],
  ],
  exports: [ReportsService, Rollups, ScheduleTicks],
})
export class ReportsModule {}

/** Schedules and rollups kept, for workers. */
@Module({ imports: [ReportsModule], providers: [RollupRounds, ScheduleRounds] })
export class ReportsWorkerModule {}
