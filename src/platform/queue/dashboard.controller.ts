import { Controller, Inject, Post } from '@nestjs/common';
import { defineError } from '../../kernel/errors.js';
import { addMinutes } from '../clock/clock.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { newId } from '../database/ids.js';
import { Can, Commands, CurrentRequest, Fails, type ApiRequest } from '../http/index.js';
import { actorOf } from '../http/request.js';
import { QueueDashboardSession } from './dashboard.dto.js';
import { DASHBOARD_PATH, hasDashboard } from './dashboard.js';
import { seal } from './dashboard-tickets.js';
import { Queues } from './queue.permissions.js';

const LINK_MINUTES = 1;

export const DashboardOff = defineError({
  code: 'queue-dashboard.off',
  kind: 'conflict',
  en: {
    title: 'Switched off',
    detail: 'The queue dashboard is off here: QUEUE_DASHBOARD=true switches it on.',
  },
  ru: { title: 'Выключено', detail: 'Панель очередей здесь выключена: её включает QUEUE_DASHBOARD=true.' },
});

@Controller('queue-dashboard-sessions')
export class QueueDashboardController {
  constructor(
    private readonly commands: Commands,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Gives a link into the queue dashboard. A browser sends no token, so the link carries a signed ticket of one minute. */
  @Post()
  @Can(Queues.read)
  @Fails(DashboardOff)
  openLink(@CurrentRequest() request: ApiRequest): Promise<QueueDashboardSession> {
    const userId = actorOf(request).userId ?? '';
    return this.commands.run(request, (tx) => {
      if (!hasDashboard(this.config)) throw DashboardOff();
      const expiresAt = addMinutes(tx.now, LINK_MINUTES);
      const ticket = seal({ userId, until: Date.parse(expiresAt), use: 'link' }, this.config.jwtSecret);
      return Promise.resolve({ id: newId(), href: `${DASHBOARD_PATH}/?ticket=${ticket}`, expiresAt });
    });
  }
}
