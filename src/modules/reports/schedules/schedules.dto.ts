import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { IdText, InstantText, Optional, Text } from '../../../platform/http/validators.js';
import { PARAMETERS } from './schedule-requests.dto.js';

export class ScheduledReportShown {
  /** @example "attendance" */
  report: string;
  @ApiProperty(PARAMETERS)
  parameters: Record<string, unknown>;
}

export class ScheduleOwner {
  id: string;
  /** @example "Anna Petrova" */
  name: string;
}

export class LastDelivery {
  id: string;
  tick: string;
  /** @example "mailed" */
  status: string;
  problem: string | null;
}

/** Reports sent by themselves. */
export class ReportSchedule {
  id: string;
  /** @example "Monday digest" */
  name: string;
  /** On whose behalf it is computed, with what they may see when it is. */
  owner: ScheduleOwner;
  reports: ScheduledReportShown[];
  /** @example "0 9 * * 1" */
  cron: string;
  /** @example "Europe/Moscow" */
  timeZone: string;
  userIds: string[];
  /** Null for who may not see contacts. */
  emails: string[] | null;
  /** @example "ru" */
  language: string;
  /** @example ["xlsx"] */
  formats: string[];
  /** @example "latest" */
  catchUp: string;
  isPaused: boolean;
  isArchived: boolean;
  /** Null while it is paused or archived. */
  nextTickAt: string | null;
  lastDelivery: LastDelivery | null;
  /** @example 1 */
  version: number;
  createdAt: string;
  createdBy: Signature;
  updatedAt: string;
  updatedBy: Signature;
}

export class ReportSchedulePage extends PageOf(ReportSchedule) {}

/** Which schedules. */
export class ReportScheduleListQuery extends PageQuery {
  /**
   * `false` (also when absent) gives those in use, `true` the archived, `any` both.
   * @example "false"
   */
  @IsIn(['true', 'false', 'any'])
  @Optional()
  archived?: string;

  /**
   * Those of this user.
   * @example "019aa5f0-0000-7000-8000-000000000022"
   */
  @IdText()
  @Optional()
  ownerId?: string;

  /**
   * Part of the name.
   * @example "digest"
   */
  @Text(100)
  @Optional()
  q?: string;

  /** Changed at this instant or later. */
  @InstantText()
  @Optional()
  updatedSince?: string;
}
