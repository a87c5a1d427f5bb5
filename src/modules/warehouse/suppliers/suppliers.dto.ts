import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { MoneyDto, MoneyField } from '../../../platform/http/money.dto.js';
import { EditPatch, PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import {
  Email,
  InstantText,
  Name,
  Nullable,
  Optional,
  Phone,
  Text,
} from '../../../platform/http/validators.js';
import { orderLanguages, orderPolicies, type OrderLanguage, type OrderPolicy } from './supplier.rules.js';

/** A new supplier. */
export class SupplierRequest {
  /**
   * Name, unique.
   * @example "Paper and Paints"
   */
  @Name()
  name: string;

  /**
   * Russian taxpayer number (INN), 10 or 12 digits; its check digits are checked.
   * @example "7707083893"
   */
  @Matches(/^(\d{10}|\d{12})$/)
  @IsString()
  @Nullable()
  taxNumber?: string | null;

  /**
   * Where orders go; needs the right to see contacts.
   * @example "orders@paints.example"
   */
  @Email()
  @Nullable()
  email?: string | null;

  /**
   * Phone; needs the right to see contacts.
   * @example "+79161234567"
   */
  @Phone()
  @Nullable()
  phone?: string | null;

  /**
   * Language of the orders: `ru` when absent.
   * @example "ru"
   */
  @IsIn(orderLanguages)
  @Optional()
  language?: OrderLanguage;

  /**
   * `auto`: orders go out by themselves; `approval` (when absent): after somebody has approved them.
   * @example "approval"
   */
  @IsIn(orderPolicies)
  @Optional()
  orderPolicy?: OrderPolicy;

  /**
   * ISO weekdays on which they take orders, 1 is Monday; none: any day.
   * @example [1, 4]
   */
  @Max(7, { each: true })
  @Min(1, { each: true })
  @IsInt({ each: true })
  @ArrayUnique()
  @ArrayMaxSize(7)
  @IsArray()
  @Optional()
  orderDays?: number[];

  /**
   * Days from an order to its delivery; 0 when absent.
   * @example 3
   */
  @Max(365)
  @Min(0)
  @IsInt()
  @Optional()
  leadDays?: number;

  /** The least an order must come to. */
  @MoneyField()
  @Nullable()
  minOrderAmount?: MoneyDto | null;
}

/** A change of a supplier; members left out stay as they are, null clears. */
export class SupplierPatch extends EditPatch {
  /**
   * Name, unique.
   * @example "Paper and Paints"
   */
  @Name()
  @Optional()
  name?: string;

  /**
   * Russian taxpayer number (INN), 10 or 12 digits.
   * @example "7707083893"
   */
  @Matches(/^(\d{10}|\d{12})$/)
  @IsString()
  @Nullable()
  taxNumber?: string | null;

  /**
   * Where orders go; needs the right to see contacts.
   * @example "orders@paints.example"
   */
  @Email()
  @Nullable()
  email?: string | null;

  /**
   * Phone; needs the right to see contacts.
   * @example "+79161234567"
   */
  @Phone()
  @Nullable()
  phone?: string | null;

  /**
   * Language of the orders.
   * @example "ru"
   */
  @IsIn(orderLanguages)
  @Optional()
  language?: OrderLanguage;

  /**
   * `auto` or `approval`.
   * @example "approval"
   */
  @IsIn(orderPolicies)
  @Optional()
  orderPolicy?: OrderPolicy;

  /**
   * ISO weekdays on which they take orders; none: any day.
   * @example [1, 4]
   */
  @Max(7, { each: true })
  @Min(1, { each: true })
  @IsInt({ each: true })
  @ArrayUnique()
  @ArrayMaxSize(7)
  @IsArray()
  @Optional()
  orderDays?: number[];

  /**
   * Days from an order to its delivery.
   * @example 3
   */
  @Max(365)
  @Min(0)
  @IsInt()
  @Optional()
  leadDays?: number;

  /** The least an order must come to; null: no such limit. */
  @MoneyField()
  @Nullable()
  minOrderAmount?: MoneyDto | null;

  /**
   * `true` archives the supplier, `false` takes it out of the archive.
   * @example false
   */
  @IsBoolean()
  @Optional()
  isArchived?: boolean;
}

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
