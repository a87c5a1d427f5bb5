import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { OrganisationModule } from '../organisation/index.js';
import { ClientsController } from './clients.controller.js';
import { ClientGuardianRow, ClientRow, GuardianRow, StatusReasonRow } from './clients.entity.js';
import { ClientsQueries } from './clients.queries.js';
import { ClientsService } from './clients.service.js';
import { GuardiansController } from './guardians.controller.js';
import { GuardiansQueries } from './guardians.queries.js';
import { GuardiansService } from './guardians.service.js';
import { ClientImport } from './imports/client-import.js';
import { DuplicatesController } from './duplicates/duplicates.controller.js';
import { DuplicatesQueries } from './duplicates/duplicates.queries.js';
import { DuplicatesService } from './duplicates/duplicates.service.js';
import { ClientMergesService } from './merges/client-merges.service.js';
import { GuardianMergesService } from './merges/guardian-merges.service.js';
import { HealthMerging } from './merges/health-merging.js';
import { PhotoMerging } from './merges/photo-merging.js';
import { MergeParts } from './merges/merge-parts.js';
import { ClientMergesController, GuardianMergesController } from './merges/merges.controller.js';
import { MergesQueries } from './merges/merges.queries.js';
import { PersonalData } from './privacy/personal-data.js';
import { ErasuresController, PrivacyController } from './privacy/privacy.controller.js';
import { PrivacyQueries } from './privacy/privacy.queries.js';
import { PrivacyService } from './privacy/privacy.service.js';
import { StatusHistoryController, StatusReasonsController } from './statuses/statuses.controller.js';
import { StatusesQueries } from './statuses/statuses.queries.js';
import { StatusesService } from './statuses/statuses.service.js';
import { ProfilePrivacy } from './profile-privacy.js';
import { ProfileModule } from './profile.module.js';
import { FamilyRegister } from './imports/family-register.js';
import { ImportOrders } from './imports/import-orders.js';
import { ImportsController } from './imports/imports.controller.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([ClientRow, GuardianRow, ClientGuardianRow, StatusReasonRow]),
    OrganisationModule,
    ProfileModule,
  ],
  controllers: [
    ...[ClientMergesController, GuardianMergesController, StatusHistoryController, StatusReasonsController],
    ...[DuplicatesController, PrivacyController, ErasuresController],
    ...[ClientsController, GuardiansController, ImportsController],
  ],
  providers: [
    ...[ClientsQueries, ClientsService, GuardiansQueries, GuardiansService],
    ...[MergeParts, HealthMerging, PhotoMerging, MergesQueries, ClientMergesService, GuardianMergesService],
    ...[StatusesQueries, StatusesService, DuplicatesQueries, DuplicatesService],
    ...[PersonalData, PrivacyQueries, PrivacyService, ProfilePrivacy],
    ...[ClientImport, FamilyRegister, ImportOrders],
  ],
  exports: [ClientsService, ClientsQueries, ImportOrders, MergeParts, PersonalData],
})
export class ClientsModule {}
