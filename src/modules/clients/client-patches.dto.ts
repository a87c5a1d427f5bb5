import { ArrayMaxSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { EditPatch } from '../../platform/http/page.dto.js';
import {
  Email,
  IdText,
  LocalDateText,
  Name,
  Nullable,
  Optional,
  Phone,
  Text,
} from '../../platform/http/validators.js';
import { Words } from './client-requests.dto.js';
import { statuses, type ClientStatus } from './client.rules.js';

/** Changes of a client: absent members stay as they are, null clears. */
export class ClientPatch extends EditPatch {
  /**
   * Branch of the client; today and age are counted in its time zone.
   * @example "0193a2f4-7c1e-7a65-9d0e-3f1d2c4b5a69"
   */
  @IdText()
  @Optional()
  branchId?: string;

  /**
   * Last name.
   * @example "Орлова"
   */
  @Name()
  @Optional()
  lastName?: string;

  /**
   * First name.
   * @example "Анна"
   */
  @Name()
  @Optional()
  firstName?: string;

  /**
   * Middle name.
   * @example "Ивановна"
   */
  @Name()
  @Nullable()
  middleName?: string | null;

  /**
   * Birth date; somebody under 18 needs a guardian, somebody of unknown age does not.
   * @example "2016-03-05"
   */
  @LocalDateText()
  @Nullable()
  birthDate?: string | null;

  /**
   * Sex.
   * @example "female"
   */
  @IsIn(['female', 'male'])
  @Nullable()
  sex?: 'female' | 'male' | null;

  /**
   * The client's own phones, in any spelling; kept as E.164. Needs `clients.contacts:write`.
   * @example ["+79161234567"]
   */
  @Phone({ each: true })
  @ArrayUnique()
  @ArrayMaxSize(5)
  @IsArray()
  @Optional()
  phones?: string[];

  /**
   * E-mail address; needs `clients.contacts:write`.
   * @example "anna@example.org"
   */
  @Email()
  @Nullable()
  email?: string | null;

  /**
   * Postal address; needs `clients.contacts:write`.
   * @example "Москва, Садовая, 5"
   */
  @Text(500)
  @Nullable()
  address?: string | null;

  /**
   * Status: lead → trial → active ⇄ paused → left, and back from left to active.
   * @example "paused"
   */
  @IsIn(statuses)
  @Optional()
  status?: ClientStatus;

  /**
   * Why the client comes to this status, in one's own words. `left` needs this or statusReasonId; a status without a
   * reason clears both.
   * @example "moved away"
   */
  @Text(500)
  @Nullable()
  statusReason?: string | null;

  /**
   * The same from the dictionary; either of the two will do, and both may stand side by side.
   * @example "0193a2f4-7c1e-7a65-9d0e-3f1d2c4b5a69"
   */
  @IdText()
  @Nullable()
  statusReasonId?: string | null;

  /**
   * Where the client heard of the centre.
   * @example "friends"
   */
  @Text(200)
  @Nullable()
  source?: string | null;

  /**
   * Tags to find the client by.
   * @example ["2026-summer"]
   */
  @Words()
  @Optional()
  tags?: string[];

  /**
   * What the client likes.
   * @example ["chess"]
   */
  @Words()
  @Optional()
  interests?: string[];

  /**
   * Preferences of the family, in their words.
   * @example "mornings"
   */
  @Text(2000)
  @Nullable()
  preferences?: string | null;

  /**
   * Wishes of the family, in their words.
   * @example "to swim by summer"
   */
  @Text(2000)
  @Nullable()
  wishes?: string | null;

  /**
   * Id of the client in another system; unique.
   * @example "A-1042"
   */
  @Name()
  @Nullable()
  externalId?: string | null;
}
