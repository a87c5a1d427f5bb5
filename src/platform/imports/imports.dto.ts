import { applyDecorators, type Type } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiExtraModels,
  ApiProperty,
  getSchemaPath,
} from '@nestjs/swagger';
import { Operation } from '../operations/operations.dto.js';

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
  /** Values behind the detail, such as what the cell holds. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  params: object;
  /**
   * In the language of the request that reads it.
   * @example "\"31.02.2016\" is not a day that exists; write 05.03.2016."
   */
  detail: string;
}

/** An import under way, or what came of it: an operation with this as its result. */
export const ImportAnswerOf = (result: Type) =>
  applyDecorators(
    ApiExtraModels(Operation, result),
    ApiCreatedResponse({
      schema: {
        allOf: [
          { $ref: getSchemaPath(Operation) },
          {
            type: 'object',
            properties: { result: { anyOf: [{ $ref: getSchemaPath(result) }, { type: 'null' }] } },
          },
        ],
      },
    }),
  );

/** A table as the body, or in a form beside members of the import's own. */
export const SheetBodyWith = (members: Record<string, object>) =>
  applyDecorators(
    ApiConsumes(
      'text/csv',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'multipart/form-data',
    ),
    ApiBody({
      description:
        'CSV as a spreadsheet exports it (`;`, `,` or tab; UTF-8, UTF-16 or Windows-1251) or XLSX; at most 20 MB, 100,000 rows and 300 columns.',
      schema: {
        type: 'object',
        properties: {
          file: { type: 'string', format: 'binary' },
          mapping: { type: 'string' },
          onError: { type: 'string', enum: ['skip', 'stop'] },
          sheet: { type: 'string' },
          ...members,
        },
      },
    }),
  );
