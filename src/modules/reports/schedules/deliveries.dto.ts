import { IsIn } from 'class-validator';
import { PageOf, PageQuery } from '../../../platform/http/page.dto.js';
import { Optional } from '../../../platform/http/validators.js';

/** A letter, as far as it has come. */
export class ReportLetter {
  /** `GET /v1/letters/{id}` tells every try. */
  id: string;
  /** The address; null for who may not see contacts, and when its time is over. */
  address: string | null;
  /** @example "Anna Petrova" */
  name: string | null;
  /**
   * queued, sending, sent, failed, unknown (handed over and never answered) or cancelled.
   * @example "sent"
   */
  status: string;
  /** @example "recipient-refused" */
  problem: string | null;
  /** @example 1 */
  tries: number;
  sentAt: string | null;
}

/** What came of a tick. */
export class ReportDelivery {
  id: string;
  scheduleId: string;
  /** The instant it is of: periods and figures are as of then. */
  tick: string;
  /**
   * schedule or person.
   * @example "schedule"
   */
  askedBy: string;
  /**
   * making, mailed (each letter has a state of its own), failed, or skipped (missed and not made up for).
   * @example "mailed"
   */
  status: string;
  /**
   * Why it failed: the code of an error.
   * @example "operation.not-allowed"
   */
  problem: string | null;
  /**
   * How often it was begun.
   * @example 1
   */
  tries: number;
  createdAt: string;
  finishedAt: string | null;
  letters: ReportLetter[];
}

export class ReportDeliveryPage extends PageOf(ReportDelivery) {}

/** Which deliveries. */
export class ReportDeliveryListQuery extends PageQuery {
  /**
   * State.
   * @example "failed"
   */
  @IsIn(['making', 'mailed', 'failed', 'skipped'])
  @Optional()
  status?: string;
}
