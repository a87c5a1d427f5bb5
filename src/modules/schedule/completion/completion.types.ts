import type { ChargingPolicy, Mark, MaterialsPolicy } from '../../catalogue/index.js';

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
  groupId: string | null;
  activityId: string;
  teacherId: string;
  /** Who was to teach, when a substitute does. */
  plannedTeacherId: string | null;
  /** Who teaches beside them; null: nobody. */
  secondTeacherId: string | null;
  plannedSecondTeacherId: string | null;
  /** When it begins, by the branch's clock. */
  localStart: string;
  onDate: string;
  status: string;
  minutes: number;
  today: string;
  chargingPolicy: ChargingPolicy;
  singlePrice: number;
  trialPrice: number;
  hourMinutes: number;
  /** Days after the lesson in which whoever completes lessons may correct marks. */
  correctionDays: number;
  materialsPolicy: MaterialsPolicy;
  /** What it uses up by its norm, while it is planned; quantities as texts. */
  materials: { itemId: string; perLesson: string; perAttendee: string }[];
}

/** The completion of a lesson that stands. */
export interface StandingCompletion {
  id: string;
  workId: string;
  teacherId: string;
  secondTeacherId: string | null;
  /** Its norm asked for materials. */
  hasMaterials: boolean;
}

/** One who is, or is said to be, at the lesson. */
export interface RosterEntry {
  clientId: string;
  /** Null for those who may not see it. */
  clientName: string | null;
  /** Which one of the roster by name. */
  place: number;
  isMember: boolean;
  isFrozen: boolean;
  /** The mark when nobody says one: by an absence told ahead, or as a guest is planned. */
  plannedMark: Mark | null;
  /** How a guest who is planned comes; null for others. */
  guestKind: Mark | null;
  /** The missed lesson that a make-up here makes up; null: there is none, or they make nothing up. */
  missedLessonId: string | null;
  missedWasCharged: boolean;
}
