import { applyDecorators } from '@nestjs/common';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { PageQuery } from '../../platform/http/page.dto.js';
import { IdText, InstantText, Optional, Text } from '../../platform/http/validators.js';
import { statuses } from './client.rules.js';
import { levels, type Level } from './standing.dto.js';

const splitAtCommas = () =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.split(',').map((one) => one.trim()) : value,
  );

/** `a,b` in a query. */
const Commas = (allowed: readonly string[]) =>
  applyDecorators(splitAtCommas(), IsIn(allowed, { each: true }), IsArray());

/** Up to twenty words with commas in a query. */
const CommaWords = () =>
  applyDecorators(
    splitAtCommas(),
    MaxLength(200, { each: true }),
    MinLength(1, { each: true }),
    IsString({ each: true }),
    ArrayMaxSize(20),
    IsArray(),
  );

const Age = () =>
  applyDecorators(
    Max(150),
    Min(0),
    IsInt(),
    Type(() => Number),
  );

/** `MM-DD`. */
const MonthDay = () => applyDecorators(Matches(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/), IsString());

/** Filters and sorts (name, createdAt, updatedAt, number, birthDate) of the list of clients; those who were merged are not in it. */
export class ClientListQuery extends PageQuery {
  /** Clients of this branch. */
  @IdText()
  @Optional()
  branchId?: string;

  /**
   * One or more statuses, with commas.
   * @example ["active", "paused"]
   */
  @Commas(statuses)
  @Optional()
  status?: string[];

  /**
   * One or more colours, with commas.
   * @example ["red", "amber"]
   */
  @Commas(levels)
  @Optional()
  standing?: Level[];

  /**
   * Clients with any of these tags, with commas.
   * @example ["2026-summer"]
   */
  @CommaWords()
  @Optional()
  tag?: string[];

  /**
   * Clients with any of these interests, with commas.
   * @example ["chess", "drawing"]
   */
  @CommaWords()
  @Optional()
  interest?: string[];

  /**
   * One or more sources, with commas.
   * @example ["friends"]
   */
  @CommaWords()
  @Optional()
  source?: string[];

  /**
   * Text in the preferences or wishes.
   * @example "mornings"
   */
  @Text(100)
  @Optional()
  wish?: string;

  /**
   * Full years today, at least.
   * @example 6
   */
  @Age()
  @Optional()
  ageFrom?: number;

  /**
   * Full years today, at most.
   * @example 9
   */
  @Age()
  @Optional()
  ageTo?: number;

  /**
   * One or more age categories, with commas.
   * @example ["preschool", "junior"]
   */
  @CommaWords()
  @Optional()
  ageCategory?: string[];

  /**
   * Birthdays from this day of the year on.
   * @example "12-20"
   */
  @MonthDay()
  @Optional()
  birthdayFrom?: string;

  /**
   * Birthdays up to this day of the year; earlier than birthdayFrom it means the next year's.
   * @example "01-10"
   */
  @MonthDay()
  @Optional()
  birthdayTo?: string;

  /** Members of this group today. */
  @IdText()
  @Optional()
  groupId?: string;

  /** Members today of any group of this activity. */
  @IdText()
  @Optional()
  activityId?: string;

  /** Clients this guardian stands for. */
  @IdText()
  @Optional()
  guardianId?: string;

  /**
   * Words in any order, each a part of a name in either alphabet or even typed in the wrong keyboard layout; a phone in
   * any spelling, or its last digits; the guardians' too, so one word may be the child's and another the mother's. A number of a
   * client, or a part of an e-mail address. By phone and e-mail it finds only those whose contacts the caller may see.
   * @example "orlova"
   */
  @Text(100)
  @Optional()
  q?: string;

  /**
   * Clients changed at this instant or later.
   * @example "2026-11-01T00:00:00Z"
   */
  @InstantText()
  @Optional()
  updatedSince?: string;
}
