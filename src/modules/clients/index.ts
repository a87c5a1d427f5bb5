export { ClientsModule } from './clients.module.js';
export { ClientsService, type ClientBrief } from './clients.service.js';
export { FamilyImport } from './imports/family-import.service.js';
export { clientChanged, clientRegistered } from './clients.events.js';
export { MergeParts, type MergePart, type MergeRecord, type Obstacle } from './merges/merge-parts.js';
export type { MergeWork } from './merges/merge-work.js';
export { ClientNotFound } from './clients.errors.js';
export { Clients } from './clients.permissions.js';
export type { Client, ClientRequest } from './clients.dto.js';
