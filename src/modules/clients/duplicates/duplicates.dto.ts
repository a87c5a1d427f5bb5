import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { Signature } from '../../../platform/http/page.dto.js';
import { IdText, Nullable, Optional, Text } from '../../../platform/http/validators.js';

/** Which pairs to look for. */
export class PairQuery {
  /** Pairs of which at least one is of this branch. */
  @IdText()
  @Optional()
  branchId?: string;

  /** Pairs of this client. */
  @IdText()
  @Optional()
  clientId?: string;

  /**
   * Pairs at least this probable, 0 to 100.
   * @example 60
   */
  @Max(100)
  @Min(0)
  @IsInt()
  @Type(() => Number)
  @Optional()
  minScore?: number;

  /**
   * How many, 1 to 200; 50 when absent.
   * @example 50
   */
  @Max(200)
  @Min(1)
  @IsInt()
  @Type(() => Number)
  @Optional()
  limit?: number;
}

/** One of a pair. */
export class PairClient {
  /** Id of the client. */
  id: string;
  /** @example 42 */
  number: number;
  /** @example "Орлова Анна" */
  name: string;
  /** @example "2016-03-05" */
  birthDate: string | null;
  /** Branch of the client. */
  branchId: string;
  /** @example "active" */
  status: string;
  /** @example "2026-11-23T09:30:00.000Z" */
  createdAt: string;
}

/** Two clients who may be one person. */
export class DuplicatePair {
  /**
   * How probable, 0 to 100.
   * @example 95
   */
  score: number;
  /**
   * `same-name-and-birth-date`, `same-phone-and-first-name` (in either alphabet), `names-swapped`,
   * `one-letter-and-birth-date`, `one-letter-and-guardian`.
   * @example ["same-name-and-birth-date"]
   */
  reasons: string[];
  /** The older record first. */
  clients: PairClient[];
}

/** Probable pairs, the most probable first. Whoever settles them, by a merge or a dismissal, sees the next ones. */
export class PairList {
  /** The pairs. */
  items: DuplicatePair[];
}

/** Two clients who are not one person. */
export class DismissalRequest {
  /** @example "0193a2f4-7c1e-7a65-9d0e-3f1d2c4b5a69" */
  @IdText()
  clientId: string;

  /** @example "0193a2f4-7c1e-7a65-9d0e-3f1d2c4b5a70" */
  @IdText()
  otherId: string;

  /**
   * How it is known.
   * @example "twins"
   */
  @Text(500)
  @Nullable()
  reason?: string | null;
}

/** That two clients are not one person. */
export class Dismissal {
  /** Id of the dismissal. */
  id: string;
  /** The client with the smaller id. */
  clientId: string;
  /** The other one. */
  otherId: string;
  /** @example "twins" */
  reason: string | null;
  /** @example 1 */
  version: number;
  /** @example "2026-11-23T09:30:00.000Z" */
  createdAt: string;
  /** Who said so. */
  createdBy: Signature;
}
