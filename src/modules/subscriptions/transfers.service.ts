import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../kernel/actor.js';
import { invalid, unknownReference } from '../../kernel/faults.js';
import { addDays, later, type LocalDate } from '../../kernel/local-date.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import type { ClientBrief } from '../clients/index.js';
import { Endings } from './endings.js';
import { quoteOf } from './refund.rules.js';
import { hasEnded } from './renewal.rules.js';
import { SaleParties } from './sale-parties.js';
import type { Subscription } from './subscriptions.dto.js';
import {
  AdjustmentBelowZero,
  AdjustmentOfUnlimited,
  NothingToTransfer,
  NotTransferable,
  SubscriptionCancelled,
  SubscriptionNotFound,
  TransferToSelf,
} from './subscriptions.errors.js';
import { subscriptionTransferred } from './subscriptions.events.js';
import { Subscriptions } from './subscriptions.permissions.js';
import { SubscriptionsQueries } from './subscriptions.queries.js';
import { SubscriptionsRepository, type Locked } from './subscriptions.repository.js';
import { valueOfMoved } from './visit.rules.js';
import { VisitsService } from './visits.service.js';

export interface TransferInput {
  clientId: string;
  /** All that is left when absent. */
  visits?: number;
  reason: string;
}

/** Gives visits of a subscription to another client. Their value goes along; the money stays with who paid it. */
@Injectable()
export class TransfersService {
  constructor(
    private readonly repository: SubscriptionsRepository,
    private readonly parties: SaleParties,
    private readonly visits: VisitsService,
    private readonly endings: Endings,
    private readonly queries: SubscriptionsQueries,
    private readonly events: Events,
  ) {}

  /** Answers with the subscription of the other client. */
  async transfer(tx: Tx, id: string, input: TransferInput): Promise<Subscription> {
    const receiver = await this.parties.client(tx, input.clientId, Subscriptions.transfer);
    const giver = await this.lock(tx, id, receiver);
    if (receiver === null) throw invalid([unknownReference('/clientId')]);
    const today = await this.parties.today(tx, giver.branchId);
    assertTransferable(giver, input, today);
    const to = await this.openFor(tx, receiver, giver, today);
    const visits = input.visits ?? giver.visitsLeft;
    if (visits === null) await this.burnDaysHad(tx, giver, today);
    const left = visits === null ? await this.relock(tx, id) : giver;
    const moved = valueOfMoved(left, visits ?? 0);
    const { reason } = input;
    await this.repository.move(tx, {
      kind: 'client',
      from: id,
      to,
      visits,
      ...moved,
      onDate: today,
      reason,
    });
    if (input.visits === undefined) await this.end(tx, id, today, reason);
    await this.visits.absorbUnpaid(tx, to);
    const transferred = subscriptionTransferred({ subscriptionId: id, toSubscriptionId: to });
    await this.events.record(tx, transferred, { subjectId: id, branchId: giver.branchId });
    return this.queries.get(tx, to);
  }

  private async lock(tx: Tx, id: string, receiver: ClientBrief | null): Promise<Locked> {
    const found = await this.repository.lock(tx, id, receiver === null ? [] : [receiver.id]);
    if (found === null || !reachesBranch(tx.actor, Subscriptions.transfer, found.branchId))
      throw SubscriptionNotFound({ id });
    if (found.isCancelled) throw SubscriptionCancelled();
    if (!found.isTransferable) throw NotTransferable();
    return found;
  }

  private async relock(tx: Tx, id: string): Promise<Locked> {
    const found = await this.repository.lock(tx, id);
    if (found === null) throw SubscriptionNotFound({ id });
    return found;
  }

  /** Of an unlimited one the days gone by stay with who had them, visited or not. */
  private async burnDaysHad(tx: Tx, giver: Locked, today: LocalDate): Promise<void> {
    const { used } = quoteOf(giver, [], 'pro_rata', addDays(today, -1));
    const value = Math.max(0, used - giver.recognised);
    await this.endings.close(tx, giver, { kind: 'burn', value, onDate: today, reason: 'Days gone by' });
  }

  /** The giver's is over; what nobody can use any more (the worth of visits taken off by hand) is the centre's. */
  private async end(tx: Tx, id: string, today: LocalDate, reason: string): Promise<void> {
    const rest = await this.relock(tx, id);
    await this.endings.close(tx, rest, {
      kind: 'burn',
      value: rest.amount - rest.recognised,
      onDate: today,
      reason,
    });
    await this.endings.cancel(tx, id, today, reason);
  }

  /** The same terms for another client: the same last day, nothing to pay, no renewal by itself. */
  private async openFor(tx: Tx, receiver: ClientBrief, giver: Locked, today: LocalDate): Promise<string> {
    const id = newId();
    const isStarted = giver.startsOn !== null;
    const startsOn = giver.startsOn === null ? null : later(giver.startsOn, today);
    const isCounted = giver.visitsLeft !== null;
    await tx.run(sql`
      insert into subscriptions (${COPIED}, id, branch_id, client_id, transferred_from_id, price, visits_total, visits_left,
        sold_on, starts_on, ends_on, activate_by, validity_count, validity_unit, valid_until)
      select ${COPIED}, ${id}, ${receiver.branchId}, ${receiver.id}, s.id, 0, case when ${isCounted} then 0 end, case when ${isCounted} then 0 end,
        ${today}, ${startsOn}, s.ends_on, s.activate_by, case when not ${isStarted} then s.validity_count end,
        case when ${isStarted} then 'dates' else s.validity_unit end, case when ${isStarted} then s.ends_on else s.valid_until end
      from subscriptions s where s.id = ${giver.id}`);
    return id;
  }
}

const COPIED = sql`
  plan_id, plan_name, vat_code, activity_ids, group_ids, max_per_day, max_per_week, freeze_max_days, freeze_max_times,
  freeze_min_days, freeze_backdate_days, leftovers, leftovers_keep_days, refund_method, is_transferable`;

function assertTransferable(giver: Locked, { clientId, visits }: TransferInput, today: LocalDate): void {
  const { visitsLeft: left } = giver;
  if (giver.clientId === clientId.toLowerCase()) throw TransferToSelf();
  if (hasEnded(giver, today) || left === 0) throw NothingToTransfer();
  if (visits !== undefined && left === null) throw AdjustmentOfUnlimited();
  if (visits !== undefined && left !== null && visits > left) throw AdjustmentBelowZero({ left, visits });
}
