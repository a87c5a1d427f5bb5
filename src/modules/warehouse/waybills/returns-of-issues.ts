import { Injectable } from '@nestjs/common';
import type { Fault } from '../../../kernel/errors.js';
import type { Minor } from '../../../kernel/money.js';
import { quantityText, thousandths, type Thousandths } from '../../../kernel/quantity.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { returnedCost, type LineToPost } from './waybill.rules.js';
import { ReturnExceedsIssue, WaybillNotPosted } from './waybills.errors.js';

interface IssuedLine {
  id: string;
  itemId: string;
  quantity: string;
  cost: Minor;
  returned: string;
  returnedCost: Minor;
}

/** What customers bring back of what was issued to them: never more, and at the cost it left with. */
@Injectable()
export class ReturnsOfIssues {
  async has(tx: Tx, issueId: string): Promise<boolean> {
    const found = await tx.find(
      sql`select 1 from waybills where source_id = ${issueId} and status = 'posted' limit 1`,
    );
    return found !== null;
  }

  /** The lines with the cost of each; the issue is held by whoever posts. */
  async costed(
    tx: Tx,
    issueId: string,
    lines: readonly (LineToPost & { sourceLineId: string | null })[],
    pointers?: ReadonlyMap<string, string>,
  ): Promise<LineToPost[]> {
    const issued = await this.issued(tx, issueId);
    const before = new Map(
      issued.map((line) => [line.id, { quantity: thousandths(line.returned), cost: line.returnedCost }]),
    );
    const faults: Fault[] = [];
    const costed = lines.map((line, index) => {
      const source = issued.find(({ id }) => id === line.sourceLineId);
      const returned = source && before.get(source.id);
      if (source === undefined || returned === undefined) return line;
      const quantity = thousandths(line.quantity);
      const whole = { quantity: thousandths(source.quantity), cost: source.cost };
      const left = whole.quantity - returned.quantity;
      if (quantity > left) {
        faults.push(tooMany(line, left, pointers?.get(line.id) ?? `/lines/${String(index)}`));
        return line;
      }
      const cost = returnedCost(whole, returned, quantity);
      before.set(source.id, { quantity: returned.quantity + quantity, cost: returned.cost + cost });
      return { ...line, returnedCost: cost };
    });
    if (faults.length > 0) throw ReturnExceedsIssue({}, { faults });
    return costed;
  }

  private async issued(tx: Tx, issueId: string): Promise<IssuedLine[]> {
    const rows = await tx.query<IssuedLine & { status: string }>(sql`
      select l.id, l.item_id as "itemId", l.quantity, w.status,
             (select coalesce(-sum(e.value), 0)::bigint from stock_entries e where e.line_id = l.id and e.reverses_id is null) as cost,
             r.quantity as returned, r.cost as "returnedCost"
      from waybills w join waybill_lines l on l.waybill_id = w.id
      cross join lateral (
        select coalesce(sum(e.quantity), 0) as quantity, coalesce(sum(e.value), 0)::bigint as cost
        from waybill_lines b join waybills o on o.id = b.waybill_id and o.status = 'posted'
        join stock_entries e on e.line_id = b.id and e.reverses_id is null
        where b.source_line_id = l.id
      ) r
      where w.id = ${issueId} order by l.id`);
    const status = rows[0]?.status ?? 'draft';
    if (status !== 'posted') throw WaybillNotPosted({ status });
    return rows;
  }
}

const tooMany = (line: LineToPost, left: Thousandths, pointer: string): Fault => ({
  pointer: `#${pointer}/quantity`,
  code: 'waybill.return-exceeds',
  detail: `${quantityText(thousandths(line.quantity))} returned, ${quantityText(left)} left of what was issued.`,
  params: { lineId: line.id, itemId: line.itemId, wanted: line.quantity, available: quantityText(left) },
});
