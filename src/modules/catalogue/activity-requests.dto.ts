import { IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import { MoneyDto, MoneyField } from '../../platform/http/money.dto.js';
import { CodeText, Name, Nullable, Optional } from '../../platform/http/validators.js';
import { kinds, materialsPolicies, type ActivityKind, type MaterialsPolicy } from './activity.rules.js';
import { Nested, ChargingPolicyRequest } from './charging-policy.dto.js';

/** A new activity. */
export class ActivityRequest {
  /**
   * Name, unique in the catalogue.
   * @example "English, beginners"
   */
  @Name()
  name: string;

  /**
   * What it is: course, drop_in, hourly or event.
   * @example "course"
   */
  @IsIn(kinds)
  kind: ActivityKind;

  /**
   * Category, in the words of the centre.
   * @example "Languages"
   */
  @Name()
  @Nullable()
  category?: string | null;

  /**
   * Youngest age it is meant for, in full years.
   * @example 7
   */
  @Max(120)
  @Min(0)
  @IsInt()
  @Nullable()
  ageFrom?: number | null;

  /**
   * Oldest age it is meant for, in full years, that age included.
   * @example 9
   */
  @Max(120)
  @Min(0)
  @IsInt()
  @Nullable()
  ageTo?: number | null;

  /**
   * Length of a lesson in minutes; 5 to 1440.
   * @example 60
   */
  @Max(1440)
  @Min(5)
  @IsInt()
  lessonMinutes: number;

  /**
   * Minutes in an hour of pay: 60, or 45 for an academic hour; 60 when absent.
   * @example 60
   */
  @IsIn([45, 60])
  @Optional()
  hourMinutes?: number;

  /**
   * How many clients fit into one group.
   * @example 10
   */
  @Max(10_000)
  @Min(1)
  @IsInt()
  capacity: number;

  /**
   * Price of one visit without a subscription.
   * @example {"amount": 80000, "currency": "RUB"}
   */
  @MoneyField()
  singlePrice: MoneyDto;

  /**
   * Price of a trial lesson; 0 when absent.
   * @example {"amount": 30000, "currency": "RUB"}
   */
  @MoneyField()
  @Optional()
  trialPrice?: MoneyDto;

  /**
   * Whether members need a medical certificate: one that ends soon or has ended colours them.
   * @example false
   */
  @IsBoolean()
  @Optional()
  needsCertificate?: boolean;

  /**
   * How visits are taxed: a code of `/v1/vat-rates`. Default: `exempt`, as lessons with minors are.
   * @example "exempt"
   */
  @CodeText()
  @Optional()
  vatCode?: string;

  /**
   * What completing a lesson does with the materials of its cost norm. `available` issues what there is and tells what
   * lacks; `required` issues all of them or refuses the completion; `none` issues nothing. `available` when absent.
   * @example "available"
   */
  @IsIn(materialsPolicies)
  @Optional()
  materialsPolicy?: MaterialsPolicy;

  /**
   * What each mark costs; marks left out get the defaults.
   * @example {"absent": {"visits": 1, "moneyPercent": 50, "countsForPay": false, "givesMakeUp": true}}
   */
  @Nested(() => ChargingPolicyRequest)
  @Optional()
  chargingPolicy?: ChargingPolicyRequest;
}
