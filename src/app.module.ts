import { Module } from '@nestjs/common';
import { AccessModule } from './modules/access/index.js';
import { AuditModule } from './modules/audit/index.js';
import { BillingModule } from './modules/billing/index.js';
import { CalendarsModule } from './modules/calendars/index.js';
import { CatalogueModule } from './modules/catalogue/index.js';
import { ClientsModule } from './modules/clients/index.js';
import { LoansModule } from './modules/loans/index.js';
import { NotificationsModule } from './modules/notifications/index.js';
import { CostingModule } from './modules/costing/index.js';
import { OrganisationModule } from './modules/organisation/index.js';
import { PayrollModule } from './modules/payroll/index.js';
import { ReportsModule } from './modules/reports/index.js';
import { SalesModule } from './modules/sales/index.js';
import { ScheduleModule } from './modules/schedule/index.js';
import { StaffModule } from './modules/staff/index.js';
import { SubscriptionsModule } from './modules/subscriptions/index.js';
import { WarehouseModule } from './modules/warehouse/index.js';
import { ConfigModule } from './platform/config/config.module.js';
import { CryptoModule } from './platform/crypto/crypto.module.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { EventsModule } from './platform/events/events.module.js';
import { FilesModule } from './platform/files/files.module.js';
import { HealthModule } from './platform/health/health.module.js';
import { HttpModule } from './platform/http/http.module.js';
import { ImportsModule } from './platform/imports/imports.module.js';
import { MailModule } from './platform/mail/mail.module.js';
import { OperationsModule } from './platform/operations/operations.module.js';
import { QueueDashboardModule } from './platform/queue/queue.module.js';

/** The composition root: the only file that names every feature, lowest rung first. */
@Module({
  imports: [
    ...[ConfigModule, CryptoModule, DatabaseModule, EventsModule, FilesModule, HttpModule, HealthModule],
    ...[OperationsModule, ImportsModule, MailModule, QueueDashboardModule],
    ...[OrganisationModule, AccessModule],
    ...[ClientsModule, StaffModule, CatalogueModule],
    ...[BillingModule, WarehouseModule, PayrollModule],
    ...[SubscriptionsModule],
    ...[SalesModule],
    ...[ScheduleModule],
    ...[LoansModule],
    ...[AuditModule, CalendarsModule, CostingModule, NotificationsModule, ReportsModule],
  ],
})
export class AppModule {}
