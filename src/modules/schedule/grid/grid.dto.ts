import { IsIn } from 'class-validator';
import { IdText, LocalDateText, Optional } from '../../../platform/http/validators.js';
import { NamedRef } from '../groups/groups.dto.js';

/** Which part of the schedule. */
export class GridQuery {
  /**
   * The branch.
   * @example "01932f6e-0000-7000-8000-000000000001"
   */
  @IdText()
  branchId: string;

  /**
   * First day, by the branch's clock.
   * @example "2026-11-23"
   */
  @LocalDateText()
  from: string;

  /**
   * The day after the last one; at most 42 days. When absent: a day for `view=day` and `view=hour`, seven for `view=week`.
   * @example "2026-11-30"
   */
  @LocalDateText()
  @Optional()
  to?: string;

  /** `week` (when absent) and `day`: cells of a day in a row; `hour`: under the hour they begin in. */
  @IsIn(['day', 'week', 'hour'])
  @Optional()
  view?: 'day' | 'week' | 'hour';

  /** Only lessons taught by this employee, as the first or the second one; all rooms of the branch are shown. */
  @IdText()
  @Optional()
  teacherId?: string;
}

/** One reason of a colour. */
export class GridReason {
  /** @example "payment_overdue" */
  code: string;
  /** @example "red" */
  level: 'amber' | 'red';
  clientId: string;
  /** Null when you may not see this client. */
  clientName: string | null;
}

/** The colour of a cell, and why. */
export class GridAlert {
  /** Red: a current member owes money, has used up or outlived a subscription, or is late with a loan. */
  level: 'green' | 'amber' | 'red';
  reasons: GridReason[];
}

/** One whom an individual lesson is for. */
export class GridClient {
  clientId: string;
  /** Null when you may not see this client. */
  clientName: string | null;
}

/** A lesson on the schedule. */
export class GridCell {
  lessonId: string;
  /** Of one group, of several together, or of named clients. */
  kind: 'group' | 'joint' | 'individual';
  /** The group, of several the leading one; null for an individual lesson. */
  groupId: string | null;
  /**
   * Names of all its groups; null for an individual lesson.
   * @example "English A1, Mon and Wed"
   */
  groupName: string | null;
  /** All its groups; empty for an individual lesson. */
  groups: NamedRef[];
  /** Whom an individual lesson is for; otherwise empty. */
  clients: GridClient[];
  activityId: string;
  /** @example "English" */
  activityName: string;
  /** Who teaches, a substitute if there is one. */
  teacher: NamedRef;
  /** Who was to teach, when a substitute does; otherwise null. */
  plannedTeacher: NamedRef | null;
  /** Who teaches beside them, a substitute if there is one; null: nobody. */
  secondTeacher: NamedRef | null;
  /** Who was to be the second one, when a substitute is; otherwise null. */
  plannedSecondTeacher: NamedRef | null;
  startsAt: string;
  endsAt: string;
  /** @example "18:00" */
  localStart: string;
  /** @example "19:00" */
  localEnd: string;
  /**
   * Members on that day, or whom an individual lesson is for.
   * @example 9
   */
  members: number;
  /**
   * Guests who are planned.
   * @example 1
   */
  guests: number;
  /** It stands over something that said no, by an override; the lesson says of what and why. */
  overridden: boolean;
  status: 'planned' | 'completed' | 'cancelled_by_centre' | 'cancelled_by_client';
  completed: boolean;
  alert: GridAlert;
}

/** The lessons that begin within one hour. */
export class GridHour {
  /** @example 18 */
  hour: number;
  cells: GridCell[];
}

/** A day of a room. */
export class GridDay {
  date: string;
  /** In order of time; empty for `view=hour`. */
  cells: GridCell[];
  /** For `view=hour`: the hours that have lessons; otherwise empty. */
  hours: GridHour[];
}

/** A room with its days. */
export class GridRoom {
  id: string;
  /** @example "Blue room" */
  name: string;
  /** @example 12 */
  capacity: number;
  /** Every day asked for, also those without lessons. */
  days: GridDay[];
}

/** The schedule of a branch. */
export class Grid {
  branchId: string;
  /** @example "Europe/Moscow" */
  timeZone: string;
  from: string;
  /** The day after the last one. */
  to: string;
  view: 'day' | 'week' | 'hour';
  rooms: GridRoom[];
}
