import { HttpException } from '@nestjs/common';
import { DomainError, type ErrorKind, type Fault, type Language } from '../../kernel/errors.js';
import { databaseFault, translated } from '../database/constraints.js';
import { faultDetail, faultOfConstraint } from './fault-texts.js';
import {
  BodyTooLarge,
  InternalFault,
  MediaTypeUnsupported,
  NotJson,
  RouteNotFound,
  ServiceBusy,
  StateRefused,
} from './http.errors.js';
import { RequestMalformed } from '../../kernel/faults.js';

/** The one table from the kind of an error to its status; the compiler keeps it whole. */
export const statusOf: Readonly<Record<ErrorKind, number>> = {
  malformed: 400,
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  rule: 422,
  stale: 412,
  precondition_required: 428,
  too_large: 413,
  unsupported_media: 415,
  not_acceptable: 406,
  too_many: 429,
  unavailable: 503,
  internal: 500,
};

/** RFC 9457. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  instance: string;
  requestId: string;
  params?: object;
  errors?: Fault[];
  conflicts?: readonly unknown[];
}

export interface ProblemContext {
  language: Language;
  method: string;
  path: string;
  requestId: string;
}

export function problemBody(error: DomainError, context: ProblemContext): ProblemBody {
  const { title, detail } = error.text(context.language);
  return {
    type: `/problems/${error.code}`,
    title,
    status: statusOf[error.kind],
    code: error.code,
    detail,
    instance: context.path,
    requestId: context.requestId,
    ...(Object.keys(error.params).length > 0 ? { params: error.params } : {}),
    ...(error.extras.faults === undefined
      ? {}
      : { errors: error.extras.faults.map((f) => inLanguage(f, context.language)) }),
    ...(error.extras.conflicts === undefined ? {} : { conflicts: error.extras.conflicts }),
  };
}

/** Whatever was thrown, as an error of ours. What nobody foresaw is `internal`. */
export function domainErrorOf(thrown: unknown, context: ProblemContext): DomainError {
  if (thrown instanceof DomainError) return thrown;
  return translated(thrown) ?? databaseError(thrown) ?? httpError(thrown, context) ?? InternalFault();
}

/** Connection lost, shutting down, too many connections, lock or statement time-out: nothing is wrong with the request. */
const BUSY = /^(08|57P0|53|55P03$|57014$|40001$|40P01$|25P0)/;
const REFUSED = /^23/;
const UNSTORABLE = /^22/;

function databaseError(thrown: unknown): DomainError | null {
  const code = databaseFault(thrown)?.code ?? '';
  if (BUSY.test(code) || /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT/.test(code) || isUnconnected(thrown)) {
    return ServiceBusy({}, { retryAfterSeconds: 2 });
  }
  if (REFUSED.test(code)) return StateRefused();
  return UNSTORABLE.test(code) ? RequestMalformed({}, { faults: [] }) : null;
}

/** The driver has no codes for a connection it does not get, or that broke: under a statement, before it, between two of them. */
const isUnconnected = (thrown: unknown): boolean =>
  thrown instanceof Error &&
  /timeout exceeded when trying to connect|Connection terminated|is not queryable/.test(thrown.message);

function httpError(thrown: unknown, context: ProblemContext): DomainError | null {
  const status =
    thrown instanceof HttpException ? thrown.getStatus() : (thrown as { statusCode?: number }).statusCode;
  const code = (thrown as { code?: string }).code ?? '';
  if (status === 404) return RouteNotFound({ method: context.method, path: context.path });
  if (status === 413) return BodyTooLarge();
  if (status === 415) return MediaTypeUnsupported();
  if (status === 400)
    return /JSON/.test(code + (thrown as Error).message) || thrown instanceof SyntaxError
      ? NotJson()
      : RequestMalformed();
  return status !== undefined && status >= 400 && status < 500 ? RequestMalformed() : null;
}

function inLanguage(fault: Fault, language: Language): Fault {
  const { constraint, ...params } = (fault.params ?? {}) as { constraint?: string; limit?: string };
  const detail =
    constraint === undefined
      ? faultDetail(fault.code, fault.detail, language)
      : faultOfConstraint(constraint, params.limit ?? '', language).detail;
  return { ...fault, detail, params: Object.keys(params).length > 0 ? params : undefined };
}

/** The first of Russian and English that `Accept-Language` asks for. */
export function languageOf(header: string | undefined): Language {
  const wanted = (header ?? '')
    .toLowerCase()
    .split(',')
    .map((part) => part.trim().slice(0, 2));
  return wanted.find((language): language is Language => language === 'ru' || language === 'en') ?? 'en';
}
