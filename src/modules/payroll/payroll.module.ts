import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogueModule } from '../catalogue/index.js';
import { StaffModule } from '../staff/index.js';
import { PaySchemeRow } from './pay-scheme.entity.js';
import { PaySchemesService } from './pay-schemes.service.js';
import { AccrualsController, PaySchemesController } from './payroll.controller.js';
import { PayrollQueries } from './payroll.queries.js';
import { PayrollService } from './payroll.service.js';
import { PayrollRunsModule } from './runs/runs.module.js';

@Module({
  imports: [PayrollRunsModule, StaffModule, CatalogueModule, TypeOrmModule.forFeature([PaySchemeRow])],
  controllers: [PaySchemesController, AccrualsController],
  providers: [PayrollQueries, PaySchemesService, PayrollService],
  exports: [PaySchemesService, PayrollService],
})
export class PayrollModule {}
