import type { Instant } from '../../platform/clock/clock.js';

/** A lesson as a feed shows it: no client is in it. */
export interface FeedLesson {
  id: string;
  startsAt: Instant;
  endsAt: Instant;
  status: string;
  version: number;
  createdAt: Instant;
  updatedAt: Instant;
  topic: string | null;
  activityName: string;
  roomName: string;
  branchName: string;
  address: string | null;
  teacherName: string;
  /** Null: an individual lesson. */
  groupName: string | null;
}

/** An event of RFC 5545, before it is written. */
export interface FeedEvent {
  uid: string;
  sequence: number;
  start: Instant;
  end: Instant;
  created: Instant;
  lastModified: Instant;
  summary: string;
  location: string;
  description: string;
  isCancelled: boolean;
}

/**
 * The event of a lesson, the same in every feed. The UID never changes; the sequence grows with every change of the
 * lesson, as its version does. Nothing of it depends on the moment of reading, so an unchanged feed is byte for byte the same.
 */
export function eventOf(lesson: FeedLesson): FeedEvent {
  const { activityName, groupName, roomName, branchName, address, teacherName, topic } = lesson;
  return {
    uid: `lesson-${lesson.id}@kruzhok`,
    sequence: lesson.version - 1,
    start: lesson.startsAt,
    end: lesson.endsAt,
    created: lesson.createdAt,
    lastModified: lesson.updatedAt,
    summary: groupName === null ? activityName : `${activityName}: ${groupName}`,
    location: [roomName, branchName, address].filter((part) => part !== null).join(', '),
    description: [teacherName, topic].filter((part) => part !== null).join('\n'),
    isCancelled: lesson.status.startsWith('cancelled'),
  };
}
