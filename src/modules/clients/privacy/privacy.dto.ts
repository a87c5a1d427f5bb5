import { PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { IdText, Nullable, Optional, Text } from '../../../platform/http/validators.js';

/** Rows of one table, in the spelling of the contract. */
export class ExportSection {
  /** @example "subscriptions" */
  table: string;
  /** The rows as they are kept. */
  rows: object[];
}

/** Everything that is kept of a person. */
export class PersonExport {
  /** Id of the client. */
  clientId: string;
  /** @example "2026-11-23T09:30:00.000Z" */
  exportedAt: string;
  /** The client, and every record that became this one. */
  clients: object[];
  /** Who stands for the client. */
  guardians: object[];
  /** Everything that refers to them. */
  sections: ExportSection[];
  /** What modules keep in a form of their own, by its name. */
  special: object;
}

/** Somebody asks to be forgotten. */
export class ErasureRequest {
  /**
   * On what ground.
   * @example "consent withdrawn"
   */
  @Text(500)
  reason: string;

  /**
   * Who asked, and how.
   * @example "the mother, in writing"
   */
  @Text(200)
  requestedBy: string;

  /**
   * Why it is done although something is owed or still running; without it that is refused.
   * @example "ordered by a court"
   */
  @Text(500)
  @Nullable()
  forceReason?: string | null;
}

/** How much was emptied. */
export class ErasureOutcome {
  /** The client, and records that became this one. */
  clients: number;
  /** Guardians who stood for nobody else. */
  guardians: number;
  /** Other rows. */
  rows: number;
  /** Rows of the trail. */
  changes: number;
}

/** That a client was erased. */
export class Erasure {
  /** Id of the erasure. */
  id: string;
  /** The client who was erased. */
  clientId: string;
  /** Branch of the client. */
  branchId: string;
  /** @example "consent withdrawn" */
  reason: string;
  /** @example "the mother, in writing" */
  requestedBy: string;
  /** @example "ordered by a court" */
  forceReason: string | null;
  /** How much was emptied. */
  outcome: ErasureOutcome;
  /** @example "2026-11-23T09:30:00.000Z" */
  createdAt: string;
  /** Who erased. */
  createdBy: Signature;
}

export class ErasurePage extends PageOf(Erasure) {}

/** Filters of the list of erasures; sorted by createdAt. */
export class ErasureListQuery extends PageQuery {
  /** Erasures of this client. */
  @IdText()
  @Optional()
  clientId?: string;
}
