import type { LoggerService } from '@nestjs/common';
import { pino } from 'pino';
import { requestContext } from './request-context.js';

/** Secrets and people's data, should a line ever carry an object that holds them. */
const SECRET = [
  ...['password', 'token', 'accessToken', 'refreshToken', 'apiKey', 'secret', 'authorization', 'cookie'],
  ...['phone', 'email', 'firstName', 'lastName', 'patronymic', 'bornOn', 'address', 'health', 'notes'],
];

// A level that is none is told with all other wrong settings, a moment later.
const asked = process.env['LOG_LEVEL'] ?? 'info';

// Written when the process has a moment, many lines at once: a line a request is not worth a wait of its own.
const lines = pino.destination({ dest: 1, sync: false, minLength: 4096, periodicFlush: 100 });

/** Structured lines on stdout. What is logged is chosen field by field; bodies, queries and headers never are. */
export const log = pino(
  {
    // Read here and not from the settings: a logger stands before they are checked.
    level: asked in pino.levels.values || asked === 'silent' ? asked : 'info',
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: SECRET.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '***' },
  },
  lines,
);

/** Writes what waits; the process ends by a signal, which asks nobody. */
export const flushLog = (): void => {
  lines.flushSync();
};

/** One line a request. */
export interface RequestLine {
  requestId: string;
  method: string;
  route: string;
  status: number;
  ms: number;
  login: string | undefined;
}

// Plain values alone, each chosen by name: there is nothing in them to look through for secrets.
const requests = log.child({}, { redact: [] });
export const logRequest = (line: RequestLine): void => {
  requests.info(line, 'request');
};

/** A fault with the request it happened in. */
export class FaultOfRequest {
  constructor(
    readonly requestId: string,
    private readonly text: string,
  ) {}

  toString(): string {
    return this.text;
  }
}

/** Nest's own lines in the same form, with the job or the request they belong to. */
export class JsonLogger implements LoggerService {
  log(message: unknown, context?: string): void {
    log.debug(this.line(context), String(message));
  }
  error(message: unknown, stack?: string, context?: string): void {
    log.error(
      { ...this.line(context ?? stack, message), stack: context === undefined ? undefined : stack },
      String(message),
    );
  }
  warn(message: unknown, context?: string): void {
    log.warn(this.line(context), String(message));
  }
  debug(message: unknown, context?: string): void {
    log.debug(this.line(context), String(message));
  }

  private line(context: string | undefined, message?: unknown): object {
    const requestId = message instanceof FaultOfRequest ? message.requestId : requestContext()?.requestId;
    return { context, requestId, job: requestContext()?.job };
  }
}
