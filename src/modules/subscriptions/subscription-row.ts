import { newId } from '../../platform/database/ids.js';
import type { Plan } from './plans.dto.js';
import type { SalePrice } from './sale-price.js';
import type { Parties } from './sale-parties.js';
import type { SubscriptionRow } from './subscriptions.entity.js';
import type { Term } from './term.rules.js';

/** A new subscription with a copy of the plan's terms; its number is given by the database. */
export function rowOfSale(
  { client, plan, today }: Parties,
  price: SalePrice,
  term: Term,
  { renewsId = null, vatCode }: { renewsId?: string | null | undefined; vatCode: string },
): SubscriptionRow {
  return {
    ...{ id: newId(), branchId: client.branchId, clientId: client.id, renewsId, transferredFromId: null },
    ...{ planId: plan.id, planName: plan.name, vatCode, ...termsOf(plan) },
    ...{ price: price.price, discount: price.discount },
    ...{ discountReason: price.discountReason, discountId: price.discountId },
    ...{ visitsTotal: plan.visits, visitsLeft: plan.visits, visitsUsed: 0 },
    ...{ soldOn: today, ...term },
    ...{ settledOn: null, cancelledOn: null, cancelReason: null },
  };
}

function termsOf(plan: Plan) {
  const { activityIds, groupIds, maxPerDay, maxPerWeek, validityCount, validityUnit, validUntil } = plan;
  const { freezeMaxDays, freezeMaxTimes, freezeMinDays, freezeBackdateDays } = plan;
  const { leftovers, leftoversKeepDays, refundMethod, isTransferable } = plan;
  const { autoRenew, autoRenewPlanId, autoRenewDaysBefore, autoRenewWhenDepleted, autoRenewPayment } = plan;
  return {
    ...{ activityIds, groupIds, maxPerDay, maxPerWeek, validityCount, validityUnit, validUntil },
    ...{ freezeMaxDays, freezeMaxTimes, freezeMinDays, freezeBackdateDays },
    ...{ leftovers, leftoversKeepDays, refundMethod, isTransferable },
    ...{ autoRenew, autoRenewPlanId, autoRenewDaysBefore, autoRenewWhenDepleted, autoRenewPayment },
  };
}
