import { addDays, earlier, later, type LocalDate } from '../../../kernel/local-date.js';
import { addMinutes, instantOf } from '../../../platform/clock/clock.js';
import { recurrenceDays } from '../../../platform/clock/recurrence.js';
import { newId } from '../../../platform/database/ids.js';
import type { Slot } from '../lessons/booking.js';

/** A series with what bounds it: its own last day, its group's, and how far ahead lessons are made. */
export interface SeriesInHand {
  id: string;
  branchId: string;
  groupId: string;
  activityId: string;
  teacherId: string;
  roomId: string;
  rule: string;
  startsOn: LocalDate;
  endsOn: LocalDate | null;
  groupEndsOn: LocalDate | null;
  localStart: string;
  minutes: number;
  timeZone: string;
  materialisedUntil: LocalDate | null;
  horizon: LocalDate;
}

/** The last day a series can have a lesson on, as far ahead as `day`. */
export function lastDay(series: Pick<SeriesInHand, 'endsOn' | 'groupEndsOn'>, day: LocalDate): LocalDate {
  return earlier(earlier(series.endsOn ?? day, series.groupEndsOn ?? day), day);
}

/** The lessons a series still lacks up to its horizon. Each day becomes an instant by the zone: 18:00 stays 18:00. */
export function missingSlots(series: SeriesInHand): Slot[] {
  const from = series.materialisedUntil === null ? series.startsOn : addDays(series.materialisedUntil, 1);
  const days = recurrenceDays(
    series.rule,
    series.startsOn,
    later(from, series.startsOn),
    lastDay(series, series.horizon),
  );
  return days.map((onDate) => {
    const startsAt = instantOf(onDate, series.localStart, series.timeZone);
    const { branchId, groupId, activityId, teacherId, roomId } = series;
    return {
      ...{ id: newId(), branchId, groupId, activityId, teacherId, roomId },
      ...{ seriesId: series.id, onDate, startsAt, endsAt: addMinutes(startsAt, series.minutes) },
    };
  });
}
