import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../kernel/actor.js';
import { invalid } from '../../kernel/faults.js';
import type { Minor, Money } from '../../kernel/money.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { DiscountsService, PriceListsService } from '../catalogue/index.js';
import type { Parties } from './sale-parties.js';
import { SinglePrices } from './single-prices.js';
import { NotPermitted } from './subscriptions.errors.js';
import { Subscriptions } from './subscriptions.permissions.js';
import { amountOfSale } from './term.rules.js';

export interface DiscountInput {
  discount?: Money;
  discountReason?: string;
  discountId?: string;
  promoCode?: string;
}

export interface SalePrice {
  readonly price: Minor;
  readonly discount: Minor;
  readonly discountReason: string | null;
  readonly discountId: string | null;
}

/** What a plan costs this client today: the price list of the branch, and one discount. */
@Injectable()
export class SalePrices {
  constructor(
    private readonly priceLists: PriceListsService,
    private readonly discounts: DiscountsService,
    private readonly singles: SinglePrices,
  ) {}

  async of(tx: Tx, parties: Parties, input: DiscountInput): Promise<SalePrice> {
    const { client, plan, today: on } = parties;
    const listed = await this.priceLists.pricesOn(tx, { branchId: client.branchId, on, planIds: [plan.id] });
    const price = listed.plans.get(plan.id) ?? (await this.ownPrice(tx, parties));
    const { discount, discountReason = null, discountId, promoCode } = input;
    if (discount !== undefined && promoCode !== undefined) throw invalid([oneDiscount]);
    if (discount !== undefined) {
      amountOfSale(price, discount.amount);
      if (discount.amount > 0) assertManual(tx, client.branchId, discountReason);
    }
    if (discount === undefined || discountId !== undefined)
      return { price, ...(await this.resolve(tx, parties, price, input)) };
    return { price, discount: discount.amount, discountReason, discountId: null };
  }

  /** Of a visit sold ahead: what a single visit costs here today. */
  private async ownPrice(tx: Tx, { client, plan, today: onDate }: Parties): Promise<Minor> {
    const { singleVisitOf: activityId } = plan;
    if (activityId === null) return plan.price.amount;
    return this.singles.single(tx, { branchId: client.branchId, activityId, onDate });
  }

  /** The one chosen, the one of the code, or the best that holds by itself. */
  private async resolve(tx: Tx, parties: Parties, price: Minor, input: DiscountInput) {
    const { client, plan, today: on } = parties;
    const { discountId, promoCode, discount, discountReason } = input;
    const asked = {
      ...(discount === undefined ? {} : { amount: discount.amount }),
      ...(discountReason === undefined ? {} : { reason: discountReason }),
    };
    const found = await this.discounts.resolve(tx, {
      ...{ branchId: client.branchId, on, price, planId: plan.id, activityIds: plan.activityIds },
      ...(discountId === undefined ? {} : { discountId }),
      ...(promoCode === undefined ? {} : { promoCode }),
      ...{ asked, facts: await factsOf(tx, parties) },
    });
    if (found === null) return { discount: 0, discountReason: null, discountId: null };
    return { discount: found.amount, discountReason: found.reason, discountId: found.discountId };
  }
}

/** Other children of the same payer who have a running subscription; activities the client has one for besides. */
async function factsOf(tx: Tx, { client, plan, today }: Parties) {
  return tx.one<{ siblings: number; activities: number }>(sql`
    with running as (
      select s.client_id, s.activity_ids from subscriptions s
      where s.cancelled_on is null and coalesce(s.ends_on, s.activate_by) >= ${today} and (s.visits_left is null or s.visits_left > 0)
        and s.client_id in (
          select p.client_id from client_guardians p
          where p.is_payer and p.guardian_id = (select guardian_id from client_guardians where client_id = ${client.id} and is_payer)
          union select ${client.id})
    )
    select (select count(distinct client_id) from running where client_id <> ${client.id}) as siblings,
           (select count(distinct a) from running, unnest(activity_ids) a
            where client_id = ${client.id} and a <> all (${plan.activityIds}::uuid[])) as activities`);
}

function assertManual(tx: Tx, branchId: string, reason: string | null): void {
  if (!reachesBranch(tx.actor, Subscriptions.discount, branchId))
    throw NotPermitted({ permission: Subscriptions.discount });
  if (reason === null) throw invalid([reasonRequired]);
}

const reasonRequired = {
  pointer: '/discountReason',
  code: 'discount-reason.required',
  detail: 'Say why an amount of your own choice is taken off.',
};
const oneDiscount = {
  pointer: '/discount',
  code: 'discount.one-only',
  detail: 'Give an amount of your own choice, or a discount, or a promo code.',
};
