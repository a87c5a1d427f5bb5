import type { Fault } from '../../../kernel/errors.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import type { Minor } from '../../../kernel/money.js';
import { thousandths, type Thousandths } from '../../../kernel/quantity.js';
import { valueAt, type BucketName, type Move } from '../stock/stock.rules.js';

export const waybillKinds = [
  'receipt',
  'issue',
  'transfer',
  'write_off',
  'customer_return',
  'supplier_return',
  'stocktake',
] as const;
export type WaybillKind = (typeof waybillKinds)[number];
export const waybillStatuses = ['draft', 'posted', 'reversed'] as const;
export type WaybillStatus = (typeof waybillStatuses)[number];

/** The letters before the number. */
export const numberPrefixes: Readonly<Record<WaybillKind, string>> = {
  receipt: 'RC',
  issue: 'IS',
  transfer: 'TR',
  write_off: 'WO',
  customer_return: 'CR',
  supplier_return: 'SR',
  stocktake: 'ST',
};

/** A waybill as posting meets it. */
export interface WaybillToPost {
  id: string;
  branchId: string;
  kind: WaybillKind;
  status: WaybillStatus;
  isLoan: boolean;
  onDate: LocalDate;
  warehouseId: string;
  toWarehouseId: string | null;
  comment: string | null;
}

export interface LineToPost {
  id: string;
  itemId: string;
  quantity: string;
  price: Minor | null;
  expected: string | null;
  /** Of what a customer brings back: the cost it left with. */
  returnedCost: Minor | null;
}

/** The series its number is of: each kind counts for itself. */
export const seriesOf = (kind: WaybillKind): string => `waybill.${kind}`;

/** `RC-2026-000017` */
export const numberOf = (kind: WaybillKind, year: number, sequence: number): string =>
  `${numberPrefixes[kind]}-${String(year)}-${String(sequence).padStart(6, '0')}`;

/** What keeps a draft from being posted, apart from the stock. */
export function postingFaults(
  waybill: WaybillToPost,
  lines: readonly LineToPost[],
  today: LocalDate,
): Fault[] {
  const faults: Fault[] = [];
  const { kind, onDate, comment } = waybill;
  if (lines.length === 0)
    faults.push({ pointer: '/lines', code: 'array.too-short', detail: 'Give at least one line.' });
  if (onDate > today)
    faults.push({ pointer: '/onDate', code: 'date.in-future', detail: `Today it is ${today} there.` });
  if (kind === 'write_off' && comment === null)
    faults.push({ pointer: '/comment', code: 'value.required', detail: 'Say why it is written off.' });
  lines.forEach(({ id, price, returnedCost }, index) => {
    if (needsPrice(kind, waybill.isLoan) && price === null && returnedCost === null)
      faults.push({
        ...{ pointer: `/lines/${String(index)}/price`, code: 'value.required' },
        ...{ detail: 'What comes in has a price.', params: { lineId: id } },
      });
  });
  return faults;
}

/** What comes from outside brings its price; a return by a customer the cost it left with, or else a price too. */
export const needsPrice = (kind: WaybillKind, isLoan: boolean): boolean =>
  kind === 'receipt' || (kind === 'customer_return' && !isLoan);

/** The moves that a waybill documents. */
export function movesOf(waybill: WaybillToPost, lines: readonly LineToPost[]): Move[] {
  return lines.flatMap((line) => moveOf(waybill, line) ?? []);
}

function moveOf(waybill: WaybillToPost, line: LineToPost): Move | null {
  const { kind, isLoan, warehouseId } = waybill;
  const move = { lineId: line.id, itemId: line.itemId, quantity: thousandths(line.quantity) };
  const at = (bucket: BucketName) => ({ warehouseId, bucket });
  switch (kind) {
    case 'receipt':
      return { ...move, to: at('on_hand'), value: valueAt(line.price ?? 0, move.quantity) };
    case 'issue':
      return { ...move, from: at('on_hand'), ...(isLoan && { to: at('on_loan') }) };
    case 'supplier_return':
      return { ...move, from: at('on_hand') };
    case 'write_off':
      return { ...move, from: at(isLoan ? 'on_loan' : 'on_hand') };
    case 'customer_return':
      if (isLoan) return { ...move, from: at('on_loan'), to: at('on_hand') };
      return {
        ...move,
        to: at('on_hand'),
        value: line.returnedCost ?? valueAt(line.price ?? 0, move.quantity),
      };
    case 'transfer':
      return {
        ...move,
        from: at('on_hand'),
        to: { warehouseId: waybill.toWarehouseId ?? warehouseId, bucket: 'on_hand' },
      };
    case 'stocktake':
      return countedMove(move, line, at('on_hand'));
  }
}

/**
 * Counted less expected, both of the moment of the count, is what the books were wrong by then; it is as wrong at posting,
 * whatever has moved meanwhile. So the difference is entered, not the count.
 */
function countedMove(
  move: { lineId: string; itemId: string; quantity: Thousandths },
  line: LineToPost,
  place: { warehouseId: string; bucket: BucketName },
): Move | null {
  const difference = move.quantity - thousandths(line.expected ?? '0');
  if (difference === 0) return null;
  if (difference < 0) return { ...move, quantity: -difference, from: place };
  return { ...move, quantity: difference, to: place, value: { averageElse: line.price ?? 0 } };
}

/** The part of an issue's cost that returned units take back; the last of them take the rest. */
export function returnedCost(
  issued: { quantity: Thousandths; cost: Minor },
  before: { quantity: Thousandths; cost: Minor },
  quantity: Thousandths,
): Minor {
  const all = before.quantity + quantity;
  const due = all === issued.quantity ? issued.cost : valueShare(issued, all);
  return Math.max(0, due - before.cost);
}

const valueShare = ({ quantity, cost }: { quantity: Thousandths; cost: Minor }, part: Thousandths): Minor =>
  Number((BigInt(cost) * BigInt(part)) / BigInt(quantity));

/** What a waybill says of itself. */
export interface WaybillHead {
  kind: WaybillKind;
  warehouseId: string;
  toWarehouseId: string | null;
  supplierId: string | null;
  purchaseOrderId: string | null;
  sourceId: string | null;
  onDate: LocalDate;
}

const OF_SUPPLIERS: readonly WaybillKind[] = ['receipt', 'supplier_return'];

/** Members that a kind needs, or that mean nothing to it. */
export function waybillFaults(waybill: WaybillHead, today: LocalDate): Fault[] {
  const { kind, warehouseId, toWarehouseId, supplierId, purchaseOrderId, sourceId, onDate } = waybill;
  const faults: Fault[] = [];
  const blame = (member: string, code: string, detail: string): void => {
    faults.push({ pointer: `/${member}`, code, detail });
  };
  const misplaced = (member: string): void =>
    blame(member, 'value.not-allowed', `A waybill of the kind ${kind} has none.`);
  if (kind === 'transfer' && toWarehouseId === null)
    blame('toWarehouseId', 'value.required', 'Say where it goes.');
  if (kind !== 'transfer' && toWarehouseId !== null) misplaced('toWarehouseId');
  if (toWarehouseId === warehouseId)
    blame('toWarehouseId', 'value.not-allowed', 'It goes to another warehouse.');
  if (supplierId !== null && !OF_SUPPLIERS.includes(kind)) misplaced('supplierId');
  if (purchaseOrderId !== null && kind !== 'receipt') misplaced('purchaseOrderId');
  if (sourceId !== null && kind !== 'customer_return') misplaced('sourceId');
  if (onDate > today) blame('onDate', 'date.in-future', `Today it is ${today} there.`);
  return faults;
}
