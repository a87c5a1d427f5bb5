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

/** A login and its password. */
export class LoginRequest {
  /**
   * Login, in any case.
   * @example "owner"
   */
  @Text(64)
  login: string;

  /**
   * Password.
   * @example "correct horse battery staple"
   */
  @MaxLength(256)
  @MinLength(1)
  @IsString()
  password: string;
}

/** A refresh token, good for one use. */
export class RefreshRequest {
  /**
   * The refresh token of the last answer.
   * @example "wG1yR5c0b4Q2ZQkq0sYw7m3n1pXK8tLJdVh9uAeFoTs"
   */
  @MaxLength(200)
  @MinLength(20)
  @IsString()
  refreshToken: string;
}

/** What a sign-in gives. */
export class Tokens {
  /** For the `Authorization: Bearer` header. */
  accessToken: string;
  /** For `POST /v1/auth/refresh`, once. */
  refreshToken: string;
  /** @example "Bearer" */
  tokenType: string;
  /**
   * Seconds the access token lives.
   * @example 900
   */
  expiresIn: number;
}

/** A signed-in device. */
export class Session {
  id: string;
  createdAt: string;
  lastUsedAt: string;
  expiresAt: string;
  /** The browser or program, as it names itself. */
  userAgent: string | null;
  /** The address it signed in from. */
  address: string | null;
  /** Whether it is the session of this request. */
  isCurrent: boolean;
}

/** The sessions that have not ended. */
export class SessionList {
  items: Session[];
}

/** Who is calling and what they may do. */
export class Myself {
  id: string;
  /** @example "owner" */
  login: string;
  /** @example "Olga Ivanova" */
  name: string;
  employeeId: string | null;
  /**
   * Where letters to you go.
   * @example "olga@example.org"
   */
  email: string | null;
  /** @example ["owner"] */
  roles: string[];
  branchIds: string[];
  /**
   * Each permission with its scope: own, branch or all.
   * @example {"clients:read": "all"}
   */
  permissions: Record<string, string>;
}

/** A change of one's own password. */
export class PasswordRequest {
  /** @example "correct horse battery staple" */
  @MaxLength(256)
  @IsString()
  currentPassword: string;

  /**
   * At least 10 characters.
   * @example "a longer and better one"
   */
  @MaxLength(256)
  @MinLength(10)
  @IsString()
  newPassword: string;
}

/** A new password by a token that was handed out. */
export class PasswordResetRequest {
  /**
   * The token.
   * @example "wG1yR5c0b4Q2ZQkq0sYw7m3n1pXK8tLJdVh9uAeFoTs"
   */
  @MaxLength(200)
  @MinLength(20)
  @IsString()
  token: string;

  /**
   * At least 10 characters, not the login, none of the commonest.
   * @example "a longer and better one"
   */
  @MaxLength(256)
  @MinLength(10)
  @IsString()
  newPassword: string;
}

/** A way back in, to hand to the user; shown this once. */
export class PasswordReset {
  id: string;
  userId: string;
  /** For `POST /v1/auth/password-reset`, once. */
  token: string;
  expiresAt: string;
}

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
