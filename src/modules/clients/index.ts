export { ClientsModule } from './clients.module.js';
export { ClientsService, type ClientBrief } from './clients.service.js';
export { ImportOrders } from './imports/import-orders.js';
export { readMapping } from './imports/reading-choices.js';
export type { StoredReport } from './imports/import-report.js';
export { clientChanged, clientRegistered } from './clients.events.js';
export { ClientNotFound } from './clients.errors.js';
export { Clients } from './clients.permissions.js';
export type { Client, ClientRequest } from './clients.dto.js';
