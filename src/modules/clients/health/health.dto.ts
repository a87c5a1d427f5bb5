import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import {
  IdText,
  InstantText,
  LocalDateText,
  Name,
  Nullable,
  Optional,
  Text,
} from '../../../platform/http/validators.js';
import { physicalGroups, type PhysicalGroup } from './health.rules.js';

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const Nested = (type: () => new () => object): PropertyDecorator =>
  applyDecorators(
    ValidateNested(),
    Type(type),
    ValidateBy({ name: 'object', validator: { validate: isObject, defaultMessage: () => 'object' } }),
  );

/** Up to fifty texts. */
const Lines = () =>
  applyDecorators(
    IsArray(),
    ArrayMaxSize(50),
    IsString({ each: true }),
    MinLength(1, { each: true }),
    MaxLength(500, { each: true }),
  );

/** A medical certificate. */
export class CertificateInput {
  /**
   * Number on the paper.
   * @example "086-117"
   */
  @Name()
  @Nullable()
  number?: string | null;

  /**
   * When it was issued.
   * @example "2026-09-01"
   */
  @LocalDateText()
  @Nullable()
  issuedOn?: string | null;

  /**
   * Its last day; null for one without an end.
   * @example "2027-08-31"
   */
  @LocalDateText()
  @Nullable()
  expiresOn?: string | null;
}

/** What is known of a client's health; absent members stay as they are, null clears. */
export class HealthInput {
  /**
   * Conditions to know of.
   * @example ["asthma, mild"]
   */
  @Lines()
  @Optional()
  conditions?: string[];

  /**
   * Allergies.
   * @example ["peanuts"]
   */
  @Lines()
  @Optional()
  allergies?: string[];

  /**
   * Group for physical education.
   * @example "main"
   */
  @IsIn(physicalGroups)
  @Nullable()
  physicalGroup?: PhysicalGroup | null;

  /**
   * What the client may not do.
   * @example ["no diving"]
   */
  @Lines()
  @Optional()
  restrictions?: string[];

  /** The medical certificate; its members are changed one by one, null takes it away. */
  @Nested(() => CertificateInput)
  @Nullable()
  certificate?: CertificateInput | null;

  /**
   * What to do in an emergency.
   * @example "The inhaler is in the side pocket; call the mother first."
   */
  @Text(2000)
  @Nullable()
  emergencyNotes?: string | null;
}

/** Health given at registration. */
export const NestedHealth = () => Nested(() => HealthInput);

/** A change of a health record. */
export class HealthPatch extends HealthInput {
  /**
   * The version the edit is based on, 0 when there is no record yet. It must be the newest: health is never merged.
   * @example 3
   */
  @Max(2_147_483_647)
  @Min(0)
  @IsInt()
  @Optional()
  version?: number;
}

/** A medical certificate. */
export class Certificate {
  /** @example "086-117" */
  number: string | null;
  /** @example "2026-09-01" */
  issuedOn: string | null;
  /** @example "2027-08-31" */
  expiresOn: string | null;
}

/** A client's health. A client nobody wrote anything of has an empty record of version 0. */
export class HealthRecord {
  /** Id of the client. */
  clientId: string;
  /** @example ["asthma, mild"] */
  conditions: string[];
  /** @example ["peanuts"] */
  allergies: string[];
  /** @example "main" */
  physicalGroup: PhysicalGroup | null;
  /** @example ["no diving"] */
  restrictions: string[];
  /** The medical certificate. */
  certificate: Certificate | null;
  /** @example "The inhaler is in the side pocket; call the mother first." */
  emergencyNotes: string | null;
  /** @example 3 */
  version: number;
  /** Null while there is no record. */
  updatedAt: string | null;
  /** Who changed it last; null while there is no record. */
  updatedBy: Signature | null;
}

/** Filters of the looks into health. */
export class HealthReadQuery extends PageQuery {
  /** Looks at this client. */
  @IdText()
  @Optional()
  clientId?: string;

  /** Looks by this user. */
  @IdText()
  @Optional()
  readerId?: string;

  /**
   * From this instant on.
   * @example "2026-11-01T00:00:00Z"
   */
  @InstantText()
  @Optional()
  from?: string;

  /**
   * Before this instant.
   * @example "2026-12-01T00:00:00Z"
   */
  @InstantText()
  @Optional()
  to?: string;
}

/** A look into a client's health, written down before anything was shown. */
export class HealthRead {
  id: string;
  at: string;
  /** Id of the client. */
  clientId: string;
  /**
   * What was looked at; `change` is the answer to an edit.
   * @example "record"
   */
  what: 'record' | 'measurements' | 'change';
  /** Id of the user; null for the system itself. */
  readerId: string | null;
  /** Who looked. */
  by: Signature;
  /** The request that asked. */
  requestId: string | null;
}

export class HealthReadPage extends PageOf(HealthRead) {}
