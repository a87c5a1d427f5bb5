import type { Fault } from '../../kernel/errors.js';
import { unknownReference } from '../../kernel/faults.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { ONE, thousandths } from '../../kernel/quantity.js';
import { fitsUnit, type Unit } from '../../kernel/units.js';

/** Each room has one cost in a norm. */
export function roomFaults(rooms: readonly { roomId: string }[]): Fault[] {
  return rooms.flatMap(({ roomId }, index) =>
    rooms.findIndex((other) => other.roomId.toLowerCase() === roomId.toLowerCase()) < index
      ? [
          {
            pointer: `/rooms/${String(index)}/roomId`,
            code: 'line.repeated',
            detail: 'The room is named in an earlier line already.',
          },
        ]
      : [],
  );
}

/** What a lesson uses up, as it is asked for. */
export interface MaterialInput {
  itemId: string;
  perLesson?: string;
  perAttendee?: string;
  unitCost?: { amount: number };
}

export interface MaterialItem {
  id: string;
  unit: Unit;
  isArchived: boolean;
}

const MOST = { perLesson: 10_000, perAttendee: 1_000 } as const;
const MOST_UNIT_COST = 100_000_000;

/** Everything wrong with what a lesson is to use up: each item once, known and in use, in quantities of its unit. */
export function materialFaults(
  materials: readonly MaterialInput[],
  items: ReadonlyMap<string, MaterialItem>,
): Fault[] {
  return materials.flatMap((material, index) => {
    const place = `/materials/${String(index)}`;
    const itemId = material.itemId.toLowerCase();
    const item = items.get(itemId);
    const faults: Fault[] = item === undefined ? [unknownReference(`${place}/itemId`)] : [];
    if (item?.isArchived === true)
      faults.push({
        ...{ pointer: `${place}/itemId`, code: 'item.archived' },
        detail: 'The item is archived.',
      });
    if (materials.findIndex((other) => other.itemId.toLowerCase() === itemId) < index)
      faults.push({
        ...{ pointer: `${place}/itemId`, code: 'line.repeated' },
        detail: 'The item is named in an earlier line already.',
      });
    return [...faults, ...quantityFaults(material, item?.unit, place)];
  });
}

function quantityFaults(material: MaterialInput, unit: Unit | undefined, place: string): Fault[] {
  const faults: Fault[] = [];
  for (const member of ['perLesson', 'perAttendee'] as const) {
    const quantity = material[member] ?? '0';
    const pointer = `${place}/${member}`;
    if (unit !== undefined && !fitsUnit(unit, quantity))
      faults.push({
        ...{ pointer, code: 'quantity.not-whole', params: { unit } },
        detail: `The item is counted in whole ${unit}.`,
      });
    if (thousandths(quantity) > MOST[member] * ONE)
      faults.push({
        ...{ pointer, code: 'quantity.too-large', params: { most: MOST[member] } },
        detail: `The most is ${String(MOST[member])}.`,
      });
  }
  if ((['perLesson', 'perAttendee'] as const).every((member) => thousandths(material[member] ?? '0') === 0))
    faults.push({
      ...{ pointer: `${place}/perLesson`, code: 'quantity.zero' },
      detail: 'Give a quantity above zero, for the lesson or for each who is there.',
    });
  if ((material.unitCost?.amount ?? 0) > MOST_UNIT_COST)
    faults.push({
      ...{ pointer: `${place}/unitCost`, code: 'amount.too-large', params: { most: MOST_UNIT_COST } },
      detail: `The most is ${String(MOST_UNIT_COST)}.`,
    });
  return faults;
}

/** The last day a norm may be given: not before its first, and no day that is over but the last one. */
export function endFaults(effectiveFrom: LocalDate, effectiveTo: LocalDate, yesterday: LocalDate): Fault[] {
  if (effectiveTo < effectiveFrom)
    return [
      {
        pointer: '/effectiveTo',
        code: 'range.ends-before-start',
        detail: `effectiveTo cannot be before effectiveFrom, ${effectiveFrom}.`,
      },
    ];
  if (effectiveTo < yesterday)
    return [
      {
        pointer: '/effectiveTo',
        code: 'date.in-past',
        detail: `Lessons of the days gone by were counted by it: ${yesterday} at the earliest.`,
      },
    ];
  return [];
}
