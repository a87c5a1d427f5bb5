import { applyDecorators } from '@nestjs/common';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { MoneyDto } from '../../platform/http/money.dto.js';
import { EditPatch, PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import {
  Email,
  IdText,
  InstantText,
  ListOf,
  LocalDateText,
  Name,
  Nullable,
  Optional,
  Phone,
  Text,
} from '../../platform/http/validators.js';
import { statuses, type ClientStatus } from './client.rules.js';
import { FirstConsent } from './consents/consents.dto.js';
import { ClientGuardian, GuardianRequest } from './guardians.dto.js';
import { HealthInput, NestedHealth } from './health/health.dto.js';

const startStatuses = ['lead', 'trial', 'active', 'paused'] as const;
export const levels = ['green', 'amber', 'red'] as const;
export type Level = (typeof levels)[number];

/** Up to thirty short texts. */
const Words = () =>
  applyDecorators(
    MaxLength(100, { each: true }),
    MinLength(1, { each: true }),
    IsString({ each: true }),
    ArrayUnique(),
    ArrayMaxSize(30),
    IsArray(),
  );

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

/** A client and their family, registered together. */
export class ClientRequest {
  /**
   * Branch of the client; today and age are counted in its time zone.
   * @example "0193a2f4-7c1e-7a65-9d0e-3f1d2c4b5a69"
   */
  @IdText()
  branchId: string;

  /**
   * Last name.
   * @example "Орлова"
   */
  @Name()
  lastName: string;

  /**
   * First name.
   * @example "Анна"
   */
  @Name()
  firstName: string;

  /**
   * Middle name.
   * @example "Ивановна"
   */
  @Name()
  @Nullable()
  middleName?: string | null;

  /**
   * Birth date; somebody under 18 needs a guardian, somebody of unknown age does not.
   * @example "2016-03-05"
   */
  @LocalDateText()
  @Nullable()
  birthDate?: string | null;

  /**
   * Sex.
   * @example "female"
   */
  @IsIn(['female', 'male'])
  @Nullable()
  sex?: 'female' | 'male' | null;

  /**
   * The client's own phones, in any spelling; kept as E.164. Needs `clients.contacts:write`.
   * @example ["+79161234567"]
   */
  @Phone({ each: true })
  @ArrayUnique()
  @ArrayMaxSize(5)
  @IsArray()
  @Optional()
  phones?: string[];

  /**
   * E-mail address; needs `clients.contacts:write`.
   * @example "anna@example.org"
   */
  @Email()
  @Nullable()
  email?: string | null;

  /**
   * Postal address; needs `clients.contacts:write`.
   * @example "Москва, Садовая, 5"
   */
  @Text(500)
  @Nullable()
  address?: string | null;

  /**
   * Status to begin with; active when absent.
   * @example "active"
   */
  @IsIn(startStatuses)
  @Optional()
  status?: 'lead' | 'trial' | 'active' | 'paused';

  /**
   * Where the client heard of the centre.
   * @example "friends"
   */
  @Text(200)
  @Nullable()
  source?: string | null;

  /**
   * Tags to find the client by.
   * @example ["2026-summer"]
   */
  @Words()
  @Optional()
  tags?: string[];

  /**
   * What the client likes.
   * @example ["chess"]
   */
  @Words()
  @Optional()
  interests?: string[];

  /**
   * Preferences of the family, in their words.
   * @example "mornings"
   */
  @Text(2000)
  @Nullable()
  preferences?: string | null;

  /**
   * Wishes of the family, in their words.
   * @example "to swim by summer"
   */
  @Text(2000)
  @Nullable()
  wishes?: string | null;

  /**
   * Id of the client in another system; unique.
   * @example "A-1042"
   */
  @Name()
  @Nullable()
  externalId?: string | null;

  /** Guardians; a child has at least one and exactly one of them pays. */
  @ListOf(() => GuardianRequest, 10)
  @Optional()
  guardians?: GuardianRequest[];

  /** What is known of the client's health; needs `clients.health:write`. Not shown with the client: see `clients/{id}/health`. */
  @NestedHealth()
  @Optional()
  health?: HealthInput;

  /** What the family agreed to; needs `consents:write`. */
  @ListOf(() => FirstConsent, 20)
  @Optional()
  consents?: FirstConsent[];

  /**
   * Register although somebody like this is there already.
   * @example false
   */
  @IsBoolean()
  @Optional()
  allowDuplicate?: boolean;
}

/** Changes of a client: absent members stay as they are, null clears. */
export class ClientPatch extends EditPatch {
  /**
   * Branch of the client; today and age are counted in its time zone.
   * @example "0193a2f4-7c1e-7a65-9d0e-3f1d2c4b5a69"
   */
  @IdText()
  @Optional()
  branchId?: string;

  /**
   * Last name.
   * @example "Орлова"
   */
  @Name()
  @Optional()
  lastName?: string;

  /**
   * First name.
   * @example "Анна"
   */
  @Name()
  @Optional()
  firstName?: string;

  /**
   * Middle name.
   * @example "Ивановна"
   */
  @Name()
  @Nullable()
  middleName?: string | null;

  /**
   * Birth date; somebody under 18 needs a guardian, somebody of unknown age does not.
   * @example "2016-03-05"
   */
  @LocalDateText()
  @Nullable()
  birthDate?: string | null;

  /**
   * Sex.
   * @example "female"
   */
  @IsIn(['female', 'male'])
  @Nullable()
  sex?: 'female' | 'male' | null;

  /**
   * The client's own phones, in any spelling; kept as E.164. Needs `clients.contacts:write`.
   * @example ["+79161234567"]
   */
  @Phone({ each: true })
  @ArrayUnique()
  @ArrayMaxSize(5)
  @IsArray()
  @Optional()
  phones?: string[];

  /**
   * E-mail address; needs `clients.contacts:write`.
   * @example "anna@example.org"
   */
  @Email()
  @Nullable()
  email?: string | null;

  /**
   * Postal address; needs `clients.contacts:write`.
   * @example "Москва, Садовая, 5"
   */
  @Text(500)
  @Nullable()
  address?: string | null;

  /**
   * Status: lead → trial → active ⇄ paused → left, and back from left to active.
   * @example "paused"
   */
  @IsIn(statuses)
  @Optional()
  status?: ClientStatus;

  /**
   * Why the client comes to this status, in one's own words. `left` needs this or statusReasonId; a status without a
   * reason clears both.
   * @example "moved away"
   */
  @Text(500)
  @Nullable()
  statusReason?: string | null;

  /**
   * The same from the dictionary; either of the two will do, and both may stand side by side.
   * @example "0193a2f4-7c1e-7a65-9d0e-3f1d2c4b5a69"
   */
  @IdText()
  @Nullable()
  statusReasonId?: string | null;

  /**
   * Where the client heard of the centre.
   * @example "friends"
   */
  @Text(200)
  @Nullable()
  source?: string | null;

  /**
   * Tags to find the client by.
   * @example ["2026-summer"]
   */
  @Words()
  @Optional()
  tags?: string[];

  /**
   * What the client likes.
   * @example ["chess"]
   */
  @Words()
  @Optional()
  interests?: string[];

  /**
   * Preferences of the family, in their words.
   * @example "mornings"
   */
  @Text(2000)
  @Nullable()
  preferences?: string | null;

  /**
   * Wishes of the family, in their words.
   * @example "to swim by summer"
   */
  @Text(2000)
  @Nullable()
  wishes?: string | null;

  /**
   * Id of the client in another system; unique.
   * @example "A-1042"
   */
  @Name()
  @Nullable()
  externalId?: string | null;
}

/** One reason for a client's colour. */
export class StandingReason {
  /** @example "payment_overdue" */
  code: string;
  /** @example "red" */
  level: 'amber' | 'red';
  /** The charge, the subscription, the loan or the health record that is the reason. */
  subjectId: string;
  /** What is owed, when the reason is money; null without `billing:read`. */
  amount: MoneyDto | null;
  /** @example "2026-11-20" */
  since: string;
}

/** A client's colour: the worst of its reasons, green without any. */
export class Standing {
  /** @example "red" */
  level: Level;
  /** Why, the worst first. */
  reasons: StandingReason[];
}

/** A client. */
export class Client {
  /** Id of the client. */
  id: string;
  /** @example 42 */
  number: number;
  /** Branch of the client. */
  branchId: string;
  /** @example "A-1042" */
  externalId: string | null;
  /** @example "Орлова" */
  lastName: string;
  /** @example "Анна" */
  firstName: string;
  /** @example "Ивановна" */
  middleName: string | null;
  /** @example "2016-03-05" */
  birthDate: string | null;
  /**
   * Full years today, in the branch's zone; null without a birth date.
   * @example 10
   */
  age: number | null;
  /**
   * Code of the age's band, from the settings; null without a birth date.
   * @example "junior"
   */
  ageCategory: string | null;
  /**
   * Under 18 today; null without a birth date.
   * @example true
   */
  isMinor: boolean | null;
  /** @example "female" */
  sex: 'female' | 'male' | null;
  /**
   * Null for whoever may not see contacts of the client (`clients.contacts:read`), however many there are.
   * @example ["+79161234567"]
   */
  phones: string[] | null;
  /**
   * Null when there is none, or without `clients.contacts:read`.
   * @example "anna@example.org"
   */
  email: string | null;
  /**
   * Null when there is none, or without `clients.contacts:read`.
   * @example "Москва, Садовая, 5"
   */
  address: string | null;
  /** @example "active" */
  status: ClientStatus;
  /** @example "moved away" */
  statusReason: string | null;
  /** Reason of the dictionary. */
  statusReasonId: string | null;
  /** @example "friends" */
  source: string | null;
  /** @example ["2026-summer"] */
  tags: string[];
  /** @example ["chess"] */
  interests: string[];
  /** @example "mornings" */
  preferences: string | null;
  /** @example "to swim by summer" */
  wishes: string | null;
  /** Whether there is a photo at `clients/{id}/photo`. */
  hasPhoto: boolean;
  /** The client this record became, when it was merged; nothing new is written about it. */
  mergedIntoId: string | null;
  /** The payer first. */
  guardians: ClientGuardian[];
  /** The client's colour and why. */
  standing: Standing;
  /** @example 1 */
  version: number;
  /** @example "2026-11-23T09:30:00.000Z" */
  createdAt: string;
  /** Who registered the client. */
  createdBy: Signature;
  /** @example "2026-11-23T09:30:00.000Z" */
  updatedAt: string;
  /** Who changed the client last. */
  updatedBy: Signature;
}

export class ClientPage extends PageOf(Client) {}

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
   * any spelling, or its last digits; the guardians' too. A number of a client, or a part of an e-mail address. By phone and
   * e-mail it finds only those whose contacts the caller may see.
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

/** A dictionary that grew by use. */
export const facetFields = ['tags', 'interests', 'sources'] as const;

/** Which words in use. */
export class FacetQuery {
  /**
   * `tags`, `interests` or `sources`.
   * @example "tags"
   */
  @IsIn(facetFields)
  field: (typeof facetFields)[number];

  /** Of the clients of this branch. */
  @IdText()
  @Optional()
  branchId?: string;

  /**
   * Part of the word.
   * @example "summer"
   */
  @Text(100)
  @Optional()
  q?: string;
}

/** A word in use. */
export class Facet {
  /** @example "2026-summer" */
  value: string;
  /**
   * Clients within reach who have it.
   * @example 17
   */
  clients: number;
}

/** Words in use, the commonest first; at most 500. */
export class FacetList {
  /** The words. */
  items: Facet[];
}

/** Whom to look for before registering. */
export class DuplicateQuery {
  /**
   * Last name.
   * @example "Орлова"
   */
  @Name()
  lastName: string;

  /**
   * First name.
   * @example "Анна"
   */
  @Name()
  firstName: string;

  /**
   * Birth date.
   * @example "2016-03-05"
   */
  @LocalDateText()
  @Optional()
  birthDate?: string;

  /**
   * Phone of the client or of a guardian, in any spelling; needs `clients.contacts:read`.
   * @example "8 916 123-45-67"
   */
  @Phone()
  @Optional()
  phone?: string;
}

/** Somebody who may be the same person; out of one's reach only the id and the branch are shown. */
export class DuplicateCandidate {
  /** Id of the client. */
  id: string;
  /** @example 42 */
  number: number | null;
  /** @example "Орлова Анна" */
  name: string | null;
  /** @example "2016-03-05" */
  birthDate: string | null;
  /** Branch of the client. */
  branchId: string;
}

/** Who may be the same person. */
export class DuplicateList {
  /** Candidates, the oldest record first. */
  items: DuplicateCandidate[];
}

/** Whether to explain. */
export class StandingQuery {
  /** `true` adds the day and the settings that decided. */
  @IsIn(['true', 'false'])
  @Optional()
  explain?: string;
}

/** What decided a colour beside its reasons. */
export class StandingExplanation {
  /** The instant it was computed for. */
  at: string;
  /** @example "Europe/Moscow" */
  timeZone: string;
  /** @example "2026-11-23" */
  today: string;
  /** Visits left at which a subscription is running out. */
  runningOutVisits: number | null;
  /** Days left at which a subscription is expiring. */
  expiringDays: number | null;
  /** Days before its day at which a payment counts as due. */
  paymentDueDays: number | null;
  /** Days before its end at which a medical certificate is expiring. */
  certificateAlertDays: number | null;
  /** Days after its day before a loan is overdue. */
  loanGraceDays: number | null;
}

/** A colour, and on demand what decided it. */
export class ExplainedStanding extends Standing {
  /** With `explain=true`. */
  explanation?: StandingExplanation;
}
