export { OrganisationModule } from './organisation.module.js';
export { BranchesService } from './branches.service.js';
export { nextNumber, numbersHaveNoGaps, type DocumentSeries } from './document-numbers.js';
export { SettingsQueries } from './settings.queries.js';
export { SettingsService } from './settings.service.js';
export { BranchArchived, BranchNotFound } from './organisation.errors.js';
export { Branches, Settings } from './organisation.permissions.js';
export type { Branch, BranchRequest } from './branches.dto.js';
export type { SettingsView } from './settings.dto.js';
