import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { BillingService, type PaymentInput } from '../billing/index.js';
import { Openings } from './openings.js';
import { SaleParties, type Parties } from './sale-parties.js';
import { SalePrices, type DiscountInput } from './sale-price.js';
import { rowOfSale } from './subscription-row.js';
import type { Subscription } from './subscriptions.dto.js';
import { subscriptionSold } from './subscriptions.events.js';
import { SubscriptionsQueries } from './subscriptions.queries.js';
import { termOfSale } from './term.rules.js';
import { VisitsService } from './visits.service.js';

export interface SaleTermsAsked extends DiscountInput {
  startsOn?: LocalDate;
  payment?: Pick<PaymentInput, 'amount' | 'method'>;
}

export interface SaleInput extends SaleTermsAsked {
  clientId: string;
  planId: string;
}

/** The sale. Like every use case here it reads: lock, decide, write, record. */
@Injectable()
export class SubscriptionsService {
  constructor(
    private readonly parties: SaleParties,
    private readonly prices: SalePrices,
    private readonly openings: Openings,
    private readonly visits: VisitsService,
    private readonly billing: BillingService,
    private readonly queries: SubscriptionsQueries,
    private readonly events: Events,
  ) {}

  async sell(tx: Tx, input: SaleInput): Promise<Subscription> {
    const parties = await this.parties.meet(tx, input);
    const id = await this.conclude(tx, parties, input);
    return this.queries.get(tx, id);
  }

  /**
   * Makes the sale: the plan's terms are copied, the payer is charged, unpaid visits it covers become its own, and only
   * then is the payment put on the account, so that it does not pay for visits the subscription has taken over.
   * `next`: the subscription this one follows and the first day it can begin.
   */
  async conclude(
    tx: Tx,
    parties: Parties,
    input: SaleTermsAsked,
    next: { renewsId: string; base: LocalDate } | null = null,
  ): Promise<string> {
    const { client, plan, today } = parties;
    const term = termOfSale(plan, input.startsOn, next?.base ?? today);
    const price = await this.prices.of(tx, parties, input);
    const row = rowOfSale(parties, price, term, next?.renewsId);
    await this.openings.open(tx, row, plan);
    await this.visits.absorbUnpaid(tx, row.id);
    if (input.payment !== undefined) await this.billing.pay(tx, { clientId: client.id, ...input.payment });
    const sold = subscriptionSold({ subscriptionId: row.id, clientId: client.id, planId: plan.id });
    await this.events.record(tx, sold, { subjectId: row.id, branchId: client.branchId });
    return row.id;
  }
}
