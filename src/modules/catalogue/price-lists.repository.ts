import { Injectable } from '@nestjs/common';
import type { Minor } from '../../kernel/money.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';

export interface NewLine {
  planId: string | null;
  activityId: string | null;
  price: Minor | null;
  trialPrice: Minor | null;
}

@Injectable()
export class PriceListsRepository {
  /** Locks a list; gives its version. */
  async lock(tx: Tx, id: string): Promise<number> {
    const { version } = await tx.one<{ version: number }>(
      sql`select version from price_lists where id = ${id} for update`,
    );
    return version;
  }

  /** Branch and period are the list's: the exclusion constraint compares them, the foreign key keeps them equal. */
  async insertLines(tx: Tx, listId: string, lines: readonly NewLine[]): Promise<void> {
    const rows = lines.map((line) => ({ id: newId(), ...line }));
    await tx.run(sql`
      insert into price_list_lines (id, price_list_id, scope, period, plan_id, activity_id, price, trial_price)
      select r.id, l.id, l.scope, l.period, r."planId", r."activityId", r.price, r."trialPrice"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
        id uuid, "planId" uuid, "activityId" uuid, price bigint, "trialPrice" bigint)
      join price_lists l on l.id = ${listId}`);
  }

  /** The list takes a new version with its lines. */
  async replaceLines(tx: Tx, listId: string, lines: readonly NewLine[]): Promise<void> {
    await tx.run(sql`delete from price_list_lines where price_list_id = ${listId}`);
    await this.insertLines(tx, listId, lines);
    await tx.run(sql`update price_lists set name = name where id = ${listId}`);
  }

  async remove(tx: Tx, id: string): Promise<void> {
    await tx.run(sql`delete from price_list_lines where price_list_id = ${id}`);
    await tx.run(sql`delete from price_lists where id = ${id}`);
  }

  /** Which of the plans and activities are there. */
  async known(
    tx: Tx,
    subjects: readonly { planId?: string; activityId?: string }[],
  ): Promise<ReadonlySet<string>> {
    const plans = subjects.flatMap(({ planId }) => planId ?? []);
    const activities = subjects.flatMap(({ activityId }) => activityId ?? []);
    const rows = await tx.query<{ id: string }>(sql`
      select id from plans where id = any (${plans}::uuid[])
      union all
      select id from activities where id = any (${activities}::uuid[])`);
    return new Set(rows.map((row) => row.id));
  }
}
