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
/** A charge became instalments: itself with the first part, and these. */
export const chargeSplit = defineEvent<{ chargeId: string; chargeIds: string[] }>('charge.split');
export const chargeDueDayMoved = defineEvent<{ chargeId: string; wasDueOn: string; dueOn: string }>(
  'charge.due-day-moved',
);
export const moneyMoved = defineEvent<{ transferId: string; fromAccountId: string; toAccountId: string }>(
  'money.moved',
);
/** Once for each charge and due day; `open` in minor units. */
export const chargeOverdue = defineEvent<ChargeNotice>('charge.overdue');
export const chargeDueSoon = defineEvent<ChargeNotice>('charge.due-soon');

export interface ChargeNotice {
  chargeId: string;
  payerAccountId: string;
  open: number;
  dueOn: string;
}
