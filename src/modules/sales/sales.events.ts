import { defineEvent } from '../../platform/events/event.js';

/** Something was sold; `clientId` is null when a walk-in buyer got it. */
export const saleMade = defineEvent<{ saleId: string; clientId: string | null; total: number }>('sale.made');
/** Something of a sale came back. */
export const saleReturned = defineEvent<{ saleId: string; returnId: string; net: number; paidOut: number }>(
  'sale.returned',
);
