import { IsIn } from 'class-validator';
import { MoneyDto } from '../../platform/http/money.dto.js';
import { PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import { IdText, Optional } from '../../platform/http/validators.js';
import { discountKinds, type DiscountKind } from './discount.rules.js';

/** Something off a price, and for whom. */
export class Discount {
  /** @example "019aa5f0-0000-7000-8000-000000000012" */
  id: string;
  /** @example "Second child" */
  name: string;
  /** @example "sibling" */
  kind: DiscountKind;
  /** The branch it is given in; null: every branch. */
  branchId: string | null;
  /**
   * Percent of the price; null when it is an amount.
   * @example "10.00"
   */
  percent: string | null;
  /** An amount off the price. */
  amount: MoneyDto | null;
  /** What a percentage gives at most. */
  maxAmount: MoneyDto | null;
  /**
   * From how many brothers and sisters, or activities besides.
   * @example 1
   */
  minCount: number | null;
  /** @example null */
  promoCode: string | null;
  /**
   * How many times the code can be used in all.
   * @example null
   */
  maxUses: number | null;
  /**
   * How many times the code was used.
   * @example 0
   */
  used: number;
  /** The first day it is given. */
  effectiveFrom: string;
  /** The last day it is given; null: until further notice. */
  effectiveTo: string | null;
  /** The plans it is limited to. */
  planIds: string[];
  /** The activities it is limited to. */
  activityIds: string[];
  /** An archived discount is given no more; what was sold with it stays. */
  isArchived: boolean;
  /** @example 1 */
  version: number;
  /** When it was made. */
  createdAt: string;
  /** Who made it. */
  createdBy: Signature;
  /** When it was last changed. */
  updatedAt: string;
  /** Who changed it last. */
  updatedBy: Signature;
}

export class DiscountPage extends PageOf(Discount) {}

/** Which discounts. */
export class DiscountListQuery extends PageQuery {
  /** Given in this branch: its own and those for every branch. */
  @IdText()
  @Optional()
  branchId?: string;

  /**
   * Of this kind.
   * @example "promo"
   */
  @IsIn(discountKinds)
  @Optional()
  kind?: DiscountKind;

  /**
   * `false` (also when absent) gives those in use, `true` the archived, `any` both.
   * @example "false"
   */
  @IsIn(['true', 'false', 'any'])
  @Optional()
  archived?: string;
}
