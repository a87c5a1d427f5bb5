import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { readDataKeys } from '../crypto/data-keys.js';

/**
 * Every setting of the application, checked once at start and frozen. Nothing else reads the environment.
 * `.env.example` lists the same names with the same defaults; an architecture test compares the two.
 */
const flag = (fallback: boolean) =>
  z
    .enum(['true', 'false'])
    .default(fallback ? 'true' : 'false')
    .transform((text) => text === 'true');
const count = (fallback: number, min = 1) => z.coerce.number().int().min(min).default(fallback);

export const settings = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  PUBLIC_URL: z.url().optional(),
  TRUST_PROXY: flag(false),
  SHUTDOWN_DELAY_SECONDS: count(0, 0),
  DATABASE_URL: z.string().startsWith('postgres'),
  DATABASE_MIGRATION_URL: z.string().startsWith('postgres').optional(),
  DATABASE_REPLICA_URL: z.string().startsWith('postgres').optional(),
  DATABASE_SCHEMA: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,62}$/)
    .default('kruzhok'),
  DATABASE_POOL: count(12),
  DATABASE_PREPARED: flag(true),
  REDIS_URL: z.string().startsWith('redis'),
  REDIS_PREFIX: z.string().default('kruzhok'),
  DATA_DIR: z.string().min(1).default('data'),
  SMTP_URL: z.string().startsWith('smtp').optional(),
  MAIL_FROM: z
    .string()
    .regex(
      /^([^<>\r\n]{0,100}<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/,
      'give an address, or Name <address>',
    )
    .default('Kruzhok <no-reply@localhost.localdomain>'),
  MAIL_LANGUAGE: z.enum(['ru', 'en']).default('ru'),
  MAIL_RETRY_SECONDS: z
    .string()
    .regex(/^\d+(,\d+){0,30}$/, 'give seconds, comma between them')
    .default('60,300,900,1800,3600,7200,10800'),
  MAIL_KEPT_DAYS: count(90),
  SMTP_TIMEOUT_SECONDS: count(10),
  SMTP_ANSWER_SECONDS: count(60),
  SUPPLIER_ORDER_DELAY_MINUTES: count(1, 0),
  WORKER_PAUSE: z.coerce.number().min(0).max(100).default(3),
  QUEUE_DASHBOARD: z.enum(['true', 'false']).optional(),
  JWT_SECRET: z.string().min(32).optional(),
  DATA_KEYS: z
    .string()
    .refine(
      (text) => readDataKeys(text) !== null,
      'give id:base64key,… with keys of 32 bytes and ids of their own',
    )
    .optional(),
  ACCESS_TOKEN_MINUTES: count(15),
  REFRESH_TOKEN_DAYS: count(30),
  RATE_LIMIT_PER_MINUTE: count(18000),
  SIGN_IN_LIMIT_PER_MINUTE: count(60),
  BODY_LIMIT_BYTES: count(1_048_576),
  CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default('RUB'),
  OWNER_LOGIN: z.string().min(3).max(64).default('owner'),
  OWNER_PASSWORD: z.string().min(10).optional(),
  SEED_DEMO: flag(true),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type Config = Readonly<z.infer<typeof settings>> & { readonly jwtSecret: string };

/** Reads and checks the environment; on a fault it names every wrong setting at once. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = settings.safeParse(given);
  if (!result.success) {
    const faults = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(
      `The settings in the environment are not right:\n${faults.join('\n')}\nSee .env.example.`,
    );
  }
  return Object.freeze({
    ...result.data,
    jwtSecret: result.data.JWT_SECRET ?? randomBytes(32).toString('base64url'),
  });
}
