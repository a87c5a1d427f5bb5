import type { Json } from '../centre.js';
import { sum } from '../reports.js';
import { rounded, vatIn } from './arithmetic.js';
import type { Raw } from './raw.js';

/** The norm of a lesson: of its activity, in force on its day, that of its branch before one for all; null: none. */
export async function normOf(raw: Raw, { activityId, branchId, onDate }: Json): Promise<Json> {
  const inForce = (await raw.list('/v1/cost-norms')).filter(
    (norm) =>
      norm.activityId === activityId &&
      norm.effectiveFrom <= onDate &&
      (norm.effectiveTo === null || norm.effectiveTo >= onDate),
  );
  const [own, common] = [branchId, null].map((of) => inForce.filter((norm) => norm.branchId === of));
  return own?.[0] ?? common?.[0] ?? null;
}

/** What so many minutes of a room cost by a norm: the room's own hour, else that of any. */
export function roomCostOf(norm: Json, { room }: Json, minutes: number): number {
  if (norm === null) return 0;
  const own = (norm.rooms as Json[]).find(({ roomId }) => roomId === room.id);
  return rounded(((own ?? norm).roomCost.amount * minutes) / 60);
}

/** So many percent of all that a lesson costs besides. */
export const overheadOf = (norm: Json, besides: number[]): number =>
  norm === null ? 0 : rounded((sum(besides) * Number(norm.overheadPercent)) / 100);

/** What a lesson should bring and cost, worked out from its norm; nothing without one. */
export async function planOf(raw: Raw, lesson: Json): Promise<Json> {
  const norm = await normOf(raw, lesson);
  if (norm === null) return null;
  const { payContributionsPercent } = await raw.card('/v1/settings');
  const { vatCode } = (await raw.named('/v1/activities')).get(lesson.activityId);
  // Lessons of the demo centre are exempt: whoever taxes them counts by the rate of the day.
  expect(vatCode).toBe('exempt');
  const { plannedAttendees: attendees, plannedMinutes: minutes } = norm;
  const paidMinutes: number = sum([minutes, norm.preparationMinutes]);
  const teachers = lesson.secondTeacher === null ? 1 : 2;
  const pay = teachers * rounded((norm.teacherRate.amount * paidMinutes) / 60);
  const parts = {
    ...{ pay, contributions: rounded((pay * Number(payContributionsPercent)) / 100) },
    materials: sum(
      (norm.materials as Json[]).map(
        ({ perLesson, perAttendee, unitCost: { amount } }) =>
          rounded(Number(perLesson) * amount) + rounded(Number(perAttendee) * amount) * attendees,
      ),
    ),
    room: roomCostOf(norm, lesson, minutes),
  };
  const overhead = overheadOf(norm, Object.values(parts));
  const revenue: number = norm.plannedVisitPrice.amount * attendees;
  const cost = sum([...Object.values(parts), overhead]);
  return { attendees, revenue, ...parts, overhead, cost, profit: revenue - vatIn(revenue, null) - cost };
}
