import { Type as Convert } from 'class-transformer';
import { IsIn, IsInt, Min } from 'class-validator';
import { InstantText, Optional } from '../../platform/http/validators.js';
import { ChangeAuthor } from './audit.dto.js';

/** Which moment is asked about. */
export class StateQuery {
  /**
   * The state as of this instant; now when absent.
   * @example "2026-11-01T00:00:00Z"
   */
  @InstantText()
  @Optional()
  asOf?: string;
}

/** A record as it was at a moment, folded from its changes. */
export class RecordState {
  /** @example "clients" */
  table: string;
  recordId: string;
  asOf: string;
  /** False when it had been deleted by then: `fields` are the last it had. */
  exists: boolean;
  /** Its version then; null for entries that are never edited. */
  version: number | null;
  /** Every field that had a value, by its name in the contract; secret ones, and those the caller may not see, are `***` or left out. */
  fields: Record<string, unknown>;
  changedAt: string;
  changedBy: ChangeAuthor;
}

/** What a sealing did. */
export class Sealing {
  /**
   * Changes sealed now.
   * @example 120
   */
  sealed: number;
  /** Changes that wait: their transactions, or some that began before them, are still running. */
  waiting: number;
  head: SealHead | null;
}

/** The last link of the chain. Written down elsewhere, it proves all before it. */
export class SealHead {
  /** @example 7 */
  number: number;
  /** SHA-256. */
  digest: string;
  sealedAt: string;
}

/** How much of the trail is compared with its seals. */
export class VerificationQuery {
  /**
   * From this seal on; absent, the last twenty.
   * @example 1
   */
  @Min(1)
  @IsInt()
  @Convert(() => Number)
  @Optional()
  fromSeal?: number;

  /** `full`: every change against its seal. Takes seconds per million changes. */
  @IsIn(['recent', 'full'])
  @Optional()
  mode?: string;
}

/** One thing that is not as it was sealed. */
export class TrailFault {
  /** @example 3 */
  seal: number;
  /** `changed`, `deleted` or `inserted` change; `seal`: what it lists is not what was sealed; `chain`: it does not follow from the seal before. */
  kind: string;
  changeId: string | null;
  table: string | null;
  recordId: string | null;
}

/** Whether the trail is as it was sealed. */
export class Verification {
  holds: boolean;
  /** The first seal that does not hold. */
  firstBroken: number | null;
  /** The first thousand. */
  faults: TrailFault[];
  /** Seals in the chain; each is checked to follow from the one before. */
  seals: number;
  /** Seals whose changes were compared one by one. */
  comparedSeals: number;
  comparedChanges: number;
  /** Changes that no seal covers yet. */
  waiting: number;
  head: SealHead | null;
}
