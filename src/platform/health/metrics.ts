import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { Db } from '../database/db.js';
import { sql } from '../database/sql.js';

interface Outbox {
  waiting: number;
  dead: number;
  oldest: number;
}

/** Numbers for Prometheus. Routes are counted by their pattern, never by their address: addresses hold ids. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer a request.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
    registers: [this.registry],
  });
  private readonly outbox = new Gauge({
    name: 'outbox_deliveries',
    help: 'Reactions to events still to be carried out, and given up.',
    labelNames: ['state'],
    registers: [this.registry],
  });
  private readonly age = new Gauge({
    name: 'outbox_oldest_seconds',
    help: 'Age of the oldest one waiting.',
    registers: [this.registry],
  });

  private readonly letters = new Gauge({
    name: 'letters',
    help: 'Letters that wait or are on their way, that failed, and whose fate nobody knows.',
    labelNames: ['state'],
    registers: [this.registry],
  });
  private readonly letterAge = new Gauge({
    name: 'letters_oldest_seconds',
    help: 'How long the oldest letter has been due.',
    registers: [this.registry],
  });

  constructor(private readonly db: Db) {
    collectDefaultMetrics({ register: this.registry });
  }

  observe(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status: String(status) }, seconds);
  }

  async text(): Promise<string> {
    const [state] = await this.db.query<Outbox>(sql`
      select count(*) filter (where dead_at is null) as waiting, count(*) filter (where dead_at is not null) as dead,
             coalesce(extract(epoch from now() - min(e.at) filter (where dead_at is null)), 0)::float as oldest
      from event_deliveries d join events e on e.id = d.event_id`);
    this.outbox.set({ state: 'waiting' }, state?.waiting ?? 0);
    this.outbox.set({ state: 'dead' }, state?.dead ?? 0);
    this.age.set(state?.oldest ?? 0);
    await this.countLetters();
    return this.registry.metrics();
  }

  private async countLetters(): Promise<void> {
    const rows = await this.db.query<{ status: string; count: number; oldest: number }>(sql`
      select s.status, count(l.id)::integer as count, coalesce(extract(epoch from now() - min(l.next_at)), 0)::float as oldest
      from unnest(array['queued', 'sending', 'failed', 'unknown']) s(status)
      left join letters l on l.status = s.status and l.status in ('queued', 'sending', 'failed', 'unknown')
      group by s.status`);
    for (const { status, count } of rows) this.letters.set({ state: status }, count);
    this.letterAge.set(Math.max(0, rows.find(({ status }) => status === 'queued')?.oldest ?? 0));
  }
}
