import { Injectable } from '@nestjs/common';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../../platform/database/versioned.js';
import type {
  ExpenseCategory,
  ExpenseCategoryPatch,
  ExpenseCategoryRequest,
} from './expense-categories.dto.js';
import { ExpenseCategoryRow } from './expenses.entity.js';
import { ExpenseCategoryNotFound } from './expenses.errors.js';
import { ExpensesQueries } from './expenses.queries.js';

/** What money is spent on, in the words of the centre. */
@Injectable()
export class ExpenseCategoriesService {
  constructor(private readonly queries: ExpensesQueries) {}

  async create(tx: Tx, { name }: ExpenseCategoryRequest): Promise<ExpenseCategory> {
    const id = newId();
    await tx.insert(ExpenseCategoryRow, { id, name });
    return this.queries.category(tx, id);
  }

  async change(tx: Tx, id: string, patch: ExpenseCategoryPatch, base: EditBase): Promise<ExpenseCategory> {
    const { isArchived, ...rest } = patch;
    const archivedAt = isArchived === undefined ? undefined : isArchived ? tx.now : null;
    await editRecord(tx, {
      table: 'expense_categories',
      id,
      patch: { ...rest, archivedAt },
      base,
      notFound: ExpenseCategoryNotFound,
      reach: sql`true`,
    });
    return this.queries.category(tx, id);
  }
}
