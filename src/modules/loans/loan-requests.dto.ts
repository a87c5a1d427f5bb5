import { ArrayNotEmpty, IsIn, IsString, Matches } from 'class-validator';
import { MoneyDto, MoneyField } from '../../platform/http/money.dto.js';
import { EditPatch } from '../../platform/http/page.dto.js';
import { IdText, ListOf, LocalDateText, Nullable, Optional, Text } from '../../platform/http/validators.js';

const CONDITIONS = ['good', 'worn', 'damaged'] as const;
export type LoanCondition = (typeof CONDITIONS)[number];

/** Up to 9999 of a thing. */
const QUANTITY = /^(?=.*[1-9])\d{1,4}(\.\d{1,3})?$/;

/** So much of an item. */
export class LoanAmount {
  /** A textbook or equipment. */
  @IdText()
  itemId: string;

  /**
   * How much of it, above zero, up to 9999.
   * @example "1"
   */
  @Matches(QUANTITY)
  @IsString()
  quantity: string;
}

/** Something is lent to a client. */
export class LoanRequest {
  /** To whom. */
  @IdText()
  clientId: string;

  /** What; each item once. */
  @ArrayNotEmpty()
  @ListOf(() => LoanAmount, 50)
  items: LoanAmount[];

  /** The group it is lent for. Without `untilOn` it is due when the course or the client's membership ends. */
  @IdText()
  @Optional()
  groupId?: string;

  /**
   * The last day to bring it back; required without `groupId`.
   * @example "2027-05-31"
   */
  @LocalDateText()
  @Optional()
  untilOn?: string;

  /** Where it is taken from; when absent, the default warehouse of the group's branch, else of the client's. */
  @IdText()
  @Optional()
  warehouseId?: string;

  /** The day it was lent, not later than today, which it is when absent. */
  @LocalDateText()
  @Optional()
  lentOn?: string;

  /**
   * What else is to be known.
   * @example "The cover is torn already"
   */
  @Text(1000)
  @Nullable()
  comment?: string | null;
}

/** A change of a loan; members left out stay as they are. */
export class LoanPatch extends EditPatch {
  /**
   * Another last day to bring it back: sooner or, as an extension, later. Null: when the course or the membership ends.
   * @example "2027-06-15"
   */
  @LocalDateText()
  @Nullable()
  untilOn?: string | null;

  /** The group it is lent for from now on; null: none. */
  @IdText()
  @Nullable()
  groupId?: string | null;

  /**
   * What else is to be known.
   * @example "The cover is torn already"
   */
  @Text(1000)
  @Nullable()
  comment?: string | null;
}

/** A part of a loan that comes back. */
export class LoanReturnLine extends LoanAmount {
  /** In which state; when absent, as the whole return says. */
  @IsIn(CONDITIONS)
  @Optional()
  condition?: LoanCondition;
}

/** Something comes back. */
export class LoanReturnRequest {
  /** What; when absent, all that is out. */
  @ArrayNotEmpty()
  @ListOf(() => LoanReturnLine, 50)
  @Optional()
  lines?: LoanReturnLine[];

  /**
   * In which state, where a line does not say it.
   * @example "good"
   */
  @IsIn(CONDITIONS)
  @Optional()
  condition?: LoanCondition;

  /** The day it came back, not later than today, which it is when absent. */
  @LocalDateText()
  @Optional()
  onDate?: string;

  /**
   * What else is to be known.
   * @example "Brought by the grandmother"
   */
  @Text(1000)
  @Nullable()
  comment?: string | null;
}

/** A part of a loan that is lost. */
export class LoanLossLine extends LoanAmount {
  /**
   * What is charged for one; when absent, the replacement price of the item, else its price. Another price, also none at
   * all, needs `loans:write-off`.
   */
  @MoneyField()
  @Optional()
  price?: MoneyDto;
}

/** Something does not come back. */
export class LoanLossRequest {
  /** What. */
  @ArrayNotEmpty()
  @ListOf(() => LoanLossLine, 50)
  lines: LoanLossLine[];

  /**
   * What became of it.
   * @example "Left in a bus"
   */
  @Text(500)
  reason: string;

  /** The day it was noticed, not later than today, which it is when absent. */
  @LocalDateText()
  @Optional()
  onDate?: string;

  /**
   * The last day to pay for it; today when absent.
   * @example "2026-12-31"
   */
  @LocalDateText()
  @Optional()
  dueOn?: string;
}

/** Why a return or a loss is taken back. */
export class LoanReversalRequest {
  /**
   * Why.
   * @example "It was found under the bed"
   */
  @Text(500)
  reason: string;
}
