import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../kernel/local-date.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { chooseScheme, payFor, reversalOf, type PayFormula, type WorkMeasure } from './pay.rules.js';
import type { Accrual } from './payroll.dto.js';
import { accrualMade, accrualReversed } from './payroll.events.js';
import { PayrollQueries } from './payroll.queries.js';

/** A piece of work that was done: payroll knows no lessons, it is told. */
export interface WorkDone extends WorkMeasure {
  /** One for each time the work is done: a lesson undone and held again is new work. */
  readonly workId: string;
  readonly lessonId: string;
  readonly employeeId: string;
  readonly branchId: string;
  readonly activityId: string;
  readonly groupId: string | null;
  readonly onDate: LocalDate;
}

interface Unreversed {
  id: string;
  employeeId: string;
  branchId: string;
  lessonId: string;
  amount: number;
  formula: PayFormula;
}

/** The ledger of pay: entries for work, and entries against them. */
@Injectable()
export class PayrollService {
  constructor(
    private readonly queries: PayrollQueries,
    private readonly events: Events,
  ) {}

  /** Accrues the pay of a piece of work, once however often it is told; then it gives the first entry. */
  async accrue(tx: Tx, work: WorkDone): Promise<Accrual> {
    const scheme = chooseScheme(await this.queries.termsOf(tx, work.employeeId, work.onDate), work);
    const { amount, formula } = payFor(work, scheme);
    const id = newId();
    const inserted = await tx.run(sql`
      insert into accruals (id, employee_id, branch_id, kind, work_id, lesson_id, on_date, amount, scheme_id, formula)
      values (${id}, ${work.employeeId}, ${work.branchId}, 'work', ${work.workId}, ${work.lessonId}, ${work.onDate},
              ${amount}, ${scheme?.id ?? null}, ${JSON.stringify(formula)})
      on conflict (work_id, employee_id) where kind = 'work' do nothing`);
    if (inserted > 0) {
      const data = { accrualId: id, employeeId: work.employeeId, lessonId: work.lessonId, amount };
      await this.events.record(tx, accrualMade(data), { subjectId: id, branchId: work.branchId });
    }
    return this.queries.accrual(tx, work.workId, work.employeeId);
  }

  /** Takes back what was accrued for a piece of work, by entries against it; a second time changes nothing. */
  async reverse(tx: Tx, workId: string): Promise<void> {
    const made = await tx.query<Unreversed>(sql`
      select a.id, a.employee_id as "employeeId", a.branch_id as "branchId", a.lesson_id as "lessonId", a.amount, a.formula
      from accruals a
      where a.work_id = ${workId} and a.kind = 'work' and not exists (select from accruals r where r.reverses_id = a.id)`);
    const against = made.map((entry) => ({ ...entry, reversalId: newId(), pay: reversalOf(entry) }));
    const rows = against.map(({ reversalId, id, pay }) => ({ id: reversalId, reverses_id: id, ...pay }));
    const entered = await tx.query<{ id: string }>(sql`
      insert into accruals (id, employee_id, branch_id, kind, work_id, lesson_id, on_date, amount, scheme_id, formula, reverses_id)
      select r.id, a.employee_id, a.branch_id, 'reversal', a.work_id, a.lesson_id, a.on_date, r.amount, a.scheme_id, r.formula, a.id
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, reverses_id uuid, amount bigint, formula jsonb)
      join accruals a on a.id = r.reverses_id
      on conflict (reverses_id) do nothing returning id`);
    const ids = new Set(entered.map((entry) => entry.id));
    await this.events.recordMany(
      tx,
      against
        .filter((entry) => ids.has(entry.reversalId))
        .map(({ reversalId, id, employeeId, lessonId, branchId, pay }) => ({
          event: accrualReversed({
            accrualId: reversalId,
            reversesId: id,
            employeeId,
            lessonId,
            amount: pay.amount,
          }),
          place: { subjectId: reversalId, branchId },
        })),
    );
  }
}
