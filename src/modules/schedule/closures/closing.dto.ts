import { Closure } from './closures.dto.js';

/** A lesson inside a closure. */
export class LessonInClosure {
  lessonId: string;
  branchId: string;
  /**
   * Null when it is for no group.
   * @example "English A1, Mon and Wed"
   */
  groupName: string | null;
  onDate: string;
  startsAt: string;
  endsAt: string;
}

/** A closure and the lessons it cancelled. */
export class ClosureOutcome extends Closure {
  /** Planned before, cancelled by the centre now; in order of time. */
  cancelled: LessonInClosure[];
}

/** The holidays that were not there yet, each with the lessons it cancelled. */
export class HolidaysOutcome {
  items: ClosureOutcome[];
}

/** A lifted closure and what came back. */
export class ClosureLifting extends Closure {
  /** Planned again, in their own time and with their own id. */
  restored: LessonInClosure[];
  /** Stay cancelled: their time is taken, or another closure holds it. */
  notRestored: LessonInClosure[];
  /**
   * Lessons of series that had not been planned because of the closure.
   * @example 2
   */
  added: number;
}
