import { PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import { Optional, Text } from '../../platform/http/validators.js';
import type { Relation } from './guardian-requests.dto.js';

/** A guardian as shown with a client. */
export class ClientGuardian {
  /** Id of the guardian. */
  id: string;
  /** @example "Орлова" */
  lastName: string;
  /** @example "Мария" */
  firstName: string;
  /** @example "Сергеевна" */
  middleName: string | null;
  /**
   * Null for whoever may not see contacts here (`clients.contacts:read`), however many there are.
   * @example ["+79161234567"]
   */
  phones: string[] | null;
  /**
   * Null when there is none, or without `clients.contacts:read`.
   * @example "orlova@example.org"
   */
  email: string | null;
  /** @example "mother" */
  relation: Relation;
  /** Whether this guardian pays for the client. */
  isPayer: boolean;
  /** Whether this guardian may sign for the client. */
  isLegalRepresentative: boolean;
  /** Whether this guardian may fetch the client. */
  mayPickUp: boolean;
  /**
   * Version of this link between the two, for an edit of it.
   * @example 1
   */
  version: number;
}

/** A client of a guardian. */
export class GuardianClient {
  /** Id of the client. */
  id: string;
  /** @example 42 */
  number: number;
  /** @example "Орлова" */
  lastName: string;
  /** @example "Анна" */
  firstName: string;
  /** @example "mother" */
  relation: Relation;
  /** Whether the guardian pays for this client. */
  isPayer: boolean;
}

/** A guardian with the clients they stand for. */
export class Guardian {
  /** Id of the guardian. */
  id: string;
  /** Branch that registered the guardian. */
  branchId: string;
  /** @example "Орлова" */
  lastName: string;
  /** @example "Мария" */
  firstName: string;
  /** @example "Сергеевна" */
  middleName: string | null;
  /**
   * Null for whoever may not see contacts here (`clients.contacts:read`), however many there are.
   * @example ["+79161234567"]
   */
  phones: string[] | null;
  /**
   * Null when there is none, or without `clients.contacts:read`.
   * @example "orlova@example.org"
   */
  email: string | null;
  /** The clients this guardian stands for. */
  clients: GuardianClient[];
  /** The guardian this record became, when it was merged. */
  mergedIntoId: string | null;
  /** @example 1 */
  version: number;
  /** @example "2026-11-23T09:30:00.000Z" */
  createdAt: string;
  /** Who registered the guardian. */
  createdBy: Signature;
  /** @example "2026-11-23T09:30:00.000Z" */
  updatedAt: string;
  /** Who changed the guardian last. */
  updatedBy: Signature;
}

export class GuardianPage extends PageOf(Guardian) {}

/** Filters of the list of guardians. */
export class GuardianListQuery extends PageQuery {
  /**
   * Part of a name in either alphabet; a phone in any spelling, of those whose contacts the caller may see.
   * @example "орлова"
   */
  @Text(100)
  @Optional()
  q?: string;
}
