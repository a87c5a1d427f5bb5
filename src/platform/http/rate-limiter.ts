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
// Counts and starts the window in one step, so a counter without an end cannot be left behind.
const COUNT = `local n = redis.call('INCR', KEYS[1]) if n == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end return {n, redis.call('TTL', KEYS[1])}`;

/** Requests a minute by key, counted in Redis for all processes together. Without Redis nobody is held up. */
@Injectable()
export class RateLimiter implements OnApplicationShutdown {
  private readonly logger = new Logger(RateLimiter.name);
  private readonly redis: Redis;
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
    try {
      const [used, ttl] = (await this.redis.eval(COUNT, 1, key, WINDOW_SECONDS)) as [number, number];
      this.warned = false;
      return { limit, remaining: limit - used, resetSeconds: Math.max(1, ttl) };
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
