import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { IdText, Optional } from '../../../platform/http/validators.js';

/** How to import. */
export class ImportQuery {
  /** Branch of the rows that name none. */
  @IdText()
  @Optional()
  branchId?: string;

  /** `true` does all of it, answers, and keeps nothing. */
  @IsIn(['true', 'false'])
  @Optional()
  dryRun?: string;
}

/** What is wrong with one cell. */
export class ImportFault {
  /**
   * Row as the spreadsheet numbers it; the header is row 1.
   * @example 7
   */
  row: number;
  /**
   * Header of the column, as written in the file.
   * @example "Дата рождения"
   */
  column: string;
  /** @example "date.not-valid" */
  code: string;
  /** @example "\"31.02.2016\" is not a day that exists; write 05.03.2016." */
  detail: string;
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
  /** Every fault of every row, by row. */
  faults: ImportFault[];
  /**
   * Headers that mean nothing here; their cells were not read.
   * @example ["Примечание"]
   */
  ignoredColumns: string[];
  /** Whether this was a rehearsal. */
  dryRun: boolean;
}

/** A CSV file as the body, or in a form. */
export const CsvBody = () =>
  applyDecorators(
    ApiConsumes('text/csv', 'multipart/form-data'),
    ApiBody({
      description:
        'CSV as a spreadsheet exports it: `;`, `,` or tab; UTF-8, UTF-16 or Windows-1251; at most 10 MB and 20,000 rows.',
      schema: {
        type: 'object',
        properties: {
          file: { type: 'string', format: 'binary' },
          branchId: { type: 'string', format: 'uuid' },
        },
      },
    }),
  );
