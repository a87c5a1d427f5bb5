import { Injectable } from '@nestjs/common';
import { invalid, unknownReference } from '../../kernel/faults.js';
import { newId } from '../../platform/database/ids.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../platform/database/versioned.js';
import { shownAsMoney } from '../../platform/config/currency.js';
import { ageFaults } from './activity.rules.js';
import { ActivityRow } from './activity.entity.js';
import { ActivitiesQueries } from './activities.queries.js';
import type { Activity } from './activities.dto.js';
import type { ActivityPatch } from './activity-patches.dto.js';
import type { ActivityRequest } from './activity-requests.dto.js';
import { ActivityNotFound } from './catalogue.errors.js';
import { defaultChargingPolicy, policyWith, type ChargingPolicy } from './charging-policy.rules.js';
import { VatService } from './vat.service.js';

/** What a centre teaches: its activities, their prices, and what each mark costs. */
@Injectable()
export class ActivitiesService {
  constructor(
    private readonly queries: ActivitiesQueries,
    private readonly vat: VatService,
  ) {}

  async create(tx: Tx, input: ActivityRequest): Promise<Activity> {
    refuseAges(input.ageFrom ?? null, input.ageTo ?? null);
    await this.vat.assertKnown(tx, input.vatCode);
    const id = newId();
    await tx.insert(ActivityRow, {
      id,
      name: input.name,
      kind: input.kind,
      category: input.category ?? null,
      ageFrom: input.ageFrom ?? null,
      ageTo: input.ageTo ?? null,
      lessonMinutes: input.lessonMinutes,
      hourMinutes: input.hourMinutes ?? 60,
      capacity: input.capacity,
      singlePrice: input.singlePrice.amount,
      trialPrice: input.trialPrice?.amount ?? 0,
      chargingPolicy: policyWith(input.chargingPolicy, defaultChargingPolicy),
      needsCertificate: input.needsCertificate ?? false,
      vatCode: input.vatCode ?? 'exempt',
      materialsPolicy: input.materialsPolicy ?? 'available',
    });
    return this.queries.get(tx, id);
  }

  async change(tx: Tx, id: string, patch: ActivityPatch, base: EditBase): Promise<Activity> {
    const { isArchived, singlePrice, trialPrice, chargingPolicy, ...rest } = patch;
    await this.vat.assertKnown(tx, rest.vatCode);
    await editRecord(tx, {
      table: 'activities',
      id,
      patch: {
        ...rest,
        singlePrice: singlePrice?.amount,
        trialPrice: trialPrice?.amount,
        chargingPolicy: chargingPolicy && policyWith(chargingPolicy, await lockedPolicy(tx, id)),
        archivedAt: isArchived === undefined ? undefined : isArchived ? tx.now : null,
      },
      base,
      notFound: ActivityNotFound,
      reach: sql`true`,
      shown: { singlePrice: shownAsMoney, trialPrice: shownAsMoney },
      check: (merged) => refuseAges(merged['ageFrom'] as number | null, merged['ageTo'] as number | null),
    });
    return this.queries.get(tx, id);
  }

  /** Puts an activity away; one that is away already stays as it is. */
  async archive(tx: Tx, id: string): Promise<void> {
    const found = await tx.find<{ archivedAt: string | null }>(
      sql`select archived_at as "archivedAt" from activities where id = ${id} for update`,
    );
    if (found === null) throw ActivityNotFound({ id });
    if (found.archivedAt === null) await tx.update(ActivityRow, id, { archivedAt: tx.now });
  }

  get(reader: Reader, id: string): Promise<Activity> {
    return this.queries.get(reader, id);
  }

  async exists(reader: Reader, id: string): Promise<boolean> {
    return (await this.queries.getMany(reader, [id])).length > 0;
  }

  /** All of them in the order asked; an id that is not there is a fault at its place in `pointer`. */
  async getMany(reader: Reader, ids: readonly string[], pointer = '/activityIds'): Promise<Activity[]> {
    const found = new Map(
      (await this.queries.getMany(reader, ids)).map((activity) => [activity.id, activity]),
    );
    const faults = ids.flatMap((id, index) =>
      found.has(id) ? [] : [unknownReference(`${pointer}/${String(index)}`)],
    );
    if (faults.length > 0) throw invalid(faults);
    return ids.flatMap((id) => found.get(id) ?? []);
  }
}

/** The policy under the row's lock: two who change different marks at once must not undo each other. */
async function lockedPolicy(tx: Tx, id: string): Promise<ChargingPolicy> {
  const row = await tx.find<{ policy: ChargingPolicy }>(
    sql`select charging_policy as policy from activities where id = ${id} for update`,
  );
  if (row === null) throw ActivityNotFound({ id });
  return row.policy;
}

function refuseAges(ageFrom: number | null, ageTo: number | null): void {
  const faults = ageFaults(ageFrom, ageTo);
  if (faults.length > 0) throw invalid(faults);
}
