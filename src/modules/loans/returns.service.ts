import { Injectable } from '@nestjs/common';
import { invalid } from '../../kernel/faults.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { quantityText } from '../../kernel/quantity.js';
import { newId } from '../../platform/database/ids.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { StockService, type Basis } from '../warehouse/index.js';
import { dayFaults, isEmptied, takeOut, totalsOf, type Amount, type Taken } from './loan.rules.js';
import type { LoanReturnRequest } from './loan-requests.dto.js';
import type { LoanCard } from './loans.dto.js';
import { LoanClosed, LoanExceeded, LoanNotFound } from './loans.errors.js';
import { loanReturned } from './loans.events.js';
import { Loans } from './loans.permissions.js';
import { LoansQueries } from './loans.queries.js';
import { LoansRepository, type HeldLoan, type Movement } from './loans.repository.js';

/** Things of one loan that came back. */
export interface Returned {
  loan: HeldLoan;
  taken: readonly Taken[];
  condition: (taken: Taken) => string | null;
}

/** What comes back, part by part or all at once, onto the shelf it was taken from. */
@Injectable()
export class ReturnsService {
  constructor(
    private readonly repository: LoansRepository,
    private readonly stock: StockService,
    private readonly queries: LoansQueries,
    private readonly events: Events,
  ) {}

  async takeBack(tx: Tx, id: string, input: LoanReturnRequest): Promise<LoanCard> {
    const { lines, comment = null, condition = null } = input;
    const loan = await this.hold(tx, id);
    const onDate = input.onDate ?? loan.today;
    const taken = takenOf(loan, lines, onDate);
    const conditionOf = ({ index }: Taken) => lines?.[index]?.condition ?? condition;
    await this.carryOut(tx, [{ loan, taken, condition: conditionOf }], {
      ...{ basis: { kind: 'loan', id }, onDate, comment },
    });
    return this.queries.get(tx, id);
  }

  /** Stock comes back by one waybill for each warehouse, in their order; today, unless a day is named. */
  async carryOut(
    tx: Tx,
    returned: readonly Returned[],
    { basis, comment, ...named }: { basis: Basis; comment: string | null; onDate?: LocalDate },
  ): Promise<void> {
    const movements: Movement[] = [];
    for (const warehouseId of [...new Set(returned.map(({ loan }) => loan.warehouseId))].sort()) {
      const here = returned.filter(({ loan }) => loan.warehouseId === warehouseId);
      const lines = totalsOf(here.flatMap(({ taken }) => taken.map(amountOf)));
      const onDate = named.onDate ?? here[0]?.loan.today ?? '';
      const { id: waybillId } = await this.stock.returnLoan(tx, { warehouseId, onDate, basis, lines });
      for (const { loan, taken, condition } of here)
        movements.push({
          ...{ id: newId(), loan, kind: 'returned', onDate, waybillId, comment },
          closedOn: isEmptied(loan.lines, taken) ? onDate : null,
          entries: taken.map((one) => ({
            ...{ lineId: one.lineId, quantity: one.quantity, condition: condition(one) },
          })),
        });
    }
    await this.repository.move(tx, movements);
    await this.events.recordMany(
      tx,
      movements.map(({ id: movementId, loan, closedOn }) => ({
        event: loanReturned({ loanId: loan.id, movementId, isClosed: closedOn !== null }),
        place: { subjectId: loan.id, branchId: loan.branchId },
      })),
    );
  }

  private async hold(tx: Tx, id: string): Promise<HeldLoan> {
    const loan = await this.repository.hold(tx, id, Loans.write);
    if (loan === null) throw LoanNotFound({ id });
    return loan;
  }
}

export const amountOf = ({ itemId, quantity }: Taken): Amount => ({
  itemId,
  quantity: quantityText(quantity),
});

/** What of a held loan is taken, or all that speaks against it. */
export function takenOf(
  loan: HeldLoan,
  lines: readonly Amount[] | undefined,
  onDate: LocalDate,
): readonly Taken[] {
  const { taken, faults, exceeded } = takeOut(loan.lines, lines);
  faults.push(...dayFaults(onDate, { today: loan.today, since: loan.lentOn, pointer: '/onDate' }));
  if (faults.length > 0) throw invalid(faults);
  if (loan.closedOn !== null) throw LoanClosed({ closedOn: loan.closedOn });
  if (exceeded.length > 0) throw LoanExceeded({}, { faults: exceeded });
  return taken;
}
