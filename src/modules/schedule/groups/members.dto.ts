import { PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { IdText, LocalDateText, Optional, Text } from '../../../platform/http/validators.js';
import { OverrideField, OverrideWord } from './override.dto.js';
import { ScheduleWarning } from './warnings.dto.js';

/** A client joins. */
export class MemberRequest {
  /**
   * The client.
   * @example "01932f6e-0000-7000-8000-000000000005"
   */
  @IdText()
  clientId: string;

  /**
   * First day of membership.
   * @example "2026-09-01"
   */
  @LocalDateText()
  joinedOn: string;

  /** More members than places: needs `schedule:override`. */
  @OverrideField()
  @Optional()
  override?: OverrideWord;
}

/** A client leaves. */
export class DepartureRequest {
  /**
   * First day the client is no longer a member.
   * @example "2026-12-01"
   */
  @LocalDateText()
  leftOn: string;

  /**
   * Why.
   * @example "moved to another town"
   */
  @Text(500)
  @Optional()
  reason?: string;
}

/** Green, amber or red, and why. */
export class MemberStanding {
  /** @example "red" */
  level: 'green' | 'amber' | 'red';
  /** @example ["payment_overdue"] */
  reasons: string[];
}

/** A client in a group. */
export class Member {
  id: string;
  groupId: string;
  clientId: string;
  /** The client's name; null when you may not see this client. */
  clientName: string | null;
  joinedOn: string;
  /** First day no longer a member. */
  leftOn: string | null;
  leaveReason: string | null;
  /** Why there is a member more than places; null otherwise. */
  overrideReason: string | null;
  standing: MemberStanding;
  /** @example 1 */
  version: number;
  createdAt: string;
  createdBy: Signature;
  updatedAt: string;
  updatedBy: Signature;
}

/** A member who has just joined, with what is worth a look. */
export class JoinedMember extends Member {
  /** Other lessons the client has at the time of the group's planned ones. */
  warnings: ScheduleWarning[];
}

export class MemberPage extends PageOf(Member) {}

/** Which members. */
export class MemberListQuery extends PageQuery {
  /**
   * Those who belong to the group on this day; today when absent.
   * @example "2026-11-23"
   */
  @LocalDateText()
  @Optional()
  on?: string;
}
