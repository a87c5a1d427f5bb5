import { IsIn } from 'class-validator';
import { MoneyDto, MoneyField } from '../../../platform/http/money.dto.js';
import { Signature } from '../../../platform/http/page.dto.js';
import { Nullable, Text } from '../../../platform/http/validators.js';

const overrideBases = ['lesson', 'hour', 'attendee'] as const;
type OverrideBasis = (typeof overrideBases)[number];

/** What one lesson pays its teacher, instead of what the schemes say. */
export class LessonPayRequest {
  /**
   * The whole pay, final, without premiums; or give basis and rate.
   * @example {"amount": 300000, "currency": "RUB"}
   */
  @MoneyField()
  @Nullable()
  amount?: MoneyDto | null;

  /**
   * What a rate is paid for.
   * @example "hour"
   */
  @IsIn(overrideBases)
  @Nullable()
  basis?: OverrideBasis | null;

  /**
   * Another rate for this lesson; premiums come on top.
   * @example {"amount": 90000, "currency": "RUB"}
   */
  @MoneyField()
  @Nullable()
  rate?: MoneyDto | null;

  /**
   * Why.
   * @example "two groups were put together"
   */
  @Text(500)
  reason: string;
}

/** What one lesson pays its teacher by somebody's word. */
export class LessonPay {
  /**
   * The lesson.
   * @example "0193a5e0-b05e-7a7c-8fbe-4bafae6f7081"
   */
  lessonId: string;
  /**
   * The whole pay; null when a rate is set.
   * @example {"amount": 300000, "currency": "RUB"}
   */
  amount: MoneyDto | null;
  /**
   * What the rate is paid for; null when an amount is set.
   * @example null
   */
  basis: OverrideBasis | null;
  /**
   * The rate of this lesson; null when an amount is set.
   * @example null
   */
  rate: MoneyDto | null;
  /**
   * Why.
   * @example "two groups were put together"
   */
  reason: string;
  /**
   * Grows by one with every change.
   * @example 1
   */
  version: number;
  /**
   * When it was last set.
   * @example "2026-11-23T09:30:00.000Z"
   */
  updatedAt: string;
  /** Who set it. */
  updatedBy: Signature;
}
