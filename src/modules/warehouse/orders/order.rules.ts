/** How far we are with an order, and what a caller sees of it: the same until something of it has come. */
export const orderStages = [
  'draft',
  'approved',
  'queued',
  'sent',
  'confirmed',
  'failed',
  'cancelled',
] as const;
export type OrderStage = (typeof orderStages)[number];
export const orderStatuses = [
  ...orderStages.slice(0, 5),
  'partly_received',
  'received',
  'cancelled',
  'failed',
] as const;
export type OrderStatus = OrderStage | 'partly_received' | 'received';

/** The series their numbers are of. */
export const ORDER_NUMBERS = 'purchase_order';

/** `PO-2026-000017`. */
export const orderNumber = (year: number, sequence: number): string =>
  `PO-${String(year)}-${String(sequence).padStart(6, '0')}`;

/** Why a draft does not leave by itself: a person is to approve it, or it has not come to the supplier's least amount. */
export const orderWaits = ['approval', 'min-amount'] as const;
export type OrderWait = (typeof orderWaits)[number];

export const isOpen = (status: OrderStatus): boolean => !['draft', 'received', 'cancelled'].includes(status);

/** A line of an open draft, as refreshing meets it. */
export interface DraftLine {
  id: string;
  orderId: string;
  supplierId: string;
  quantity: number;
  isManual: boolean;
}

export interface LineChange {
  /** Lines that nothing asks for any more. */
  drop: DraftLine[];
  /** What the line of the supplier's draft is to say; null: as it does. */
  put: number | null;
}

/** What becomes of an item's lines when so much is to be ordered. What a person wrote is raised, never lowered. */
export function refreshed(
  quantity: number,
  supplierId: string | null,
  lines: readonly DraftLine[],
): LineChange {
  const isOwn = (line: DraftLine): boolean => line.supplierId === supplierId;
  const own = lines.find(isOwn);
  const drop = lines.filter((line) => !line.isManual && (quantity === 0 || !isOwn(line)));
  if (quantity === 0) return { drop, put: null };
  const stands =
    own !== undefined && (own.quantity === quantity || (own.isManual && own.quantity > quantity));
  return { drop, put: stands ? null : quantity };
}
