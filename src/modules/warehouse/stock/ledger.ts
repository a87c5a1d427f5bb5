import { Injectable } from '@nestjs/common';
import type { Minor } from '../../../kernel/money.js';
import { quantityText, thousandths, type Thousandths } from '../../../kernel/quantity.js';
import type { DeclaredError, DomainError, Fault } from '../../../kernel/errors.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { StockInsufficient, StockValueSpent } from './stock.errors.js';
import {
  carryOut,
  keyOf,
  takeBack,
  type Holdings,
  type Move,
  type Place,
  type Shortfall,
  type StockEntry,
  type WrittenEntry,
} from './stock.rules.js';

/** What is booked, and how its lines are called in a fault. */
export interface Booking {
  waybillId: string;
  branchId: string;
  occurredOn: string;
  /** Pointers of the lines in the request, by line; without one a fault names the id of the line. */
  pointers?: ReadonlyMap<string, string>;
}

/**
 * The one way into the ledger of stock. Balances are locked in the order of warehouse and item, whoever comes, so that
 * transfers in opposite directions queue instead of meeting; entries and balances are one statement.
 */
@Injectable()
export class StockLedger {
  async book(tx: Tx, booking: Booking, moves: readonly Move[]): Promise<StockEntry[]> {
    const holdings = await this.lock(tx, placesOf(moves));
    const { entries, short } = carryOut(holdings, moves);
    if (short.length > 0) throw await refused(tx, StockInsufficient, short, booking);
    this.write(tx, booking, entries);
    return entries;
  }

  async reverse(tx: Tx, booking: Booking): Promise<StockEntry[]> {
    const written = await this.written(tx, booking.waybillId);
    const holdings = await this.lock(tx, written);
    const { entries, short, spent } = takeBack(holdings, written);
    if (short.length > 0) throw await refused(tx, StockInsufficient, short, booking);
    if (spent.length > 0) throw await refused(tx, StockValueSpent, spent, booking);
    this.write(tx, booking, entries);
    return entries;
  }

  /** What can be taken of items in a warehouse, under the lock of each place that has ever held any; of archived ones nothing. */
  async available(
    tx: Tx,
    warehouseId: string,
    itemIds: readonly string[],
  ): Promise<Map<string, Thousandths>> {
    const rows = await tx.query<{ itemId: string; available: string }>(sql`
      select b.item_id as "itemId", case when i.archived_at is null then b.on_hand - b.reserved else 0 end as available
      from stock_balances b join items i on i.id = b.item_id
      where b.warehouse_id = ${warehouseId} and b.item_id = any (${itemIds}::uuid[])
      order by b.warehouse_id, b.item_id for update of b`);
    return new Map(rows.map(({ itemId, available }) => [itemId, thousandths(available)]));
  }

  /** What lies at each place, under its lock; a place that is new begins empty. */
  private async lock(tx: Tx, places: readonly Place[]): Promise<Holdings> {
    const wanted = [...new Map(places.map((place) => [keyOf(place), place])).values()].map((place) => ({
      id: newId(),
      warehouse_id: place.warehouseId,
      item_id: place.itemId,
    }));
    if (wanted.length === 0) return new Map();
    const list = sql`jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w(id uuid, warehouse_id uuid, item_id uuid)`;
    // A statement of its own: the next one must see rows that others have just made.
    tx.later(sql`
      insert into stock_balances (id, warehouse_id, item_id)
      select w.id, w.warehouse_id, w.item_id from ${list} order by w.warehouse_id, w.item_id
      on conflict (warehouse_id, item_id) do nothing`);
    const rows = await tx.query<Place & Record<'onHand' | 'onLoan' | 'reserved', string> & Values>(sql`
      select b.warehouse_id as "warehouseId", b.item_id as "itemId", b.on_hand as "onHand", b.value,
             b.on_loan as "onLoan", b.loan_value as "loanValue", b.reserved
      from stock_balances b
      where (b.warehouse_id, b.item_id) in (select w.warehouse_id, w.item_id from ${list})
      order by b.warehouse_id, b.item_id for update`);
    return new Map(
      rows.map((row) => [
        keyOf(row),
        {
          on_hand: { quantity: thousandths(row.onHand), value: row.value },
          on_loan: { quantity: thousandths(row.onLoan), value: row.loanValue },
          reserved: thousandths(row.reserved),
        },
      ]),
    );
  }

  private write(tx: Tx, booking: Booking, entries: readonly StockEntry[]): void {
    if (entries.length === 0) return;
    const rows = entries.map((entry) => ({
      ...entry,
      id: newId(),
      quantity: quantityText(entry.quantity),
      reversesId: entry.reversesId ?? null,
    }));
    tx.later(sql`
      with booked as (
        select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as r(id uuid, "lineId" uuid, "warehouseId" uuid, "itemId" uuid, bucket text, quantity numeric, value bigint, "reversesId" uuid)
      ), entered as (
        insert into stock_entries (id, waybill_id, line_id, branch_id, warehouse_id, item_id, bucket, quantity, value, occurred_on, reverses_id)
        select r.id, ${booking.waybillId}, r."lineId", w.branch_id, r."warehouseId", r."itemId", r.bucket, r.quantity, r.value,
               ${booking.occurredOn}, r."reversesId"
        from booked r join warehouses w on w.id = r."warehouseId" order by r.id
      )
      update stock_balances b set on_hand = b.on_hand + m.on_hand, value = b.value + m.value,
                                  on_loan = b.on_loan + m.on_loan, loan_value = b.loan_value + m.loan_value
      from (
        select "warehouseId", "itemId",
               coalesce(sum(quantity) filter (where bucket = 'on_hand'), 0) as on_hand,
               coalesce(sum(value) filter (where bucket = 'on_hand'), 0)::bigint as value,
               coalesce(sum(quantity) filter (where bucket = 'on_loan'), 0) as on_loan,
               coalesce(sum(value) filter (where bucket = 'on_loan'), 0)::bigint as loan_value
        from booked group by 1, 2
      ) m where b.warehouse_id = m."warehouseId" and b.item_id = m."itemId"`);
  }

  private async written(tx: Tx, waybillId: string): Promise<WrittenEntry[]> {
    const rows = await tx.query<Omit<WrittenEntry, 'quantity'> & { quantity: string }>(sql`
      select id, line_id as "lineId", warehouse_id as "warehouseId", item_id as "itemId", bucket, quantity, value
      from stock_entries where waybill_id = ${waybillId} and reverses_id is null order by id`);
    return rows.map((row) => ({ ...row, quantity: thousandths(row.quantity) }));
  }
}

interface Values {
  value: Minor;
  loanValue: Minor;
}

const placesOf = (moves: readonly Move[]): Place[] =>
  moves.flatMap(({ itemId, from, to }) =>
    [from, to].flatMap((end) => (end === undefined ? [] : [{ warehouseId: end.warehouseId, itemId }])),
  );

/** Every line that cannot be served, by the name of its item. */
async function refused(
  tx: Tx,
  error: DeclaredError,
  short: readonly Shortfall[],
  { pointers }: Booking,
): Promise<DomainError> {
  const items = await tx.query<{ id: string; sku: string; name: string }>(
    sql`select id, sku, name from items where id = any (${short.map(({ itemId }) => itemId)}::uuid[])`,
  );
  const lines = short.map(({ lineId, itemId, warehouseId, wanted, available }) => {
    const item = items.find(({ id }) => id === itemId);
    const amounts = { wanted: quantityText(wanted), available: quantityText(available) };
    return { lineId, itemId, sku: item?.sku ?? '', name: item?.name ?? '', warehouseId, ...amounts };
  });
  const faults = lines.map((line): Fault => {
    const pointer = pointers?.get(line.lineId);
    const detail = `${line.name} (${line.sku}): ${line.wanted} wanted, ${line.available} available.`;
    const place = pointer === undefined ? {} : { pointer: `#${pointer}` };
    return { ...place, code: error.definition.code, detail, params: line };
  });
  return error({ lines }, { faults });
}
