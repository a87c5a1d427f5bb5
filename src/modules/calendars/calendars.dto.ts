import { IsIn } from 'class-validator';
import { PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import { IdText, Optional } from '../../platform/http/validators.js';

/** A feed is wanted. */
export class CalendarRequest {
  /**
   * Whose lessons.
   * @example "teacher"
   */
  @IsIn(['room', 'teacher', 'client', 'group'])
  kind: 'room' | 'teacher' | 'client' | 'group';

  /**
   * The room, employee, client or group.
   * @example "01932f6e-0000-7000-8000-000000000003"
   */
  @IdText()
  subjectId: string;
}

/** A calendar feed. */
export class Calendar {
  id: string;
  kind: 'room' | 'teacher' | 'client' | 'group';
  subjectId: string;
  branchId: string;
  revokedAt: string | null;
  /** @example 1 */
  version: number;
  createdAt: string;
  createdBy: Signature;
  updatedAt: string;
  updatedBy: Signature;
}

/** A feed just made. */
export class OpenedCalendar extends Calendar {
  /**
   * Where a calendar program reads it. Shown this once: whoever knows it may read the feed. Null in an answer that is
   * repeated for its Idempotency-Key.
   * @example "https://centre.example/v1/calendars/0dYb5uO9c0V0cSg2V9m1Qq0r5b7w3xXn2pQ6l8k4jhE.ics"
   */
  address: string | null;
}

export class CalendarPage extends PageOf(Calendar) {}

/** Which feeds. */
export class CalendarListQuery extends PageQuery {
  /** Feeds of this kind. */
  @IsIn(['room', 'teacher', 'client', 'group'])
  @Optional()
  kind?: string;

  /** `false` (when absent) gives those in use, `true` the revoked, `any` both. */
  @IsIn(['true', 'false', 'any'])
  @Optional()
  revoked?: string;
}
