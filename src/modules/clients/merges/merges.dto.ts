import { IsIn, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { IdText, Nullable, Optional, Text } from '../../../platform/http/validators.js';
import type { Side } from './merge.rules.js';

const sides = ['survivor', 'duplicate'] as const;

/** Which of the two records a member is taken from. */
const From = () => IsIn(sides);

/**
 * Which record each member of a guardian is taken from. A member that is not named: the survivor's value, else the
 * duplicate's; of a list the items of both.
 */
export class GuardianMergeFields {
  /** @example "survivor" */
  @From()
  @Optional()
  lastName?: Side;

  /** @example "duplicate" */
  @From()
  @Optional()
  firstName?: Side;

  /** @example "duplicate" */
  @From()
  @Optional()
  middleName?: Side;

  /** @example "duplicate" */
  @From()
  @Optional()
  phones?: Side;

  /** @example "duplicate" */
  @From()
  @Optional()
  email?: Side;
}

/**
 * Which record each member of a client is taken from. A member that is not named: the survivor's value, else the
 * duplicate's; of a list the items of both.
 */
export class ClientMergeFields extends GuardianMergeFields {
  /**
   * Whose health record stands where both say something else; what only one knows stands anyway.
   * @example "duplicate"
   */
  @From()
  @Optional()
  health?: Side;

  /**
   * Whose photo stands; the other stays with the duplicate.
   * @example "duplicate"
   */
  @From()
  @Optional()
  photo?: Side;

  /** @example "duplicate" */
  @From()
  @Optional()
  birthDate?: Side;

  /** @example "duplicate" */
  @From()
  @Optional()
  sex?: Side;

  /** @example "duplicate" */
  @From()
  @Optional()
  address?: Side;

  /** @example "duplicate" */
  @From()
  @Optional()
  source?: Side;

  /** @example "duplicate" */
  @From()
  @Optional()
  tags?: Side;

  /** @example "duplicate" */
  @From()
  @Optional()
  interests?: Side;

  /** @example "duplicate" */
  @From()
  @Optional()
  preferences?: Side;

  /** @example "duplicate" */
  @From()
  @Optional()
  wishes?: Side;

  /** @example "duplicate" */
  @From()
  @Optional()
  externalId?: Side;
}

export class MergeRequest {
  /**
   * The record that stays.
   * @example "0193a2f4-7c1e-7a65-9d0e-3f1d2c4b5a69"
   */
  @IdText()
  survivorId: string;

  /**
   * The record that becomes the other one.
   * @example "0193a2f4-7c1e-7a65-9d0e-3f1d2c4b5a70"
   */
  @IdText()
  duplicateId: string;

  /**
   * Why they are one person.
   * @example "registered twice at the desk"
   */
  @Text(500)
  @Nullable()
  reason?: string | null;
}

/** Two clients who are one person. */
export class ClientMergeRequest extends MergeRequest {
  /** Which record a member is taken from. */
  @ValidateNested()
  @Type(() => ClientMergeFields)
  @Optional()
  fields?: ClientMergeFields;
}

/** Two guardians who are one person. */
export class GuardianMergeRequest extends MergeRequest {
  /** Which record a member is taken from. */
  @ValidateNested()
  @Type(() => GuardianMergeFields)
  @Optional()
  fields?: GuardianMergeFields;
}

/** How many rows of a table were moved. */
export class MergedRows {
  /** @example "subscriptions" */
  table: string;
  /** @example 3 */
  rows: number;
}

/** A row that stayed with the duplicate. */
export class KeptWithDuplicate {
  /** @example "client_guardians" */
  table: string;
  /** Id of the row. */
  id: string;
  /**
   * `same-guardian` and `same-client`: the survivor has this link. `membership-joined`: its days are in the survivor's
   * membership. `same-lesson`: both attended. `account-merged`: what was on the account is on the survivor's.
   * `health-folded`: what it says is in the survivor's record. `photo-replaced`: the duplicate's photo was chosen.
   * `survivor-has-it`: the survivor has the like of it.
   * @example "same-guardian"
   */
  why: string;
}

export class Merge {
  /** Id of the merge. */
  id: string;
  /** Branch of the survivor. */
  branchId: string;
  /** The record that stayed. */
  survivorId: string;
  /** The record that became the other one. */
  duplicateId: string;
  /** @example "registered twice at the desk" */
  reason: string | null;
  /** What was moved to the survivor. */
  moved: MergedRows[];
  /** What stayed with the duplicate, and why. */
  kept: KeptWithDuplicate[];
  /** When it was undone; null while it stands. */
  undoneAt: string | null;
  /** Who undid it. */
  undoneBy: Signature | null;
  /** @example 1 */
  version: number;
  /** @example "2026-11-23T09:30:00.000Z" */
  createdAt: string;
  /** Who merged. */
  createdBy: Signature;
}

/** A merge of two clients. */
export class ClientMerge extends Merge {
  /** Which record somebody chose for a member. */
  fields: ClientMergeFields;
  /**
   * Members of the health records in which the two said something else, by name alone: somebody who may should look. One
   * stands, the other is in the record that stayed with the duplicate.
   * @example ["certificate"]
   */
  healthDifferences: string[];
}

/** A merge of two guardians. */
export class GuardianMerge extends Merge {
  /** Which record somebody chose for a member. */
  fields: GuardianMergeFields;
}

export class ClientMergePage extends PageOf(ClientMerge) {}
export class GuardianMergePage extends PageOf(GuardianMerge) {}

/** Filters of the list of merges; sorted by createdAt. */
export class MergeListQuery extends PageQuery {
  /** Merges of this record, as either of the two. */
  @IdText()
  @Optional()
  recordId?: string;

  /** `false`: those that stand. `true`: those that were undone. */
  @IsIn(['true', 'false'])
  @Optional()
  undone?: string;
}
