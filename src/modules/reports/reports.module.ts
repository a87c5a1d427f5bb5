import { Module } from '@nestjs/common';
import { ReportRuns } from './report-runs.js';
import { ReportsController } from './reports.controller.js';
import { ReportsService } from './reports.service.js';

@Module({
  controllers: [ReportsController],
  providers: [ReportsService, ReportRuns],
  exports: [ReportsService],
})
export class ReportsModule {}
