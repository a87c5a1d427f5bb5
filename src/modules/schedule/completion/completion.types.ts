import type { ChargingPolicy, Mark } from '../../catalogue/index.js';

export type { ChargingPolicy, Mark };

/** What the lesson's teacher noted of one client. */
export interface AttendanceInput {
  clientId: string;
  mark: Mark;
}

/** The lesson under its lock, with all that decides what completing it means. */
export interface LessonInHand {
  id: string;
  branchId: string;
  groupId: string;
  activityId: string;
  teacherId: string;
  onDate: string;
  status: string;
  minutes: number;
  today: string;
  chargingPolicy: ChargingPolicy;
  singlePrice: number;
  trialPrice: number;
  hourMinutes: number;
}

/** One who is, or is said to be, at the lesson. */
export interface RosterEntry {
  clientId: string;
  isMember: boolean;
  isFrozen: boolean;
  missedWasCharged: boolean;
}
