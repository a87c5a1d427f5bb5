import { applyDecorators } from '@nestjs/common';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsString,
  MaxLength,
  MinLength,
} from 'class-validator';
import {
  Email,
  IdText,
  ListOf,
  LocalDateText,
  Name,
  Nullable,
  Optional,
  Phone,
  Text,
} from '../../platform/http/validators.js';
import { FirstConsent } from './consents/consents.dto.js';
import { GuardianRequest } from './guardian-requests.dto.js';
import { HealthInput, NestedHealth } from './health/health.dto.js';

const startStatuses = ['lead', 'trial', 'active', 'paused'] as const;

/** Up to thirty short texts. */
export const Words = () =>
  applyDecorators(
    MaxLength(100, { each: true }),
    MinLength(1, { each: true }),
    IsString({ each: true }),
    ArrayUnique(),
    ArrayMaxSize(30),
    IsArray(),
  );

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
