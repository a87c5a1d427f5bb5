import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsEmail,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  MinLength,
  ValidateBy,
  ValidateIf,
  ValidateNested,
  type ValidationArguments,
} from 'class-validator';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { isLocalDate } from '../../kernel/local-date.js';
import { isTimeZone } from '../clock/clock.js';

/**
 * The field types of the contract, each one decorator. The name of a constraint is the code of its fault and the key of
 * its text in `fault-texts.ts`.
 */
const check = (name: string, valid: (value: unknown, args?: ValidationArguments) => boolean) =>
  ValidateBy({ name, validator: { validate: valid, defaultMessage: () => name } });

/** May be absent; null is refused. */
export const Optional = () => ValidateIf((_, value) => value !== undefined);

/** May be absent; null clears. */
export const Nullable = () => ValidateIf((_, value) => value !== undefined && value !== null);

// Control characters other than tab and line ends: never text a person meant to send, and NUL cannot be stored.

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

const trimmed = () =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value));

// Within a composed decorator the first check comes first: what it is, then how it is.

/** Free text up to `max` characters, trimmed, not empty. */
export const Text = (max: number) =>
  applyDecorators(
    trimmed(),
    IsString(),
    MinLength(1),
    MaxLength(max),
    check('controlCharacter', (value) => typeof value !== 'string' || !CONTROL.test(value)),
  );

/** A name on one line, 1 to 200 characters. */
export const Name = () =>
  applyDecorators(
    Text(200),
    check('oneLine', (value) => typeof value !== 'string' || !/[\r\n\t]/.test(value)),
  );

export const IdText = () => applyDecorators(IsString(), IsUUID('all'));

export const LocalDateText = () =>
  applyDecorators(
    ApiProperty({ type: 'string', format: 'date' }),
    check(
      'localDate',
      (value) =>
        typeof value === 'string' && isLocalDate(value) && value >= '1900-01-01' && value < '2200-01-01',
    ),
  );

export const TimeText = () =>
  applyDecorators(
    ApiProperty({ type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' }),
    check('timeOfDay', (value) => typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value)),
  );

const INSTANT =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** An RFC 3339 instant; kept in UTC with milliseconds. */
export const InstantText = () =>
  applyDecorators(
    ApiProperty({ type: 'string', format: 'date-time' }),
    Transform(({ value }: { value: unknown }) => (isInstant(value) ? new Date(value).toISOString() : value)),
    check('instant', (value) => isInstant(value)),
  );

function isInstant(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const match = INSTANT.exec(value);
  return match !== null && isLocalDate(match[1] ?? '') && value >= '1900' && value < '2200';
}

export const TimeZone = () => check('timeZone', (value) => typeof value === 'string' && isTimeZone(value));

export const Email = () => applyDecorators(trimmed(), IsString(), MaxLength(254), IsEmail());

/** Any spelling of a phone in, E.164 out; numbers without a country are Russian. */
export const Phone = (options?: { each: boolean }) =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      Array.isArray(value) ? value.map(toPhone) : toPhone(value),
    ),
    ValidateBy({ name: 'phone', validator: { validate: isPhone, defaultMessage: () => 'phone' } }, options),
  );

const isPhone = (value: unknown): boolean =>
  typeof value === 'string' && parsePhoneNumberFromString(value, 'RU')?.isValid() === true;

function toPhone(value: unknown): unknown {
  if (typeof value !== 'string' || value.length > 40) return value;
  const parsed = parsePhoneNumberFromString(value, 'RU');
  return parsed?.isValid() === true ? parsed.number : value;
}

/** A code of a dictionary: small letters, digits, dots and dashes. */
export const CodeText = () => applyDecorators(IsString(), Matches(/^[a-z0-9][a-z0-9.-]{0,19}$/));

/** A decimal number as text with at most two places, 0 to 100. */
export const PercentText = () =>
  applyDecorators(IsString(), Matches(/^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/));

/** A quantity above zero: a decimal text with up to three places. */
export const QuantityText = () => applyDecorators(IsString(), Matches(/^(?=.*[1-9])\d{1,9}(\.\d{1,3})?$/));

/** A quantity that may be zero. */
export const QuantityOrZeroText = () => applyDecorators(IsString(), Matches(/^\d{1,9}(\.\d{1,3})?$/));

/** A list of nested objects. */
export const ListOf = (type: () => new () => object, max: number) =>
  applyDecorators(
    Type(type),
    IsArray(),
    ArrayMaxSize(max),
    check('objects', eachObject),
    ValidateNested({ each: true }),
  );

const eachObject = (value: unknown): boolean =>
  !Array.isArray(value) ||
  value.every((item) => typeof item === 'object' && item !== null && !Array.isArray(item));
