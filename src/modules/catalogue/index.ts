export { CatalogueModule } from './catalogue.module.js';
export { ActivitiesService } from './activities.service.js';
export { ActivityNotFound } from './catalogue.errors.js';
export { Activities } from './catalogue.permissions.js';
export { priceOfMark, type ActivityKind } from './activity.rules.js';
export {
  defaultChargingPolicy,
  marks,
  type ChargingPolicy,
  type Mark,
  type MarkPolicy,
} from './charging-policy.rules.js';
export type { Activity, ActivityRequest } from './catalogue.dto.js';
