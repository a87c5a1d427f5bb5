import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import type {
  AppControllerRoute,
  AppViewRoute,
  BullBoardQueues,
  IServerAdapter,
  UIConfig,
} from '@bull-board/api/typings/app';
import type { FastifyInstance } from 'fastify';

const TYPES: Readonly<Record<string, string>> = {
  ...{ '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml' },
  ...{ '.png': 'image/png', '.ico': 'image/x-icon', '.woff2': 'font/woff2' },
};

/** Puts the dashboard's page, files and readings on Fastify. What would change a queue is not put there at all. */
export class DashboardRoutes implements IServerAdapter {
  private queues: BullBoardQueues = new Map();
  private views = '';
  private files = '';
  private ui: UIConfig = {};
  private page: AppViewRoute | null = null;
  private readings: AppControllerRoute[] = [];

  constructor(private readonly basePath: string) {}

  setQueues(queues: BullBoardQueues): this {
    this.queues = queues;
    return this;
  }
  setViewsPath(path: string): this {
    this.views = path;
    return this;
  }
  setStaticPath(_route: string, path: string): this {
    this.files = path;
    return this;
  }
  setEntryRoute(route: AppViewRoute): this {
    this.page = route;
    return this;
  }
  setErrorHandler(): this {
    return this;
  }
  setApiRoutes(routes: AppControllerRoute[]): this {
    this.readings = routes.filter(({ method }) => [method].flat().every((one) => one === 'get'));
    return this;
  }
  setUIConfig(config: UIConfig): this {
    this.ui = config;
    return this;
  }

  mount(scope: FastifyInstance): void {
    for (const url of [this.page?.route ?? []].flat())
      scope.get(url, async (_, reply) => reply.type('text/html; charset=utf-8').send(await this.view()));
    scope.get('/static/*', async (request, reply) => {
      const asked = normalize(`/${(request.params as { '*': string })['*']}`);
      const file = await readFile(join(this.files, asked)).catch(() => null);
      if (file === null) return reply.code(404).type('text/plain').send('No such file.\n');
      return reply.type(TYPES[extname(asked)] ?? 'application/octet-stream').send(file);
    });
    for (const { route, handler } of this.readings)
      for (const url of [route].flat())
        scope.get(url, async ({ params, query, headers }, reply) => {
          const asked = { queues: this.queues, uiConfig: this.ui, params, query, headers, body: {} };
          const answer = await handler(asked as never);
          return reply.code(answer.status ?? 200).send(answer.body);
        });
  }

  private async view(): Promise<string> {
    const { name = '', params = {} } =
      this.page?.handler({ basePath: this.basePath, uiConfig: this.ui }) ?? {};
    const template = await readFile(join(this.views, name), 'utf8');
    return template.replace(/<%[=-] (\w+) %>/g, (_, member: string) => {
      const value: unknown = (params as Record<string, unknown>)[member];
      return typeof value === 'string' ? value : '';
    });
  }
}
