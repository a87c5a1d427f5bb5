import type { LedgerCheck } from '../../../platform/database/ledger-check.js';
import { sql } from '../../../platform/database/sql.js';

/** What must hold of expenses and the cash they took. */
export const expenseChecks: readonly LedgerCheck[] = [
  {
    name: 'the VAT of an expense is the one of its rate',
    sql: sql`
      select x.id, x.vat as kept, vat_of(x.amount, k.percent) as counted from expenses x
      join vat_codes k on k.code = x.vat_code
      where x.vat <> vat_of(x.amount, k.percent) or x.vat_percent is distinct from k.percent`,
  },
  {
    name: 'cash of an expense left a desk once, and came back only if it was reversed',
    sql: sql`
      select e.id, e.kind, e.amount from cash_entries e join expenses x on x.id = e.expense_id
      where abs(e.amount) <> x.amount or x.paid_from <> 'cash' or (e.kind = 'expense_reversal' and x.reversed_at is null)`,
  },
];
