import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { OrganisationModule } from '../organisation/index.js';
import { ClientsController } from './clients.controller.js';
import { ClientGuardianRow, ClientRow, GuardianRow } from './clients.entity.js';
import { ClientsQueries } from './clients.queries.js';
import { ClientsService } from './clients.service.js';
import { GuardiansController } from './guardians.controller.js';
import { GuardiansQueries } from './guardians.queries.js';
import { GuardiansService } from './guardians.service.js';
import { FamilyImport } from './imports/family-import.service.js';
import { ImportsController } from './imports/imports.controller.js';
import { CsvUploads } from './imports/csv-uploads.js';
import { ProfileModule } from './profile.module.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([ClientRow, GuardianRow, ClientGuardianRow]),
    OrganisationModule,
    ProfileModule,
  ],
  controllers: [ClientsController, GuardiansController, ImportsController],
  providers: [ClientsQueries, ClientsService, GuardiansQueries, GuardiansService, FamilyImport, CsvUploads],
  exports: [ClientsService, ClientsQueries, FamilyImport],
})
export class ClientsModule {}
