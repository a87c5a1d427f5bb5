import { ArrayMaxSize, ArrayNotEmpty, ArrayUnique, IsArray, IsIn, IsUUID } from 'class-validator';
import { IdText, ListOf, LocalDateText, Nullable, Optional, Text } from '../../platform/http/validators.js';
import { LoanAmount, type LoanCondition } from './loan-requests.dto.js';

/** Something is lent to everybody in a group. */
export class GroupLoanRequest {
  /** What each member gets. */
  @ArrayNotEmpty()
  @ListOf(() => LoanAmount, 50)
  items: LoanAmount[];

  /**
   * The last day to bring it back; when absent, due when the course or the member's membership ends.
   * @example "2027-05-31"
   */
  @LocalDateText()
  @Optional()
  untilOn?: string;

  /** Where it is taken from; the default warehouse of the group's branch when absent. */
  @IdText()
  @Optional()
  warehouseId?: string;

  /**
   * What else is to be known, of each loan.
   * @example "New edition"
   */
  @Text(1000)
  @Nullable()
  comment?: string | null;
}

/** What was lent for a group comes back. */
export class GroupLoanReturnRequest {
  /** Only these items; all of them when absent. */
  @ArrayUnique()
  @ArrayMaxSize(50)
  @IsUUID('all', { each: true })
  @IsArray()
  @Optional()
  itemIds?: string[];

  /** Who has not brought anything. */
  @ArrayUnique()
  @ArrayMaxSize(500)
  @IsUUID('all', { each: true })
  @IsArray()
  @Optional()
  exceptClientIds?: string[];

  /**
   * In which state.
   * @example "good"
   */
  @IsIn(['good', 'worn', 'damaged'])
  @Optional()
  condition?: LoanCondition;

  /**
   * What else is to be known, of each loan.
   * @example "End of the course"
   */
  @Text(1000)
  @Nullable()
  comment?: string | null;
}

/** What became of one client. */
export class GroupLoanOutcome {
  clientId: string;
  /** Null when you may not see this client. */
  clientName: string | null;
  /** `lent`, `had` all of it already, or `returned`. */
  outcome: 'lent' | 'had' | 'returned';
  /** The loan; null where nothing was lent. */
  loanId: string | null;
  /** What was lent to them now, or came back now. */
  items: LoanAmount[];
}

/** What became of a group. */
export class GroupLoanResult {
  groupId: string;
  /** How many loans were made, or had something come back. */
  loans: number;
  /** By id of the client. */
  outcomes: GroupLoanOutcome[];
}
