import { IsIn } from 'class-validator';
import { MoneyDto, MoneyField } from '../../../platform/http/money.dto.js';
import { PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { CodeText, IdText, LocalDateText, Name, Optional, Text } from '../../../platform/http/validators.js';

const SOURCES = ['cash', 'bank'] as const;
type PaidFrom = (typeof SOURCES)[number];

/** Money that was spent. */
export class ExpenseRequest {
  /** The branch that spent it. */
  @IdText()
  branchId: string;

  /** What it was spent on. */
  @IdText()
  categoryId: string;

  /**
   * The day it belongs to; today when absent.
   * @example "2026-11-20"
   */
  @LocalDateText()
  @Optional()
  onDate?: string;

  /**
   * How much, with VAT; above zero.
   * @example {"amount": 12200000, "currency": "RUB"}
   */
  @MoneyField()
  amount: MoneyDto;

  /**
   * How it was taxed: a code of `/v1/vat-rates`, as it is in force on the day. Default: `none`.
   * @example "22"
   */
  @CodeText()
  @Optional()
  vatCode?: string;

  /**
   * Where the money came from: cash of a desk, or the bank.
   * @example "bank"
   */
  @IsIn(SOURCES)
  paidFrom: PaidFrom;

  /** Of cash: the desk it left; your own open shift in the branch when absent. */
  @IdText()
  @Optional()
  cashDeskId?: string;

  /**
   * Who was paid.
   * @example "OOO Riverside"
   */
  @Name()
  @Optional()
  supplier?: string;

  /**
   * What else is to be known.
   * @example "Rent for November"
   */
  @Text(1000)
  @Optional()
  note?: string;
}

/** Why an expense is taken back. */
export class ExpenseReversal {
  /**
   * The reason, kept with the expense.
   * @example "Entered twice"
   */
  @Text(500)
  reason: string;

  /** Of cash: the desk it comes back to; the shift it left, while that is open, when absent. */
  @IdText()
  @Optional()
  cashDeskId?: string;
}

/** A paper of an expense. */
export class ExpenseFile {
  /** @example "019aa5f0-0000-7000-8000-000000000052" */
  id: string;
  /** @example "invoice.pdf" */
  name: string;
  /** @example "application/pdf" */
  mediaType: string;
  /**
   * Bytes.
   * @example 48213
   */
  size: number;
}

/** Money that was spent. */
export class Expense {
  /** @example "019aa5f0-0000-7000-8000-000000000053" */
  id: string;
  /**
   * Running number.
   * @example 17
   */
  number: number;
  /** The branch that spent it. */
  branchId: string;
  /** What it was spent on. */
  categoryId: string;
  /**
   * The category's name.
   * @example "Rent"
   */
  categoryName: string;
  /** The day it belongs to. */
  onDate: string;
  /** How much, with VAT. */
  amount: MoneyDto;
  /**
   * How it was taxed.
   * @example "22"
   */
  vatCode: string;
  /**
   * The rate, as a decimal text; null: no VAT.
   * @example "22.00"
   */
  vatPercent: string | null;
  /** The VAT within the amount. */
  vat: MoneyDto;
  /** @example "bank" */
  paidFrom: PaidFrom;
  /** The shift whose cash it took; null: no shift's. */
  cashShiftId: string | null;
  /** Who was paid. */
  supplier: string | null;
  /** What else is to be known. */
  note: string | null;
  /** Its papers. */
  files: ExpenseFile[];
  /** When it was taken back; null while it stands. */
  reversedAt: string | null;
  /** Why it was taken back. */
  reversalReason: string | null;
  /** @example 1 */
  version: number;
  /** When it was posted. */
  createdAt: string;
  /** Who posted it. */
  createdBy: Signature;
}

/** What the expenses of a category add up to. */
export class ExpenseTotal {
  /** The category. */
  categoryId: string;
  /**
   * Its name.
   * @example "Rent"
   */
  name: string;
  /**
   * How many that stand.
   * @example 3
   */
  count: number;
  /** Their sum, with VAT. */
  amount: MoneyDto;
  /** The VAT within it. */
  vat: MoneyDto;
}

export class ExpensePage extends PageOf(Expense) {
  /** What all that match add up to, category by category, by name; reversed ones count nothing. */
  totals: ExpenseTotal[];
}

/** Which expenses. */
export class ExpenseListQuery extends PageQuery {
  /** Of this branch. */
  @IdText()
  @Optional()
  branchId?: string;

  /** On this category. */
  @IdText()
  @Optional()
  categoryId?: string;

  /**
   * Paid from.
   * @example "bank"
   */
  @IsIn(SOURCES)
  @Optional()
  paidFrom?: PaidFrom;

  /** `true`: those taken back; `false`: those that stand. */
  @IsIn(['true', 'false'])
  @Optional()
  reversed?: 'true' | 'false';

  /**
   * On this day or later.
   * @example "2026-11-01"
   */
  @LocalDateText()
  @Optional()
  from?: string;

  /**
   * Before this day.
   * @example "2026-12-01"
   */
  @LocalDateText()
  @Optional()
  to?: string;

  /**
   * Part of the supplier's name or of the note.
   * @example "riverside"
   */
  @Text(100)
  @Optional()
  q?: string;
}
