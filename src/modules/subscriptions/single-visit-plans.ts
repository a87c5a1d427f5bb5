import { Injectable } from '@nestjs/common';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { ActivitiesService, type Activity } from '../catalogue/index.js';

/** How long a visit that was paid ahead waits for its day. */
const DAYS_TO_COME = 90;

/**
 * The plan by which single visits of an activity are sold ahead: made by the first sale, one for an activity. The centre
 * may then change how long they hold, how they are given back and whether they are sold at all.
 */
@Injectable()
export class SingleVisitPlans {
  constructor(private readonly activities: ActivitiesService) {}

  async planOf(tx: Tx, activityId: string): Promise<string> {
    const found = await this.find(tx, activityId);
    if (found !== null) return found;
    const activity = await this.activities.get(tx, activityId);
    const name = `${activity.name}: single visit`;
    // Somebody may have given a plan of their own the obvious name.
    for (const free of [name, `${name} (${activityId.slice(-6)})`]) {
      await this.make(tx, activity, free);
      const made = await this.find(tx, activityId);
      if (made !== null) return made;
    }
    throw new Error(`no plan could be made for single visits of ${activityId}`);
  }

  private async find(tx: Tx, activityId: string): Promise<string | null> {
    const plan = await tx.find<{ id: string }>(
      sql`select id from plans where single_visit_of = ${activityId}`,
    );
    return plan?.id ?? null;
  }

  /** Of two first sales at once the later one waits, and finds the plan of the other. */
  private async make(tx: Tx, { id, singlePrice, vatCode }: Activity, name: string): Promise<void> {
    await tx.run(sql`
      insert into plans (id, name, activity_ids, price, visits, validity_count, validity_unit, start_rule, start_within_days,
                         vat_code, single_visit_of)
      values (${newId()}, ${name}, array[${id}::uuid], ${singlePrice.amount}, 1, 1, 'day', 'first_visit', ${DAYS_TO_COME},
              ${vatCode}, ${id})
      on conflict do nothing`);
  }
}
