import {
  IncomingMessage,
  ServerResponse,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http';
import { Socket } from 'node:net';
import helmet from '@fastify/helmet';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { refuseUndeclaredRoutes } from './platform/auth/route-declarations.js';
import type { Config } from './platform/config/config.js';
import { CONFIG } from './platform/config/config.module.js';
import { configureCurrency } from './platform/config/currency.js';
import { Json } from './platform/database/json.js';
import { configureCursors } from './platform/database/keyset.js';
import { Draining } from './platform/health/draining.js';
import { Metrics } from './platform/health/metrics.js';
import { installHooks, requestIdOf } from './platform/http/hooks.js';
import { sendProblem } from './platform/http/problem.filter.js';
import { mountMailPages } from './platform/mail/mail-pages.js';
import { mountDashboard } from './platform/queue/dashboard.js';

/**
 * Nest would set its error handler after the routes, where Fastify no longer hands it what it refuses itself (media type,
 * size, JSON). Ours is set before them, in `setUp`, and stays the only one.
 */
class Server extends FastifyAdapter {
  override setErrorHandler(): FastifyInstance {
    return this.getInstance<FastifyInstance>();
  }
}

/** The HTTP server under Nest; main.ts and the tests start the same one. */
export function httpAdapter(config: Pick<Config, 'TRUST_PROXY' | 'BODY_LIMIT_BYTES'>): FastifyAdapter {
  return new Server({
    trustProxy: config.TRUST_PROXY,
    bodyLimit: config.BODY_LIMIT_BYTES,
    genReqId: (request: { headers: IncomingHttpHeaders }) => requestIdOf(request.headers),
    requestIdHeader: false,
    forceCloseConnections: 'idle',
    // Whoever was let in is served while the process ends; the answer closes the connection.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 200 },
  });
}

/** Hooks, headers and prefix: everything around the controllers. */
export async function setUp(app: NestFastifyApplication): Promise<void> {
  const config = app.get<Config>(CONFIG);
  const server = app.getHttpAdapter().getInstance();
  configureCursors(config.jwtSecret);
  configureCurrency(config.CURRENCY);
  refuseUndeclaredRoutes(app);
  server.setReplySerializer((payload) => (payload instanceof Json ? payload.text : JSON.stringify(payload)));
  const watched = { metrics: app.get(Metrics), draining: app.get(Draining) };
  installHooks(server, watched, await securityHeaders(config));
  acceptJson(server);
  server.setErrorHandler(sendProblem);
  mountMailPages(app);
  await mountDashboard(app);
  prefixRoutes(app);
  app.enableShutdownHooks();
}

/** What helmet says with these settings, the same to everybody: asked once, since it works it out anew for each request. */
async function securityHeaders(config: Config): Promise<Record<string, string>> {
  const probe = httpAdapter(config).getInstance<FastifyInstance>();
  await probe.register(helmet, { contentSecurityPolicy: contentPolicy, hsts: config.TRUST_PROXY });
  const said = new Promise<OutgoingHttpHeaders>((resolve) => {
    probe.get('/', (_, reply) => {
      reply.hijack();
      resolve(reply.raw.getHeaders());
    });
  });
  await probe.ready();
  const request = Object.assign(new IncomingMessage(new Socket()), { method: 'GET', url: '/' });
  probe.routing(request, new ServerResponse(request));
  return Object.fromEntries(Object.entries(await said).map(([name, value]) => [name, String(value)]));
}

/** Business lives under /v1; what serves operators and documentation has no version. */
export function prefixRoutes(app: NestFastifyApplication): void {
  app.setGlobalPrefix('v1', { exclude: ['health/{*rest}', 'metrics', 'problems', 'problems/{*rest}'] });
}

// The pages served here are ours: the docs need inline styles, nothing else is allowed.
const contentPolicy = {
  directives: {
    defaultSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    upgradeInsecureRequests: null,
  },
};

/** JSON in both its names; an empty body is no body, for clients that name a type on every request. */
function acceptJson(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  for (const type of ['application/json', 'application/merge-patch+json']) {
    server.addContentTypeParser(type, { parseAs: 'string' }, (request, body: string, done) => {
      if (body.trim() === '') done(null, undefined);
      else void parse(request, body, done);
    });
  }
}
