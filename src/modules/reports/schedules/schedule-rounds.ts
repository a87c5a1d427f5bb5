import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { systemActor } from '../../../kernel/actor.js';
import { Clock, type Instant } from '../../../platform/clock/clock.js';
import { CONFIG } from '../../../platform/config/config.module.js';
import type { Config } from '../../../platform/config/config.js';
import { Db } from '../../../platform/database/db.js';
import { sql } from '../../../platform/database/sql.js';
import { ActorSource } from '../../../platform/operations/actor-source.js';
import { Operations } from '../../../platform/operations/operations.js';
import { Rounds } from '../../../platform/queue/rounds.js';
import { ReportSchedules } from '../reports.permissions.js';
import { REPORT_MAILING } from './report-mailings.js';
import { ScheduleClocks } from './schedule-clocks.js';

/** What was under way at the tick is committed by then, and so among its figures whenever they are asked for. */
const SETTLING_MS = 10_000;
const BATCH = 50;
const clerk = systemActor('report-schedules');

/** Ticks become deliveries, deliveries operations, and an operation that ended badly is told on its delivery. */
@Injectable()
export class ScheduleTicks {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly clocks: ScheduleClocks,
    private readonly actors: ActorSource,
    private readonly operations: Operations,
  ) {}

  /** All that is due; true when there may be more. */
  async round(): Promise<boolean> {
    await this.tellEnds();
    const taken = await this.takeTicks();
    const begun = await this.begin();
    return Math.max(taken, begun) === BATCH;
  }

  private async takeTicks(): Promise<number> {
    const settled: Instant = new Date(Date.parse(this.clock.now()) - SETTLING_MS).toISOString();
    const due = await this.db.query<{ id: string }>(sql`
      select schedule_id as id from report_schedule_clocks where next_at <= ${settled} order by next_at limit ${BATCH}`);
    for (const { id } of due) await this.db.tx(clerk, (tx) => this.clocks.take(tx, id, settled));
    return due.length;
  }

  /** Each delivery that waits becomes an operation of the owner, with what they may do now. */
  private async begin(): Promise<number> {
    const waiting = await this.db.query<{ id: string; ownerId: string }>(sql`
      select d.id, s.owner_id as "ownerId" from report_deliveries d join report_schedules s on s.id = d.schedule_id
      where d.status = 'making' and d.operation_id is null order by d.tick limit ${BATCH}`);
    for (const { id, ownerId } of waiting) {
      const owner = await this.actors.find(ownerId);
      if (owner === null) await this.fail(id, 'report-schedule.owner-gone');
      else await this.beginOne(owner, id);
    }
    return waiting.length;
  }

  private async beginOne(owner: Parameters<Db['tx']>[0], id: string): Promise<void> {
    await this.db.tx(owner, async (tx) => {
      const mine = await tx.find(sql`
        select 1 from report_deliveries where id = ${id} and status = 'making' and operation_id is null
        for update skip locked`);
      if (mine === null) return;
      const operation = await this.operations.start(tx, {
        ...{ kind: REPORT_MAILING, permission: ReportSchedules.write, request: { deliveryId: id } },
      });
      await tx.run(sql`update report_deliveries set operation_id = ${operation.id} where id = ${id}`);
    });
  }

  private async fail(id: string, problem: string): Promise<void> {
    await this.db.tx(clerk, (tx) =>
      tx.run(sql`
        update report_deliveries set status = 'failed', problem = ${problem}, finished_at = ${tx.now}
        where id = ${id} and status = 'making' and operation_id is null`),
    );
  }

  private async tellEnds(): Promise<void> {
    const ended = await this.db.find(sql`
      select 1 from report_deliveries d join operations o on o.id = d.operation_id
      where d.status = 'making' and o.status in ('failed', 'cancelled') limit 1`);
    if (ended === null) return;
    await this.db.tx(clerk, (tx) =>
      tx.run(sql`
        update report_deliveries d set status = 'failed', finished_at = ${tx.now},
               problem = case o.status when 'cancelled' then 'operation.cancelled' else coalesce(o.error ->> 'code', 'internal') end
        from operations o where o.id = d.operation_id and d.status = 'making' and o.status in ('failed', 'cancelled')`),
    );
  }
}

/** The rounds of a worker; any number of them may run. */
@Injectable()
export class ScheduleRounds implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly rounds: Rounds;

  constructor(@Inject(CONFIG) config: Config, ticks: ScheduleTicks) {
    this.rounds = new Rounds({
      name: 'report schedules',
      databaseUrl: config.DATABASE_URL,
      channel: 'kruzhok_report_schedules',
      waiting: 'schedules of reports wait',
      again: 'schedules of reports go on',
      round: () => ticks.round(),
    });
  }

  onApplicationBootstrap(): Promise<void> {
    return this.rounds.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.rounds.stop();
  }
}
