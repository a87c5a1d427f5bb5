import { Injectable } from '@nestjs/common';
import { scopeOf } from '../../kernel/actor.js';
import type { Fault } from '../../kernel/errors.js';
import { invalid, unknownReference } from '../../kernel/faults.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../platform/database/versioned.js';
import { BranchesService } from '../organisation/index.js';
import { DiscountForAll, DiscountNotFound } from './catalogue.errors.js';
import { Discounts } from './catalogue.permissions.js';
import { DiscountRow, DiscountScopeRow } from './discount.entity.js';
import { discountFaults } from './discount-terms.rules.js';
import type { DiscountPatch, DiscountRequest } from './discount-requests.dto.js';
import type { Discount } from './discounts.dto.js';
import { DiscountsQueries } from './discounts.queries.js';
import { periodFaults } from './price-list.rules.js';
import { PriceListsRepository } from './price-lists.repository.js';

/** The discounts a centre gives. */
@Injectable()
export class DiscountEditor {
  constructor(
    private readonly queries: DiscountsQueries,
    private readonly subjects: PriceListsRepository,
    private readonly branches: BranchesService,
  ) {}

  async create(tx: Tx, input: DiscountRequest): Promise<Discount> {
    const { branchId = null, planIds = [], activityIds = [] } = input;
    await this.assertMayWrite(tx, branchId);
    const faults = [...discountFaults(input), ...(await this.missing(tx, planIds, activityIds))];
    if (faults.length > 0) throw invalid(faults);
    const id = newId();
    await tx.insert(DiscountRow, {
      id,
      name: input.name,
      kind: input.kind,
      branchId,
      percent: input.percent ?? null,
      amount: input.amount?.amount ?? null,
      maxAmount: input.maxAmount?.amount ?? null,
      minCount: input.minCount ?? null,
      promoCode: input.promoCode ?? null,
      maxUses: input.maxUses ?? null,
      effectiveFrom: input.effectiveFrom,
      effectiveTo: input.effectiveTo ?? null,
    });
    await tx.insert(DiscountScopeRow, [
      ...planIds.map((planId) => ({ id: newId(), discountId: id, planId, activityId: null })),
      ...activityIds.map((activityId) => ({ id: newId(), discountId: id, planId: null, activityId })),
    ]);
    return this.queries.get(tx, id);
  }

  async change(tx: Tx, id: string, patch: DiscountPatch, base: EditBase): Promise<Discount> {
    const { branchId, kind } = await this.queries.getInReach(tx, tx.actor, id);
    await this.assertMayWrite(tx, branchId);
    const { isArchived, ...rest } = patch;
    await editRecord(tx, {
      table: 'discounts',
      id,
      patch: { ...rest, archivedAt: isArchived === undefined ? undefined : isArchived ? tx.now : null },
      base,
      notFound: DiscountNotFound,
      reach: sql`true`,
      check: ({ effectiveFrom, effectiveTo, maxUses }) => {
        const faults = periodFaults(effectiveFrom as string, effectiveTo as string | null);
        if (kind !== 'promo' && maxUses !== null) faults.push(notOfKind('/maxUses'));
        if (faults.length > 0) throw invalid(faults);
      },
    });
    return this.queries.get(tx, id);
  }

  private async missing(tx: Tx, planIds: string[], activityIds: string[]): Promise<Fault[]> {
    const asked = [
      ...planIds.map((planId) => ({ planId })),
      ...activityIds.map((activityId) => ({ activityId })),
    ];
    const known = await this.subjects.known(tx, asked);
    return [
      ...planIds.flatMap((id, n) => (known.has(id) ? [] : [unknownReference(`/planIds/${String(n)}`)])),
      ...activityIds.flatMap((id, n) =>
        known.has(id) ? [] : [unknownReference(`/activityIds/${String(n)}`)],
      ),
    ];
  }

  private async assertMayWrite(tx: Tx, branchId: string | null): Promise<void> {
    if (branchId !== null) await this.branches.assertOpen(tx, Discounts.write, branchId);
    else if (scopeOf(tx.actor, Discounts.write) !== 'all') throw DiscountForAll();
  }
}

const notOfKind = (pointer: string): Fault => ({
  pointer,
  code: 'discount.not-of-kind',
  detail: 'A discount of this kind has no such member.',
});
