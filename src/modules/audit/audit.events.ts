import { defineEvent } from '../../platform/events/event.js';

export const reviewOpened = defineEvent<{ reviewId: string; changes: number }>('review.opened');
export const reviewClosed = defineEvent<{ reviewId: string; digest: string }>('review.closed');
export const reviewCancelled = defineEvent<{ reviewId: string }>('review.cancelled');
/** Each author of questioned changes is asked; null is the system. */
export const questionsAsked = defineEvent<{ reviewId: string; userIds: (string | null)[] }>(
  'review.questions-asked',
);
export const questionAnswered = defineEvent<{ reviewId: string; questionId: string }>(
  'review.question-answered',
);
/** The nightly verification found changes that are not as they were sealed. */
export const trailBroken = defineEvent<{ firstBroken: number; faults: number }>('trail.broken');
