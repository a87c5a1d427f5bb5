import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { TooManyRequests } from './http.errors.js';
import { RateLimiter, type Allowance } from './rate-limiter.js';
import { requestOf } from './request.js';

const UNLIMITED = /^\/(health|metrics)(\/|$)/;

/** Each caller, or each address while nobody is signed in, has an allowance a minute; every answer says what is left. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly limiter: RateLimiter,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = requestOf(context);
    if (UNLIMITED.test(request.url)) return true;
    const allowance = await this.limiter.take(
      request.user?.login ?? request.ip,
      this.config.RATE_LIMIT_PER_MINUTE,
    );
    if (allowance === null) return true;
    announce(context.switchToHttp().getResponse<FastifyReply>(), allowance);
    if (allowance.remaining >= 0) return true;
    const seconds = allowance.resetSeconds;
    throw TooManyRequests({ seconds }, { retryAfterSeconds: seconds });
  }
}

function announce(reply: FastifyReply, { limit, remaining, resetSeconds }: Allowance): void {
  void reply.header('ratelimit-policy', `"default";q=${String(limit)};w=60`);
  void reply.header('ratelimit', `"default";r=${String(Math.max(0, remaining))};t=${String(resetSeconds)}`);
}
