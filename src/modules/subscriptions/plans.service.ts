import { Injectable } from '@nestjs/common';
import { invalid, unknownReference } from '../../kernel/faults.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../platform/database/versioned.js';
import { shownAsMoney } from '../../platform/config/currency.js';
import { ActivitiesService, VatService } from '../catalogue/index.js';
import { planFaults, type PlanTerms } from './plan.rules.js';
import type { PlanPatch } from './plan-patches.dto.js';
import type { PlanRequest } from './plan-requests.dto.js';
import type { Plan } from './plans.dto.js';
import { PlansQueries } from './plans.queries.js';
import { PlanRow } from './subscriptions.entity.js';
import { PlanNotFound } from './subscriptions.errors.js';

/** The terms that subscriptions are sold on. A sale copies them, so a plan may change without touching what was sold. */
@Injectable()
export class PlansService {
  constructor(
    private readonly queries: PlansQueries,
    private readonly activities: ActivitiesService,
    private readonly vat: VatService,
  ) {}

  async create(tx: Tx, input: PlanRequest): Promise<Plan> {
    await this.assertReferences(tx, input);
    const row = {
      ...rowOf(newId(), input),
      vatCode: input.vatCode ?? (await this.vatOfActivities(tx, input)),
    };
    refuse(row);
    await tx.insert(PlanRow, row);
    return this.queries.get(tx, row.id);
  }

  async change(tx: Tx, id: string, patch: PlanPatch, base: EditBase): Promise<Plan> {
    await this.assertReferences(tx, patch);
    const { isArchived, price, ...rest } = patch;
    const archivedAt = isArchived === undefined ? undefined : isArchived ? tx.now : null;
    await editRecord(tx, {
      table: 'plans',
      id,
      patch: { ...rest, price: price?.amount, archivedAt },
      base,
      notFound: PlanNotFound,
      reach: sql`true`,
      shown: { price: shownAsMoney },
      check: (merged) => refuse(merged as unknown as PlanTerms),
    });
    return this.queries.get(tx, id);
  }

  /** Takes a plan off sale; one that is off already stays as it is. */
  async archive(tx: Tx, id: string): Promise<void> {
    const plan = await this.queries.get(tx, id);
    if (!plan.isArchived) await tx.update(PlanRow, id, { archivedAt: tx.now });
  }

  /** As its activities are taxed, when they agree; who mixes them says how the price is. */
  private async vatOfActivities(tx: Tx, { activityIds }: PlanRequest): Promise<string> {
    const codes = new Set((await this.activities.getMany(tx, activityIds)).map(({ vatCode }) => vatCode));
    const [code = 'exempt'] = codes;
    const detail = 'Its activities are taxed differently: say how the plan is.';
    if (codes.size > 1) throw invalid([{ pointer: '/vatCode', code: 'value.required', detail }]);
    return code;
  }

  private async assertReferences(tx: Tx, input: Partial<PlanRequest>): Promise<void> {
    if (input.activityIds !== undefined) await this.activities.getMany(tx, input.activityIds);
    await this.vat.assertKnown(tx, input.vatCode);
    const groupIds = input.groupIds ?? [];
    const known = await this.queries.groupsAmong(tx, groupIds);
    const faults = groupIds.flatMap((id, index) =>
      known.includes(id.toLowerCase()) ? [] : [unknownReference(`/groupIds/${String(index)}`)],
    );
    const next = input.autoRenewPlanId ?? null;
    if (next !== null && (await this.queries.find(tx, next)) === null)
      faults.push(unknownReference('/autoRenewPlanId'));
    if (faults.length > 0) throw invalid(faults);
  }
}

/** A plan as it is asked for, with what it is when nothing is said. */
function rowOf(id: string, input: PlanRequest) {
  const { price, ...terms } = input;
  return {
    ...{ visits: null, validityCount: null, validFrom: null, validUntil: null },
    ...{ groupIds: null, maxPerDay: null, maxPerWeek: null },
    ...{ startRule: 'sale' as const, startWithinDays: 30 },
    ...{ freezeMaxDays: 0, freezeMaxTimes: 0, freezeMinDays: 1, freezeBackdateDays: 0 },
    ...{ leftovers: 'burn' as const, leftoversKeepDays: 0 },
    ...{ autoRenew: 'off' as const, autoRenewPlanId: null, autoRenewDaysBefore: 0 },
    ...{ autoRenewWhenDepleted: false, autoRenewPayment: 'due' as const },
    ...{ instalmentParts: null, instalmentEvery: null, instalmentUnit: null, instalmentFirstPercent: null },
    ...{ refundMethod: 'pro_rata' as const, isTransferable: false, singleVisitOf: null },
    ...given(terms),
    id,
    price: price.amount,
  };
}

/** What was said: a member that is there but says nothing leaves the default. */
function given<T extends object>(terms: T): T {
  return Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined)) as T;
}

function refuse(plan: PlanTerms): void {
  const faults = planFaults(plan);
  if (faults.length > 0) throw invalid(faults);
}
