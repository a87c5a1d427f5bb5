import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  Matches,
  ValidateNested,
} from 'class-validator';
import { PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import { IdText, Nullable, Optional, Text } from '../../platform/http/validators.js';
import { Change, OPERATIONS } from './audit.dto.js';

export const MARKS = ['fine', 'questioned'] as const;
export const MARK_STATES = ['unmarked', ...MARKS] as const;

/** Opens a review. */
export class ReviewRequest {
  /**
   * What the review is for.
   * @example "Third quarter"
   */
  @Text(500)
  @Nullable()
  note?: string | null;
}

/** How the changes of a review are marked. */
export class MarkCounts {
  /** @example 40 */
  fine: number;
  /** @example 2 */
  questioned: number;
  /** @example 0 */
  unmarked: number;
}

/** A review: what was changed since the last closed one, up to an exact boundary. */
export class Review {
  id: string;
  /**
   * Counts from 1; a cancelled one keeps its number.
   * @example 3
   */
  number: number;
  /** `open`, `closed` or `cancelled`. */
  status: string;
  note: string | null;
  openedAt: string;
  openedBy: Signature;
  /**
   * Changes it holds; a cancelled one holds none.
   * @example 42
   */
  changes: number;
  marks: MarkCounts;
  /** @example 1 */
  openQuestions: number;
  closedAt: string | null;
  cancelledAt: string | null;
  /** Who closed or cancelled it. */
  endedBy: Signature | null;
  /** Why it was cancelled, or closed over open questions. */
  reason: string | null;
  /** SHA-256 over what it holds and its marks, signed at closing. */
  digest: string | null;
  /** The last seal of the trail when it was closed. */
  sealNumber: number | null;
  version: number;
}

export class ReviewPage extends PageOf(Review) {}

/** The mark of a change in a review. */
export class ChangeMark {
  /** `fine` or `questioned`. */
  mark: string;
  comment: string | null;
  at: string;
  by: Signature;
}

/** A change within a review. */
export class ReviewChange extends Change {
  /** Null while nobody has marked it. */
  mark: ChangeMark | null;
}

export class ReviewChangePage extends PageOf(ReviewChange) {}

/** Filters of the changes of a review. Sorted by `group` (user, table, record) or by `id`. */
export class ReviewChangeQuery extends PageQuery {
  /** The user who made the change. */
  @IdText()
  @Optional()
  userId?: string;

  /**
   * Login of the user, or the name of the system's own actor.
   * @example "anna"
   */
  @Text(100)
  @Optional()
  login?: string;

  /** @example "clients" */
  @Text(63)
  @Optional()
  table?: string;

  /** @example "update" */
  @IsIn(OPERATIONS)
  @Optional()
  operation?: string;

  /** @example "unmarked" */
  @IsIn(MARK_STATES)
  @Optional()
  mark?: string;
}

/** What one user did to one table in one way. */
export class ReviewGroup {
  userId: string | null;
  /** @example "anna" */
  login: string;
  /** @example "Anna Petrova" */
  name: string;
  /** @example "clients" */
  table: string;
  /** @example "update" */
  operation: string;
  /** @example 12 */
  changes: number;
  /** Records touched. */
  records: number;
  firstAt: string;
  lastAt: string;
  marks: MarkCounts;
}

/** The changes of a review counted, by user, table and operation. */
export class ReviewSummary {
  reviewId: string;
  /** Within the caller's reach. */
  changes: number;
  groups: ReviewGroup[];
}

/** Which changes a marking takes; every member narrows. */
export class MarkFilter {
  @IdText()
  @Optional()
  userId?: string;

  /** @example "anna" */
  @Text(100)
  @Optional()
  login?: string;

  /** @example "clients" */
  @Text(63)
  @Optional()
  table?: string;

  /** @example "update" */
  @IsIn(OPERATIONS)
  @Optional()
  operation?: string;

  /**
   * `unmarked` leaves alone what was marked before.
   * @example "unmarked"
   */
  @IsIn(MARK_STATES)
  @Optional()
  mark?: string;
}

/** Marks changes: the listed ones, or all that fit a filter. */
export class MarkRequest {
  /** Ids of changes of the review; this or `filter`. */
  @Matches(/^-?\d{1,18}$/, { each: true })
  @ArrayUnique()
  @ArrayMaxSize(1000)
  @ArrayMinSize(1)
  @IsArray()
  @Optional()
  changeIds?: string[];

  /** This or `changeIds`; an empty filter takes every change of the review. */
  @ValidateNested()
  @Type(() => MarkFilter)
  @Optional()
  filter?: MarkFilter;

  /** @example "questioned" */
  @IsIn(MARKS)
  mark: 'fine' | 'questioned';

  /**
   * Required for `questioned`: it is what the author is asked.
   * @example "Why was the price changed after the sale?"
   */
  @Text(2000)
  @Nullable()
  comment?: string | null;
}

/** One act of marking. */
export class Marking {
  id: string;
  /** Changes it marked. */
  changes: number;
  /** Questions it asked, one of each author. */
  questions: number;
}

/** Cancels a review. */
export class ReviewCancellationRequest {
  /** @example "Opened a day too early" */
  @Text(2000)
  reason: string;
}
