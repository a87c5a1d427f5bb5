export { reportChecks } from './reports.checks.js';
export { ReportsModule, ReportsWorkerModule } from './reports.module.js';
export { ReportsService, type Order } from './reports.service.js';
export { Reports, ReportSchedules } from './reports.permissions.js';
export type { Format } from './parameters.rules.js';
export type { ReportTable } from './table.js';
export { chartOf, keyFigures, reportBlocks } from './formats/page.js';
