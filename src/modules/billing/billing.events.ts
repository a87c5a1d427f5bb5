import { defineEvent } from '../../platform/events/event.js';

export const paymentReceived = defineEvent<{ paymentId: string; payerAccountId: string }>('payment.received');
export const paymentReversed = defineEvent<{ paymentId: string; payerAccountId: string }>('payment.reversed');
/** One event a command, however many charges it made. */
export const chargesMade = defineEvent<{ chargeIds: string[] }>('charge.made');
export const chargesReversed = defineEvent<{ chargeIds: string[] }>('charge.reversed');
/** What was taken off charges, in minor units. */
export const chargesCredited = defineEvent<{ credits: { chargeId: string; amount: number }[] }>(
  'charge.credited',
);
export const refundGiven = defineEvent<{ refundId: string; payerAccountId: string }>('refund.given');
export const refundReversed = defineEvent<{ refundId: string; payerAccountId: string }>('refund.reversed');
