export { ClientsModule } from './clients.module.js';
export { ClientsService, type ClientBrief } from './clients.service.js';
export { FamilyImport } from './imports/family-import.service.js';
export { clientChanged, clientRegistered } from './clients.events.js';
export { certificateExpiring, healthChanged } from './health/health.events.js';
export { ClientNotFound } from './clients.errors.js';
export { Clients } from './clients.permissions.js';
export type { Client, ClientRequest } from './clients.dto.js';
export { sealedClientColumns } from './sealed-columns.js';
