import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { IdText, Optional, Text } from '../../../platform/http/validators.js';
import { ImportAnswerOf, ImportFault, SheetBodyWith } from '../../../platform/imports/imports.dto.js';

/** How to import; a form may carry the same members. */
export class ImportQuery {
  /** Branch of the rows that name none. */
  @IdText()
  @Optional()
  branchId?: string;

  /**
   * Which header is which field, as a JSON object; null passes a column over. Others are recognised by their names.
   * @example "{\"Mum\":\"guardianName\",\"Remark\":null}"
   */
  @Text(20_000)
  @Optional()
  mapping?: string;

  /**
   * `skip` leaves faulty rows out; `stop` takes nothing in while one row is faulty.
   * @example "skip"
   */
  @IsIn(['skip', 'stop'])
  @Optional()
  onError?: string;

  /**
   * How 3/5/2016 is meant: dmy, mdy or ymd.
   * @example "dmy"
   */
  @IsIn(['dmy', 'mdy', 'ymd'])
  @Optional()
  dateOrder?: string;

  /** Name of the sheet of a workbook; the first visible one when absent. */
  @Text(100)
  @Optional()
  sheet?: string;

  /** `true` does all of it, reports, and keeps nothing but the report. */
  @IsIn(['true', 'false'])
  @Optional()
  dryRun?: string;
}

/** What an import did, or with dryRun would do. */
export class ImportResult {
  /**
   * Rows with anything in them.
   * @example 40
   */
  rows: number;
  /**
   * Clients registered.
   * @example 32
   */
  created: number;
  /**
   * Rows whose client is there already.
   * @example 0
   */
  unchanged: number;
  /**
   * Rows left out for a fault.
   * @example 8
   */
  faulty: number;
  /**
   * Guardians who were not known before.
   * @example 25
   */
  guardians: number;
  /** Every fault of every row, by row; at most 10,000 of them. */
  faults: ImportFault[];
  /**
   * Faults beyond those; the file with the faulty rows has them.
   * @example 0
   */
  faultsOmitted: number;
  /** Each header that was understood, and its field. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  columns: Record<string, string>;
  /**
   * Headers that mean nothing here; their cells were not read.
   * @example ["Примечание"]
   */
  ignoredColumns: string[];
  /** Whether this was a rehearsal. */
  dryRun: boolean;
}

/** An import under way, or what came of it: an operation whose result is an ImportResult. */
export const ImportAnswer = () => ImportAnswerOf(ImportResult);

/** A table as the body, or in a form. */
export const SheetBody = () =>
  SheetBodyWith({
    branchId: { type: 'string', format: 'uuid' },
    dateOrder: { type: 'string', enum: ['dmy', 'mdy', 'ymd'] },
  });
