import { IsBoolean, IsIn, IsString, Matches } from 'class-validator';
import { EditPatch, PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { LocalDateText, Name, Optional, Text } from '../../../platform/http/validators.js';

const CODE = /^[a-z][a-z0-9-]{0,39}$/;

/** A new purpose of consent. */
export class ConsentPurposeRequest {
  /**
   * Code, small letters, digits, dash; it never changes.
   * @example "excursions"
   */
  @Matches(CODE)
  @IsString()
  code: string;

  /** @example "Выездные мероприятия" */
  @Name()
  name: string;

  /**
   * Whether a client without it misses something; no when absent.
   * @example false
   */
  @IsBoolean()
  @Optional()
  isRequired?: boolean;
}

/** A change of a purpose. */
export class ConsentPurposePatch extends EditPatch {
  /** @example "Выездные мероприятия" */
  @Name()
  @Optional()
  name?: string;

  /** @example true */
  @IsBoolean()
  @Optional()
  isRequired?: boolean;

  /**
   * `true`: nobody is asked this any more; consents stay.
   * @example false
   */
  @IsBoolean()
  @Optional()
  isArchived?: boolean;
}

/** What families may be asked to agree to. */
export class ConsentPurpose {
  id: string;
  /** @example "excursions" */
  code: string;
  /** @example "Выездные мероприятия" */
  name: string;
  /** Whether a client without it misses something. */
  isRequired: boolean;
  /** Whether nobody is asked this any more. */
  isArchived: boolean;
  /** @example 1 */
  version: number;
  /** @example "2026-11-23T09:30:00.000Z" */
  createdAt: string;
  createdBy: Signature;
  /** @example "2026-11-23T09:30:00.000Z" */
  updatedAt: string;
  updatedBy: Signature;
}

export class ConsentPurposePage extends PageOf(ConsentPurpose) {}

/** Filters of purposes. */
export class ConsentPurposeQuery extends PageQuery {
  /**
   * `false` (also when absent) gives those in use, `true` the archived, `any` both.
   * @example "false"
   */
  @IsIn(['true', 'false', 'any'])
  @Optional()
  archived?: string;
}

/** A new text; the next version of its purpose. */
export class ConsentTextRequest {
  /**
   * Code of the purpose.
   * @example "photo"
   */
  @Matches(CODE)
  @IsString()
  purpose: string;

  /** @example "Я согласен на фото- и видеосъёмку моего ребёнка на занятиях." */
  @Text(20_000)
  text: string;

  /**
   * The first day it is signed.
   * @example "2026-09-01"
   */
  @LocalDateText()
  effectiveFrom: string;
}

/** A change of a text that nobody signed yet. */
export class ConsentTextPatch extends EditPatch {
  /** @example "Я согласен на фото- и видеосъёмку моего ребёнка на занятиях и концертах." */
  @Text(20_000)
  @Optional()
  text?: string;

  /** @example "2026-09-01" */
  @LocalDateText()
  @Optional()
  effectiveFrom?: string;
}

/** A text that is signed: what was signed never changes. */
export class ConsentText {
  id: string;
  /** @example "photo" */
  purpose: string;
  /**
   * Version of the text, from 1 within its purpose.
   * @example 2
   */
  textVersion: number;
  /** @example "Я согласен на фото- и видеосъёмку моего ребёнка на занятиях." */
  text: string;
  /** @example "2026-09-01" */
  effectiveFrom: string;
  /** Whether somebody signed it: then it is not changed any more. */
  isSigned: boolean;
  /** @example 1 */
  version: number;
  /** @example "2026-11-23T09:30:00.000Z" */
  createdAt: string;
  createdBy: Signature;
  /** @example "2026-11-23T09:30:00.000Z" */
  updatedAt: string;
  updatedBy: Signature;
}

export class ConsentTextPage extends PageOf(ConsentText) {}

/** Filters of texts. */
export class ConsentTextQuery extends PageQuery {
  /**
   * Of this purpose.
   * @example "photo"
   */
  @Matches(CODE)
  @IsString()
  @Optional()
  purpose?: string;
}
