import { Injectable } from '@nestjs/common';
import { thousandths } from '../../kernel/quantity.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { BillingService } from '../billing/index.js';
import { StockService } from '../warehouse/index.js';
import type { LoanCard } from './loans.dto.js';
import { LoanMovementNotFound, LoanMovementStands } from './loans.errors.js';
import { loanMovementReversed } from './loans.events.js';
import { Loans } from './loans.permissions.js';
import { LoansQueries } from './loans.queries.js';
import { LoansRepository, type HeldLoan } from './loans.repository.js';
import { LossesService } from './losses.service.js';

interface Found {
  kind: 'lent' | 'returned' | 'lost';
  waybillId: string;
  isReversible: boolean;
}

interface FoundEntry {
  lineId: string;
  itemId: string;
  quantity: string;
  price: number | null;
  chargeId: string | null;
}

/** Takes back a return that was none, and a loss of what was found: the things are with the client again. */
@Injectable()
export class ReversalsService {
  constructor(
    private readonly repository: LoansRepository,
    private readonly losses: LossesService,
    private readonly stock: StockService,
    private readonly billing: BillingService,
    private readonly queries: LoansQueries,
    private readonly events: Events,
  ) {}

  async reverse(tx: Tx, id: string, movementId: string, reason: string): Promise<LoanCard> {
    const loan = await this.losses.hold(tx, id, Loans['write-off']);
    const movement = await find(tx, id, movementId);
    const entries = await tx.query<FoundEntry>(sql`
      select e.line_id as "lineId", n.item_id as "itemId", e.quantity, e.price, e.charge_id as "chargeId"
      from loan_entries e join loan_lines n on n.id = e.line_id where e.movement_id = ${movementId} order by e.id`);
    const waybillId = await this.moveBack(tx, loan, movement, entries, reason);
    const reversalId = newId();
    await this.repository.move(tx, [
      {
        ...{ id: reversalId, loan, kind: movement.kind, onDate: loan.today, waybillId, comment: reason },
        ...{ reversesId: movementId, closedOn: null },
        entries: entries.map(({ lineId, quantity, price, chargeId }) => ({
          ...{ lineId, quantity: -thousandths(quantity), price, chargeId },
        })),
      },
    ]);
    const reversed = loanMovementReversed({ loanId: id, movementId: reversalId, reversesId: movementId });
    await this.events.record(tx, reversed, { subjectId: id, branchId: loan.branchId });
    return this.queries.get(tx, id);
  }

  /**
   * A loss has a waybill of its own and is undone with it, and its charges with it. A return may share its waybill with a
   * whole group, and what came back may have gone on: it is lent anew from what is there.
   */
  private async moveBack(
    tx: Tx,
    loan: HeldLoan,
    { kind, waybillId }: Found,
    entries: readonly FoundEntry[],
    reason: string,
  ): Promise<string> {
    if (kind === 'returned') {
      const lines = entries.map(({ itemId, quantity }) => ({ itemId, quantity }));
      const move = { warehouseId: loan.warehouseId, onDate: loan.today, lines };
      return (await this.stock.lend(tx, { ...move, basis: { kind: 'loan', id: loan.id } })).id;
    }
    const chargeIds = entries.flatMap(({ chargeId }) => chargeId ?? []);
    await this.billing.reverseCharges(tx, chargeIds, reason);
    await this.stock.reverse(tx, waybillId, 'Found again');
    return waybillId;
  }
}

async function find(tx: Tx, loanId: string, id: string): Promise<Found & { kind: 'returned' | 'lost' }> {
  const found = await tx.find<Found>(sql`
    select m.kind, m.waybill_id as "waybillId",
           m.reverses_id is null and not exists (select from loan_movements r where r.reverses_id = m.id) as "isReversible"
    from loan_movements m where m.loan_id = ${loanId} and m.id = ${id}`);
  if (found === null) throw LoanMovementNotFound({ id });
  const { kind } = found;
  if (!found.isReversible || kind === 'lent') throw LoanMovementStands();
  return { ...found, kind };
}
