import type { Fault } from '../../../kernel/errors.js';
import { unknownReference } from '../../../kernel/faults.js';
import { fitsUnit, type Unit } from '../items/units.rules.js';
import type { WaybillKind } from './waybill.rules.js';

/** A line as it is asked for. */
export interface LineInput {
  itemId: string;
  quantity: string;
  price?: { amount: number } | null;
  note?: string | null;
  key?: string;
  sourceLineId?: string;
}

export interface ItemOfLine {
  id: string;
  unit: Unit;
  isArchived: boolean;
}

export interface SourceLine {
  id: string;
  itemId: string;
}

/** What a line is checked against. */
export interface LineWorld {
  kind: WaybillKind;
  items: readonly ItemOfLine[];
  /** Lines of the issue that a customer returns goods of; null: of no issue. */
  source: readonly SourceLine[] | null;
}

const PRICED: readonly WaybillKind[] = ['receipt', 'customer_return', 'supplier_return', 'stocktake'];

/** Everything wrong with a line, at its place in the request. */
export function lineFaults(line: LineInput, pointer: string, world: LineWorld): Fault[] {
  const item = world.items.find(({ id }) => id === line.itemId);
  const faults: Fault[] = [];
  if (item === undefined) faults.push(unknownReference(`${pointer}/itemId`));
  else faults.push(...itemFaults(line, item, pointer, world));
  if (Number(line.quantity) === 0 && world.kind !== 'stocktake')
    faults.push({
      ...{ pointer: `${pointer}/quantity`, code: 'quantity.zero' },
      detail: 'Give a quantity above zero; only a count may be zero.',
    });
  if (line.price != null && !PRICED.includes(world.kind))
    faults.push({
      ...{ pointer: `${pointer}/price`, code: 'price.not-here' },
      detail: 'What leaves goes at its average cost: give no price.',
    });
  return [...faults, ...sourceFaults(line, pointer, world)];
}

function itemFaults(line: LineInput, item: ItemOfLine, pointer: string, { source }: LineWorld): Fault[] {
  const faults: Fault[] = [];
  // What was issued before may come back.
  if (item.isArchived && source === null)
    faults.push({
      ...{ pointer: `${pointer}/itemId`, code: 'item.archived' },
      detail: 'The item is archived.',
    });
  if (!fitsUnit(item.unit, line.quantity))
    faults.push({
      ...{ pointer: `${pointer}/quantity`, code: 'quantity.not-whole', params: { unit: item.unit } },
      detail: `The item is counted in whole ${item.unit}.`,
    });
  return faults;
}

function sourceFaults(line: LineInput, pointer: string, { source }: LineWorld): Fault[] {
  if (source === null && line.sourceLineId === undefined) return [];
  const found = source?.find(({ id }) => id === line.sourceLineId);
  if (found === undefined) return [unknownReference(`${pointer}/sourceLineId`)];
  if (found.itemId === line.itemId) return [];
  const detail = 'The line of the issue is of another item.';
  return [{ pointer: `${pointer}/itemId`, code: 'item.other-than-issued', detail }];
}
