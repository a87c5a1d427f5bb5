import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../kernel/local-date.js';
import { newId } from '../../platform/database/ids.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { reversalOf } from './pay.rules.js';
import type { AccrualKind, Pay, PayFormula } from './pay.types.js';
import { accrualMade, accrualReversed } from './payroll.events.js';

export interface NewAccrual extends Pay {
  readonly kind: AccrualKind;
  readonly workId: string;
  readonly employeeId: string;
  readonly branchId: string;
  readonly lessonId?: string | null;
  readonly onDate: LocalDate;
  readonly schemeId?: string | null;
  readonly reason?: string | null;
  readonly periodFrom?: LocalDate | null;
  readonly periodTo?: LocalDate | null;
}

interface Unreversed {
  id: string;
  employeeId: string;
  branchId: string;
  lessonId: string | null;
  amount: number;
  formula: PayFormula;
}

/** Writes entries of pay and entries against them, each with its event. Set-based: a statement, however many. */
@Injectable()
export class AccrualLedger {
  constructor(private readonly events: Events) {}

  /** Enters what is not there yet; gives the ids of what was entered. */
  async enter(tx: Tx, entries: readonly NewAccrual[]): Promise<string[]> {
    if (entries.length === 0) return [];
    const rows = entries.map((entry) => ({ id: newId(), lessonId: null, ...entry }));
    const entered = await tx.query<{ id: string }>(sql`
      insert into accruals (id, employee_id, branch_id, kind, work_id, lesson_id, on_date, amount, scheme_id, formula, reason, period_from, period_to)
      select r.id, r."employeeId", r."branchId", r.kind, r."workId", r."lessonId", r."onDate", r.amount, r."schemeId", r.formula,
             r.reason, r."periodFrom", r."periodTo"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "employeeId" uuid, "branchId" uuid, kind text, "workId" uuid,
        "lessonId" uuid, "onDate" date, amount bigint, "schemeId" uuid, formula jsonb, reason text, "periodFrom" date, "periodTo" date)
      on conflict do nothing returning id`);
    const ids = new Set(entered.map((entry) => entry.id));
    const made = rows.filter((row) => ids.has(row.id));
    await this.events.recordMany(
      tx,
      made.map(({ id, employeeId, lessonId, kind, amount, branchId }) => ({
        event: accrualMade({ accrualId: id, employeeId, lessonId, kind, amount }),
        place: { subjectId: id, branchId },
      })),
    );
    return made.map((row) => row.id);
  }

  /** Takes back the entries `a` of this condition that stand; what was taken back already stays so. */
  async reverse(tx: Tx, which: Sql, reason: string | null = null): Promise<string[]> {
    const made = await tx.query<Unreversed>(sql`
      select a.id, a.employee_id as "employeeId", a.branch_id as "branchId", a.lesson_id as "lessonId", a.amount, a.formula
      from accruals a
      where ${which} and a.kind <> 'reversal' and not exists (select from accruals r where r.reverses_id = a.id)`);
    const against = made.map((entry) => ({ ...entry, reversalId: newId(), pay: reversalOf(entry) }));
    const rows = against.map(({ reversalId, id, pay }) => ({ id: reversalId, reverses_id: id, ...pay }));
    const entered = await tx.query<{ id: string }>(sql`
      insert into accruals (id, employee_id, branch_id, kind, work_id, lesson_id, on_date, amount, scheme_id, formula, reason,
        period_from, period_to, reverses_id)
      select r.id, a.employee_id, a.branch_id, 'reversal', a.work_id, a.lesson_id, a.on_date, r.amount, a.scheme_id, r.formula, ${reason}::text,
             a.period_from, a.period_to, a.id
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, reverses_id uuid, amount bigint, formula jsonb)
      join accruals a on a.id = r.reverses_id
      on conflict (reverses_id) do nothing returning id`);
    const ids = new Set(entered.map((entry) => entry.id));
    const reversed = against.filter((entry) => ids.has(entry.reversalId));
    await this.events.recordMany(
      tx,
      reversed.map(({ reversalId, id, employeeId, lessonId, branchId, pay }) => ({
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
    return reversed.map((entry) => entry.reversalId);
  }
}
