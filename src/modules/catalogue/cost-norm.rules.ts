import type { Fault } from '../../kernel/errors.js';
import type { LocalDate } from '../../kernel/local-date.js';

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
