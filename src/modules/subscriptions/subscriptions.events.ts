import { defineEvent } from '../../platform/events/event.js';

export const subscriptionSold = defineEvent<{ subscriptionId: string; clientId: string; planId: string }>(
  'subscription.sold',
);
export const subscriptionFrozen = defineEvent<{ subscriptionId: string; freezeId: string }>(
  'subscription.frozen',
);
export const freezeLifted = defineEvent<{ subscriptionId: string; freezeId: string }>(
  'subscription.freeze-lifted',
);
export const subscriptionAdjusted = defineEvent<{ subscriptionId: string; visits: number }>(
  'subscription.adjusted',
);
export const subscriptionCancelled = defineEvent<{ subscriptionId: string }>('subscription.cancelled');
/** One a lesson: each visit is named, paid by a subscription or not. */
export const visitsCharged = defineEvent<{ lessonId: string; visitIds: string[] }>('visit.charged');
export const visitsReversed = defineEvent<{ lessonId: string; visitIds: string[] }>('visit.reversed');
/** Unpaid visits that a new subscription paid after all. */
export const visitsAbsorbed = defineEvent<{ subscriptionId: string; visitIds: string[] }>('visit.absorbed');
/** Its last visit was charged just now. */
export const subscriptionDepleted = defineEvent<{ subscriptionId: string }>('subscription.depleted');
