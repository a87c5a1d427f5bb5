import {
  DiscountAboveMaximum,
  DiscountConditionsNotMet,
  DiscountNotForThis,
  DiscountNotInForce,
  DiscountReasonRequired,
  PromoCodeExhausted,
  PromoCodeUnknown,
} from '../catalogue/index.js';
import {
  DiscountAbovePrice,
  NotPermitted,
  PlanArchived,
  PlanDatesOver,
  StartByFirstVisit,
  StartOutsideWindow,
  StartRequired,
} from './subscriptions.errors.js';

/** What a sale and a renewal can meet. */
export const SALE_FAULTS = [
  ...[PlanArchived, PlanDatesOver, StartRequired, StartByFirstVisit, StartOutsideWindow],
  ...[DiscountAbovePrice, NotPermitted, DiscountAboveMaximum, DiscountConditionsNotMet, DiscountNotForThis],
  ...[DiscountNotInForce, DiscountReasonRequired, PromoCodeExhausted, PromoCodeUnknown],
];
