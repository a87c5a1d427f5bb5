import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../kernel/local-date.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { BranchesService } from '../organisation/index.js';
import { Endings } from './endings.js';
import { fateOfLeftovers, type NextTerm } from './renewal.rules.js';
import { SubscriptionRow } from './subscriptions.entity.js';
import { subscriptionSettled } from './subscriptions.events.js';
import { SubscriptionsRepository, type Locked } from './subscriptions.repository.js';
import { valueOfMoved } from './visit.rules.js';

/** What becomes of the visits left at the end of a term: they go into the next one, or burn. */
@Injectable()
export class LeftoversService {
  constructor(
    private readonly repository: SubscriptionsRepository,
    private readonly endings: Endings,
    private readonly branches: BranchesService,
    private readonly events: Events,
  ) {}

  /** Carries over or burns what is left of a subscription after its end, when the time for that has come. */
  async settle(tx: Tx, id: string): Promise<void> {
    const subscription = await this.repository.lock(tx, id);
    if (subscription === null) return;
    await this.settleLocked(tx, subscription, await this.branches.today(tx, subscription.branchId), false);
  }

  /** The same for one that is held; `atOnce`: without waiting for lessons that are marked late. */
  async settleLocked(tx: Tx, subscription: Locked, today: LocalDate, atOnce: boolean): Promise<void> {
    const { id, amount, recognised, visitsLeft, branchId } = subscription;
    const next = await this.nextOf(tx, id);
    const fate = fateOfLeftovers(subscription, next, today, atOnce);
    if (fate === 'wait' || (subscription.settledOn !== null && visitsLeft === 0)) return;
    let rest: Pick<Locked, 'id' | 'visitsLeft'> = { id, visitsLeft };
    let value = amount - recognised;
    if (fate === 'carry' && next !== null && visitsLeft !== null && visitsLeft > 0) {
      const moved = valueOfMoved(subscription, visitsLeft);
      const reason = null;
      const move = { kind: 'leftovers' as const, from: id, to: next.id, visits: visitsLeft, ...moved };
      await this.repository.move(tx, { ...move, onDate: today, reason });
      rest = { id, visitsLeft: 0 };
      value -= moved.value;
    }
    await this.endings.close(tx, rest, { kind: 'burn', value, onDate: today, reason: 'End of the term' });
    await tx.update(SubscriptionRow, id, { settledOn: today });
    await this.events.record(tx, subscriptionSettled({ subscriptionId: id }), { subjectId: id, branchId });
  }

  private nextOf(tx: Tx, id: string): Promise<NextTerm | null> {
    return tx.find<NextTerm>(sql`
      select id, sold_on as "soldOn", visits_left as "visitsLeft" from subscriptions
      where renews_id = ${id} and cancelled_on is null for update`);
  }
}
