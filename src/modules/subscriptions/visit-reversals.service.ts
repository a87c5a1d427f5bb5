import { Injectable } from '@nestjs/common';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { BillingService } from '../billing/index.js';
import { visitsReversed } from './subscriptions.events.js';
import { SubscriptionsRepository } from './subscriptions.repository.js';
import { VisitsRepository } from './visits.repository.js';

/** Undoes what a lesson charged to some of its clients, by entries; the others' visits stand. */
@Injectable()
export class VisitReversals {
  constructor(
    private readonly repository: VisitsRepository,
    private readonly subscriptions: SubscriptionsRepository,
    private readonly billing: BillingService,
    private readonly events: Events,
  ) {}

  async reverse(tx: Tx, lessonId: string, clientIds: readonly string[]): Promise<void> {
    await this.subscriptions.lockClients(tx, clientIds);
    const visits = await tx.query<{ id: string; chargeId: string | null }>(sql`
      update visits set reversed_at = announced_now()
      where lesson_id = ${lessonId} and client_id = any (${clientIds}::uuid[]) and reversed_at is null
      returning id, charge_id as "chargeId"`);
    if (visits.length === 0) return;
    const visitIds = visits.map((visit) => visit.id);
    await this.repository.enterReversals(tx, visitIds);
    await this.repository.giveBack(tx, visitIds);
    const chargeIds = visits.flatMap((visit) => visit.chargeId ?? []);
    await this.billing.reverseCharges(tx, chargeIds);
    await this.events.record(tx, visitsReversed({ lessonId, visitIds }), { subjectId: lessonId });
  }
}
