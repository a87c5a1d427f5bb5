import type { Signature } from '../../platform/http/page.dto.js';
import { PageOf } from '../../platform/http/page.dto.js';
import type { ClientStatus } from './client.rules.js';
import type { ClientGuardian } from './guardians.dto.js';
import type { Standing } from './standing.dto.js';

/** A client. */
export class Client {
  /** Id of the client. */
  id: string;
  /** @example 42 */
  number: number;
  /** Branch of the client. */
  branchId: string;
  /** @example "A-1042" */
  externalId: string | null;
  /** @example "Орлова" */
  lastName: string;
  /** @example "Анна" */
  firstName: string;
  /** @example "Ивановна" */
  middleName: string | null;
  /** @example "2016-03-05" */
  birthDate: string | null;
  /**
   * Full years today, in the branch's zone; null without a birth date.
   * @example 10
   */
  age: number | null;
  /**
   * Code of the age's band, from the settings; null without a birth date.
   * @example "junior"
   */
  ageCategory: string | null;
  /**
   * Under 18 today; null without a birth date.
   * @example true
   */
  isMinor: boolean | null;
  /** @example "female" */
  sex: 'female' | 'male' | null;
  /**
   * Null for whoever may not see contacts of the client (`clients.contacts:read`), however many there are.
   * @example ["+79161234567"]
   */
  phones: string[] | null;
  /**
   * Null when there is none, or without `clients.contacts:read`.
   * @example "anna@example.org"
   */
  email: string | null;
  /**
   * Null when there is none, or without `clients.contacts:read`.
   * @example "Москва, Садовая, 5"
   */
  address: string | null;
  /** @example "active" */
  status: ClientStatus;
  /** @example "moved away" */
  statusReason: string | null;
  /** Reason of the dictionary. */
  statusReasonId: string | null;
  /** @example "friends" */
  source: string | null;
  /** @example ["2026-summer"] */
  tags: string[];
  /** @example ["chess"] */
  interests: string[];
  /** @example "mornings" */
  preferences: string | null;
  /** @example "to swim by summer" */
  wishes: string | null;
  /** Whether there is a photo at `clients/{id}/photo`. */
  hasPhoto: boolean;
  /** The client this record became, when it was merged; nothing new is written about it. */
  mergedIntoId: string | null;
  /** The payer first. */
  guardians: ClientGuardian[];
  /** The client's colour and why. */
  standing: Standing;
  /** @example 1 */
  version: number;
  /** @example "2026-11-23T09:30:00.000Z" */
  createdAt: string;
  /** Who registered the client. */
  createdBy: Signature;
  /** @example "2026-11-23T09:30:00.000Z" */
  updatedAt: string;
  /** Who changed the client last. */
  updatedBy: Signature;
}

export class ClientPage extends PageOf(Client) {}
