import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn } from 'class-validator';
import { EditPatch } from '../../platform/http/page.dto.js';
import { Email, IdText, Name, Nullable, Optional, Phone } from '../../platform/http/validators.js';

export const relations = ['mother', 'father', 'grandparent', 'sibling', 'guardian', 'other'] as const;
export type Relation = (typeof relations)[number];

/** A guardian of a client: an existing one by id (siblings share one), or a new one by name. */
export class GuardianRequest {
  /**
   * Id of an existing guardian; then no name, phones or e-mail.
   * @example "0193a2f4-7c1e-7a65-9d0e-3f1d2c4b5a69"
   */
  @IdText()
  @Optional()
  guardianId?: string;

  /**
   * Last name of a new guardian.
   * @example "Орлова"
   */
  @Name()
  @Optional()
  lastName?: string;

  /**
   * First name of a new guardian.
   * @example "Мария"
   */
  @Name()
  @Optional()
  firstName?: string;

  /**
   * Middle name of a new guardian.
   * @example "Сергеевна"
   */
  @Name()
  @Nullable()
  middleName?: string | null;

  /**
   * Phones in any spelling; kept as E.164. Needs `clients.contacts:write`.
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
   * @example "orlova@example.org"
   */
  @Email()
  @Nullable()
  email?: string | null;

  /**
   * Who the guardian is to the client.
   * @example "mother"
   */
  @IsIn(relations)
  relation: Relation;

  /**
   * Pays for the client; when nobody says so, the first guardian of a child does.
   * @example true
   */
  @IsBoolean()
  @Optional()
  isPayer?: boolean;

  /**
   * May sign for the client; yes when absent.
   * @example true
   */
  @IsBoolean()
  @Optional()
  isLegalRepresentative?: boolean;

  /**
   * May fetch the client; yes when absent.
   * @example true
   */
  @IsBoolean()
  @Optional()
  mayPickUp?: boolean;
}

/** Changes of what a guardian is to a client. */
export class GuardianLinkPatch extends EditPatch {
  /**
   * Who the guardian is to the client.
   * @example "mother"
   */
  @IsIn(relations)
  @Optional()
  relation?: Relation;

  /**
   * `true` takes over from whoever paid; `false` only of a client of age.
   * @example true
   */
  @IsBoolean()
  @Optional()
  isPayer?: boolean;

  /**
   * May sign for the client.
   * @example true
   */
  @IsBoolean()
  @Optional()
  isLegalRepresentative?: boolean;

  /**
   * May fetch the client.
   * @example true
   */
  @IsBoolean()
  @Optional()
  mayPickUp?: boolean;
}

/** Changes of a guardian. */
export class GuardianPatch extends EditPatch {
  /**
   * Last name.
   * @example "Орлова"
   */
  @Name()
  @Optional()
  lastName?: string;

  /**
   * First name.
   * @example "Мария"
   */
  @Name()
  @Optional()
  firstName?: string;

  /**
   * Middle name; null clears it.
   * @example "Сергеевна"
   */
  @Name()
  @Nullable()
  middleName?: string | null;

  /**
   * All phones, in any spelling; needs `clients.contacts:write`.
   * @example ["+79161234567"]
   */
  @Phone({ each: true })
  @ArrayUnique()
  @ArrayMaxSize(5)
  @IsArray()
  @Optional()
  phones?: string[];

  /**
   * E-mail address; null clears it. Needs `clients.contacts:write`.
   * @example "orlova@example.org"
   */
  @Email()
  @Nullable()
  email?: string | null;
}
