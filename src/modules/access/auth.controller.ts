import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Put } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import {
  Commands,
  CurrentRequest,
  Fails,
  Id,
  Me,
  Public,
  SignedIn,
  type ApiRequest,
} from '../../platform/http/index.js';
import { RateLimiter } from '../../platform/http/rate-limiter.js';
import { TooManyRequests } from '../../platform/http/http.errors.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { PasswordRequest, PasswordResetRequest } from './passwords.dto.js';
import { LoginRequest, Myself, RefreshRequest, SessionList, Tokens } from './sessions.dto.js';
import { PasswordWrong, RefreshRefused, ResetRefused, SignInLocked, SignInRefused } from './access.errors.js';
import { PasswordsService } from './passwords.service.js';
import { SessionsService } from './sessions.service.js';
import { UsersQueries } from './users.queries.js';

@Controller('auth')
export class AuthController {
  constructor(
    private readonly commands: Commands,
    private readonly sessions: SessionsService,
    private readonly passwords: PasswordsService,
    private readonly queries: UsersQueries,
    private readonly limiter: RateLimiter,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Signs in.
   * Wrong passwords lock the login for a while, longer each time.
   */
  @Post('login')
  @HttpCode(200)
  @Public('one signs in before one is anybody')
  @Fails(SignInRefused, SignInLocked)
  async login(@CurrentRequest() request: ApiRequest, @Body() body: LoginRequest): Promise<Tokens> {
    await this.limit(request);
    return this.sessions.signIn(body.login, body.password, {
      userAgent: request.headers['user-agent'] ?? null,
      address: request.ip,
    });
  }

  /**
   * Gives new tokens for a refresh token.
   * A refresh token is good once; a second use ends the session.
   */
  @Post('refresh')
  @HttpCode(200)
  @Public('the refresh token is the proof')
  @Fails(RefreshRefused)
  refresh(@Body() body: RefreshRequest): Promise<Tokens> {
    return this.sessions.refresh(body.refreshToken);
  }

  /**
   * Sets a new password by a token that a manager has handed out.
   * All sessions of the user end, and a lock is lifted.
   */
  @Post('password-reset')
  @HttpCode(204)
  @Public('who has forgotten the password cannot sign in; the token is the proof')
  @Fails(ResetRefused)
  async resetPassword(
    @CurrentRequest() request: ApiRequest,
    @Body() body: PasswordResetRequest,
  ): Promise<void> {
    await this.limit(request);
    await this.passwords.reset(body.token, body.newPassword, request.id);
  }

  /** Ends this session. */
  @Post('logout')
  @SignedIn()
  logout(@CurrentRequest() request: ApiRequest, @Me() me: Actor): Promise<void> {
    return this.commands.remove(request, (tx) =>
      this.sessions.endSessions(tx, me.userId ?? '', { id: me.sessionId ?? '' }, 'signed_out'),
    );
  }

  /** Lists your sessions that have not ended. */
  @Get('sessions')
  @SignedIn()
  listSessions(@Me() me: Actor): Promise<SessionList> {
    return this.queries.sessions(me, me.userId ?? '');
  }

  /** Ends all your sessions but this one. */
  @Delete('sessions')
  @SignedIn()
  endOtherSessions(@CurrentRequest() request: ApiRequest, @Me() me: Actor): Promise<void> {
    return this.commands.remove(request, (tx) =>
      this.sessions.endSessions(tx, me.userId ?? '', { exceptId: me.sessionId ?? '' }, 'signed_out'),
    );
  }

  /** Ends one of your sessions. */
  @Delete('sessions/:id')
  @SignedIn()
  endSession(@CurrentRequest() request: ApiRequest, @Me() me: Actor, @Id() id: string): Promise<void> {
    return this.commands.remove(request, (tx) =>
      this.sessions.endSessions(tx, me.userId ?? '', { id }, 'signed_out'),
    );
  }

  /** Guessing is slowed down by address, beside the lock of each login. */
  private async limit(request: ApiRequest): Promise<void> {
    const allowance = await this.limiter.take(`sign-in:${request.ip}`, this.config.SIGN_IN_LIMIT_PER_MINUTE);
    if (allowance === null || allowance.remaining >= 0) return;
    const seconds = allowance.resetSeconds;
    throw TooManyRequests({ seconds }, { retryAfterSeconds: seconds });
  }
}

@Controller('me')
export class MeController {
  constructor(
    private readonly commands: Commands,
    private readonly passwords: PasswordsService,
    private readonly queries: UsersQueries,
  ) {}

  /** Says who you are and what you may do. */
  @Get()
  @SignedIn()
  get(@Me() me: Actor): Promise<Myself> {
    return this.queries.myself(me);
  }

  /**
   * Changes your password.
   * Your other sessions end.
   */
  @Put('password')
  @SignedIn()
  @Fails(PasswordWrong)
  changePassword(@CurrentRequest() request: ApiRequest, @Body() body: PasswordRequest): Promise<void> {
    return this.commands.remove(request, (tx) =>
      this.passwords.change(tx, body.currentPassword, body.newPassword),
    );
  }
}
