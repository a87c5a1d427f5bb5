import { IsString, MaxLength, MinLength } from 'class-validator';
import { Text } from '../../platform/http/validators.js';

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
