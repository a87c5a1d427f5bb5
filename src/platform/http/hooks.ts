import { createHash, randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Draining } from '../health/draining.js';
import type { Metrics } from '../health/metrics.js';
import { logRequest } from '../logging/logger.js';
import type { ApiRequest } from './request.js';

const REQUEST_ID = /^[\w.:-]{8,128}$/;

/** A caller's request id when it is a sane one, else a new one. */
export function requestIdOf(headers: Record<string, string | string[] | undefined>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

/** What every request and every answer has, whatever handler serves it. */
export function installHooks(
  server: FastifyInstance,
  { metrics, draining }: { metrics: Metrics; draining: Draining },
  headers: Record<string, string>,
): void {
  server.addHook('onRequest', (request, reply, done) => {
    void reply.headers(headers).header('x-request-id', request.id);
    if (draining.isUnderWay) void reply.header('connection', 'close');
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    metrics.observe(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    logRequest({
      requestId: request.id,
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      login: (request as ApiRequest).user?.login,
    });
    done();
  });
  server.addHook('onSend', (request, reply, payload, done) => {
    done(null, finish(request as ApiRequest, reply, payload));
  });
}

function finish(request: ApiRequest, reply: FastifyReply, payload: unknown): unknown {
  const { outcome } = request;
  if (outcome !== undefined && reply.statusCode < 400) {
    if (outcome.status !== undefined) void reply.code(outcome.status);
    void reply.headers(outcome.headers);
  }
  if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
  if (typeof payload !== 'string' || reply.statusCode >= 300) return payload;
  if (!String(reply.getHeader('content-type') ?? '').includes('json')) return payload;
  const tag = entityTag(payload);
  void reply.header('etag', tag);
  // A client may keep what it got, if it asks each time whether that still holds.
  if (request.method === 'GET') void reply.header('cache-control', 'private, no-cache');
  if (request.method === 'GET' && matches(request.headers['if-none-match'], tag)) {
    void reply.code(304);
    return '';
  }
  return payload;
}

/**
 * A strong tag changes with any byte shown, also of derived members that have no version; the version stands in front,
 * so the same tag serves If-Match.
 */
function entityTag(payload: string): string {
  const digest = createHash('sha1').update(payload).digest('base64url').slice(0, 16);
  // The last one named: what stands within a record comes before the version of the record itself.
  const at = payload.lastIndexOf('"version":');
  const version = at < 0 ? undefined : /^\d+/.exec(payload.slice(at + 10, at + 22))?.[0];
  return version === undefined ? `"${digest}"` : `"v${version}.${digest}"`;
}

function matches(header: string | undefined, tag: string): boolean {
  return (
    header !== undefined &&
    (header === '*' || header.split(',').some((given) => given.trim().replace(/^W\//, '') === tag))
  );
}
