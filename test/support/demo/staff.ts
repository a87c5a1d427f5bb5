import { distinct, hasAny, rounded, share, total } from './arithmetic.js';
import type { Json } from '../centre.js';
import { sum } from '../reports.js';
import type { Count } from './count.js';
import { fullName } from './people.js';
import { within } from './raw.js';
import { register } from './sales.js';
import { cameOf, heldIn, placesOf } from './teaching.js';

const LATE_MS = 24 * 3_600_000;

export const staffProductivity: Count = {
  key: ['employeeId'],
  filled: ['substituted', 'givenAway'],
  count: async (raw, question) => {
    const held = await heldIn(raw, question);
    const came = new Map(held.map((one) => [one.lesson.id, cameOf([one]).length]));
    const places = (await raw.list('/v1/lessons'))
      .filter(({ onDate }) => within(question, onDate))
      .flatMap((lesson) =>
        placesOf(lesson).map((place): Json => ({ ...place, lesson, isHeld: lesson.status === 'completed' })),
      );
    const sold = await register(raw, question);
    const figures = (isWho: (employee: Json) => boolean): Json => {
      const planned = places.filter(
        ({ lesson, wasTo }) => ['planned', 'completed'].includes(lesson.status) && isWho(wasTo),
      );
      const own = places.filter(({ isHeld, teaches }) => isHeld && isWho(teaches));
      const late = own.filter(
        ({ lesson }) => Date.parse(lesson.completedAt) > Date.parse(lesson.endsAt) + LATE_MS,
      );
      const missing = places.filter(
        ({ lesson, teaches }) => lesson.status === 'planned' && lesson.endsAt < raw.now && isWho(teaches),
      );
      const minutes = (list: Json[]) => sum(list.map(({ lesson }) => lesson.minutes));
      const attendees = sum(own.map(({ lesson }) => came.get(lesson.id) ?? 0));
      const lines = sold.filter(({ sellerId }) => sellerId !== null && isWho({ id: sellerId }));
      return {
        ...{
          planned: planned.length,
          plannedTime: minutes(planned),
          held: own.length,
          heldTime: minutes(own),
        },
        fulfilment: share(minutes(own), minutes(planned)),
        substituted: own.filter(({ wasTo, teaches }) => wasTo?.id !== teaches.id).length,
        givenAway: planned.filter(({ isGiven }) => isGiven).length,
        ...{ attendees, perLesson: own.length === 0 ? null : rounded(attendees / own.length, 2) },
        ...{ late: late.length, missing: missing.length },
        inTime: share(own.length - late.length, own.length + missing.length),
        sales: distinct(
          lines.filter(({ entry }) => entry === 'sale'),
          'saleId',
        ),
        salesNet: total(lines, 'net'),
        lines: lines.length,
      };
    };
    const rows = (await raw.list('/v1/employees'))
      .map((employee): Json => ({
        ...{ employee: fullName(employee), employeeId: employee.id },
        ...figures((who) => who?.id === employee.id),
      }))
      .filter((row) => hasAny(row, ['planned', 'held', 'missing', 'lines']));
    return { rows, totals: figures((who) => who !== null) };
  },
};
