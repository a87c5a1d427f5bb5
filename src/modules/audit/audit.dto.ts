import { IsIn } from 'class-validator';
import { PageOf, PageQuery } from '../../platform/http/page.dto.js';
import { IdText, InstantText, Optional, Text } from '../../platform/http/validators.js';

export const OPERATIONS = ['insert', 'update', 'delete'] as const;

/** Filters of the trail. */
export class ChangeListQuery extends PageQuery {
  /**
   * From this instant on.
   * @example "2026-11-01T00:00:00Z"
   */
  @InstantText()
  @Optional()
  from?: string;

  /**
   * Before this instant.
   * @example "2026-12-01T00:00:00Z"
   */
  @InstantText()
  @Optional()
  to?: string;

  /**
   * Name of the table.
   * @example "clients"
   */
  @Text(63)
  @Optional()
  table?: string;

  /** The record. */
  @IdText()
  @Optional()
  recordId?: string;

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

  /**
   * The request that made the change.
   * @example "01a20820-2468-742a-9dab-04dcc06b52bc"
   */
  @Text(128)
  @Optional()
  requestId?: string;

  /** @example "update" */
  @IsIn(OPERATIONS)
  @Optional()
  operation?: string;
}

/** One field, before and after. */
export class FieldChange {
  /** @example "address" */
  field: string;
  /** Null when there was none; `***` when it is secret, or the caller may not see such fields. */
  before: unknown;
  /** Null when there is none; `***` as before. */
  after: unknown;
}

/** Who made a change. */
export class ChangeAuthor {
  /** @example "user" */
  kind: string;
  userId: string | null;
  /** @example "anna" */
  login: string;
  /** @example "Anna Petrova" */
  name: string;
}

/** One change of one record. */
export class Change {
  /** Grows with time; unique. */
  id: string;
  at: string;
  /** @example "clients" */
  table: string;
  recordId: string;
  branchId: string | null;
  /** @example "update" */
  operation: string;
  /** Version the change made; null for entries that are never edited. */
  version: number | null;
  changes: FieldChange[];
  by: ChangeAuthor;
  requestId: string | null;
  /** The reaction or timer that made it, if no request did. */
  job: string | null;
}

export class ChangePage extends PageOf(Change) {}
