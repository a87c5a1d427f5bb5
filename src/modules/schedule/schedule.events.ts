import { defineEvent } from '../../platform/events/event.js';

export const memberJoined = defineEvent<{ groupId: string; clientId: string }>('group.member-joined');
/** A client waits for a place in the group; the ids are those of the entry. */
export const waitlistJoined = defineEvent<{ groupId: string; entryId: string }>('waitlist.joined');
/** A place is free and kept for the first who waits, until the offer ends. */
export const placeFree = defineEvent<{
  groupId: string;
  entryId: string;
  clientId: string;
  offerEndsAt: string;
}>('waitlist.place-free');
export const offerExpired = defineEvent<{ groupId: string; entryId: string; clientId: string }>(
  'waitlist.offer-expired',
);
export const waitlistLeft = defineEvent<{ groupId: string; entryId: string }>('waitlist.left');
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
/** One more for whom an individual lesson is, or one less. */
export const lessonClientAdded = defineEvent<{ lessonId: string; clientId: string }>('lesson.client-added');
export const lessonClientRemoved = defineEvent<{ lessonId: string; clientId: string }>(
  'lesson.client-removed',
);
export const lessonMoved = defineEvent<{ lessonId: string }>('lesson.moved');
export const lessonSubstituted = defineEvent<{
  lessonId: string;
  /** Whose place: that of the lead teacher or of the second one. */
  role: 'lead' | 'second';
  fromTeacherId: string;
  toTeacherId: string;
}>('lesson.substituted');
export const substitutionEnded = defineEvent<{
  lessonId: string;
  role: 'lead' | 'second';
  teacherId: string;
}>('lesson.substitution-ended');
/** Something said no and was overridden by a permitted user; the reason stands with the lesson. */
export const lessonOverridden = defineEvent<{ lessonId: string; what: string[] }>('lesson.overridden');
export const guestBooked = defineEvent<{ lessonId: string; clientId: string; kind: string }>(
  'lesson.guest-booked',
);
export const guestCancelled = defineEvent<{ lessonId: string; clientId: string }>('lesson.guest-cancelled');
export const absenceAnnounced = defineEvent<{ lessonId: string; clientId: string; isLate: boolean }>(
  'lesson.absence-announced',
);
export const absenceWithdrawn = defineEvent<{ lessonId: string; clientId: string }>(
  'lesson.absence-withdrawn',
);
export const attendanceCorrected = defineEvent<{
  lessonId: string;
  completionId: string;
  correctionId: string;
}>('lesson.attendance-corrected');
export const lessonCancelled = defineEvent<{ lessonId: string; by: string }>('lesson.cancelled');
export const lessonRestored = defineEvent<{ lessonId: string }>('lesson.restored');
export const lessonCompleted = defineEvent<{ lessonId: string; completionId: string }>('lesson.completed');
export const completionUndone = defineEvent<{ lessonId: string; completionId: string }>(
  'lesson.completion-undone',
);
/** A lesson was held with less than its norm asks for. */
export const materialsShort = defineEvent<{ lessonId: string; completionId: string; itemIds: string[] }>(
  'lesson.materials-short',
);

export const closureAdded = defineEvent<{ closureId: string; lessonsCancelled: number }>('closure.added');
export const closureLifted = defineEvent<{ closureId: string; lessonsRestored: number }>('closure.lifted');
