import { ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsObject,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
} from 'class-validator';
import { EditPatch } from '../../../platform/http/page.dto.js';
import { ListOf, Name, Optional, Text, TimeZone } from '../../../platform/http/validators.js';
import { CATCH_UPS, FILE_FORMATS, LANGUAGES, type CatchUp, type FileFormat } from './schedule.rules.js';

export const PARAMETERS = {
  type: 'object',
  additionalProperties: true,
  description:
    'Parameters as the report takes them, but those that would fix its days (`from`, `to`, `asOf`) and `format`: `period` by its name, by the day of the tick. `compare` is true when absent.',
  example: { period: 'last_week' },
} as const;

/** A report of a letter. */
export class ScheduledReportDto {
  /**
   * Its code.
   * @example "attendance"
   */
  @Matches(/^[a-z]+(-[a-z]+)*$/)
  @MaxLength(100)
  @IsString()
  report: string;

  @ApiPropertyOptional(PARAMETERS)
  @IsObject()
  @Optional()
  parameters?: Record<string, unknown>;
}

/** A new schedule; with a `template` whatever is left out is as the template has it. */
export class ReportScheduleRequest {
  /**
   * Code of a template.
   * @example "monday-digest"
   */
  @Text(100)
  @Optional()
  template?: string;

  /**
   * Name; the letter is called so. Required without a template.
   * @example "Monday digest"
   */
  @Name()
  @Optional()
  name?: string;

  /** Reports, in the order of the letter. Required without a template. */
  @ArrayMinSize(1)
  @ListOf(() => ScheduledReportDto, 10)
  @Optional()
  reports?: ScheduledReportDto[];

  /**
   * Minute, hour, day of the month, month, weekday. Required without a template.
   * @example "0 9 * * 1"
   */
  @Text(200)
  @Optional()
  cron?: string;

  /**
   * IANA zone of `cron`; that of your first branch when absent.
   * @example "Europe/Moscow"
   */
  @TimeZone()
  @Optional()
  timeZone?: string;

  /** Users who get it, each at their own address. */
  @IsUUID('all', { each: true })
  @ArrayUnique()
  @ArrayMaxSize(100)
  @IsArray()
  @Optional()
  userIds?: string[];

  /**
   * Other addresses; needs the right to see contacts.
   * @example ["director@example.org"]
   */
  @IsEmail({}, { each: true })
  @ArrayUnique()
  @ArrayMaxSize(100)
  @IsArray()
  @Optional()
  emails?: string[];

  /**
   * Language of the letter: `ru` when absent.
   * @example "ru"
   */
  @IsIn(LANGUAGES)
  @Optional()
  language?: 'ru' | 'en';

  /**
   * Files beside the letter, one of each report; none when absent.
   * @example ["xlsx"]
   */
  @IsIn(FILE_FORMATS, { each: true })
  @ArrayUnique()
  @ArrayMaxSize(3)
  @IsArray()
  @Optional()
  formats?: FileFormat[];

  /**
   * After downtime: `latest` (when absent) sends the latest letter missed, `none` none older than an hour.
   * @example "latest"
   */
  @IsIn(CATCH_UPS)
  @Optional()
  catchUp?: CatchUp;
}

/**
 * A change of a schedule; members left out stay as they are. Whoever changes reports or recipients becomes the owner:
 * the figures are those the owner may see.
 */
export class ReportSchedulePatch extends EditPatch {
  /**
   * Name; the letter is called so.
   * @example "Monday digest"
   */
  @Name()
  @Optional()
  name?: string;

  /** Reports, in the order of the letter. */
  @ArrayMinSize(1)
  @ListOf(() => ScheduledReportDto, 10)
  @Optional()
  reports?: ScheduledReportDto[];

  /**
   * Minute, hour, day of the month, month, weekday.
   * @example "0 9 * * 1"
   */
  @Text(200)
  @Optional()
  cron?: string;

  /**
   * IANA zone of `cron`.
   * @example "Europe/Moscow"
   */
  @TimeZone()
  @Optional()
  timeZone?: string;

  /** Users who get it, each at their own address. */
  @IsUUID('all', { each: true })
  @ArrayUnique()
  @ArrayMaxSize(100)
  @IsArray()
  @Optional()
  userIds?: string[];

  /**
   * Other addresses; needs the right to see contacts.
   * @example ["director@example.org"]
   */
  @IsEmail({}, { each: true })
  @ArrayUnique()
  @ArrayMaxSize(100)
  @IsArray()
  @Optional()
  emails?: string[];

  /**
   * Language of the letter.
   * @example "ru"
   */
  @IsIn(LANGUAGES)
  @Optional()
  language?: 'ru' | 'en';

  /**
   * Files beside the letter, one of each report.
   * @example ["xlsx"]
   */
  @IsIn(FILE_FORMATS, { each: true })
  @ArrayUnique()
  @ArrayMaxSize(3)
  @IsArray()
  @Optional()
  formats?: FileFormat[];

  /**
   * After downtime: `latest` sends the latest letter missed, `none` none older than an hour.
   * @example "latest"
   */
  @IsIn(CATCH_UPS)
  @Optional()
  catchUp?: CatchUp;

  /**
   * `true` archives the schedule, `false` takes it out of the archive.
   * @example false
   */
  @IsBoolean()
  @Optional()
  isArchived?: boolean;
}
