import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, Max, Min, ValidateBy, ValidateNested } from 'class-validator';
import { MoneyDto, MoneyField } from '../../platform/http/money.dto.js';
import { EditPatch, PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import { CodeText, InstantText, Name, Nullable, Optional, Text } from '../../platform/http/validators.js';
import { kinds, materialsPolicies, type ActivityKind, type MaterialsPolicy } from './activity.rules.js';

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const Nested = (type: () => new () => object): PropertyDecorator =>
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

/** Something a centre teaches or offers, with its prices. */
export class Activity {
  /**
   * Id of the activity.
   * @example "0193a5e0-9e3c-7e5a-8d9c-2f8e3c4d5e6f"
   */
  id: string;
  /**
   * Name, unique in the catalogue.
   * @example "English, beginners"
   */
  name: string;
  /**
   * What it is: course, drop_in, hourly or event.
   * @example "course"
   */
  kind: ActivityKind;
  /**
   * Category, in the words of the centre.
   * @example "Languages"
   */
  category: string | null;
  /**
   * Youngest age it is meant for, in full years.
   * @example 7
   */
  ageFrom: number | null;
  /**
   * Oldest age it is meant for, in full years, that age included.
   * @example 9
   */
  ageTo: number | null;
  /**
   * Length of a lesson in minutes; 5 to 1440.
   * @example 60
   */
  lessonMinutes: number;
  /**
   * Minutes in an hour of pay: 60, or 45 for an academic hour.
   * @example 60
   */
  hourMinutes: number;
  /**
   * How many clients fit into one group.
   * @example 10
   */
  capacity: number;
  /**
   * Price of one visit without a subscription.
   * @example {"amount": 80000, "currency": "RUB"}
   */
  singlePrice: MoneyDto;
  /**
   * Price of a trial lesson.
   * @example {"amount": 30000, "currency": "RUB"}
   */
  trialPrice: MoneyDto;
  /**
   * Whether members need a medical certificate.
   * @example false
   */
  needsCertificate: boolean;
  /**
   * How visits are taxed: a code of `/v1/vat-rates`.
   * @example "exempt"
   */
  vatCode: string;
  /**
   * What completing a lesson does with the materials of its cost norm: `none`, `available` or `required`.
   * @example "available"
   */
  materialsPolicy: MaterialsPolicy;
  /** What each mark of attendance costs and gives. */
  chargingPolicy: ChargingPolicyView;
  /**
   * An archived activity is offered no more; what was held and sold stays.
   * @example false
   */
  isArchived: boolean;
  /**
   * Grows by one with every change.
   * @example 1
   */
  version: number;
  /**
   * When it was made.
   * @example "2026-11-23T09:30:00.000Z"
   */
  createdAt: string;
  /** Who made it. */
  createdBy: Signature;
  /**
   * When it was last changed.
   * @example "2026-11-23T09:30:00.000Z"
   */
  updatedAt: string;
  /** Who changed it last. */
  updatedBy: Signature;
}

export class ActivityPage extends PageOf(Activity) {}

/** Filters of activities. */
export class ActivityListQuery extends PageQuery {
  /**
   * Only of this kind.
   * @example "course"
   */
  @IsIn(kinds)
  @Optional()
  kind?: ActivityKind;

  /**
   * Only of this category, in any case of letters.
   * @example "Languages"
   */
  @Text(200)
  @Optional()
  category?: string;

  /**
   * Part of a name or a category.
   * @example "english"
   */
  @Text(100)
  @Optional()
  q?: string;

  /**
   * `false` (also when absent) gives those in use, `true` the archived, `any` both.
   * @example "false"
   */
  @IsIn(['true', 'false', 'any'])
  @Optional()
  archived?: string;

  /**
   * Only those changed at this instant or later.
   * @example "2026-11-23T00:00:00Z"
   */
  @InstantText()
  @Optional()
  updatedSince?: string;
}
