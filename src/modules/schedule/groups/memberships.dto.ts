import { PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { LocalDateText, Optional } from '../../../platform/http/validators.js';

/** A time in which a client belongs to a group, or did. */
export class Membership {
  id: string;
  groupId: string;
  /** @example "English A1, Mon and Wed" */
  groupName: string;
  branchId: string;
  activityId: string;
  /** @example "English" */
  activityName: string;
  joinedOn: string;
  /** First day no longer a member; null: until further notice. */
  leftOn: string | null;
  leaveReason: string | null;
  /** Why there was a member more than places; null otherwise. */
  overrideReason: string | null;
  /** @example 1 */
  version: number;
  createdAt: string;
  createdBy: Signature;
  updatedAt: string;
  updatedBy: Signature;
}

export class MembershipPage extends PageOf(Membership) {}

/** Which memberships of a client. */
export class MembershipListQuery extends PageQuery {
  /**
   * Only of groups they belong to on this day; all, also past ones and those to come, when absent.
   * @example "2026-11-23"
   */
  @LocalDateText()
  @Optional()
  on?: string;
}
