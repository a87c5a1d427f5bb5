export { CatalogueModule } from './catalogue.module.js';
export { ActivitiesService } from './activities.service.js';
export { DiscountsService, type DiscountQuestion, type GivenDiscount } from './discounts.service.js';
export { PriceListsService, type PriceQuestion, type PricesOn } from './price-lists.service.js';
export { VatService } from './vat.service.js';
export {
  taxed,
  taxedWithin,
  vatByCode,
  vatOf,
  type TaxedLine,
  type VatLine,
  type VatRate,
} from './vat.rules.js';
export {
  DiscountAboveMaximum,
  DiscountConditionsNotMet,
  DiscountNotForThis,
  DiscountNotInForce,
  DiscountReasonRequired,
  PromoCodeExhausted,
  PromoCodeUnknown,
} from './catalogue.errors.js';
export { ActivityNotFound } from './catalogue.errors.js';
export { Activities } from './catalogue.permissions.js';
export { priceOfMark, type ActivityKind, type MaterialsPolicy } from './activity.rules.js';
export {
  defaultChargingPolicy,
  marks,
  type ChargingPolicy,
  type Mark,
  type MarkPolicy,
} from './charging-policy.rules.js';
export type { Activity } from './activities.dto.js';
export type { ActivityRequest } from './activity-requests.dto.js';
