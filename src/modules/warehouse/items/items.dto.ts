import { IsBoolean, IsIn, IsInt, IsString, Matches, Max, MaxLength, Min, MinLength } from 'class-validator';
import { MoneyDto, MoneyField } from '../../../platform/http/money.dto.js';
import { EditOf, PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import {
  CodeText,
  IdText,
  InstantText,
  Name,
  Nullable,
  Optional,
  QuantityOrZeroText,
  QuantityText,
  Text,
} from '../../../platform/http/validators.js';
import { itemKinds, units, type ItemKind, type Unit } from './units.rules.js';

const SKU = /^[\p{L}\p{N}][\p{L}\p{N}._/-]{0,63}$/u;

/** A new item of the nomenclature. */
export class ItemRequest {
  /**
   * Stock keeping unit, unique in any case of letters.
   * @example "PAINT-BLUE-75"
   */
  @Matches(SKU)
  @IsString()
  sku: string;

  /**
   * EAN-8 or EAN-13; a wrong check digit is refused with the right one.
   * @example "4006381333931"
   */
  @MaxLength(13)
  @MinLength(8)
  @IsString()
  @Nullable()
  barcode?: string | null;

  /**
   * Name.
   * @example "Acrylic paint, blue, 75 ml"
   */
  @Name()
  name: string;

  /**
   * What it is for: `goods` are sold, `material` is used up in lessons, `textbook` and `equipment` are lent.
   * @example "goods"
   */
  @IsIn(itemKinds)
  kind: ItemKind;

  /** Category. */
  @IdText()
  @Nullable()
  categoryId?: string | null;

  /**
   * What it is counted in; parts of kg, g, l, ml, m, cm and m2 are counted too.
   * @example "pcs"
   */
  @IsIn(units)
  unit: Unit;

  /**
   * Units in a pack of the supplier; orders are rounded up to packs. 1 when absent.
   * @example "12"
   */
  @QuantityText()
  @Optional()
  packSize?: string;

  /**
   * How it is taxed: a code of `/v1/vat-rates`. Default: `none`, sold without VAT.
   * @example "20"
   */
  @CodeText()
  @Optional()
  vat?: string;

  /** Price on sale of one unit, VAT included; nothing when absent. */
  @MoneyField()
  @Optional()
  price?: MoneyDto;

  /** What is charged for one that was lost; null: its price. */
  @MoneyField()
  @Nullable()
  replacementPrice?: MoneyDto | null;

  /**
   * At this much in a warehouse or less it is to be ordered.
   * @example "10"
   */
  @QuantityOrZeroText()
  @Nullable()
  minQuantity?: string | null;

  /**
   * Up to this much it is ordered.
   * @example "50"
   */
  @QuantityOrZeroText()
  @Nullable()
  maxQuantity?: string | null;

  /**
   * The least the supplier sells at once.
   * @example "12"
   */
  @QuantityText()
  @Nullable()
  orderQuantity?: string | null;

  /**
   * Days from an order to its delivery; null: those of the supplier.
   * @example 5
   */
  @Max(365)
  @Min(0)
  @IsInt()
  @Nullable()
  leadDays?: number | null;

  /** Whom it is bought from. */
  @IdText()
  @Nullable()
  supplierId?: string | null;

  /** Employee who is told when it runs out. */
  @IdText()
  @Nullable()
  responsibleId?: string | null;
}

/** A change of an item; members left out stay as they are, null clears. */
export class ItemPatch extends EditOf(ItemRequest) {
  /**
   * `true` archives the item, which must not be in stock; `false` takes it out of the archive.
   * @example false
   */
  @IsBoolean()
  @Optional()
  isArchived?: boolean;
}

/** Something that is kept in stock. */
export class Item {
  /** @example "019aa5f0-0000-7000-8000-000000000023" */
  id: string;
  /** @example "PAINT-BLUE-75" */
  sku: string;
  /** EAN-8 or EAN-13. */
  barcode: string | null;
  /** @example "Acrylic paint, blue, 75 ml" */
  name: string;
  /** What it is for. */
  kind: ItemKind;
  /** Its category. */
  categoryId: string | null;
  /** What it is counted in. */
  unit: Unit;
  /**
   * Units in a pack.
   * @example "12"
   */
  packSize: string;
  /** VAT when it is sold. */
  vat: string;
  /** Price on sale of one unit. */
  price: MoneyDto;
  /** What is charged for one that was lost. */
  replacementPrice: MoneyDto | null;
  /** At this much in a warehouse or less it is to be ordered. */
  minQuantity: string | null;
  /** Up to this much it is ordered. */
  maxQuantity: string | null;
  /** The least the supplier sells at once. */
  orderQuantity: string | null;
  /** Days from an order to its delivery. */
  leadDays: number | null;
  /** Whom it is bought from. */
  supplierId: string | null;
  /** Who is told when it runs out. */
  responsibleId: string | null;
  /** An archived item stands in no new waybill. */
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

export class ItemPage extends PageOf(Item) {}

/** Which items. */
export class ItemListQuery extends PageQuery {
  /**
   * Part of the name, or the beginning of the SKU or the barcode.
   * @example "paint"
   */
  @Text(100)
  @Optional()
  q?: string;

  /**
   * Of this kind.
   * @example "goods"
   */
  @IsIn(itemKinds)
  @Optional()
  kind?: ItemKind;

  /** Of this category or one below it. */
  @IdText()
  @Optional()
  categoryId?: string;

  /** Bought from this supplier. */
  @IdText()
  @Optional()
  supplierId?: string;

  /**
   * `true` gives those that are at their minimum or below in a warehouse that has ever kept them, or in none.
   * @example "true"
   */
  @IsIn(['true', 'false'])
  @Optional()
  belowMin?: string;

  /**
   * `false` (also when absent) gives those in use, `true` the archived, `any` both.
   * @example "false"
   */
  @IsIn(['true', 'false', 'any'])
  @Optional()
  archived?: string;

  /** Changed at this instant or later. */
  @InstantText()
  @Optional()
  updatedSince?: string;
}
