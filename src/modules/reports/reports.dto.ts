import { ApiProperty } from '@nestjs/swagger';

/** A column of a report, as the caller sees it. */
export class ReportColumn {
  /** @example "revenue" */
  code: string;
  /** @example "Revenue" */
  title: string;
  /**
   * text, integer, decimal, money, percent (87.5), date, instant or duration (minutes).
   * @example "money"
   */
  kind: string;
}

export class ReportPeriod {
  /**
   * The first day.
   * @example "2026-11-01"
   */
  from: string;
  /**
   * The day after the last.
   * @example "2026-12-01"
   */
  to: string;
}

const ROW = {
  type: 'object',
  additionalProperties: true,
  description: 'By the code of the column: money as an amount with its currency; null where there is none.',
} as const;

export class ReportBefore extends ReportPeriod {
  @ApiProperty({ type: 'array', items: ROW })
  rows: object[];
  @ApiProperty({ ...ROW, nullable: true })
  totals: object | null;
}

/** A report with its figures. */
export class ReportAnswer {
  /** @example "teachers" */
  code: string;
  /** @example "Teachers" */
  title: string;
  /** Null for a report of a moment. */
  period: ReportPeriod | null;
  /** What had been recorded by then. */
  asOf: string;
  /** The branch asked for; null: all within reach. */
  branchId: string | null;
  /**
   * By whose clock days are days.
   * @example "Europe/Moscow"
   */
  timeZone: string;
  /** The report's own parameters as they were understood. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  parameters: Record<string, string | number | boolean | null>;
  /** Those you may see. */
  columns: ReportColumn[];
  @ApiProperty({ type: 'array', items: ROW })
  rows: object[];
  /** Null when nothing of the report adds up. */
  @ApiProperty({ ...ROW, nullable: true })
  totals: object | null;
  /** The period of the same length before; null when it was not asked for. */
  previous: ReportBefore | null;
}

/** A parameter of a report's own. */
export class ReportParameter {
  /** @example "returnDays" */
  name: string;
  /** @example "Days of return" */
  title: string;
  /** @example "Who left and came back within so many days has not refused." */
  description: string;
  /**
   * choice, integer, yes-no or id.
   * @example "integer"
   */
  kind: string;
  /** Of a choice. */
  values: string[] | null;
  /** @example 0 */
  min: number | null;
  /** @example 365 */
  max: number | null;
  /** What is meant when it is not given. */
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }, { type: 'null' }] })
  default: string | number | boolean | null;
}

/** What a report answers, and how it is asked. */
export class ReportDescription {
  /** @example "teachers" */
  code: string;
  /** @example "Teachers" */
  title: string;
  description: string;
  /**
   * Where to ask for it; POST to `runs` beneath has it made by a worker.
   * @example "/v1/reports/teachers"
   */
  href: string;
  /**
   * What is meant without a period; null: the report is of a moment.
   * @example "this_month"
   */
  period: string | null;
  /** Whether it can be asked for as of a past moment. */
  hasAsOf: boolean;
  parameters: ReportParameter[];
  columns: ReportColumn[];
  /** @example ["json", "csv", "xlsx", "pdf", "html"] */
  formats: string[];
}

/** The reports there are for you. */
export class ReportCatalogue {
  items: ReportDescription[];
}

/** What came of a run. */
export class ReportRunResult {
  /** @example "teachers" */
  report: string;
  /** @example "xlsx" */
  format: string;
  period: ReportPeriod | null;
  asOf: string;
  branchId: string | null;
  /** @example 12 */
  rows: number;
}
