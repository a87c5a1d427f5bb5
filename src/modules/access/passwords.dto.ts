import { IsString, MaxLength, MinLength } from 'class-validator';

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
