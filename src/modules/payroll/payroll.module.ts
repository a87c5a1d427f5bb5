import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogueModule } from '../catalogue/index.js';
import { OrganisationModule } from '../organisation/index.js';
import { StaffModule } from '../staff/index.js';
import { AccrualLedger } from './accrual.ledger.js';
import { PayAdjustmentsController } from './pay-adjustments.controller.js';
import { PayAdjustmentsService } from './pay-adjustments.service.js';
import { PayOverridesService } from './pay-overrides.service.js';
import { LessonPayOverrideRow, PaySchemeRow } from './pay-scheme.entity.js';
import { PaySchemesQueries } from './pay-schemes.queries.js';
import { PaySchemesService } from './pay-schemes.service.js';
import { AccrualsController, PaySchemesController } from './payroll.controller.js';
import { PayrollQueries } from './payroll.queries.js';
import { PayrollService } from './payroll.service.js';
import { runControllers, runProviders } from './runs/runs.module.js';
import { SalaryService } from './salary.service.js';

const doors = [PaySchemesService, PayrollService, PayOverridesService, SalaryService, PayAdjustmentsService];

@Module({
  imports: [
    OrganisationModule,
    StaffModule,
    CatalogueModule,
    TypeOrmModule.forFeature([PaySchemeRow, LessonPayOverrideRow]),
  ],
  controllers: [PaySchemesController, AccrualsController, PayAdjustmentsController, ...runControllers],
  providers: [PayrollQueries, PaySchemesQueries, AccrualLedger, ...doors, ...runProviders],
  exports: doors,
})
export class PayrollModule {}
