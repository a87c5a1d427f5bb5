import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../kernel/actor.js';
import type { Fault } from '../../kernel/errors.js';
import { invalid } from '../../kernel/faults.js';
import { quantityText } from '../../kernel/quantity.js';
import { newId } from '../../platform/database/ids.js';
import { RunAgain } from '../../platform/database/run-again.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { BillingService, type ChargeInput } from '../billing/index.js';
import { StockService } from '../warehouse/index.js';
import { isEmptied, lossCharge, type Taken } from './loan.rules.js';
import type { LoanLossRequest } from './loan-requests.dto.js';
import type { LoanCard } from './loans.dto.js';
import { LoanNotFound, LossPriceNotPermitted } from './loans.errors.js';
import { loanLost } from './loans.events.js';
import { Loans } from './loans.permissions.js';
import { LoansQueries } from './loans.queries.js';
import { LoansRepository, type HeldLoan, type MovementEntry } from './loans.repository.js';
import { amountOf, takenOf } from './returns.service.js';

/** What does not come back: it leaves the stock, and its price goes to the account of who pays for the client. */
@Injectable()
export class LossesService {
  constructor(
    private readonly repository: LoansRepository,
    private readonly stock: StockService,
    private readonly billing: BillingService,
    private readonly queries: LoansQueries,
    private readonly events: Events,
  ) {}

  async lose(tx: Tx, id: string, input: LoanLossRequest): Promise<LoanCard> {
    const { lines, reason } = input;
    const loan = await this.hold(tx, id, Loans.write);
    if (lines.some(({ price }) => price !== undefined)) assertMayPrice(tx, loan);
    const onDate = input.onDate ?? loan.today;
    const taken = takenOf(loan, lines, onDate);
    const { entries, charges } = chargesOf(loan, taken, input);
    await this.billing.charge(tx, charges);
    const move = { warehouseId: loan.warehouseId, onDate, basis: { kind: 'loan', id } };
    const { id: waybillId } = await this.stock.loseLoan(tx, { ...move, lines: taken.map(amountOf) });
    const movementId = newId();
    const closedOn = isEmptied(loan.lines, taken) ? onDate : null;
    const movement = { id: movementId, kind: 'lost' as const, onDate, waybillId, comment: reason };
    await this.repository.move(tx, [{ ...movement, loan, closedOn, entries }]);
    const lost = loanLost({ loanId: id, movementId, isClosed: closedOn !== null });
    await this.events.record(tx, lost, { subjectId: id, branchId: loan.branchId });
    return this.queries.get(tx, id);
  }

  /** The client before the loan, as whoever merges clients goes; then accounts, and stock last. */
  async hold(tx: Tx, id: string, permission: string): Promise<HeldLoan> {
    await tx.query(sql`
      select from clients where id = (select client_id from loans where id = ${id}) for no key update`);
    const loan = await this.repository.hold(tx, id, permission);
    if (loan === null) throw LoanNotFound({ id });
    const { isMerged } = await tx.one<{ isMerged: boolean }>(
      sql`select merged_into_id is not null as "isMerged" from clients where id = ${loan.clientId}`,
    );
    if (isMerged) throw new RunAgain('the client of a loan');
    return loan;
  }
}

function assertMayPrice(tx: Tx, { branchId }: HeldLoan): void {
  const permission = Loans['write-off'];
  if (!reachesBranch(tx.actor, permission, branchId)) throw LossPriceNotPermitted({ permission });
}

/** A charge a line, for the day it was noticed; what costs nothing is not charged. */
function chargesOf(
  loan: HeldLoan,
  taken: readonly Taken[],
  { lines, dueOn }: LoanLossRequest,
): { entries: MovementEntry[]; charges: ChargeInput[] } {
  const entries: MovementEntry[] = [];
  const charges: ChargeInput[] = [];
  const faults: Fault[] = [];
  for (const { lineId, quantity, index } of taken) {
    const line = loan.lines.find(({ id }) => id === lineId);
    const price = lines[index]?.price?.amount ?? line?.replacementPrice ?? null;
    const charge = lossCharge(price, quantity, `/lines/${String(index)}`);
    if ('code' in charge) faults.push(charge);
    else {
      const chargeId = charge.amount > 0 ? newId() : null;
      entries.push({ lineId, quantity, price: charge.price, chargeId });
      if (chargeId !== null)
        charges.push({
          ...{ id: chargeId, clientId: loan.clientId, branchId: loan.branchId },
          ...{ kind: 'loan', subjectId: loan.id, amount: charge.amount, dueOn: dueOn ?? loan.today },
          ...{ description: `${line?.name ?? ''} × ${quantityText(quantity)}`, vatCode: line?.vat },
        });
    }
  }
  if (faults.length > 0) throw invalid(faults);
  return { entries, charges };
}
