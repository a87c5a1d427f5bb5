import { LocalDateText, Name, Optional, Phone } from '../../platform/http/validators.js';

/** Whom to look for before registering. */
export class DuplicateQuery {
  /**
   * Last name.
   * @example "Орлова"
   */
  @Name()
  lastName: string;

  /**
   * First name.
   * @example "Анна"
   */
  @Name()
  firstName: string;

  /**
   * Birth date.
   * @example "2016-03-05"
   */
  @LocalDateText()
  @Optional()
  birthDate?: string;

  /**
   * Phone of the client or of a guardian, in any spelling; needs `clients.contacts:read`.
   * @example "8 916 123-45-67"
   */
  @Phone()
  @Optional()
  phone?: string;
}

/** Somebody who may be the same person; out of one's reach only the id and the branch are shown. */
export class DuplicateCandidate {
  /** Id of the client. */
  id: string;
  /** @example 42 */
  number: number | null;
  /** @example "Орлова Анна" */
  name: string | null;
  /** @example "2016-03-05" */
  birthDate: string | null;
  /** Branch of the client. */
  branchId: string;
}

/** Who may be the same person. */
export class DuplicateList {
  /** Candidates, the oldest record first. */
  items: DuplicateCandidate[];
}
