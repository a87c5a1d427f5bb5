import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Minor } from '../../kernel/money.js';
import type { Tx } from '../../platform/database/tx.js';
import type { PaymentInput } from '../billing/index.js';
import { VatService } from '../catalogue/index.js';
import { Openings } from './openings.js';
import type { Plan } from './plans.dto.js';
import { PlansQueries } from './plans.queries.js';
import { SaleParties } from './sale-parties.js';
import { SalePrices, type DiscountInput } from './sale-price.js';
import { rowOfSale } from './subscription-row.js';
import type { Subscription } from './subscriptions.dto.js';
import { SubscriptionsQueries } from './subscriptions.queries.js';
import { termOfSale } from './term.rules.js';

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
    private readonly plans: PlansQueries,
    private readonly queries: SubscriptionsQueries,
    private readonly vat: VatService,
  ) {}

  async sell(tx: Tx, { clientId, planId, ...terms }: SaleInput): Promise<Subscription> {
    const id = await this.conclude(tx, { clientId, planId }, terms);
    return this.queries.get(tx, id);
  }

  /** Makes the sale. `next`: the subscription this one follows and the first day it can begin. */
  async conclude(
    tx: Tx,
    who: { clientId: string; planId: string },
    input: SaleTermsAsked,
    next: { renewsId: string; base: LocalDate } | null = null,
  ): Promise<string> {
    const parties = await this.parties.meet(tx, who);
    const term = termOfSale(parties.plan, input.startsOn, next?.base ?? parties.today);
    const { code: vatCode } = await this.vat.rateOn(tx, parties.plan.vatCode, parties.today);
    const price = await this.prices.of(tx, parties, input);
    const row = rowOfSale(parties, price, term, { renewsId: next?.renewsId, vatCode });
    await this.openings.open(tx, row, parties.plan, input.payment);
    return row.id;
  }

  /** The plan, if it can still be sold to begin on a day. */
  async planOnSale(tx: Tx, id: string, startsOn: LocalDate): Promise<Plan | null> {
    const plan = await this.plans.find(tx, id);
    return plan === null || plan.isArchived || (plan.validUntil ?? startsOn) < startsOn ? null : plan;
  }

  /** What a sale would cost now, less the discount that holds by itself. */
  async amountNow(tx: Tx, who: { clientId: string; planId: string }): Promise<Minor> {
    const { price, discount } = await this.prices.of(tx, await this.parties.meet(tx, who), {});
    return price - discount;
  }
}
