import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  MinLength,
} from 'class-validator';
import { EditPatch, PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import { Email, IdText, Name, Nullable, Optional, Text } from '../../platform/http/validators.js';

/** A new user. */
export class UserRequest {
  /**
   * Small letters, digits, dot, dash; 3 to 64 characters.
   * @example "anna"
   */
  @Matches(/^[a-z0-9][a-z0-9._-]{2,63}$/)
  @IsString()
  login: string;

  /** @example "Anna Petrova" */
  @Name()
  name: string;

  /**
   * At least 10 characters.
   * @example "correct horse battery staple"
   */
  @MaxLength(256)
  @MinLength(10)
  @IsString()
  password: string;

  /** @example ["teacher"] */
  @IsString({ each: true })
  @ArrayUnique()
  @ArrayMaxSize(20)
  @ArrayMinSize(1)
  @IsArray()
  roles: string[];

  /** Branches the scope `branch` reaches. */
  @IsUUID('all', { each: true })
  @ArrayUnique()
  @ArrayMaxSize(200)
  @IsArray()
  branchIds: string[];

  /** The employee this user is: what the scope `own` means. */
  @IdText()
  @Nullable()
  employeeId?: string | null;

  /**
   * Where letters to this user go.
   * @example "anna@example.org"
   */
  @Email()
  @Nullable()
  email?: string | null;
}

/** A change of a user. */
export class UserPatch extends EditPatch {
  /** @example "Anna Petrova" */
  @Name()
  @Optional()
  name?: string;

  /** @example ["teacher"] */
  @IsString({ each: true })
  @ArrayUnique()
  @ArrayMaxSize(20)
  @ArrayMinSize(1)
  @IsArray()
  @Optional()
  roles?: string[];

  /** Branches the scope `branch` reaches. */
  @IsUUID('all', { each: true })
  @ArrayUnique()
  @ArrayMaxSize(200)
  @IsArray()
  @Optional()
  branchIds?: string[];

  /** The employee this user is. */
  @IdText()
  @Nullable()
  employeeId?: string | null;

  /**
   * Where letters to this user go.
   * @example "anna@example.org"
   */
  @Email()
  @Nullable()
  email?: string | null;

  /**
   * A disabled user cannot sign in, and their sessions end.
   * @example true
   */
  @IsBoolean()
  @Optional()
  isActive?: boolean;
}

/** A user. */
export class User {
  id: string;
  /** @example "anna" */
  login: string;
  /** @example "Anna Petrova" */
  name: string;
  /** @example ["teacher"] */
  roles: string[];
  branchIds: string[];
  employeeId: string | null;
  /**
   * Null without the right to see contacts too.
   * @example "anna@example.org"
   */
  email: string | null;
  isActive: boolean;
  version: number;
  createdAt: string;
  createdBy: Signature;
  updatedAt: string;
  updatedBy: Signature;
}

export class UserPage extends PageOf(User) {}

/** Filters of users. */
export class UserListQuery extends PageQuery {
  /** Part of a login or a name. */
  @Text(100)
  @Optional()
  q?: string;
}
