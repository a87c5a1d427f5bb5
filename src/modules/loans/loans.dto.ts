import { Transform } from 'class-transformer';
import { IsArray, IsIn, MaxLength, MinLength, IsString } from 'class-validator';
import { MoneyDto } from '../../platform/http/money.dto.js';
import { PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import { IdText, InstantText, LocalDateText, Optional } from '../../platform/http/validators.js';
import type { LoanCondition } from './loan-requests.dto.js';

export const loanStatuses = ['open', 'overdue', 'closed'] as const;
export type LoanStatus = (typeof loanStatuses)[number];

/** What was lent of an item, and what became of it: lent = returned + lost + out. */
export class LoanLine {
  /** @example "019aa5f0-0000-7000-8000-000000000042" */
  id: string;
  itemId: string;
  /** @example "EF-A1" */
  sku: string;
  /** @example "English File A1" */
  name: string;
  /** @example "pcs" */
  unit: string;
  /** @example "2" */
  lent: string;
  /** @example "1" */
  returned: string;
  /** @example "0" */
  lost: string;
  /**
   * What the client still has.
   * @example "1"
   */
  out: string;
  /** What is charged for a lost one; null: the item has no price. */
  replacementPrice: MoneyDto | null;
}

/** Something lent to a client. */
export class Loan {
  /** @example "019aa5f0-0000-7000-8000-000000000041" */
  id: string;
  /** @example 17 */
  number: number;
  /** Of the warehouse. */
  branchId: string;
  warehouseId: string;
  /** @example "Main store" */
  warehouse: string;
  clientId: string;
  /** Null when you may not see this client. */
  clientName: string | null;
  /** The group it is lent for. */
  groupId: string | null;
  /** @example "English A1, Mon and Wed" */
  groupName: string | null;
  lentOn: string;
  /** The day it was lent until; null: until the course or the membership ends. */
  untilOn: string | null;
  /** The day it is due as things stand; null: neither the course nor the membership has an end yet. */
  dueOn: string | null;
  /** `overdue`: something is out, and the day and the days of grace are over; `closed`: nothing is out. */
  status: LoanStatus;
  /**
   * Days since it was due, of an overdue one; else 0.
   * @example 0
   */
  overdueDays: number;
  /** The day the last of it came back or was lost. */
  closedOn: string | null;
  comment: string | null;
  /** By name of the item. */
  lines: LoanLine[];
  /** @example 1 */
  version: number;
  /** When it was written down. */
  createdAt: string;
  /** Who lent it. */
  createdBy: Signature;
  /** When it was last changed. */
  updatedAt: string;
  /** Who changed it last. */
  updatedBy: Signature;
}

/** So much of an item that was lent, came back or was lost. */
export class LoanMovementLine {
  itemId: string;
  /** @example "English File A1" */
  name: string;
  /**
   * Below zero what takes back.
   * @example "1"
   */
  quantity: string;
  /** Of what came back. */
  condition: LoanCondition | null;
  /** What was charged for a lost one; null for who may not see money. */
  price: MoneyDto | null;
  /** The charge of a loss; null: nothing was charged, or you may not see money. */
  chargeId: string | null;
}

/** Something was lent, came back or was lost; or that was taken back. */
export class LoanMovement {
  /** @example "019aa5f0-0000-7000-8000-000000000043" */
  id: string;
  kind: 'lent' | 'returned' | 'lost';
  onDate: string;
  /** What moved the stock. */
  waybillId: string;
  comment: string | null;
  /** The movement this one takes back. */
  reversesId: string | null;
  /** Whether it was taken back. */
  isReversed: boolean;
  lines: LoanMovementLine[];
  createdAt: string;
  createdBy: Signature;
}

/** A loan with all that happened to it. */
export class LoanCard extends Loan {
  /** In the order they were written. */
  movements: LoanMovement[];
}

export class LoanPage extends PageOf(Loan) {}

/** Which loans. */
export class LoanListQuery extends PageQuery {
  /** Of this branch. */
  @IdText()
  @Optional()
  branchId?: string;

  /** To this client. */
  @IdText()
  @Optional()
  clientId?: string;

  /** For this group. */
  @IdText()
  @Optional()
  groupId?: string;

  /** With a line of this item; while it is `open` or `overdue`, only where some of it is still out. */
  @IdText()
  @Optional()
  itemId?: string;

  /** From this warehouse. */
  @IdText()
  @Optional()
  warehouseId?: string;

  /**
   * One or more states, with commas.
   * @example ["open", "overdue"]
   */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @IsIn(loanStatuses, { each: true })
  @IsArray()
  @Optional()
  status?: LoanStatus[];

  /**
   * Due before this day.
   * @example "2026-12-01"
   */
  @LocalDateText()
  @Optional()
  dueBefore?: string;

  /**
   * Part of the name of the client or an item, or of its SKU; or the number of the loan.
   * @example "English File"
   */
  @MaxLength(100)
  @MinLength(1)
  @IsString()
  @Optional()
  q?: string;

  /** Changed at this instant or later. */
  @InstantText()
  @Optional()
  updatedSince?: string;
}
