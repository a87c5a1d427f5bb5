import { Injectable } from '@nestjs/common';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { LettersService } from '../../../platform/mail/letters.service.js';
import type { ReportDelivery } from './deliveries.dto.js';
import {
  ReportDeliveryNotFound,
  ReportDeliveryNothingToResend,
  ReportScheduleArchived,
} from './schedules.errors.js';
import { ReportSchedulesQueries } from './schedules.queries.js';
import { ReportSchedulesService } from './schedules.service.js';

/** Deliveries that people ask for; those of the clock are written by `ScheduleClocks`. */
@Injectable()
export class DeliveriesService {
  constructor(
    private readonly schedules: ReportSchedulesService,
    private readonly queries: ReportSchedulesQueries,
    private readonly letters: LettersService,
  ) {}

  /** Sends now, paused or not; while one that somebody asked for is being made, it is that one. */
  async send(tx: Tx, scheduleId: string): Promise<ReportDelivery> {
    if ((await this.schedules.hold(tx, scheduleId)).isArchived) throw ReportScheduleArchived();
    const running = await tx.find<{ id: string }>(sql`
      select id from report_deliveries where schedule_id = ${scheduleId} and status = 'making' and asked_by = 'person'`);
    if (running !== null) return this.queries.delivery(tx, tx.actor, running.id);
    const { id } = await tx.one<{ id: string }>(sql`
      insert into report_deliveries (schedule_id, tick, id, asked_by, status, created_at)
      values (${scheduleId}, ${tx.now}, ${newId()}, 'person', 'making', ${tx.now})
      on conflict (schedule_id, tick) do update set tick = excluded.tick returning id`);
    return this.queries.delivery(tx, tx.actor, id);
  }

  /** Makes one that failed again, as of the same tick; of one that was made, sends the letters that did not come. */
  async resend(tx: Tx, scheduleId: string, id: string): Promise<ReportDelivery> {
    if ((await this.schedules.hold(tx, scheduleId)).isArchived) throw ReportScheduleArchived();
    const found = await tx.find<{ status: string }>(
      sql`select status from report_deliveries where id = ${id} and schedule_id = ${scheduleId} for update`,
    );
    if (found === null) throw ReportDeliveryNotFound({ id });
    if (found.status === 'failed') await this.makeAgain(tx, id);
    else await this.sendLettersAgain(tx, id);
    return this.queries.delivery(tx, tx.actor, id);
  }

  private async makeAgain(tx: Tx, id: string): Promise<void> {
    await tx.run(sql`
      update report_deliveries set status = 'making', problem = null, finished_at = null,
             operation_id = null, tries = tries + 1 where id = ${id}`);
  }

  private async sendLettersAgain(tx: Tx, id: string): Promise<void> {
    const stranded = await tx.query<{ id: string }>(sql`
      select id from letters where subject_id = ${id} and subject_type = 'report_delivery'
        and status in ('failed', 'unknown') and forgotten_at is null order by id`);
    if (stranded.length === 0) throw ReportDeliveryNothingToResend();
    for (const letter of stranded) await this.letters.resendOwn(tx, letter.id);
  }
}
