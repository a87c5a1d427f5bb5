import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { createBullBoard } from '@bull-board/api';
import { BullAdapter } from '@bull-board/api/bullAdapter';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import Bull from 'bull';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { scopeOf } from '../../kernel/actor.js';
import { Clock } from '../clock/clock.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { ActorSource } from '../operations/actor-source.js';
import { DashboardRoutes } from './dashboard-routes.js';
import { open, seal } from './dashboard-tickets.js';
import { Queues } from './queue.permissions.js';

export const DASHBOARD_PATH = '/queues';
const COOKIE = 'kruzhok_queues';
const LOOK_MS = 30 * 60_000;
/** Every queue there is; jobs of all of them carry ids only. */
const QUEUES = ['events', 'operations', 'mail'];

export const hasDashboard = ({ QUEUE_DASHBOARD, NODE_ENV }: Config): boolean =>
  QUEUE_DASHBOARD === undefined ? NODE_ENV === 'development' : QUEUE_DASHBOARD === 'true';

/**
 * The queues, to look at and not to touch: the rows in PostgreSQL decide what is done, so a job put back or thrown away
 * here would change nothing but the picture.
 */
export async function mountDashboard(app: NestFastifyApplication): Promise<void> {
  const config = app.get<Config>(CONFIG);
  if (!hasDashboard(config)) return;
  const ui = new DashboardRoutes(DASHBOARD_PATH);
  const uiBasePath = dirname(createRequire(import.meta.url).resolve('@bull-board/ui/package.json'));
  const options = { uiBasePath, uiConfig: { boardTitle: 'Kruzhok' } };
  const board = createBullBoard({ queues: [], serverAdapter: ui, options });
  const opened: Bull.Queue[] = [];
  const openQueues = (): void => {
    if (opened.length > 0) return;
    for (const name of QUEUES) {
      const queue = new Bull(name, config.REDIS_URL, { prefix: `${config.REDIS_PREFIX}:bull` });
      queue.on('error', () => undefined);
      opened.push(queue);
      board.addQueue(new BullAdapter(queue, { readOnlyMode: true }));
    }
  };
  const guard = doorOf(app, config, openQueues);
  const server = app.getHttpAdapter().getInstance();
  await server.register(
    (scope, _options, done) => {
      scope.addHook('onRequest', guard);
      scope.addHook('onClose', async () => {
        await Promise.all(opened.map((queue) => queue.close().catch(() => undefined)));
      });
      ui.mount(scope);
      done();
    },
    { prefix: DASHBOARD_PATH },
  );
}

type Guard = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** A fresh link becomes a cookie of half an hour; each look asks again whether its user still may. */
function doorOf(app: NestFastifyApplication, config: Config, openQueues: () => void): Guard {
  const [clock, actors] = [app.get(Clock), app.get(ActorSource)];
  const may = async (userId: string | undefined): Promise<boolean> => {
    const actor = userId === undefined ? null : await actors.find(userId);
    return actor !== null && scopeOf(actor, Queues.read) !== null;
  };
  return async (request, reply) => {
    const now = Date.parse(clock.now());
    const { ticket } = request.query as { ticket?: unknown };
    const link = open(typeof ticket === 'string' ? ticket : '', 'link', now, config.jwtSecret);
    if (link !== null && (await may(link.userId))) {
      const look = seal({ userId: link.userId, until: now + LOOK_MS, use: 'look' }, config.jwtSecret);
      const secure = request.protocol === 'https' ? '; Secure' : '';
      const cookie = `${COOKIE}=${look}; Path=${DASHBOARD_PATH}; Max-Age=${String(LOOK_MS / 1000)}; HttpOnly; SameSite=Lax${secure}`;
      return reply.header('set-cookie', cookie).redirect(`${DASHBOARD_PATH}/`, 303);
    }
    const look = open(cookieOf(request), 'look', now, config.jwtSecret);
    if (look === null || !(await may(look.userId)))
      return reply
        .code(401)
        .type('text/plain; charset=utf-8')
        .send('POST /v1/queue-dashboard-sessions gives a link.\n');
    openQueues();
    return undefined;
  };
}

const cookieOf = ({ headers }: FastifyRequest): string =>
  (headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim().split('='))
    .find(([name]) => name === COOKIE)?.[1] ?? '';
