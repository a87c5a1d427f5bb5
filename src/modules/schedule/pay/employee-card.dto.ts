import { SignedMoney } from '../../../platform/http/money.dto.js';
import { LocalDateText } from '../../../platform/http/validators.js';
import type { AccrualKind } from '../../payroll/index.js';

/** The days of an employee's card. */
export class EmployeeCardQuery {
  /**
   * First day.
   * @example "2026-11-01"
   */
  @LocalDateText()
  from: string;

  /**
   * The day after the last; a year at most.
   * @example "2026-12-01"
   */
  @LocalDateText()
  to: string;
}

/** Lessons and hours. */
export class EmployeeLoad {
  /**
   * How many lessons.
   * @example 42
   */
  lessons: number;
  /**
   * Their astronomical hours, as a decimal text.
   * @example "63.00"
   */
  hours: string;
}

/** Registers of the lessons that an employee held. */
export class EmployeeJournals {
  /**
   * Filled in on a later day than that of the lesson.
   * @example 1
   */
  late: number;
  /**
   * Not filled in, of lessons that are over.
   * @example 0
   */
  missing: number;
}

/** How often a mark stands. */
export class MarkCount {
  /**
   * The mark.
   * @example "present"
   */
  mark: string;
  /**
   * How often.
   * @example 310
   */
  count: number;
}

/** Pay of one kind. */
export class PayOfKind {
  /**
   * The kind; an entry that was taken back counts with what took it back, as nothing.
   * @example "work"
   */
  kind: Exclude<AccrualKind, 'reversal'>;
  /**
   * What stands.
   * @example {"amount": 4200000, "currency": "RUB"}
   */
  amount: SignedMoney;
}

/** What was accrued. */
export class EmployeePay {
  /** By kind, those of which something stands. */
  byKind: PayOfKind[];
  /**
   * All of it.
   * @example {"amount": 4200000, "currency": "RUB"}
   */
  sum: SignedMoney;
}

/** What an employee sold. */
export class EmployeeSales {
  /**
   * Sales of which they were the seller.
   * @example 14
   */
  count: number;
  /**
   * What they came to, less what came back in these days, with VAT; null for who may not see money.
   * @example {"amount": 2870000, "currency": "RUB"}
   */
  net: SignedMoney | null;
}

/** What an employee did in some days, and what they earned by it. */
export class EmployeeCard {
  /**
   * The employee.
   * @example "0193a5e0-8d2b-7d4f-8c8b-1e7d2b3c4d5e"
   */
  employeeId: string;
  /**
   * First day.
   * @example "2026-11-01"
   */
  from: string;
  /**
   * The day after the last.
   * @example "2026-12-01"
   */
  to: string;
  /** What they were to teach: lessons planned for them that nobody cancelled, also those a substitute took. */
  planned: EmployeeLoad;
  /** What they taught, also as a substitute, or as one of two teachers. */
  held: EmployeeLoad;
  /** Of what they taught, as a substitute. */
  heldAsSubstitute: EmployeeLoad;
  /** Of what they were to teach, given to a substitute. */
  givenToSubstitutes: EmployeeLoad;
  /**
   * Lessons planned for them that were cancelled.
   * @example 2
   */
  cancelled: number;
  /**
   * Those who count for pay at the lessons held, each lesson anew.
   * @example 310
   */
  attendees: number;
  /** Marks that stand at the lessons held. */
  marks: MarkCount[];
  /** Registers. */
  journals: EmployeeJournals;
  /** By the register of sales; null for who may not see it. */
  sales: EmployeeSales | null;
  /** Pay by the day it was earned; null for who may not see pay. */
  pay: EmployeePay | null;
}
