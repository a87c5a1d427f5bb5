import { IsIn, IsString, Matches } from 'class-validator';
import { PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { IdText, LocalDateText, Name, Nullable, Optional, Text } from '../../../platform/http/validators.js';

/** Something measured. */
export class MeasurementRequest {
  /**
   * `height`, `weight`, `pulse`, or a kind of your own.
   * @example "height"
   */
  @Text(50)
  kind: string;

  /**
   * A decimal number as text.
   * @example "134.5"
   */
  @Matches(/^-?\d{1,9}(\.\d{1,4})?$/)
  @IsString()
  value: string;

  /**
   * Unit of the value.
   * @example "cm"
   */
  @Text(20)
  unit: string;

  /**
   * The day it was measured, today at the latest.
   * @example "2026-11-23"
   */
  @LocalDateText()
  measuredOn: string;

  /**
   * What to know of it.
   * @example "after training"
   */
  @Text(500)
  @Nullable()
  comment?: string | null;

  /** The measurement this one corrects: it stays in the history and counts no more. */
  @IdText()
  @Optional()
  replacesId?: string;
}

/** Why a measurement is taken back. */
export class ReversalRequest {
  /** @example "somebody else's" */
  @Text(500)
  reason: string;
}

/** Filters of measurements. */
export class MeasurementListQuery extends PageQuery {
  /**
   * Only of this kind.
   * @example "height"
   */
  @Name()
  @Optional()
  kind?: string;

  /** `true` gives also what was corrected and taken back. */
  @IsIn(['true', 'false'])
  @Optional()
  history?: string;
}

/** Something measured, or with `isReversal` that a measurement was taken back. */
export class Measurement {
  id: string;
  /** Id of the client. */
  clientId: string;
  /** @example "2026-11-23" */
  measuredOn: string;
  /** @example "height" */
  kind: string;
  /** Null for a reversal. */
  value: string | null;
  /** @example "cm" */
  unit: string | null;
  /** @example "after training" */
  comment: string | null;
  /** The measurement this one corrects or takes back. */
  replacesId: string | null;
  /** What corrected it or took it back. */
  replacedById: string | null;
  /** Whether it takes another back. */
  isReversal: boolean;
  /** @example "2026-11-23T09:30:00.000Z" */
  createdAt: string;
  /** Who wrote it down. */
  createdBy: Signature;
}

export class MeasurementPage extends PageOf(Measurement) {}
