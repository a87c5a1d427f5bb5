import { Controller, Get, Header, HttpCode } from '@nestjs/common';
import { ServiceBusy } from '../http/http.errors.js';
import { Public } from '../http/decorators.js';
import { Db } from '../database/db.js';
import { sql } from '../database/sql.js';
import { Draining } from './draining.js';
import { HealthState } from './health.dto.js';
import { Metrics } from './metrics.js';

/** For whoever watches the process. */
@Controller()
export class HealthController {
  constructor(
    private readonly db: Db,
    private readonly metrics: Metrics,
    private readonly draining: Draining,
  ) {}

  /** Says that the process runs. */
  @Get('health/live')
  @Public('a watcher has no login')
  live(): HealthState {
    return { status: 'ok' };
  }

  /** Says that the process can serve: the database answers, and it has not been told to end. */
  @Get('health/ready')
  @HttpCode(200)
  @Public('a watcher has no login')
  async ready(): Promise<HealthState> {
    if (this.draining.isUnderWay) throw ServiceBusy({}, { retryAfterSeconds: 2 });
    try {
      await this.db.query(sql`select 1`);
    } catch {
      throw ServiceBusy({}, { retryAfterSeconds: 2 });
    }
    return { status: 'ok' };
  }

  /** Prometheus metrics: process, requests, outbox. */
  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @Public('a watcher has no login; nothing personal is counted')
  scrape(): Promise<string> {
    return this.metrics.text();
  }
}
