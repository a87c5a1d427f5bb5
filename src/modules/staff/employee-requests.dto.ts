import { IsIn } from 'class-validator';
import { EditPatch } from '../../platform/http/page.dto.js';
import {
  Email,
  IdText,
  LocalDateText,
  Name,
  Nullable,
  Optional,
  Phone,
} from '../../platform/http/validators.js';
import { engagements, type Engagement } from './employee.rules.js';

/** A new employee. */
export class EmployeeRequest {
  /**
   * Branch they belong to.
   * @example "0193a5e0-7c1a-7c3e-9b9a-0d6c1a2b3c4d"
   */
  @IdText()
  branchId: string;

  /**
   * Last name.
   * @example "Petrova"
   */
  @Name()
  lastName: string;

  /**
   * First name.
   * @example "Anna"
   */
  @Name()
  firstName: string;

  /**
   * Middle name or patronymic.
   * @example "Sergeevna"
   */
  @Name()
  @Nullable()
  middleName?: string | null;

  /**
   * Position, in the words of the centre.
   * @example "English teacher"
   */
  @Name()
  position: string;

  /**
   * How they are engaged: staff, contractor (civil contract) or self_employed.
   * @example "staff"
   */
  @IsIn(engagements)
  engagement: Engagement;

  /**
   * Phone in any spelling; kept in E.164.
   * @example "+79161234567"
   */
  @Phone()
  @Nullable()
  phone?: string | null;

  /**
   * E-mail address.
   * @example "anna@example.com"
   */
  @Email()
  @Nullable()
  email?: string | null;

  /**
   * First day of work.
   * @example "2026-09-01"
   */
  @LocalDateText()
  hiredOn: string;

  /**
   * First day they no longer work here.
   * @example "2027-06-01"
   */
  @LocalDateText()
  @Nullable()
  leftOn?: string | null;
}

/** A change of an employee; members left out stay as they are. */
export class EmployeePatch extends EditPatch {
  /**
   * Branch they belong to.
   * @example "0193a5e0-7c1a-7c3e-9b9a-0d6c1a2b3c4d"
   */
  @IdText()
  @Optional()
  branchId?: string;

  /**
   * Last name.
   * @example "Petrova"
   */
  @Name()
  @Optional()
  lastName?: string;

  /**
   * First name.
   * @example "Anna"
   */
  @Name()
  @Optional()
  firstName?: string;

  /**
   * Middle name or patronymic. Null clears it.
   * @example "Sergeevna"
   */
  @Name()
  @Nullable()
  middleName?: string | null;

  /**
   * Position, in the words of the centre.
   * @example "English teacher"
   */
  @Name()
  @Optional()
  position?: string;

  /**
   * How they are engaged: staff, contractor (civil contract) or self_employed.
   * @example "staff"
   */
  @IsIn(engagements)
  @Optional()
  engagement?: Engagement;

  /**
   * Phone in any spelling; kept in E.164. Null clears it.
   * @example "+79161234567"
   */
  @Phone()
  @Nullable()
  phone?: string | null;

  /**
   * E-mail address. Null clears it.
   * @example "anna@example.com"
   */
  @Email()
  @Nullable()
  email?: string | null;

  /**
   * First day of work.
   * @example "2026-09-01"
   */
  @LocalDateText()
  @Optional()
  hiredOn?: string;

  /**
   * First day they no longer work here. Null clears it.
   * @example "2027-06-01"
   */
  @LocalDateText()
  @Nullable()
  leftOn?: string | null;
}
