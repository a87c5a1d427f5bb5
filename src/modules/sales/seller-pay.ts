import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Minor } from '../../kernel/money.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { PayrollService } from '../payroll/index.js';

/** Who sold, where and when. */
export interface Seller {
  readonly sellerId: string | null;
  readonly branchId: string;
  /** The day of the sale, of a return too: what was given is taken by the terms it was given by. */
  readonly onDate: LocalDate;
}

/** The percentage of whoever sold, line by line. */
@Injectable()
export class SellerPay {
  constructor(private readonly payroll: PayrollService) {}

  async accrue(tx: Tx, seller: Seller, lines: readonly { id: string; net: Minor }[]): Promise<void> {
    const { sellerId: employeeId, branchId, onDate } = seller;
    if (employeeId === null) return;
    const sums = lines.flatMap(({ id: workId, net: sum }) => (sum === 0 ? [] : [{ workId, sum }]));
    await this.payroll.accrueSums(tx, { kind: 'sale', employeeId, branchId, onDate }, sums);
  }

  /** Only of lines that paid something: terms that were made since take nothing. */
  async takeBack(
    tx: Tx,
    seller: Seller,
    lines: readonly { id: string; lineId: string; net: Minor }[],
  ): Promise<void> {
    const paid = await tx.query<{ lineId: string }>(sql`
      select work_id as "lineId" from accruals
      where kind = 'sale' and work_id = any (${lines.map(({ lineId }) => lineId)}::uuid[])`);
    const due = lines.filter((line) => paid.some(({ lineId }) => lineId === line.lineId));
    await this.accrue(
      tx,
      seller,
      due.map(({ id, net }) => ({ id, net: -net })),
    );
  }
}
