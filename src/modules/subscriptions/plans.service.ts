import { Injectable } from '@nestjs/common';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../platform/database/versioned.js';
import { ActivitiesService } from '../catalogue/index.js';
import type { Plan, PlanPatch, PlanRequest } from './plans.dto.js';
import { PlansQueries } from './plans.queries.js';
import { PlanRow } from './subscriptions.entity.js';
import { PlanNotFound } from './subscriptions.errors.js';

/** The terms that subscriptions are sold on. A sale copies them, so a plan may change without touching what was sold. */
@Injectable()
export class PlansService {
  constructor(
    private readonly queries: PlansQueries,
    private readonly activities: ActivitiesService,
  ) {}

  async create(tx: Tx, input: PlanRequest): Promise<Plan> {
    await this.activities.getMany(tx, input.activityIds);
    const id = newId();
    await tx.insert(PlanRow, {
      id,
      name: input.name,
      activityIds: input.activityIds,
      price: input.price.amount,
      visits: input.visits ?? null,
      validityCount: input.validityCount,
      validityUnit: input.validityUnit,
      startRule: input.startRule ?? 'sale',
      startWithinDays: input.startWithinDays ?? 30,
      freezeMaxDays: input.freezeMaxDays ?? 0,
      freezeMaxTimes: input.freezeMaxTimes ?? 0,
      freezeMinDays: input.freezeMinDays ?? 1,
    });
    return this.queries.get(tx, id);
  }

  async change(tx: Tx, id: string, patch: PlanPatch, base: EditBase): Promise<Plan> {
    if (patch.activityIds !== undefined) await this.activities.getMany(tx, patch.activityIds);
    const { isArchived, price, ...rest } = patch;
    const archivedAt = isArchived === undefined ? undefined : isArchived ? tx.now : null;
    await editRecord(tx, {
      table: 'plans',
      id,
      patch: { ...rest, price: price?.amount, archivedAt },
      base,
      notFound: PlanNotFound,
      reach: sql`true`,
    });
    return this.queries.get(tx, id);
  }

  /** Takes a plan off sale; one that is off already stays as it is. */
  async archive(tx: Tx, id: string): Promise<void> {
    const plan = await this.queries.get(tx, id);
    if (!plan.isArchived) await tx.update(PlanRow, id, { archivedAt: tx.now });
  }
}
