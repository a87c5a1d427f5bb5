import type { EventPlace } from '../../../platform/events/events.js';
import type { RecordedEvent } from '../../../platform/events/event.js';
import type { OverriddenLesson } from '../lessons/overrides.js';
import { lessonCancelled, lessonMoved, lessonOverridden, lessonRestored } from '../schedule.events.js';
import type { LessonOfPlan, PlanOutcome } from './changes.dto.js';
import type { SeriesSlot } from './horizon.js';
import type { LessonOfSeries, Move } from './replan.rules.js';
import type { Replanned } from './replanning.js';

/** What became of the lessons, as the contract shows it. */
export function outcomeOf(plan: Replanned): PlanOutcome {
  return {
    kept: plan.kept.map(standing),
    moved: plan.moved.map((move) => moved(move, move.lesson.startsAt)),
    added: [...plan.added.map(planned), ...plan.revived.map((move) => moved(move, null))].sort(byTime),
    dropped: plan.dropped.map(standing),
    untouched: plan.untouched.map(standing),
  };
}

/** The same as events: a lesson is told of as if it had been changed alone. */
export function happenedTo(plan: Replanned, branchId: string): { event: RecordedEvent; place: EventPlace }[] {
  const tell = (event: RecordedEvent, id: string) => ({ event, place: { subjectId: id, branchId } });
  return [
    ...plan.moved.map(({ lesson: { id } }) => tell(lessonMoved({ lessonId: id }), id)),
    ...plan.dropped.map(({ id }) => tell(lessonCancelled({ lessonId: id, by: 'centre' }), id)),
    ...plan.revived.map(({ lesson: { id } }) => tell(lessonRestored({ lessonId: id }), id)),
    ...overriddenEvents(plan.overridden, branchId),
  ];
}

/** One event a lesson, whatever it was planned over. */
export function overriddenEvents(
  overridden: readonly OverriddenLesson[],
  branchId: string,
): { event: RecordedEvent; place: EventPlace }[] {
  return [...new Set(overridden.map(({ lessonId }) => lessonId))].map((lessonId) => {
    const what = overridden.filter((one) => one.lessonId === lessonId).map((one) => one.what);
    const event = lessonOverridden({ lessonId, what: [...new Set(what)] });
    return { event, place: { subjectId: lessonId, branchId } };
  });
}

const standing = ({ id, seriesDay, startsAt, endsAt }: LessonOfSeries): LessonOfPlan => ({
  ...{ lessonId: id, onDate: seriesDay, startsAt, endsAt, wasAt: null },
});
const planned = ({ id, onDate, startsAt, endsAt }: SeriesSlot): LessonOfPlan => ({
  ...{ lessonId: id, onDate, startsAt, endsAt, wasAt: null },
});
const moved = ({ lesson, to }: Move<LessonOfSeries, SeriesSlot>, wasAt: string | null): LessonOfPlan => ({
  ...planned(to),
  ...{ lessonId: lesson.id, wasAt },
});
const byTime = (a: LessonOfPlan, b: LessonOfPlan): number => (a.startsAt < b.startsAt ? -1 : 1);
