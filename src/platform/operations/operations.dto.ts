import { applyDecorators } from '@nestjs/common';
import { ApiExtension, ApiHeader, ApiOkResponse, ApiProduces, ApiProperty } from '@nestjs/swagger';
import { PageOf, PageQuery } from '../http/page.dto.js';
import { Optional, Text } from '../http/validators.js';

/** Filters of operations. */
export class OperationListQuery extends PageQuery {
  /**
   * States, comma between them: queued, running, succeeded, failed, cancelled.
   * @example "queued,running"
   */
  @Text(100)
  @Optional()
  status?: string;

  /**
   * What is done.
   * @example "clients.import"
   */
  @Text(100)
  @Optional()
  kind?: string;
}

/** How far an operation is. */
export class OperationProgress {
  /**
   * 0 to 100; null while nobody knows how much there is to do.
   * @example 45
   */
  percent: number | null;
  /**
   * Units done, such as rows.
   * @example 900
   */
  done: number;
  /**
   * Units in all; null while nobody knows.
   * @example 2000
   */
  total: number | null;
}

/** A file an operation made. */
export class OperationFile {
  id: string;
  /** @example "families-faulty.csv" */
  name: string;
  /** @example "text/csv; charset=utf-8" */
  mediaType: string;
  /**
   * Bytes.
   * @example 4096
   */
  size: number;
  /** When it goes. */
  expiresAt: string | null;
  /**
   * Where to get it.
   * @example "/v1/operations/019aae00-0000-7000-8000-000000000001/files/019aae00-0000-7000-8000-000000000002"
   */
  href: string;
}

/** Long work, and what came of it. */
export class Operation {
  id: string;
  /** @example "clients.import" */
  kind: string;
  /**
   * queued and running are under way; succeeded, failed and cancelled are the end.
   * @example "running"
   */
  status: string;
  progress: OperationProgress;
  /** What came of it, or, while it runs, what did so far; of a shape its kind names. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  result: object | null;
  /** The problem it failed with, RFC 9457. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  error: object | null;
  /** Files it made. */
  files: OperationFile[];
  createdAt: string;
  /** Null while it waits. */
  startedAt: string | null;
  /** Null while it is under way. */
  finishedAt: string | null;
  /** When somebody asked it to stop. */
  cancelRequestedAt: string | null;
}

export class OperationPage extends PageOf(Operation) {}

/** A route whose work goes on after its answer. */
export const LongWork = () =>
  applyDecorators(
    ApiExtension('x-long-work', true),
    ApiHeader({
      name: 'Prefer',
      required: false,
      description:
        '`wait=5` waits up to so many seconds (at most 30) and answers 200 with the finished operation.',
      schema: { type: 'string', example: 'wait=5' },
    }),
  );

/** An answer that is a file. */
export const FileAnswer = () =>
  applyDecorators(
    ApiProduces('application/octet-stream'),
    ApiOkResponse({ schema: { type: 'string', format: 'binary' } }),
  );
