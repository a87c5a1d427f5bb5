import { Type } from 'class-transformer';
import { IsIn, IsInt, Matches, Max, Min, NotEquals, ValidateNested } from 'class-validator';
import { MoneyDto, MoneyField } from '../../platform/http/money.dto.js';
import { PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import { IdText, LocalDateText, Optional, Text } from '../../platform/http/validators.js';

const METHODS = ['cash', 'card', 'transfer', 'online'] as const;
type Method = (typeof METHODS)[number];
export type SubscriptionStatus = 'pending' | 'active' | 'frozen' | 'depleted' | 'expired' | 'cancelled';
export type AlertLevel = 'green' | 'amber' | 'red';

/** Money received together with a sale. */
export class SalePayment {
  /** How much was received; more than the price stays on the account. */
  @MoneyField()
  amount: MoneyDto;

  /**
   * How it was paid.
   * @example "card"
   */
  @IsIn(METHODS)
  method: Method;
}

/** A subscription to sell. */
export class SaleRequest {
  /**
   * Who will use it; the client's payer owes it.
   * @example "019aa5f0-0000-7000-8000-000000000001"
   */
  @IdText()
  clientId: string;

  /**
   * The plan it is sold on.
   * @example "019aa5f0-0000-7000-8000-000000000020"
   */
  @IdText()
  planId: string;

  /**
   * The first day, where the plan lets one choose; today when absent.
   * @example "2026-12-01"
   */
  @LocalDateText()
  @Optional()
  startsOn?: string;

  /** How much is taken off the price. */
  @MoneyField()
  @Optional()
  discount?: MoneyDto;

  /**
   * Why it is taken off.
   * @example "Second child"
   */
  @Text(500)
  @Optional()
  discountReason?: string;

  /** What is paid at once; absent, the whole is owed from today. */
  @ValidateNested()
  @Type(() => SalePayment)
  @Optional()
  payment?: SalePayment;
}

/** Days in which a subscription rests. */
export class FreezeRequest {
  /**
   * First frozen day, today or later.
   * @example "2026-12-01"
   */
  @LocalDateText()
  startsOn: string;

  /**
   * Last frozen day.
   * @example "2026-12-14"
   */
  @LocalDateText()
  endsOn: string;

  /**
   * Why.
   * @example "Holiday"
   */
  @Text(500)
  @Optional()
  reason?: string;
}

/** A correction of the visits left. */
export class AdjustmentRequest {
  /**
   * Visits to add, or below zero to take off.
   * @example 1
   */
  @NotEquals(0)
  @Max(1000)
  @Min(-1000)
  @IsInt()
  visits: number;

  /**
   * Why; it stands in the ledger for ever.
   * @example "A lesson was cancelled by the centre"
   */
  @Text(500)
  reason: string;
}

/** Why a subscription is cancelled. */
export class CancellationRequest {
  /**
   * The reason.
   * @example "Moved to another city"
   */
  @Text(500)
  reason: string;
}

/** One reason for a colour. */
export class AlertReason {
  /** @example "running_out" */
  code:
    | 'payment_overdue'
    | 'payment_due'
    | 'subscription_depleted'
    | 'subscription_expired'
    | 'running_out'
    | 'expiring';
  /** @example "amber" */
  level: 'amber' | 'red';
  /** What is owed, when the reason is money. */
  amount: MoneyDto | null;
  /** @example "2026-11-23" */
  since: string;
}

/** The colour of a subscription: the worst of its reasons, green without any. */
export class Alert {
  /** @example "amber" */
  level: AlertLevel;
  /** Why, the worst first. */
  reasons: AlertReason[];
}

/** What is to pay for a subscription. */
export class SubscriptionCharge {
  /** Id of the charge. */
  id: string;
  /** The account that owes it. */
  payerAccountId: string;
  /** Price less discount. */
  amount: MoneyDto;
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
  kind: 'grant' | 'charge' | 'reversal' | 'adjustment' | 'burn';
  /** Signed: visits used are below zero. */
  visits: number;
  /** Visits left after it; means nothing when unlimited. */
  balance: number;
  /** What the visit was worth. */
  value: MoneyDto;
  /** The day it is about. */
  onDate: string;
  /** The visit that was charged or taken back. */
  visitId: string | null;
  /** The entry it takes back. */
  reversesId: string | null;
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
  /** @example "active" */
  status: SubscriptionStatus;
  /**
   * Visits sold; null is unlimited.
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
  /** The day of the sale. */
  soldOn: string;
  /** First day; null until the first visit starts it. */
  startsOn: string | null;
  /** Last day; null until the first visit starts it. */
  endsOn: string | null;
  /** The last day for that first visit. */
  activateBy: string | null;
  /** The plan's price at the sale. */
  price: MoneyDto;
  /** What was taken off. */
  discount: MoneyDto;
  /** Why it was taken off. */
  discountReason: string | null;
  /** Its colour and why. */
  alert: Alert;
  /** What is to pay. */
  charge: SubscriptionCharge;
  /** All freezes, in order of days. */
  freezes: Freeze[];
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
  /** `true` adds the entries the visits left are made of. */
  @IsIn(['true', 'false'])
  @Optional()
  explain?: 'true' | 'false';
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
