import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../kernel/actor.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Money } from '../../kernel/money.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import type { PaymentMethod } from '../billing/index.js';
import { BranchesService } from '../organisation/index.js';
import { Endings } from './endings.js';
import { creditOf, quoteOf, type HadVisit, type Quote, type RefundMethod } from './refund.rules.js';
import type { RefundQuote, SubscriptionRefund } from './refunds.dto.js';
import { quoteShown, refundShown } from './refunds.queries.js';
import { SinglePrices } from './single-prices.js';
import { SubscriptionRefundRow } from './subscriptions.entity.js';
import { NotPermitted, SubscriptionCancelled, SubscriptionNotFound } from './subscriptions.errors.js';
import { subscriptionRefunded } from './subscriptions.events.js';
import { Subscriptions } from './subscriptions.permissions.js';
import { SubscriptionsQueries } from './subscriptions.queries.js';
import { SubscriptionsRepository, type Locked } from './subscriptions.repository.js';

export interface RefundInput {
  method?: RefundMethod;
  amount?: Money;
  payOut?: { method: PaymentMethod };
  reason: string;
}

/** Ends a subscription and gives back what was not used: taken off what is owed, and paid out when asked. */
@Injectable()
export class SubscriptionRefundsService {
  constructor(
    private readonly repository: SubscriptionsRepository,
    private readonly prices: SinglePrices,
    private readonly endings: Endings,
    private readonly branches: BranchesService,
    private readonly queries: SubscriptionsQueries,
    private readonly events: Events,
  ) {}

  /** What a refund would give, line by line; nothing changes. */
  async quote(
    tx: Tx,
    id: string,
    { method, on }: { method?: RefundMethod; on?: LocalDate },
  ): Promise<RefundQuote> {
    const subscription = await this.lock(tx, id);
    const today = await this.branches.today(tx, subscription.branchId);
    return quoteShown(
      tx,
      subscription,
      await this.calculate(tx, subscription, method ?? null, on ?? today),
      on ?? today,
    );
  }

  async refund(tx: Tx, id: string, input: RefundInput): Promise<SubscriptionRefund> {
    const subscription = await this.lock(tx, id);
    const { amount, recognised, branchId, visitsLeft } = subscription;
    assertMayChoose(tx, subscription, input);
    const onDate = await this.branches.today(tx, branchId);
    const quote = await this.calculate(tx, subscription, input.method ?? null, onDate);
    const given = creditOf(quote, input.amount?.amount, amount);
    const { reason } = input;
    // What is neither given back nor was recognised before is recognised now: together they are the amount.
    const value = amount - recognised - given;
    await this.endings.close(tx, subscription, { kind: 'refund', value, onDate, reason });
    await this.endings.cancel(tx, id, onDate, reason);
    const credited = await this.endings.credit(tx, id, given, reason);
    const paidOut =
      input.payOut === undefined ? 0 : await this.endings.payOut(tx, credited, input.payOut, reason);
    const row = { id: newId(), subscriptionId: id, method: quote.method, onDate, visits: visitsLeft };
    await tx.insert(SubscriptionRefundRow, { ...row, amount: given, paidOut, reason });
    const refunded = subscriptionRefunded({ subscriptionId: id, amount: given, paidOut });
    await this.events.record(tx, refunded, { subjectId: id, branchId });
    const shown = await quoteShown(tx, subscription, quote, onDate);
    return refundShown(tx, row.id, shown, await this.queries.get(tx, id));
  }

  private async calculate(
    tx: Tx,
    subscription: Locked,
    asked: RefundMethod | null,
    on: LocalDate,
  ): Promise<Quote> {
    const method = asked ?? subscription.refundMethod;
    const visits = await this.hadVisits(tx, subscription, method);
    return quoteOf(subscription, visits, method, on);
  }

  private async hadVisits(tx: Tx, { id }: Locked, method: RefundMethod): Promise<HadVisit[]> {
    const visits = await tx.query<
      Omit<HadVisit, 'singlePrice'> & { branchId: string; activityId: string }
    >(sql`
      select on_date as "onDate", credits, value, branch_id as "branchId", activity_id as "activityId"
      from visits where subscription_id = ${id} and reversed_at is null order by on_date, id`);
    const had: HadVisit[] = [];
    for (const { branchId, activityId, ...visit } of visits) {
      const place = { branchId, activityId, onDate: visit.onDate };
      had.push({
        ...visit,
        singlePrice: method === 'single_price' ? await this.prices.single(tx, place) : 0,
      });
    }
    return had;
  }

  private async lock(tx: Tx, id: string): Promise<Locked> {
    const subscription = await this.repository.lock(tx, id);
    if (subscription === null || !reachesBranch(tx.actor, Subscriptions.refund, subscription.branchId))
      throw SubscriptionNotFound({ id });
    if (subscription.isCancelled) throw SubscriptionCancelled();
    return subscription;
  }
}

function assertMayChoose(tx: Tx, { branchId, refundMethod }: Locked, { method, amount }: RefundInput): void {
  const isChosen = amount !== undefined || (method !== undefined && method !== refundMethod);
  const permission = Subscriptions['refund-override'];
  if (isChosen && !reachesBranch(tx.actor, permission, branchId)) throw NotPermitted({ permission });
}
