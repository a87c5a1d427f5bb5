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
import { EditPatch } from '../../../platform/http/page.dto.js';
import { Email, Name, Nullable, Optional, Phone } from '../../../platform/http/validators.js';
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
