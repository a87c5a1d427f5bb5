import { IsIn } from 'class-validator';
import { PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { IdText, LocalDateText, Optional, Text } from '../../../platform/http/validators.js';

/** A client waits for a place. */
export class WaitlistRequest {
  /**
   * The client.
   * @example "01932f6e-0000-7000-8000-000000000005"
   */
  @IdText()
  clientId: string;

  /**
   * What they wish.
   * @example "from October, together with a sister"
   */
  @Text(500)
  @Optional()
  wish?: string;
}

/** The offered place is taken. */
export class AcceptanceRequest {
  /**
   * First day of membership.
   * @example "2026-12-01"
   */
  @LocalDateText()
  joinedOn: string;
}

/** A client on a waitlist. */
export class WaitlistEntry {
  id: string;
  groupId: string;
  clientId: string;
  /** Null when you may not see this client. */
  clientName: string | null;
  wish: string | null;
  /** Waiting; offered a place; and what became of it. */
  status: 'waiting' | 'offered' | 'accepted' | 'expired' | 'left';
  /**
   * Place in the line, 1 the first; null for who waits no more.
   * @example 2
   */
  position: number | null;
  /** Since when they wait; the line is in this order. */
  since: string;
  offeredAt: string | null;
  /** Until when the offered place is kept. */
  offerEndsAt: string | null;
  decidedAt: string | null;
  leaveReason: string | null;
  /** @example 1 */
  version: number;
  createdAt: string;
  createdBy: Signature;
  updatedAt: string;
  updatedBy: Signature;
}

export class WaitlistPage extends PageOf(WaitlistEntry) {}

/** Which entries. */
export class WaitlistListQuery extends PageQuery {
  /** Entries in this state; `open` (when absent) gives those who wait or have an offer, `any` all. */
  @IsIn(['open', 'waiting', 'offered', 'accepted', 'expired', 'left', 'any'])
  @Optional()
  status?: string;
}
