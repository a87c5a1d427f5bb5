import { IsIn } from 'class-validator';
import { MoneyDto } from '../../../platform/http/money.dto.js';
import { PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { InstantText, Optional, Text } from '../../../platform/http/validators.js';
import type { OrderLanguage, OrderPolicy } from './supplier.rules.js';

/** Whom the centre buys from. */
export class Supplier {
  /** @example "019aa5f0-0000-7000-8000-000000000022" */
  id: string;
  /** @example "Paper and Paints" */
  name: string;
  /** Taxpayer number. */
  taxNumber: string | null;
  /** Where orders go; null also for who may not see contacts. */
  email: string | null;
  /** Null also for who may not see contacts. */
  phone: string | null;
  /** Of the orders. */
  language: OrderLanguage;
  /** Whether orders go out by themselves. */
  orderPolicy: OrderPolicy;
  /** ISO weekdays on which they take orders; none: any day. */
  orderDays: number[];
  /** @example 3 */
  leadDays: number;
  /** The least an order must come to. */
  minOrderAmount: MoneyDto | null;
  /** An archived supplier gets no orders. */
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

export class SupplierPage extends PageOf(Supplier) {}

/** Which suppliers. */
export class SupplierListQuery extends PageQuery {
  /**
   * `false` (also when absent) gives those in use, `true` the archived, `any` both.
   * @example "false"
   */
  @IsIn(['true', 'false', 'any'])
  @Optional()
  archived?: string;

  /**
   * Part of the name, or of the taxpayer number.
   * @example "paint"
   */
  @Text(100)
  @Optional()
  q?: string;

  /** Changed at this instant or later. */
  @InstantText()
  @Optional()
  updatedSince?: string;
}
