import { IsInt, Max, Min } from 'class-validator';
import { MoneyDto, MoneyField } from '../../platform/http/money.dto.js';

/** What is paid from a head-count on. */
export class PayBracketRequest {
  /**
   * From so many attendees; the first bracket is from 0, each begins above the one before.
   * @example 0
   */
  @Max(1000)
  @Min(0)
  @IsInt()
  from: number;

  /**
   * Per lesson, hour or attendee, as the basis says.
   * @example {"amount": 60000, "currency": "RUB"}
   */
  @MoneyField()
  rate: MoneyDto;
}

/** What is paid from a head-count on. */
export class PayBracketView {
  /**
   * From so many attendees.
   * @example 0
   */
  from: number;
  /**
   * Per lesson, hour or attendee.
   * @example {"amount": 60000, "currency": "RUB"}
   */
  rate: MoneyDto;
}
