import { IsIn, IsInt, IsString, Matches, Max, Min } from 'class-validator';
import { PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { IdText, LocalDateText, Optional, Text } from '../../../platform/http/validators.js';
import { ways, type Way } from './consent.rules.js';

/** What every signing says. */
export class Signing {
  /**
   * Code of the purpose.
   * @example "personal-data"
   */
  @Matches(/^[a-z][a-z0-9-]{0,39}$/)
  @IsString()
  purpose: string;

  /** The text that was signed; when absent, the newest one in effect on the day. */
  @IdText()
  @Optional()
  textId?: string;

  /**
   * The day it was signed; today when absent.
   * @example "2026-11-23"
   */
  @LocalDateText()
  @Optional()
  signedOn?: string;

  /**
   * How it was given.
   * @example "paper"
   */
  @IsIn(ways)
  how: Way;
}

/** A consent of a client. */
export class ConsentRequest extends Signing {
  /** The guardian who signed for the client; required for somebody under 18. */
  @IdText()
  @Optional()
  representativeId?: string;
}

/** A consent given at registration. */
export class FirstConsent extends Signing {
  /**
   * Which of `guardians` signed, from 0; for somebody under 18 the first one who may, when absent.
   * @example 0
   */
  @Max(9)
  @Min(0)
  @IsInt()
  @Optional()
  representativeIndex?: number;
}

/** That a consent is taken back. */
export class RevocationRequest {
  /**
   * The first day it holds no more; today when absent.
   * @example "2026-11-23"
   */
  @LocalDateText()
  @Optional()
  revokedOn?: string;

  /** @example "the mother asked for it" */
  @Text(500)
  reason: string;
}

/** Filters of consents. */
export class ConsentListQuery extends PageQuery {
  /**
   * The day that decides; today when absent.
   * @example "2026-11-23"
   */
  @LocalDateText()
  @Optional()
  on?: string;
}

/** Who signed for a client. */
export class Representative {
  id: string;
  /** @example "Орлова Мария" */
  name: string;
}

/** That a consent was taken back. */
export class Revocation {
  /** @example "2026-11-23" */
  revokedOn: string;
  /** @example "the mother asked for it" */
  reason: string;
  /** @example "2026-11-23T09:30:00.000Z" */
  at: string;
  /** Who wrote it down. */
  by: Signature;
}

/** A consent: never changed, never deleted. */
export class Consent {
  id: string;
  /** Id of the client it is about. */
  clientId: string;
  /** @example "personal-data" */
  purpose: string;
  /** The text that was signed. */
  textId: string;
  /** @example 2 */
  textVersion: number;
  /** Null when the client signed. */
  representative: Representative | null;
  /** @example "2026-11-23" */
  signedOn: string;
  /** @example "paper" */
  how: Way;
  /**
   * On the day asked for; `future` was not signed yet.
   * @example "valid"
   */
  status: 'valid' | 'revoked' | 'future';
  /** Whether a newer text of the purpose is in effect on that day. */
  isOutdated: boolean;
  /** Null unless it was taken back. */
  revocation: Revocation | null;
  /** @example "2026-11-23T09:30:00.000Z" */
  createdAt: string;
  /** Who wrote it down. */
  createdBy: Signature;
}

/** A purpose nobody agreed to for this client. */
export class MissingConsent {
  /** @example "photo" */
  purpose: string;
  /** @example "Фото- и видеосъёмка" */
  name: string;
  /** Whether the centre must have it. */
  isRequired: boolean;
}

export class ConsentPage extends PageOf(Consent) {
  /**
   * The day that decided.
   * @example "2026-11-23"
   */
  on: string;
  /** Purposes without a valid consent on that day, the required first. */
  missing: MissingConsent[];
}
