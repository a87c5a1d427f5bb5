import { Injectable } from '@nestjs/common';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { newId } from '../../../platform/database/ids.js';
import { addMinutes, type Instant } from '../../../platform/clock/clock.js';
import { readCron, type Cron } from './cron.rules.js';
import type { CatchUp } from './schedule.rules.js';
import { tickAfter, tickBefore } from './ticks.js';

/** Older than this, a letter that is not to be made up for is not sent. */
const LATE_MINUTES = 60;

interface Due {
  cron: string;
  timeZone: string;
  catchUp: CatchUp;
  nextAt: Instant;
}

/** When a schedule is due next, and its ticks as they come. */
@Injectable()
export class ScheduleClocks {
  /** Sets a schedule's clock to the first tick after now: what has passed does not come back by a change. */
  async set(tx: Tx, scheduleId: string): Promise<void> {
    const { cron, timeZone, isRunning } = await tx.one<{
      cron: string;
      timeZone: string;
      isRunning: boolean;
    }>(sql`
      select cron, time_zone as "timeZone", paused_at is null and archived_at is null as "isRunning"
      from report_schedules where id = ${scheduleId}`);
    const nextAt = isRunning ? tickAfter(cronOf(cron), timeZone, tx.now) : null;
    await tx.run(sql`
      insert into report_schedule_clocks (schedule_id, next_at) values (${scheduleId}, ${nextAt})
      on conflict (schedule_id) do update set next_at = excluded.next_at`);
  }

  /**
   * Writes down the tick that is due, once however many ask, and sets the clock on. After downtime it is the latest that
   * was missed; the others are not made up for, or none is.
   */
  async take(tx: Tx, scheduleId: string, settled: Instant): Promise<boolean> {
    const due = await tx.find<Due>(sql`
      select s.cron, s.time_zone as "timeZone", s.catch_up as "catchUp", c.next_at as "nextAt"
      from report_schedule_clocks c join report_schedules s on s.id = c.schedule_id
      where c.schedule_id = ${scheduleId} and c.next_at <= ${settled} for update of c skip locked`);
    if (due === null) return false;
    const cron = cronOf(due.cron);
    const latest = tickBefore(cron, due.timeZone, settled);
    const tick = latest === null || latest < due.nextAt ? due.nextAt : latest;
    const isLate = due.catchUp === 'none' && tick < addMinutes(tx.now, -LATE_MINUTES);
    const made = await tx.run(sql`
      insert into report_deliveries (schedule_id, tick, id, asked_by, status, created_at, finished_at)
      values (${scheduleId}, ${tick}, ${newId()}, 'schedule', ${isLate ? 'skipped' : 'making'}, ${tx.now}, ${isLate ? tx.now : null})
      on conflict (schedule_id, tick) do nothing`);
    const nextAt = tickAfter(cron, due.timeZone, settled);
    await tx.run(
      sql`update report_schedule_clocks set next_at = ${nextAt} where schedule_id = ${scheduleId}`,
    );
    return made > 0;
  }
}

/** Read once already, when the schedule was kept. */
function cronOf(text: string): Cron {
  const cron = readCron(text);
  if (typeof cron === 'string') throw new Error(`not a cron line: ${cron}`);
  return cron;
}
