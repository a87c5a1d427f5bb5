import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Minor } from '../../kernel/money.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { AccrualLedger } from './accrual.ledger.js';
import { chooseScheme, payOfMoney } from './pay.rules.js';
import { PaySchemesQueries } from './pay-schemes.queries.js';
import type { PayShare } from './pay.types.js';
import type { Accrual } from './accruals.dto.js';
import { PayrollQueries } from './payroll.queries.js';
import { payOfWork, type LessonWork } from './work.rules.js';

/** A piece of work that was done at a lesson: payroll knows no lessons, it is told. */
export interface WorkDone extends LessonWork {
  /** One for each time the work is done: a lesson undone and held again is new work. */
  readonly workId: string;
  readonly lessonId: string;
  readonly employeeId: string;
  readonly branchId: string;
}

/** A payment received or a sale made, of which an employee gets a percentage; below zero when it was taken back. */
export interface MoneyFact {
  readonly kind: 'payment' | 'sale';
  /** One for each fact: the line of the sale, the allocation of the payment; what takes it back has its own. */
  readonly workId: string;
  readonly employeeId: string;
  readonly branchId: string;
  readonly onDate: LocalDate;
  readonly sum: Minor;
  /** The part, when several employees share the percentage. */
  readonly share?: PayShare | null;
}

/** The ledger of pay: entries for work, and entries against them. */
@Injectable()
export class PayrollService {
  constructor(
    private readonly queries: PayrollQueries,
    private readonly schemes: PaySchemesQueries,
    private readonly ledger: AccrualLedger,
  ) {}

  /** Accrues the pay of work at a lesson with its premiums, once however often it is told. */
  async accrue(tx: Tx, work: WorkDone): Promise<void> {
    const { workId, employeeId, branchId, lessonId, onDate, absenteeId = null } = work;
    const [own, absentee, given] = await Promise.all([
      this.schemes.termsOf(tx, employeeId, onDate),
      absenteeId === null ? [] : this.schemes.termsOf(tx, absenteeId, onDate),
      this.schemes.circumstances(tx, work),
    ]);
    const { main, premiums } = payOfWork(work, { ...given, own, absentee });
    const place = { workId, employeeId, branchId, lessonId, onDate };
    const entered = await this.ledger.enter(tx, [{ ...main, ...place, kind: 'work' }]);
    if (entered.length === 0) return;
    await this.ledger.enter(
      tx,
      premiums.map((line) => ({ ...line, ...place, kind: 'premium' as const })),
    );
  }

  /**
   * Accrues the percentage of a payment or a sale, once however often it is told. Null: the employee has no scheme for it,
   * and nothing is entered.
   */
  async accrueMoney(tx: Tx, fact: MoneyFact): Promise<Accrual | null> {
    const isPaid = await this.accrueSums(tx, fact, [fact]);
    return isPaid ? this.queries.accrual(tx, fact.workId, fact.employeeId) : null;
  }

  /** The same for sums of one employee and day, in two statements however many. Gives whether there is a scheme for them. */
  async accrueSums(
    tx: Tx,
    { kind, employeeId, branchId, onDate, share = null }: Omit<MoneyFact, 'workId' | 'sum'>,
    sums: readonly Pick<MoneyFact, 'workId' | 'sum'>[],
  ): Promise<boolean> {
    if (sums.length === 0) return false;
    const terms = await this.schemes.termsOf(tx, employeeId, onDate);
    const everywhere = { activityId: null, groupId: null, onDate };
    const scheme = chooseScheme(terms, everywhere, kind === 'sale' ? 'sales' : 'payments');
    if (scheme === null) return false;
    const place = { kind, employeeId, branchId, onDate, schemeId: scheme.id };
    await this.ledger.enter(
      tx,
      sums.map(({ workId, sum }) => ({ ...payOfMoney(sum, scheme, share), ...place, workId })),
    );
    return true;
  }

  /** Takes back all that was accrued for a piece of work, by entries against it; a second time changes nothing. */
  async reverse(tx: Tx, workId: string): Promise<void> {
    await this.ledger.reverse(tx, sql`a.work_id = ${workId}`);
  }

  /** Whether the pay of a piece of work hangs on who came or what it brought, or could not be told for want of a scheme. */
  async dependsOnPresence(tx: Tx, workId: string): Promise<boolean> {
    const { depends } = await tx.one<{ depends: boolean }>(sql`
      select coalesce(bool_or(a.formula ->> 'basis' is null or a.formula ? 'attendees' or a.formula ? 'revenue'), true) as depends
      from accruals a where a.work_id = ${workId} and a.kind = 'work'`);
    return depends;
  }
}
