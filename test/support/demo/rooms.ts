import { daysBetween } from '../../../src/kernel/local-date.js';
import type { Json } from '../centre.js';
import { share, total } from './arithmetic.js';
import type { Count } from './count.js';
import type { Period } from './raw.js';
import { isOn, lessonsIn } from './teaching.js';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** Minute by minute: two lessons at once use a room once, and it is open by its hours less what closes it. */
export const roomLoad: Count = {
  key: ['roomId'],
  filled: ['open', 'load', 'monday', 'tuesday', 'wednesday', 'thursday', 'fridayOpen'],
  count: async (raw, question) => {
    const branches = await raw.named('/v1/branches');
    const booked = (await lessonsIn(raw, question)).filter(isOn);
    const closures = (await raw.list('/v1/closures')).filter(
      ({ liftedAt, policy }) => liftedAt === null && policy === 'cancel',
    );
    const rooms = (await raw.list('/v1/rooms')).map((room): Json => {
      const used = new Set<string>();
      const own = booked.filter((one) => one.room.id === room.id);
      for (const { onDate, localStart, minutes } of own)
        for (const minute of minutesFrom(localStart, minutes)) used.add(`${onDate as string} ${minute}`);
      const open = openMinutes(room, question, closures);
      const on = (minutes: string[], weekday: string) =>
        minutes.filter((minute) => weekdayOf(minute) === weekday);
      const both = open.filter((minute) => used.has(minute));
      const byWeekday = WEEKDAYS.flatMap((weekday) => [
        [`${weekday}Used`, room.hours === null ? null : on(both, weekday).length],
        [`${weekday}Open`, room.hours === null ? null : on(open, weekday).length],
      ]);
      return {
        ...{
          room: room.name,
          roomId: room.id,
          branch: branches.get(room.branchId).name,
          capacity: room.capacity,
        },
        ...{ lessons: own.length, used: used.size, open: room.hours === null ? null : open.length },
        ...{ both: room.hours === null ? null : both.length, ...Object.fromEntries(byWeekday) },
      };
    });
    const shares = (own: Json[]): Json => ({
      load: share(total(own, 'both'), total(own, 'open')),
      ...Object.fromEntries(
        WEEKDAYS.map((one) => [one, share(total(own, `${one}Used`), total(own, `${one}Open`))]),
      ),
    });
    const rows = rooms.map((row) => ({ ...row, ...shares([row]) }));
    return { rows, totals: { ...shares(rooms), capacity: null } };
  },
};

const clock = (minute: number): string => new Date(minute * 60_000).toISOString().slice(11, 16);
const minutesFrom = (start: string, length: number): string[] => {
  const first = Number(start.slice(0, 2)) * 60 + Number(start.slice(3));
  return Array.from({ length }, (_, at) => clock(first + at));
};
const weekdayOf = (minute: string): string =>
  WEEKDAYS[(new Date(minute.slice(0, 10)).getUTCDay() + 6) % 7] ?? '';

function openMinutes(room: Json, { from, to }: Period, closures: Json[]): string[] {
  const open: string[] = [];
  if (room.hours === null) return open;
  for (let at = 0; at < daysBetween(from, to) * 1440; at += 1) {
    const [day, time] = new Date(Date.parse(from) + at * 60_000).toISOString().slice(0, 16).split('T') as [
      string,
      string,
    ];
    const isClosed = closures.some(
      (one) =>
        [null, room.branchId].includes(one.branchId) &&
        [null, room.id].includes(one.roomId) &&
        one.fromOn <= day &&
        one.toOn >= day &&
        (one.localFrom ?? '00:00') <= time &&
        time < (one.localTo ?? '24:00'),
    );
    const isOpen = (room.hours as Json[]).some(
      ({ weekday, from: since, to: until }) =>
        WEEKDAYS[weekday - 1] === weekdayOf(day) && since <= time && time < until,
    );
    if (isOpen && !isClosed) open.push(`${day} ${time}`);
  }
  return open;
}
