import { Injectable } from '@nestjs/common';
import { invalid, unknownReference } from '../../kernel/faults.js';
import type { Minor } from '../../kernel/money.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import {
  DiscountAboveMaximum,
  DiscountNotForThis,
  DiscountNotInForce,
  DiscountConditionsNotMet,
  DiscountReasonRequired,
  PromoCodeExhausted,
  PromoCodeUnknown,
} from './catalogue.errors.js';
import {
  best,
  refusalOf,
  worthOf,
  type DiscountCase,
  type DiscountTerms,
  type Refusal,
} from './discount.rules.js';

export interface DiscountQuestion extends DiscountCase {
  /** A discount chosen by hand. */
  discountId?: string;
  promoCode?: string;
  /** Of a manual discount: how much, instead of the most it allows, and why. */
  asked?: { amount?: Minor; reason?: string };
}

export interface GivenDiscount {
  discountId: string | null;
  amount: Minor;
  reason: string;
}

interface Offer {
  readonly id: string;
  readonly worth: Minor;
  readonly reason: string;
  readonly isPromo: boolean;
}

/** Which discount a sale gets: what was named must hold, what is earned comes by itself, the best one wins. */
@Injectable()
export class DiscountsService {
  /** Null when nothing applies. A promo code is used up only when it is the one that wins. */
  async resolve(tx: Tx, question: DiscountQuestion): Promise<GivenDiscount | null> {
    const candidates = await this.candidates(tx, question);
    refuseUnknown(question, candidates);
    const offers = candidates.flatMap((discount) => offerOf(discount, question));
    const winner = best(offers);
    if (winner === null) return null;
    if (winner.isPromo) await this.use(tx, winner, question);
    return { discountId: winner.id, amount: winner.worth, reason: winner.reason };
  }

  /** What is earned by itself in this branch today, which is for who attends, and what was named. */
  private candidates(
    tx: Tx,
    { branchId, on, planId, discountId, promoCode }: DiscountQuestion,
  ): Promise<Candidate[]> {
    return tx.query<Candidate>(sql`
      select d.id, d.name, d.kind, d.branch_id as "branchId", d.percent::text as percent, d.amount, d.max_amount as "maxAmount",
             d.min_count as "minCount", d.effective_from as "effectiveFrom", d.effective_to as "effectiveTo",
             d.archived_at is not null as "isArchived",
             array(select plan_id from discount_scopes s where s.discount_id = d.id and plan_id is not null) as "planIds",
             array(select activity_id from discount_scopes s where s.discount_id = d.id and activity_id is not null) as "activityIds",
             d.id = ${discountId ?? null}::uuid as "isChosen",
             d.archived_at is null and upper(d.promo_code) = upper(${promoCode ?? null}::text) as "isPromo"
      from discounts d
      where d.id = ${discountId ?? null}::uuid
         or (d.archived_at is null and upper(d.promo_code) = upper(${promoCode ?? null}::text))
         or (${planId}::uuid is not null and d.kind in ('sibling', 'activities') and d.archived_at is null and d.effective_from <= ${on}
             and (d.effective_to is null or d.effective_to >= ${on}) and (d.branch_id is null or d.branch_id = ${branchId}))`);
  }

  /** Under the lock of the discount, so of many who take the last use at once one gets it. */
  private async use(tx: Tx, { id, worth }: Offer, { branchId, planId }: DiscountQuestion): Promise<void> {
    const { maxUses } = await tx.one<{ maxUses: number | null }>(
      sql`select max_uses as "maxUses" from discounts where id = ${id} for no key update`,
    );
    const { used } = await tx.one<{ used: number }>(
      sql`select count(*)::integer as used from discount_uses where discount_id = ${id}`,
    );
    if (maxUses !== null && used >= maxUses) throw PromoCodeExhausted({ maxUses });
    await tx.run(sql`
      insert into discount_uses (id, discount_id, nth, branch_id, plan_id, amount)
      values (${newId()}, ${id}, ${used + 1}, ${branchId}, ${planId}, ${worth})`);
  }
}

interface Candidate extends DiscountTerms {
  /** Named by its id. */
  readonly isChosen: boolean | null;
  /** Named by its promo code. */
  readonly isPromo: boolean | null;
}

function refuseUnknown(question: DiscountQuestion, candidates: readonly Candidate[]): void {
  const isCodeKnown = candidates.some((discount) => discount.isPromo === true);
  if (question.promoCode !== undefined && !isCodeKnown) throw PromoCodeUnknown({ code: question.promoCode });
  const isChoiceKnown = candidates.some(
    (discount) => discount.isChosen === true && (discount.kind !== 'promo' || discount.isPromo === true),
  );
  if (question.discountId !== undefined && !isChoiceKnown) throw invalid([unknownReference('/discountId')]);
}

/** What was named and cannot be given is a fault; what would come by itself and is not earned is passed over. */
function offerOf(discount: Candidate, question: DiscountQuestion): Offer[] {
  const isNamed = discount.isChosen === true || discount.isPromo === true;
  const refusal = refusalOf(discount, question);
  if (refusal !== null && isNamed) throw faults[refusal]({ name: discount.name });
  if (refusal !== null) return [];
  const isPromo = discount.kind === 'promo';
  const most = worthOf(discount, question.price);
  if (discount.kind !== 'manual') return [{ id: discount.id, worth: most, reason: discount.name, isPromo }];
  const { amount = most, reason } = question.asked ?? {};
  if (amount > most) throw DiscountAboveMaximum({ name: discount.name, asked: amount, most });
  if (question.asked !== undefined && reason === undefined)
    throw DiscountReasonRequired({ name: discount.name });
  const why = reason === undefined ? discount.name : `${discount.name}: ${reason}`;
  return [{ id: discount.id, worth: amount, reason: why, isPromo }];
}

const faults: Record<Refusal, typeof DiscountNotInForce> = {
  not_in_force: DiscountNotInForce,
  not_here: DiscountNotForThis,
  not_for_this: DiscountNotForThis,
  conditions_not_met: DiscountConditionsNotMet,
};
