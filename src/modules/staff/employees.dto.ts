import { IsIn } from 'class-validator';
import { PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import { IdText, InstantText, Optional, Text } from '../../platform/http/validators.js';
import type { Engagement } from './employee.rules.js';

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
