import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { OrganisationModule } from '../organisation/index.js';
import { EmployeeRow } from './employee.entity.js';
import { EmployeesController } from './employees.controller.js';
import { EmployeesQueries } from './employees.queries.js';
import { EmployeesService } from './employees.service.js';

@Module({
  imports: [OrganisationModule, TypeOrmModule.forFeature([EmployeeRow])],
  controllers: [EmployeesController],
  providers: [EmployeesQueries, EmployeesService],
  exports: [EmployeesService],
})
export class StaffModule {}
