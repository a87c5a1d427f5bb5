import { defineEvent } from '../../platform/events/event.js';

export const memberJoined = defineEvent<{ groupId: string; clientId: string }>('group.member-joined');
export const memberLeft = defineEvent<{ groupId: string; clientId: string }>('group.member-left');

export const seriesStarted = defineEvent<{ seriesId: string; groupId: string }>('series.started');
export const seriesEnded = defineEvent<{ seriesId: string; lessonsCancelled: number }>('series.ended');
export const seriesChanged = defineEvent<{
  seriesId: string;
  splitFromId: string | null;
  lessonsMoved: number;
  lessonsDropped: number;
}>('series.changed');
/** Days the nightly job left out, because a room, a teacher or the group was taken. */
export const seriesClashed = defineEvent<{ seriesId: string; days: string[] }>('series.clashed');

export const lessonPlanned = defineEvent<{ lessonId: string }>('lesson.planned');
export const lessonMoved = defineEvent<{ lessonId: string }>('lesson.moved');
export const lessonCancelled = defineEvent<{ lessonId: string; by: string }>('lesson.cancelled');
export const lessonRestored = defineEvent<{ lessonId: string }>('lesson.restored');
export const lessonCompleted = defineEvent<{ lessonId: string; completionId: string }>('lesson.completed');
export const completionUndone = defineEvent<{ lessonId: string; completionId: string }>(
  'lesson.completion-undone',
);

export const closureAdded = defineEvent<{ closureId: string; lessonsCancelled: number }>('closure.added');
export const closureLifted = defineEvent<{ closureId: string; lessonsRestored: number }>('closure.lifted');
