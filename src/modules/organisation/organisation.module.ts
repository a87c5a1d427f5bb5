import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BranchesController } from './branches.controller.js';
import { BranchesQueries } from './branches.queries.js';
import { BranchesService } from './branches.service.js';
import { BranchRow, SettingsRow } from './organisation.entity.js';
import { SettingsController } from './settings.controller.js';
import { SettingsQueries } from './settings.queries.js';
import { SettingsService } from './settings.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([BranchRow, SettingsRow])],
  controllers: [BranchesController, SettingsController],
  providers: [BranchesQueries, BranchesService, SettingsQueries, SettingsService],
  exports: [BranchesService, SettingsQueries, SettingsService],
})
export class OrganisationModule {}
