import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsBoolean, IsInt, Max, Min, ValidateBy, ValidateNested } from 'class-validator';
import { Optional } from '../../platform/http/validators.js';

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const Nested = (type: () => new () => object): PropertyDecorator =>
  applyDecorators(
    ValidateNested(),
    Type(type),
    ValidateBy({ name: 'object', validator: { validate: isObject, defaultMessage: () => 'object' } }),
  );

/** What one mark of attendance costs and gives. */
export class MarkPolicyDto {
  /**
   * How many visits of a subscription it takes; 0 to 10.
   * @example 1
   */
  @Max(10)
  @Min(0)
  @IsInt()
  visits: number;

  /**
   * Percent of the single price (for `trial`, of the trial price) that is due when no subscription pays; 0 to 100.
   * @example 100
   */
  @Max(100)
  @Min(0)
  @IsInt()
  moneyPercent: number;

  /**
   * Whether the client counts as an attendee when the teacher is paid.
   * @example true
   */
  @IsBoolean()
  countsForPay: boolean;

  /**
   * Whether the client may make the lesson up.
   * @example false
   */
  @IsBoolean()
  givesMakeUp: boolean;
}

/** What each mark of attendance costs and gives; marks that are left out keep what they have, by default the usual. */
export class ChargingPolicyRequest {
  /**
   * Was there. Default: 1 visit, 100 %, counts.
   * @example {"visits": 1, "moneyPercent": 100, "countsForPay": true, "givesMakeUp": false}
   */
  @Nested(() => MarkPolicyDto)
  @Optional()
  present?: MarkPolicyDto;

  /**
   * Came late. Default: 1 visit, 100 %, counts.
   * @example {"visits": 1, "moneyPercent": 100, "countsForPay": true, "givesMakeUp": false}
   */
  @Nested(() => MarkPolicyDto)
  @Optional()
  late?: MarkPolicyDto;

  /**
   * Was not there, without a good reason. Default: 1 visit, 100 %, does not count.
   * @example {"visits": 1, "moneyPercent": 100, "countsForPay": false, "givesMakeUp": false}
   */
  @Nested(() => MarkPolicyDto)
  @Optional()
  absent?: MarkPolicyDto;

  /**
   * Was not there, with a good reason. Default: nothing, gives a make-up.
   * @example {"visits": 0, "moneyPercent": 0, "countsForPay": false, "givesMakeUp": true}
   */
  @Nested(() => MarkPolicyDto)
  @Optional()
  absent_excused?: MarkPolicyDto;

  /**
   * Nobody marked them: taken as present. Default: 1 visit, 100 %, counts.
   * @example {"visits": 1, "moneyPercent": 100, "countsForPay": true, "givesMakeUp": false}
   */
  @Nested(() => MarkPolicyDto)
  @Optional()
  not_marked?: MarkPolicyDto;

  /**
   * Came to try. Default: no visit, the trial price.
   * @example {"visits": 0, "moneyPercent": 100, "countsForPay": false, "givesMakeUp": false}
   */
  @Nested(() => MarkPolicyDto)
  @Optional()
  trial?: MarkPolicyDto;

  /**
   * Came to make a missed lesson up. Default: 1 visit, 100 %, counts; nothing is charged when the missed lesson was.
   * @example {"visits": 1, "moneyPercent": 100, "countsForPay": true, "givesMakeUp": false}
   */
  @Nested(() => MarkPolicyDto)
  @Optional()
  make_up?: MarkPolicyDto;

  /**
   * Was let in for free. Default: nothing is charged, counts.
   * @example {"visits": 0, "moneyPercent": 0, "countsForPay": true, "givesMakeUp": false}
   */
  @Nested(() => MarkPolicyDto)
  @Optional()
  free?: MarkPolicyDto;

  /**
   * Their subscription is frozen. Default: nothing.
   * @example {"visits": 0, "moneyPercent": 0, "countsForPay": false, "givesMakeUp": false}
   */
  @Nested(() => MarkPolicyDto)
  @Optional()
  frozen?: MarkPolicyDto;
}

/** What each mark of attendance costs and gives. */
export class ChargingPolicyView {
  /**
   * Was there.
   * @example {"visits": 1, "moneyPercent": 100, "countsForPay": true, "givesMakeUp": false}
   */
  present: MarkPolicyDto;
  /**
   * Came late.
   * @example {"visits": 1, "moneyPercent": 100, "countsForPay": true, "givesMakeUp": false}
   */
  late: MarkPolicyDto;
  /**
   * Was not there, without a good reason.
   * @example {"visits": 1, "moneyPercent": 100, "countsForPay": false, "givesMakeUp": false}
   */
  absent: MarkPolicyDto;
  /**
   * Was not there, with a good reason.
   * @example {"visits": 0, "moneyPercent": 0, "countsForPay": false, "givesMakeUp": true}
   */
  absent_excused: MarkPolicyDto;
  /**
   * Nobody marked them: taken as present.
   * @example {"visits": 1, "moneyPercent": 100, "countsForPay": true, "givesMakeUp": false}
   */
  not_marked: MarkPolicyDto;
  /**
   * Came to try.
   * @example {"visits": 0, "moneyPercent": 100, "countsForPay": false, "givesMakeUp": false}
   */
  trial: MarkPolicyDto;
  /**
   * Came to make a missed lesson up.
   * @example {"visits": 1, "moneyPercent": 100, "countsForPay": true, "givesMakeUp": false}
   */
  make_up: MarkPolicyDto;
  /**
   * Was let in for free.
   * @example {"visits": 0, "moneyPercent": 0, "countsForPay": true, "givesMakeUp": false}
   */
  free: MarkPolicyDto;
  /**
   * Their subscription is frozen.
   * @example {"visits": 0, "moneyPercent": 0, "countsForPay": false, "givesMakeUp": false}
   */
  frozen: MarkPolicyDto;
}
