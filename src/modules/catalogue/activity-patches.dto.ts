import { IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import { MoneyDto, MoneyField } from '../../platform/http/money.dto.js';
import { EditPatch } from '../../platform/http/page.dto.js';
import { CodeText, Name, Nullable, Optional } from '../../platform/http/validators.js';
import { kinds, materialsPolicies, type ActivityKind, type MaterialsPolicy } from './activity.rules.js';
import { Nested, ChargingPolicyRequest } from './charging-policy.dto.js';

/** A change of an activity; members left out stay as they are. */
export class ActivityPatch extends EditPatch {
  /**
   * Name, unique in the catalogue.
   * @example "English, beginners"
   */
  @Name()
  @Optional()
  name?: string;

  /**
   * What it is: course, drop_in, hourly or event.
   * @example "course"
   */
  @IsIn(kinds)
  @Optional()
  kind?: ActivityKind;

  /**
   * Category, in the words of the centre. Null clears it.
   * @example "Languages"
   */
  @Name()
  @Nullable()
  category?: string | null;

  /**
   * Youngest age it is meant for, in full years. Null clears it.
   * @example 7
   */
  @Max(120)
  @Min(0)
  @IsInt()
  @Nullable()
  ageFrom?: number | null;

  /**
   * Oldest age it is meant for, in full years, that age included. Null clears it.
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
  @Optional()
  lessonMinutes?: number;

  /**
   * Minutes in an hour of pay: 60, or 45 for an academic hour.
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
  @Optional()
  capacity?: number;

  /**
   * Price of one visit without a subscription.
   * @example {"amount": 80000, "currency": "RUB"}
   */
  @MoneyField()
  @Optional()
  singlePrice?: MoneyDto;

  /**
   * Price of a trial lesson.
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
   * How visits are taxed: a code of `/v1/vat-rates`. What was charged keeps its own.
   * @example "exempt"
   */
  @CodeText()
  @Optional()
  vatCode?: string;

  /**
   * What completing a lesson does with the materials of its cost norm. `available` issues what there is and tells what
   * lacks; `required` issues all of them or refuses the completion; `none` issues nothing.
   * @example "available"
   */
  @IsIn(materialsPolicies)
  @Optional()
  materialsPolicy?: MaterialsPolicy;

  /**
   * What each mark costs; marks left out stay as they are. Lessons held before keep what they were charged.
   * @example {"absent": {"visits": 1, "moneyPercent": 50, "countsForPay": false, "givesMakeUp": true}}
   */
  @Nested(() => ChargingPolicyRequest)
  @Optional()
  chargingPolicy?: ChargingPolicyRequest;

  /**
   * `true` archives the activity, `false` takes it out of the archive.
   * @example false
   */
  @IsBoolean()
  @Optional()
  isArchived?: boolean;
}
