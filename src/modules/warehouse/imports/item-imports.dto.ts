import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { IdText, Optional, Text } from '../../../platform/http/validators.js';
import { ImportFault } from '../../../platform/imports/imports.dto.js';

/** How to import items; a form may carry the same members. */
export class ItemImportQuery {
  /** Where opening balances go; rows with a quantity need it. */
  @IdText()
  @Optional()
  warehouseId?: string;

  /**
   * Which header is which field, as a JSON object; null passes a column over. Others are recognised by their names.
   * @example "{\"Арт.\":\"sku\",\"Remark\":null}"
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

  /** Name of the sheet of a workbook; the first visible one when absent. */
  @Text(100)
  @Optional()
  sheet?: string;

  /** `true` does all of it, reports, and keeps nothing but the report. */
  @IsIn(['true', 'false'])
  @Optional()
  dryRun?: string;
}

/** What an import of items did, or with dryRun would do. */
export class ItemImportResult {
  /**
   * Rows with anything in them.
   * @example 40
   */
  rows: number;
  /**
   * Items made.
   * @example 32
   */
  created: number;
  /**
   * Rows whose SKU is there already; the item stays as it is.
   * @example 0
   */
  unchanged: number;
  /**
   * Opening balances that came in, of items that had never moved in the warehouse.
   * @example 20
   */
  received: number;
  /**
   * Rows left out for a fault.
   * @example 8
   */
  faulty: number;
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
