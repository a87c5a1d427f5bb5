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
export const subscriptionRenewed = defineEvent<{ subscriptionId: string; renewsId: string }>(
  'subscription.renewed',
);
export const subscriptionTransferred = defineEvent<{ subscriptionId: string; toSubscriptionId: string }>(
  'subscription.transferred',
);
export const subscriptionRefunded = defineEvent<{ subscriptionId: string; amount: number; paidOut: number }>(
  'subscription.refunded',
);
export const subscriptionExtended = defineEvent<{ subscriptionId: string; days: number }>(
  'subscription.extended',
);
/** What was left at its end went into the next term, or burnt. */
export const subscriptionSettled = defineEvent<{ subscriptionId: string }>('subscription.settled');

/** Said once of each occasion, by themselves: see `watch.service`. `key` tells one occasion from the next. */
type Occasion = { subscriptionId: string; key: string };
export const occasions = {
  /** Its last days have begun. */
  expiring: defineEvent<Occasion>('subscription.expiring'),
  /** Few visits are left. */
  'running-out': defineEvent<Occasion>('subscription.running-out'),
  /** It is past its end. */
  expired: defineEvent<Occasion>('subscription.expired'),
  /** Its last visit was charged. */
  depleted: defineEvent<Occasion>('subscription.depleted'),
  /** A charge of it is late; `key` is the charge. */
  'payment-overdue': defineEvent<Occasion>('subscription.payment-overdue'),
  /** The day has come to renew it by itself; said each day until it is renewed. */
  'renewal-due': defineEvent<Occasion>('subscription.renewal-due'),
  /** What is left of it after its end waits to be settled. */
  'leftovers-due': defineEvent<Occasion>('subscription.leftovers-due'),
} as const;
export const subscriptionDepleted = occasions.depleted;
