import type { Thousandths } from '../../../kernel/quantity.js';
import type { Mark } from './completion.types.js';

/** What a lesson uses up of an item, by its norm. */
export interface NormMaterial {
  itemId: string;
  perLesson: Thousandths;
  perAttendee: Thousandths;
}

/** What is wanted of an item, and what of it moves; both below zero when it comes back. */
export interface MaterialMove extends NormMaterial {
  wanted: Thousandths;
  moved: Thousandths;
}

/** What a completion stands at: all that it and its corrections wanted, and all that moved. */
export type StandingMaterial = MaterialMove;

/** Marks of those who are there and use something up. */
const THERE: readonly Mark[] = ['present', 'late', 'not_marked', 'trial', 'make_up', 'free'];

export const headsOf = (marks: Iterable<Mark>): number =>
  [...marks].filter((mark) => THERE.includes(mark)).length;

/** What a lesson with so many there uses up, and what of it there is. */
export function materialsFor(
  norm: readonly NormMaterial[],
  heads: number,
  available: ReadonlyMap<string, Thousandths>,
): MaterialMove[] {
  return norm.map((material) => {
    const wanted = material.perLesson + material.perAttendee * heads;
    return { ...material, wanted, moved: least(wanted, available.get(material.itemId)) };
  });
}

/**
 * What changes with so many heads more, or fewer. More: that is wanted too, as far as it is there. Fewer: what was issued
 * beyond what is wanted now comes back; what had lacked, lacks less.
 */
export function materialsChanged(
  standing: readonly StandingMaterial[],
  heads: number,
  available: ReadonlyMap<string, Thousandths>,
): MaterialMove[] {
  return standing
    .filter(({ perAttendee }) => perAttendee > 0 && heads !== 0)
    .map((material) => {
      const wanted = material.perAttendee * heads;
      const surplus = Math.max(0, material.moved - (material.wanted + wanted));
      const moved = wanted > 0 ? least(wanted, available.get(material.itemId)) : surplus === 0 ? 0 : -surplus;
      return { ...material, wanted, moved };
    });
}

/** A line of an issue, and what of it has not come back. */
export interface IssuedLine {
  waybillId: string;
  lineId: string;
  itemId: string;
  left: Thousandths;
}

/** Of which lines so much of an item comes back: of the latest issue first. */
export function linesToTakeBack(
  lines: readonly IssuedLine[],
  itemId: string,
  quantity: Thousandths,
): { line: IssuedLine; quantity: Thousandths }[] {
  let rest = quantity;
  return lines
    .filter((line) => line.itemId === itemId && line.left > 0)
    .sort((a, b) => (a.lineId < b.lineId ? 1 : -1))
    .flatMap((line) => {
      const taken = Math.min(line.left, rest);
      rest -= taken;
      return taken === 0 ? [] : [{ line, quantity: taken }];
    });
}

export const isShort = ({ wanted, moved }: MaterialMove): boolean => wanted > 0 && moved < wanted;

const least = (wanted: Thousandths, available = 0): Thousandths => Math.max(0, Math.min(wanted, available));
