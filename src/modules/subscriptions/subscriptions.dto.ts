import { IsIn, Matches } from 'class-validator';
import { MoneyDto } from '../../platform/http/money.dto.js';
import { PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import { IdText, InstantText, Optional, Text } from '../../platform/http/validators.js';
import { type AlertLevel, Alert } from './alerts.dto.js';

export type SubscriptionStatus = 'pending' | 'active' | 'frozen' | 'depleted' | 'expired' | 'cancelled';

/** What is to pay for a subscription. */
export class SubscriptionCharge {
  /** Id of the charge. */
  id: string;
  /** The account that owes it. */
  payerAccountId: string;
  /** Price less discount. */
  amount: MoneyDto;
  /** What was taken off it by credits. */
  credited: MoneyDto;
  /** How much of it is paid. */
  paid: MoneyDto;
  /** @example "2026-11-23" */
  dueOn: string;
}

/** A freeze. */
export class Freeze {
  id: string;
  /** First frozen day. */
  startsOn: string;
  /** Last frozen day. */
  endsOn: string;
  /** Why. */
  reason: string | null;
  /** When it was ended early; null if it was not. */
  liftedAt: string | null;
}

/** An entry of the visit ledger. */
export class VisitEntry {
  id: string;
  /** @example "charge" */
  kind: 'grant' | 'charge' | 'reversal' | 'adjustment' | 'burn' | 'refund' | 'transfer';
  /** Signed: visits used are below zero. */
  visits: number;
  /** Visits left after it; means nothing when unlimited. */
  balance: number;
  /** What was recognised with it; of a `transfer`, the worth that went (below zero) or came; null without `billing:read`. */
  value: MoneyDto | null;
  /** The day it is about. */
  onDate: string;
  /** The visit that was charged or taken back. */
  visitId: string | null;
  /** The lesson of that visit. */
  lessonId: string | null;
  /** The entry it takes back. */
  reversesId: string | null;
  /** The transfer both sides of which have an entry. */
  transferId: string | null;
  /** Why, when somebody corrected. */
  reason: string | null;
  createdAt: string;
  createdBy: Signature;
}

export class VisitEntryPage extends PageOf(VisitEntry) {}

/** A subscription. */
export class Subscription {
  id: string;
  /**
   * Running number.
   * @example 1042
   */
  number: number;
  branchId: string;
  /** Who uses it. */
  clientId: string;
  /** The plan it was sold on. */
  planId: string;
  /**
   * The plan's name at the sale.
   * @example "Chess, 8 visits"
   */
  planName: string;
  /** The activities whose visits it pays. */
  activityIds: string[];
  /** The groups its visits are limited to; null: any. */
  groupIds: string[] | null;
  /** @example "active" */
  status: SubscriptionStatus;
  /**
   * Visits sold, with those that came and without those that went by transfer; null is unlimited.
   * @example 8
   */
  visitsTotal: number | null;
  /**
   * Visits left; null is unlimited.
   * @example 7
   */
  visitsLeft: number | null;
  /**
   * Visits charged.
   * @example 1
   */
  visitsUsed: number;
  /** At most so many visits a day; null: no limit. */
  maxPerDay: number | null;
  /** At most so many visits a week; null: no limit. */
  maxPerWeek: number | null;
  /** The day of the sale. */
  soldOn: string;
  /** First day; null until the first visit starts it. */
  startsOn: string | null;
  /** Last day; null until the first visit starts it. */
  endsOn: string | null;
  /** The last day for that first visit. */
  activateBy: string | null;
  /** The plan's price at the sale; null, as all money of the family, without `billing:read`. */
  price: MoneyDto | null;
  /** What was taken off; null without `billing:read`. */
  discount: MoneyDto | null;
  /** Why it was taken off; null without `billing:read`. */
  discountReason: string | null;
  /** The discount of the catalogue it was; null without `billing:read`. */
  discountId: string | null;
  /**
   * The VAT code of its plan at the sale.
   * @example "exempt"
   */
  vatCode: string;
  /** How much of all its charges is paid; null without `billing:read`. */
  paid: MoneyDto | null;
  /** What is open of its charges whose day has come; null without `billing:read`. */
  debt: MoneyDto | null;
  /** Its colour and why. */
  alert: Alert;
  /** What is to pay next, or what was paid last; null when it came by transfer and costs nothing, or without `billing:read`. */
  charge: SubscriptionCharge | null;
  /** All its charges in order of days; one, unless the plan is paid in parts; null without `billing:read`. */
  instalments: SubscriptionCharge[] | null;
  /** All freezes, in order of days. */
  freezes: Freeze[];
  /** What becomes of visits left at its end. */
  leftovers: 'burn' | 'keep';
  /** How many days after the end the next term can be bought for them to go into it. */
  leftoversKeepDays: number;
  /** Whether it is renewed by itself. */
  autoRenew: 'off' | 'same' | 'other';
  /** How what was used is valued in a refund. */
  refundMethod: 'pro_rata' | 'single_price' | 'none';
  /** Whether its visits can be given to another client. */
  isTransferable: boolean;
  /** The subscription it follows. */
  renewsId: string | null;
  /** The one that follows it. */
  renewedById: string | null;
  /** The subscription of another client its visits came from. */
  transferredFromId: string | null;
  /** When what was left at its end was carried over or burnt. */
  settledOn: string | null;
  /** When it was cancelled. */
  cancelledOn: string | null;
  /** Why it was cancelled. */
  cancelReason: string | null;
  /** @example 1 */
  version: number;
  createdAt: string;
  createdBy: Signature;
  updatedAt: string;
  updatedBy: Signature;
  /** With `explain=true`: the entries the visits left are made of, oldest first. */
  entries?: VisitEntry[];
}

export class SubscriptionPage extends PageOf(Subscription) {}

/** How to look at a subscription. */
export class SubscriptionQuery {
  /**
   * As it had been recorded by then; charges are shown as they are now, `paid`, `debt` and the colour as they were.
   * @example "2026-11-20T12:00:00Z"
   */
  @InstantText()
  @Optional()
  asOf?: string;

  /** `true` adds the entries the visits left are made of. */
  @IsIn(['true', 'false'])
  @Optional()
  explain?: 'true' | 'false';
}

/** Which entries. */
export class LedgerQuery extends PageQuery {
  /**
   * Those recorded by then.
   * @example "2026-11-20T12:00:00Z"
   */
  @InstantText()
  @Optional()
  asOf?: string;
}

/** Which subscriptions. */
export class SubscriptionListQuery extends PageQuery {
  /** Of this client. */
  @IdText()
  @Optional()
  clientId?: string;

  /** Of this branch. */
  @IdText()
  @Optional()
  branchId?: string;

  /** Sold on this plan. */
  @IdText()
  @Optional()
  planId?: string;

  /**
   * In one of these states, with commas.
   * @example "active,frozen"
   */
  @Matches(
    /^(pending|active|frozen|depleted|expired|cancelled)(,(pending|active|frozen|depleted|expired|cancelled))*$/,
  )
  @Optional()
  status?: string;

  /**
   * Of this colour.
   * @example "red"
   */
  @IsIn(['green', 'amber', 'red'])
  @Optional()
  alert?: AlertLevel;

  /**
   * With this number.
   * @example "1042"
   */
  @Text(20)
  @Optional()
  q?: string;
}
