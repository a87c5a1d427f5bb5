import { IsBoolean, IsIn, IsString, Matches } from 'class-validator';
import { EditPatch, PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { Name, Optional } from '../../../platform/http/validators.js';
import { reasonKinds, type ClientStatus, type ReasonKind } from '../client.rules.js';

const Code = () => Matches(/^[a-z0-9][a-z0-9-]{0,49}$/);

/** A reason why clients come to a status. */
export class StatusReasonRequest {
  /**
   * Short and stable: small letters, digits and hyphens; unique.
   * @example "moved"
   */
  @Code()
  @IsString()
  code: string;

  /** @example "Переезд" */
  @Name()
  nameRu: string;

  /** @example "Moved away" */
  @Name()
  nameEn: string;

  /**
   * `refusal`: of a lead who did not become a client. `departure`: of a client who left. `pause`: of one who comes back.
   * @example "departure"
   */
  @IsIn(reasonKinds)
  kind: ReasonKind;
}

/** Changes of a reason; what was said with it before shows the new name. */
export class StatusReasonPatch extends EditPatch {
  /** @example "moved" */
  @Code()
  @IsString()
  @Optional()
  code?: string;

  /** @example "Переезд" */
  @Name()
  @Optional()
  nameRu?: string;

  /** @example "Moved away" */
  @Name()
  @Optional()
  nameEn?: string;

  /** @example "departure" */
  @IsIn(reasonKinds)
  @Optional()
  kind?: ReasonKind;

  /** `true` puts it away: it is no longer given to anybody. */
  @IsBoolean()
  @Optional()
  isArchived?: boolean;
}

/** A reason of the dictionary. */
export class StatusReason {
  /** Id of the reason. */
  id: string;
  /** @example "moved" */
  code: string;
  /** @example "Переезд" */
  nameRu: string;
  /** @example "Moved away" */
  nameEn: string;
  /** @example "departure" */
  kind: ReasonKind;
  /** Whether it is put away. */
  isArchived: boolean;
  /** @example 1 */
  version: number;
  /** @example "2026-11-23T09:30:00.000Z" */
  createdAt: string;
  /** Who wrote it. */
  createdBy: Signature;
  /** @example "2026-11-23T09:30:00.000Z" */
  updatedAt: string;
  /** Who changed it last. */
  updatedBy: Signature;
}

export class StatusReasonPage extends PageOf(StatusReason) {}

/** Filters of the dictionary; sorted by code. */
export class StatusReasonListQuery extends PageQuery {
  /** @example "departure" */
  @IsIn(reasonKinds)
  @Optional()
  kind?: ReasonKind;

  /** `true` shows those put away too. */
  @IsIn(['true', 'false'])
  @Optional()
  archived?: string;
}

/** A reason as it is shown beside a status. */
export class GivenStatusReason {
  /** Id of the reason. */
  id: string;
  /** @example "moved" */
  code: string;
  /** @example "Переезд" */
  nameRu: string;
  /** @example "Moved away" */
  nameEn: string;
}

/** One step of a client from status to status. */
export class StatusChange {
  /** Null for the status the client was registered with. */
  from: ClientStatus | null;
  /** @example "left" */
  to: ClientStatus;
  /** Reason of the dictionary. */
  reason: GivenStatusReason | null;
  /** Reason in one's own words. */
  note: string | null;
  /** @example "2026-11-23T09:30:00.000Z" */
  at: string;
  /** Who changed it. */
  by: Signature;
}

/** The whole way of a client. */
export class StatusHistory {
  /** In order; the first is the registration. */
  items: StatusChange[];
}
