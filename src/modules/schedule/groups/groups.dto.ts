import { IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import { EditPatch, PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { IdText, LocalDateText, Name, Nullable, Optional, Text } from '../../../platform/http/validators.js';

/** A new group. */
export class GroupRequest {
  /**
   * The branch it is taught in.
   * @example "01932f6e-0000-7000-8000-000000000001"
   */
  @IdText()
  branchId: string;

  /**
   * Its name, unlike any other in the branch.
   * @example "English A1, Mon and Wed"
   */
  @Name()
  name: string;

  /**
   * What is taught; its charging policy says what a mark costs.
   * @example "01932f6e-0000-7000-8000-000000000002"
   */
  @IdText()
  activityId: string;

  /**
   * The employee who teaches it, unless a lesson says otherwise.
   * @example "01932f6e-0000-7000-8000-000000000003"
   */
  @IdText()
  teacherId: string;

  /**
   * Who teaches beside that one, somebody else, unless a lesson says otherwise; when absent nobody.
   * @example "01932f6e-0000-7000-8000-000000000013"
   */
  @IdText()
  @Nullable()
  secondTeacherId?: string | null;

  /**
   * The room it meets in, unless a lesson says otherwise.
   * @example "01932f6e-0000-7000-8000-000000000004"
   */
  @IdText()
  roomId: string;

  /**
   * How many members it takes.
   * @example 12
   */
  @Max(10_000)
  @Min(1)
  @IsInt()
  capacity: number;

  /**
   * First day.
   * @example "2026-09-01"
   */
  @LocalDateText()
  startsOn: string;

  /**
   * Last day; without it the group goes on.
   * @example "2027-05-31"
   */
  @LocalDateText()
  @Nullable()
  endsOn?: string | null;
}

/** Changes of a group. Planned lessons keep their room and teachers: those are changed on the lessons. */
export class GroupPatch extends EditPatch {
  /**
   * Its name, unlike any other in the branch.
   * @example "English A2, Mon and Wed"
   */
  @Name()
  @Optional()
  name?: string;

  /**
   * The employee who teaches it.
   * @example "01932f6e-0000-7000-8000-000000000003"
   */
  @IdText()
  @Optional()
  teacherId?: string;

  /**
   * Who teaches beside that one; null: nobody.
   * @example "01932f6e-0000-7000-8000-000000000013"
   */
  @IdText()
  @Nullable()
  secondTeacherId?: string | null;

  /**
   * The room it meets in.
   * @example "01932f6e-0000-7000-8000-000000000004"
   */
  @IdText()
  @Optional()
  roomId?: string;

  /**
   * How many members it takes.
   * @example 14
   */
  @Max(10_000)
  @Min(1)
  @IsInt()
  @Optional()
  capacity?: number;

  /**
   * First day.
   * @example "2026-09-01"
   */
  @LocalDateText()
  @Optional()
  startsOn?: string;

  /**
   * Last day; null: the group goes on.
   * @example "2027-05-31"
   */
  @LocalDateText()
  @Nullable()
  endsOn?: string | null;

  /**
   * Whether it is put away: nobody joins, nothing is planned.
   * @example false
   */
  @IsBoolean()
  @Optional()
  isArchived?: boolean;
}

/** A person or a thing by id and name. */
export class NamedRef {
  id: string;
  /** @example "Anna Petrova" */
  name: string;
}

/** A group. */
export class Group {
  id: string;
  branchId: string;
  /** @example "English A1, Mon and Wed" */
  name: string;
  activityId: string;
  /** @example "English" */
  activityName: string;
  /** Who leads it. */
  teacher: NamedRef;
  /** Who teaches beside them; null: nobody. */
  secondTeacher: NamedRef | null;
  room: NamedRef;
  /** @example 12 */
  capacity: number;
  /**
   * How many belong to it today, by the branch's clock.
   * @example 9
   */
  members: number;
  startsOn: string;
  endsOn: string | null;
  isArchived: boolean;
  /** @example 1 */
  version: number;
  createdAt: string;
  createdBy: Signature;
  updatedAt: string;
  updatedBy: Signature;
}

export class GroupPage extends PageOf(Group) {}

/** Which groups. */
export class GroupListQuery extends PageQuery {
  /** Groups of this branch. */
  @IdText()
  @Optional()
  branchId?: string;

  /** Groups of this activity. */
  @IdText()
  @Optional()
  activityId?: string;

  /** Groups this employee teaches, as the first or the second one. */
  @IdText()
  @Optional()
  teacherId?: string;

  /** Part of the name. */
  @Text(100)
  @Optional()
  q?: string;

  /** `true`, `false` (when absent) or `any`. */
  @IsIn(['true', 'false', 'any'])
  @Optional()
  archived?: string;
}
