import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsInt, IsString, Matches, Max, Min, ValidateBy, ValidateNested } from 'class-validator';
import { currency } from '../config/currency.js';

/** An amount of money in whole minor units. */
export class MoneyDto {
  /**
   * Minor units (kopecks), an integer.
   * @example 150000
   */
  @Max(1_000_000_000_000)
  @Min(0)
  @IsInt()
  amount: number;

  /**
   * ISO 4217 code; the organisation has one currency.
   * @example "RUB"
   */
  @CurrencyText()
  @Matches(/^[A-Z]{3}$/)
  @IsString()
  currency: string;
}

/** An amount that may be below zero, in whole minor units. */
export class SignedMoney {
  /**
   * Minor units (kopecks); below zero it lowers what is owed.
   * @example 90000
   */
  amount: number;
  /**
   * ISO 4217 code.
   * @example "RUB"
   */
  currency: string;
}

/** A nested amount of money. */
export const MoneyField = (): PropertyDecorator =>
  applyDecorators(
    ValidateNested(),
    Type(() => MoneyDto),
    ValidateBy({
      name: 'object',
      validator: {
        validate: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
        defaultMessage: () => 'object',
      },
    }),
  );

function CurrencyText(): PropertyDecorator {
  return ValidateBy({
    name: 'organisationCurrency',
    validator: {
      validate: (value) => value === currency(),
      defaultMessage: () => currency(),
    },
  });
}
