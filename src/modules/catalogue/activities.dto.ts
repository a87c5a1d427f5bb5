import { IsIn } from 'class-validator';
import { MoneyDto } from '../../platform/http/money.dto.js';
import { PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import { InstantText, Optional, Text } from '../../platform/http/validators.js';
import { kinds, type ActivityKind, type MaterialsPolicy } from './activity.rules.js';
import { ChargingPolicyView } from './charging-policy.dto.js';

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
