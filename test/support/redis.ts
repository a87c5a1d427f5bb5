import type { Redis } from 'ioredis';

/**
 * Redis as after a FLUSHALL, for this test alone and at one stroke: another test file works with the same server, and a
 * job of its own lost that way would come back only with the lease of its row.
 */
export async function emptyRedis(redis: Redis): Promise<void> {
  const prefix = process.env['REDIS_PREFIX'];
  if (prefix === undefined) throw new Error('no test application has been started');
  await redis.eval(
    `for _, key in ipairs(redis.call('keys', ARGV[1])) do redis.call('del', key) end`,
    0,
    `${prefix}:*`,
  );
}
