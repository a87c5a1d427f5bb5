import { defineEvent } from '../../platform/events/event.js';

/** Stock of these items moved in a warehouse, by a posting or its reversal. */
export const stockMoved = defineEvent<{ warehouseId: string; itemIds: string[]; waybillId: string }>(
  'stock.moved',
);
export const waybillPosted = defineEvent<{ waybillId: string; kind: string }>('waybill.posted');
export const waybillReversed = defineEvent<{ waybillId: string; kind: string }>('waybill.reversed');
