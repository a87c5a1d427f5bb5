import { IsIn } from 'class-validator';
import { EditPatch, PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import {
  Email,
  IdText,
  InstantText,
  LocalDateText,
  Name,
  Nullable,
  Optional,
  Phone,
  Text,
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

/** Someone who works at the centre. */
export class Employee {
  /**
   * Id of the employee.
   * @example "0193a5e0-8d2b-7d4f-8c8b-1e7d2b3c4d5e"
   */
  id: string;
  /**
   * Branch they belong to.
   * @example "0193a5e0-7c1a-7c3e-9b9a-0d6c1a2b3c4d"
   */
  branchId: string;
  /**
   * Last name.
   * @example "Petrova"
   */
  lastName: string;
  /**
   * First name.
   * @example "Anna"
   */
  firstName: string;
  /**
   * Middle name or patronymic.
   * @example "Sergeevna"
   */
  middleName: string | null;
  /**
   * Position, in the words of the centre.
   * @example "English teacher"
   */
  position: string;
  /**
   * How they are engaged: staff, contractor (civil contract) or self_employed.
   * @example "staff"
   */
  engagement: Engagement;
  /**
   * Phone in E.164.
   * @example "+79161234567"
   */
  phone: string | null;
  /**
   * E-mail address.
   * @example "anna@example.com"
   */
  email: string | null;
  /**
   * First day of work.
   * @example "2026-09-01"
   */
  hiredOn: string;
  /**
   * First day they no longer work here.
   * @example "2027-06-01"
   */
  leftOn: string | null;
  /**
   * Grows by one with every change.
   * @example 1
   */
  version: number;
  /**
   * When it was registered.
   * @example "2026-11-23T09:30:00.000Z"
   */
  createdAt: string;
  /** Who registered it. */
  createdBy: Signature;
  /**
   * When it was last changed.
   * @example "2026-11-23T09:30:00.000Z"
   */
  updatedAt: string;
  /** Who changed it last. */
  updatedBy: Signature;
}

export class EmployeePage extends PageOf(Employee) {}

/** Filters of employees. */
export class EmployeeListQuery extends PageQuery {
  /**
   * Only of this branch.
   * @example "0193a5e0-7c1a-7c3e-9b9a-0d6c1a2b3c4d"
   */
  @IdText()
  @Optional()
  branchId?: string;

  /**
   * Only with this position, in any case of letters.
   * @example "English teacher"
   */
  @Text(200)
  @Optional()
  position?: string;

  /**
   * Words of a name, each of which must occur.
   * @example "petrova anna"
   */
  @Text(100)
  @Optional()
  q?: string;

  /**
   * `true`: those who work here today by the clock of their branch; `false`: those who do not, or not yet.
   * @example "true"
   */
  @IsIn(['true', 'false'])
  @Optional()
  active?: string;

  /**
   * Only those changed at this instant or later.
   * @example "2026-11-23T00:00:00Z"
   */
  @InstantText()
  @Optional()
  updatedSince?: string;
}
