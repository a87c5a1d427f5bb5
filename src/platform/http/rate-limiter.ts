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
  private readonly asked = new Map<string, Promise<boolean>>();
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
    for (;;) {
      const share = this.shares.get(key);
      const left = share === undefined ? 0 : share.until - performance.now();
      if (share !== undefined && share.left > 0 && left > 0) {
        share.left -= 1;
        return { limit, remaining: share.remaining + share.left, resetSeconds: Math.ceil(left / 1000) };
      }
      if (!(await this.refillOnce(key, limit))) return null;
    }
  }

  /** Of many that come at once one asks, and the others wait: each with a share of its own they would use up the allowance. */
  private refillOnce(key: string, limit: number): Promise<boolean> {
    const asked = this.asked.get(key);
    if (asked !== undefined) return asked;
    const asking = this.refill(key, limit).finally(() => this.asked.delete(key));
    this.asked.set(key, asking);
    return asking;
  }

  private async refill(key: string, limit: number): Promise<boolean> {
    try {
      const size = Math.max(1, Math.trunc(limit / SHARES));
      const [used, ttl] = (await this.redis.eval(COUNT, 1, key, WINDOW_SECONDS, size)) as [number, number];
      this.warned = false;
      if (this.shares.size >= KEPT_AT_MOST) this.shares.clear();
      const until = performance.now() + Math.max(1, ttl) * 1000;
      this.shares.set(key, { left: size, remaining: limit - used, until });
      return true;
    } catch {
      if (!this.warned) this.logger.warn('rate limits are off: Redis does not answer');
      this.warned = true;
      return false;
    }
  }

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }
}
