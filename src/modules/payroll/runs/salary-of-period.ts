import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../../kernel/local-date.js';
import type { Tx } from '../../../platform/database/tx.js';

export interface SalaryPeriod {
  readonly employeeIds: readonly string[];
  readonly period: { readonly from: LocalDate; readonly to: LocalDate };
}

/** Enters into the ledger what is owed for a period as such; asked again, it enters nothing twice. */
export type EnterSalary = (tx: Tx, asked: SalaryPeriod) => Promise<unknown>;

/** Asked before a draft collects. Whoever enters salaries says so here; nobody: only work is paid. */
@Injectable()
export class SalaryOfPeriod {
  private readonly entering: EnterSalary[] = [];

  use(enter: EnterSalary): void {
    this.entering.push(enter);
  }

  async accrue(tx: Tx, asked: SalaryPeriod): Promise<void> {
    for (const enter of this.entering) await enter(tx, asked);
  }
}
