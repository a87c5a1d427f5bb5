import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Minor } from '../../kernel/money.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql } from '../../platform/database/sql.js';

export interface PriceQuestion {
  branchId: string;
  on: LocalDate;
  planIds?: readonly string[];
  activityIds?: readonly string[];
}

export interface PricesOn {
  plans: Map<string, Minor>;
  activities: Map<string, { singlePrice: Minor; trialPrice: Minor }>;
}

interface PriceRow {
  planId: string | null;
  activityId: string | null;
  price: Minor;
  trialPrice: Minor | null;
}

/** Which prices hold where and when. */
@Injectable()
export class PriceListsService {
  /**
   * Only what a list in force overrides; what is absent has its own price. A list of the branch goes before one for all.
   */
  async pricesOn(reader: Reader, question: PriceQuestion): Promise<PricesOn> {
    const { branchId, on, planIds = [], activityIds = [] } = question;
    const rows = await reader.query<PriceRow>(sql`
      select distinct on (l.plan_id, l.activity_id) l.plan_id as "planId", l.activity_id as "activityId",
             coalesce(l.price, a.single_price) as price, coalesce(l.trial_price, a.trial_price) as "trialPrice"
      from price_list_lines l left join activities a on a.id = l.activity_id
      where l.period @> ${on}::date and l.scope in (${branchId}::uuid, '00000000-0000-0000-0000-000000000000')
        and (l.plan_id = any (${planIds}::uuid[]) or l.activity_id = any (${activityIds}::uuid[]))
      order by l.plan_id, l.activity_id, l.scope desc`);
    const prices: PricesOn = { plans: new Map(), activities: new Map() };
    for (const { planId, activityId, price, trialPrice } of rows) {
      if (planId !== null) prices.plans.set(planId, price);
      if (activityId !== null)
        prices.activities.set(activityId, { singlePrice: price, trialPrice: trialPrice ?? 0 });
    }
    return prices;
  }
}
