import { Transform } from 'class-transformer';
import { IsArray, IsIn } from 'class-validator';
import { PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { InstantText, Optional } from '../../../platform/http/validators.js';
import { timelineKinds, type TimelineKind } from './timeline.types.js';

/** Filters of a timeline. */
export class TimelineQuery extends PageQuery {
  /**
   * One or more kinds, with commas.
   * @example ["visit_charged", "payment_received"]
   */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @IsIn(timelineKinds, { each: true })
  @IsArray()
  @Optional()
  kind?: TimelineKind[];

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
}

/** Something that happened with a client. */
export class TimelineEntry {
  id: string;
  /** @example "2026-11-23T09:30:00.000Z" */
  at: string;
  /** @example "visit_charged" */
  kind: TimelineKind;
  /** Who did it. */
  by: Signature;
  /** The group, lesson, subscription, payment, loan, note, result or consent it is about, else the client or the health record. */
  subjectId: string;
  /**
   * What to say of it; members depend on the kind.
   * @example {"activity": "Chess", "onDate": "2026-11-23", "mark": "present", "paidBy": "subscription"}
   */
  params: Record<string, unknown>;
}

export class TimelinePage extends PageOf(TimelineEntry) {}
