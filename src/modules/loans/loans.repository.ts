import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Minor } from '../../kernel/money.js';
import { quantityText, thousandths, type Thousandths } from '../../kernel/quantity.js';
import { localDateOf } from '../../platform/clock/clock.js';
import { newId } from '../../platform/database/ids.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { fitsUnit, type Unit } from '../warehouse/index.js';
import { loanReach } from './loan-reach.js';
import type { Amount, LineOut } from './loan.rules.js';

export interface NewLoan {
  id: string;
  clientId: string;
  groupId: string | null;
  lentOn: LocalDate;
  untilOn: LocalDate | null;
  comment: string | null;
  items: readonly Amount[];
}

/** A loan under its lock. */
export interface HeldLoan {
  id: string;
  branchId: string;
  warehouseId: string;
  clientId: string;
  lentOn: LocalDate;
  closedOn: LocalDate | null;
  /** Today in its branch. */
  today: LocalDate;
  lines: HeldLine[];
}

export interface HeldLine extends LineOut {
  name: string;
  vat: string;
  /** What is charged for a lost one; null: the item has no price. */
  replacementPrice: Minor | null;
}

export interface MovementEntry {
  lineId: string;
  /** Below zero what takes back. */
  quantity: Thousandths;
  condition?: string | null;
  price?: Minor | null;
  chargeId?: string | null;
}

export interface Movement {
  id: string;
  loan: HeldLoan;
  kind: 'returned' | 'lost';
  onDate: LocalDate;
  waybillId: string;
  comment: string | null;
  reversesId?: string;
  /** The day the loan is closed by this; null: something is out. */
  closedOn: LocalDate | null;
  entries: readonly MovementEntry[];
}

/** Set-based statements of loans: each writes entries and what stands beside them together. */
@Injectable()
export class LoansRepository {
  /** However many, in one statement; one waybill moved the stock of all. */
  async insert(
    tx: Tx,
    place: { branchId: string; warehouseId: string; waybillId: string },
    loans: readonly NewLoan[],
  ): Promise<void> {
    const rows = loans.map(({ id, clientId, groupId, lentOn, untilOn, comment }) => ({
      ...{ id, clientId, groupId, lentOn, untilOn, comment, movementId: newId() },
    }));
    const lines = loans.flatMap(({ id, items }, index) =>
      items.map((item) => ({
        ...{ id: newId(), entryId: newId(), loanId: id, movementId: rows[index]?.movementId, ...item },
      })),
    );
    const { branchId, warehouseId, waybillId } = place;
    await tx.run(sql`
      with loan as (
        select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
          id uuid, "movementId" uuid, "clientId" uuid, "groupId" uuid, "lentOn" date, "untilOn" date, comment text)
      ), line as (
        select * from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as r(
          id uuid, "entryId" uuid, "loanId" uuid, "movementId" uuid, "itemId" uuid, quantity numeric)
      ), made as (
        insert into loans (id, branch_id, warehouse_id, client_id, group_id, lent_on, until_on, comment)
        select id, ${branchId}, ${warehouseId}, "clientId", "groupId", "lentOn", "untilOn", comment from loan order by id
      ), written as (
        insert into loan_lines (id, loan_id, branch_id, item_id, lent)
        select id, "loanId", ${branchId}, "itemId", quantity from line order by id
      ), moved as (
        insert into loan_movements (id, loan_id, branch_id, kind, on_date, waybill_id)
        select "movementId", id, ${branchId}, 'lent', "lentOn", ${waybillId} from loan order by id
      )
      insert into loan_entries (id, movement_id, line_id, branch_id, quantity)
      select "entryId", "movementId", id, ${branchId}, quantity from line order by id`);
  }

  /** One loan within reach, locked; null when there is none. */
  async hold(tx: Tx, id: string, permission: string): Promise<HeldLoan | null> {
    const [loan] = await this.holdAll(tx, sql`l.id = ${id} and ${loanReach(tx.actor, permission)}`);
    return loan ?? null;
  }

  /** Loans locked in order of id; what is read after the lock is as the last who held them left it. */
  async holdAll(tx: Tx, which: Sql): Promise<HeldLoan[]> {
    const loans = await tx.query<Omit<HeldLoan, 'lines' | 'today'> & { timeZone: string }>(sql`
      select l.id, l.branch_id as "branchId", l.warehouse_id as "warehouseId", l.client_id as "clientId",
             l.lent_on as "lentOn", l.closed_on as "closedOn",
             (select b.time_zone from branches b where b.id = l.branch_id) as "timeZone"
      from loans l where ${which} order by l.id for update of l`);
    const lines = await tx.query<
      Omit<HeldLine, 'hasParts' | 'out'> & { loanId: string; out: string; unit: Unit }
    >(sql`
      select n.id, n.loan_id as "loanId", n.item_id as "itemId", n.out, i.name, i.unit, i.vat,
             coalesce(i.replacement_price, nullif(i.price, 0)) as "replacementPrice"
      from loan_lines n join items i on i.id = n.item_id
      where n.loan_id = any (${loans.map(({ id }) => id)}::uuid[]) order by i.name, n.id`);
    return loans.map(({ timeZone, ...loan }) => ({
      ...loan,
      today: localDateOf(tx.now, timeZone),
      lines: lines
        .filter(({ loanId }) => loanId === loan.id)
        .map(({ out, ...line }) => ({
          ...{ ...line, out: thousandths(out), hasParts: fitsUnit(line.unit, '0.5') },
        })),
    }));
  }

  /** One movement a loan: entries, what is counted beside them, and whether anything is left. */
  async move(tx: Tx, movements: readonly Movement[]): Promise<void> {
    const rows = movements.map(({ id, loan, kind, onDate, waybillId, comment, reversesId, closedOn }) => ({
      ...{ id, kind, onDate, waybillId, comment, reversesId, closedOn },
      ...{ loanId: loan.id, branchId: loan.branchId },
    }));
    const entries = movements.flatMap(({ id, kind, loan, entries: list }) =>
      list.map(({ quantity, ...entry }) => ({
        ...{ ...entry, id: newId(), movementId: id, branchId: loan.branchId, kind },
        quantity: quantityText(quantity),
      })),
    );
    await tx.run(sql`
      with movement as (
        select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
          id uuid, "loanId" uuid, "branchId" uuid, kind text, "onDate" date, "waybillId" uuid, comment text,
          "reversesId" uuid, "closedOn" date)
      ), entry as (
        select * from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as r(
          id uuid, "movementId" uuid, "lineId" uuid, "branchId" uuid, kind text, quantity numeric, condition text,
          price bigint, "chargeId" uuid)
      ), moved as (
        insert into loan_movements (id, loan_id, branch_id, kind, on_date, waybill_id, comment, reverses_id)
        select id, "loanId", "branchId", kind, "onDate", "waybillId", comment, "reversesId" from movement order by id
      ), entered as (
        insert into loan_entries (id, movement_id, line_id, branch_id, quantity, condition, price, charge_id)
        select id, "movementId", "lineId", "branchId", quantity, condition, price, "chargeId" from entry order by id
      ), counted as (
        update loan_lines n set returned = n.returned + s.returned, lost = n.lost + s.lost
        from (
          select "lineId", coalesce(sum(quantity) filter (where kind = 'returned'), 0) as returned,
                 coalesce(sum(quantity) filter (where kind = 'lost'), 0) as lost
          from entry group by 1
        ) s where n.id = s."lineId"
      )
      update loans l set closed_on = m."closedOn", movements = l.movements + 1 from movement m where l.id = m."loanId"`);
  }
}
