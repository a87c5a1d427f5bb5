import { IsIn } from 'class-validator';
import { MoneyDto } from '../../platform/http/money.dto.js';
import { IdText, InstantText, Optional } from '../../platform/http/validators.js';

/** Of when, and where. */
export class DeferredQuery {
  /**
   * As it was recorded by this instant; now when absent.
   * @example "2026-11-23T00:00:00Z"
   */
  @InstantText()
  @Optional()
  asOf?: string;

  /** Only subscriptions of this branch. */
  @IdText()
  @Optional()
  branchId?: string;

  /** Only of plans that cover this activity. */
  @IdText()
  @Optional()
  activityId?: string;

  /** Only of this plan. */
  @IdText()
  @Optional()
  planId?: string;

  /**
   * `true` lists the subscriptions that are not delivered whole; with `planId` only.
   * @example "false"
   */
  @IsIn(['true', 'false'])
  @Optional()
  explain?: string;
}

/** What was sold, and what of it is still to be delivered. */
export class DeferredFigures {
  /** Worth of what was sold: price less discount, with VAT. */
  worth: MoneyDto | null;
  /** What of it was recognised: visits had, visits lost. */
  recognised: MoneyDto | null;
  /** What of it was given back. */
  refunded: MoneyDto | null;
  /** The rest: still to be delivered. */
  deferred: MoneyDto | null;
}

/** One subscription's part. */
export class DeferredSubscription extends DeferredFigures {
  subscriptionId: string;
  /**
   * Its number.
   * @example 1042
   */
  number: number;
  /**
   * Visits left; null: unlimited.
   * @example 5
   */
  visitsLeft: number | null;
}

/** What subscriptions of one plan still owe to their holders. */
export class DeferredPlan extends DeferredFigures {
  planId: string;
  /** @example "Chess, 8 visits" */
  name: string;
  /** Activities it covers now. */
  activityIds: string[];
  /**
   * How many were sold.
   * @example 14
   */
  subscriptions: number;
  /**
   * Visits left on those that count them.
   * @example 61
   */
  visitsLeft: number;
  /** Those not delivered whole, with `explain=true`. */
  explained?: DeferredSubscription[];
}

/** Deferred revenue. */
export class DeferredRevenue {
  /** The instant it is of; null: now. */
  asOf: string | null;
  /** The only branch, if asked for one. */
  branchId: string | null;
  /** Plan by plan, by name. */
  items: DeferredPlan[];
  /** All together. */
  total: DeferredFigures;
}
