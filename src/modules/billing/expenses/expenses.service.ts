import { Injectable } from '@nestjs/common';
import { reachesBranch, type Actor } from '../../../kernel/actor.js';
import { invalid, unknownReference } from '../../../kernel/faults.js';
import type { Minor } from '../../../kernel/money.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { Files, type StoredFile } from '../../../platform/files/files.js';
import { VatService } from '../../catalogue/index.js';
import type { AcceptedFile } from '../../clients/index.js';
import { BranchesService } from '../../organisation/index.js';
import { Till } from '../cash/till.js';
import type { Expense, ExpenseRequest, ExpenseReversal as ReversalInput } from './expenses.dto.js';
import { ExpenseFileRow, ExpenseRow } from './expenses.entity.js';
import {
  ExpenseCategoryArchived,
  ExpenseFileNotFound,
  ExpenseFilesFull,
  ExpenseInFuture,
  ExpenseNotFound,
  ExpenseOfNothing,
  ExpenseReversed,
} from './expenses.errors.js';
import { expensePosted, expenseReversed } from './expenses.events.js';
import { Expenses } from './expenses.permissions.js';
import { ExpensesQueries } from './expenses.queries.js';

const MOST_FILES = 10;

interface LockedExpense {
  id: string;
  number: number;
  branchId: string;
  amount: Minor;
  paidFrom: 'cash' | 'bank';
  reversedAt: string | null;
}

/** What the centre spends: posted at once, taken back by a reversal, never edited. */
@Injectable()
export class ExpensesService {
  constructor(
    private readonly queries: ExpensesQueries,
    private readonly branches: BranchesService,
    private readonly vat: VatService,
    private readonly till: Till,
    private readonly files: Files,
    private readonly events: Events,
  ) {}

  async post(tx: Tx, input: ExpenseRequest): Promise<Expense> {
    const { branchId, categoryId, paidFrom, supplier = null, note = null, vatCode = 'none' } = input;
    await this.branches.assertOpen(tx, Expenses.write, branchId);
    await this.assertCategory(tx, categoryId);
    await this.vat.assertKnown(tx, vatCode);
    const today = await this.branches.today(tx, branchId);
    const onDate = input.onDate ?? today;
    if (onDate > today) throw ExpenseInFuture({ onDate });
    const amount = input.amount.amount;
    if (amount <= 0) throw ExpenseOfNothing();
    const rate = await this.vat.rateOn(tx, vatCode, onDate);
    const id = newId();
    const tax = { vatCode: rate.code, vatPercent: rate.percent };
    await tx.insert(ExpenseRow, {
      id,
      branchId,
      categoryId,
      onDate,
      amount,
      ...tax,
      paidFrom,
      supplier,
      note,
    });
    if (paidFrom === 'cash') await this.move(tx, { id, branchId, amount }, 'expense', input.cashDeskId);
    const posted = expensePosted({ expenseId: id, categoryId });
    await this.events.record(tx, posted, { subjectId: id, branchId });
    return this.queries.get(tx, id);
  }

  /** Under its lock: of two who take it back one does. */
  async reverse(tx: Tx, id: string, { reason, cashDeskId }: ReversalInput): Promise<Expense> {
    const expense = await this.lock(tx, id);
    if (expense.reversedAt !== null) throw ExpenseReversed({ number: expense.number });
    await tx.update(ExpenseRow, id, { reversedAt: tx.now, reversalReason: reason });
    if (expense.paidFrom === 'cash') await this.move(tx, expense, 'expense_reversal', cashDeskId);
    const { branchId } = expense;
    await this.events.record(tx, expenseReversed({ expenseId: id }), { subjectId: id, branchId });
    return this.queries.get(tx, id);
  }

  async attach(tx: Tx, id: string, file: AcceptedFile): Promise<Expense> {
    await this.lock(tx, id);
    const { files } = await this.queries.get(tx, id);
    if (files.length >= MOST_FILES) throw ExpenseFilesFull({ most: MOST_FILES });
    const { name, mediaType, bytes } = file;
    const kept = await this.files.keep(tx, { name, mediaType, content: [bytes] });
    await tx.insert(ExpenseFileRow, { id: kept.id, expenseId: id });
    return this.queries.get(tx, id);
  }

  async file(actor: Actor, expenseId: string, id: string): Promise<StoredFile> {
    const { files } = await this.queries.getInReach(actor, expenseId);
    const file = files.some((one) => one.id === id) ? await this.files.find(id) : null;
    if (file === null) throw ExpenseFileNotFound({ id });
    return file;
  }

  /** The shift is locked last, as by everybody; what leaves a desk must be there. */
  private async move(
    tx: Tx,
    { id, branchId, amount }: { id: string; branchId: string; amount: Minor },
    kind: 'expense' | 'expense_reversal',
    cashDeskId: string | undefined,
  ): Promise<void> {
    await this.till.move(tx, {
      ...{ branchId, kind, expenseId: id, permission: Expenses.write },
      amount: kind === 'expense' ? -amount : amount,
      ...(cashDeskId === undefined ? {} : { cashDeskId }),
    });
  }

  private async lock(tx: Tx, id: string): Promise<LockedExpense> {
    const expense = await tx.find<LockedExpense>(sql`
      select id, number, branch_id as "branchId", amount, paid_from as "paidFrom", reversed_at as "reversedAt"
      from expenses where id = ${id} for update`);
    if (expense === null || !reachesBranch(tx.actor, Expenses.write, expense.branchId))
      throw ExpenseNotFound({ id });
    return expense;
  }

  private async assertCategory(tx: Tx, id: string): Promise<void> {
    const category = await tx.find<{ name: string; isArchived: boolean }>(sql`
      select name, archived_at is not null as "isArchived" from expense_categories where id = ${id} for share`);
    if (category === null) throw invalid([unknownReference('/categoryId')]);
    if (category.isArchived) throw ExpenseCategoryArchived({ name: category.name });
  }
}
