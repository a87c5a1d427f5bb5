import { IsIn } from 'class-validator';
import { PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { IdText, InstantText, Optional, Text } from '../../../platform/http/validators.js';
import { OverrideField, OverrideWord } from '../groups/override.dto.js';
import { ScheduleWarning } from '../groups/warnings.dto.js';

/** One who is no member comes to a lesson. */
export class GuestRequest {
  /**
   * The client.
   * @example "01932f6e-0000-7000-8000-000000000005"
   */
  @IdText()
  clientId: string;

  /**
   * On trial, to make a missed lesson up, or free.
   * @example "trial"
   */
  @IsIn(['trial', 'make_up', 'free'])
  kind: 'trial' | 'make_up' | 'free';

  /**
   * The missed lesson that is made up, with `make_up` only; see `clients/{id}/make-ups`.
   * @example "01932f6e-0000-7000-8000-000000000021"
   */
  @IdText()
  @Optional()
  missedLessonId?: string;

  /**
   * A word for whoever teaches.
   * @example "has danced for two years"
   */
  @Text(500)
  @Optional()
  note?: string;

  /** Over the last place or a room too small: needs `schedule:override`. */
  @OverrideField()
  @Optional()
  override?: OverrideWord;
}

/** A guest of a lesson. */
export class Guest {
  id: string;
  lessonId: string;
  clientId: string;
  /** Null when you may not see this client. */
  clientName: string | null;
  /** @example "trial" */
  kind: 'trial' | 'make_up' | 'free';
  missedLessonId: string | null;
  note: string | null;
  /** Why there is a guest more than places; null otherwise. */
  overrideReason: string | null;
  cancelledAt: string | null;
  cancelReason: string | null;
  /** @example 1 */
  version: number;
  createdAt: string;
  createdBy: Signature;
  updatedAt: string;
  updatedBy: Signature;
}

/** A guest who was booked, with what is worth a look. */
export class BookedGuest extends Guest {
  /** Other lessons the client has at the same time. */
  warnings: ScheduleWarning[];
}

export class GuestPage extends PageOf(Guest) {}

/** Which guests. */
export class GuestListQuery extends PageQuery {
  /** `false` (when absent) gives those who are expected, `true` those who cancelled, `any` both. */
  @IsIn(['true', 'false', 'any'])
  @Optional()
  cancelled?: string;
}

/** A client says ahead that they will not come. */
export class AbsenceRequest {
  /**
   * One who is expected: a member, or one the lesson is for.
   * @example "01932f6e-0000-7000-8000-000000000005"
   */
  @IdText()
  clientId: string;

  /**
   * Why. The trail does not show it.
   * @example "goes to the dentist"
   */
  @Text(500)
  @Optional()
  reason?: string;
}

/** An absence told ahead. It decides the mark of the client when nobody says otherwise. */
export class Absence {
  id: string;
  lessonId: string;
  clientId: string;
  /** Null when you may not see this client. */
  clientName: string | null;
  reason: string | null;
  /** Told later than the settings ask for: no excuse. */
  isLate: boolean;
  /** @example "absent_excused" */
  plannedMark: 'absent' | 'absent_excused';
  withdrawnAt: string | null;
  /** @example 1 */
  version: number;
  createdAt: string;
  createdBy: Signature;
  updatedAt: string;
  updatedBy: Signature;
}

export class AbsencePage extends PageOf(Absence) {}

/** Which absences. */
export class AbsenceListQuery extends PageQuery {
  /** `false` (when absent) gives those that stand, `true` those withdrawn, `any` both. */
  @IsIn(['true', 'false', 'any'])
  @Optional()
  withdrawn?: string;
}

/** A right to make a missed lesson up. */
export class MakeUp {
  id: string;
  missedLessonId: string;
  missedOn: string;
  activityId: string;
  /** @example "English" */
  activityName: string;
  /** @example "absent_excused" */
  mark: string;
  /** The last day it can be made up. */
  until: string;
  /** Open; kept by a booking; used by a lesson that was held; or too late. */
  state: 'open' | 'booked' | 'used' | 'expired';
  /** The lesson that makes it up; null while it is open or too late. */
  usedByLessonId: string | null;
}

export class MakeUpPage extends PageOf(MakeUp) {}

/** Which rights. */
export class MakeUpListQuery extends PageQuery {
  /** Rights in this state. */
  @IsIn(['open', 'booked', 'used', 'expired'])
  @Optional()
  state?: string;
}

/** Which lessons of a client. */
export class ClientLessonListQuery extends PageQuery {
  /** Lessons that begin at this instant or later; now when absent. */
  @InstantText()
  @Optional()
  from?: string;

  /** Lessons that begin before this instant; thirty days after `from` when absent, at most 366. */
  @InstantText()
  @Optional()
  to?: string;
}
