import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { AccessGuard } from '../auth/access.guard.js';
import { Commands } from './commands.js';
import { IdempotencyStore } from './idempotency.js';
import { ProblemFilter } from './problem.filter.js';
import { ProblemsController } from './problems.controller.js';
import { RateLimiter } from './rate-limiter.js';
import { RateLimitGuard } from './rate-limit.guard.js';
import { Uploads } from './uploads.js';
import { ValidationPipe } from './validation.pipe.js';

/** What stands before and around every controller. Guards run in this order: who are you, how often. */
@Global()
@Module({
  imports: [DiscoveryModule],
  controllers: [ProblemsController],
  providers: [
    Commands,
    IdempotencyStore,
    RateLimiter,
    Uploads,
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_PIPE, useClass: ValidationPipe },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
  exports: [Commands, RateLimiter, Uploads],
})
export class HttpModule {}
