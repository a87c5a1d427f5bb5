import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';

export interface Allowance {
  limit: number;
  remaining: number;
  resetSeconds: number;
}

const WINDOW_SECONDS = 60;
/** A process takes its share of a generous limit in advance, a two-hundredth at a time, and asks Redis that much seldomer. */
const SHARES = 200;
const KEPT_AT_MOST = 10_000;
// Counts and starts the window in one step, so a counter without an end cannot be left behind.
const COUNT = `local n = redis.call('INCRBY', KEYS[1], ARGV[2]) if n == tonumber(ARGV[2]) then redis.call('EXPIRE', KEYS[1], ARGV[1]) end return {n, redis.call('TTL', KEYS[1])}`;

/** What was taken in advance and not used yet. */
interface Share {
  left: number;
  remaining: number;
  until: number;
}

/** Requests a minute by key, counted in Redis for all processes together. Without Redis nobody is held up. */
@Injectable()
export class RateLimiter implements OnApplicationShutdown {
  private readonly logger = new Logger(RateLimiter.name);
  private readonly redis: Redis;
  private readonly shares = new Map<string, Share>();
  private warned = false;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.redis = new Redis(config.REDIS_URL, {
      keyPrefix: `${config.REDIS_PREFIX}:rate:`,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: 250,
      lazyConnect: true,
    });
    this.redis.on('error', () => undefined);
    void this.redis.connect().catch(() => undefined);
  }

  /** Takes one from the allowance of `key`; null when the limiter cannot tell. */
  async take(key: string, limit: number): Promise<Allowance | null> {
    const share = this.shares.get(key);
    const left = share === undefined ? 0 : share.until - performance.now();
    if (share !== undefined && share.left > 0 && left > 0) {
      share.left -= 1;
      return { limit, remaining: share.remaining + share.left, resetSeconds: Math.ceil(left / 1000) };
    }
    try {
      const size = Math.max(1, Math.trunc(limit / SHARES));
      const [used, ttl] = (await this.redis.eval(COUNT, 1, key, WINDOW_SECONDS, size)) as [number, number];
      this.warned = false;
      const resetSeconds = Math.max(1, ttl);
      const remaining = limit - used;
      if (this.shares.size >= KEPT_AT_MOST) this.shares.clear();
      if (size > 1)
        this.shares.set(key, { left: size - 1, remaining, until: performance.now() + resetSeconds * 1000 });
      return { limit, remaining: remaining + size - 1, resetSeconds };
    } catch {
      if (!this.warned) this.logger.warn('rate limits are off: Redis does not answer');
      this.warned = true;
      return null;
    }
  }

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }
}
