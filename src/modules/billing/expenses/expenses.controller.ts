import { Body, Controller, Delete, Get, Patch, Post, Query, type StreamableFile } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { Db } from '../../../platform/database/db.js';
import { VersionUnknown } from '../../../platform/database/versioned.js';
import { documentTypes } from '../../../platform/files/file-kinds.js';
import { Files } from '../../../platform/files/files.js';
import {
  Can,
  Commands,
  CurrentRequest,
  Fails,
  fileAnswer,
  Id,
  Me,
  Uploads,
  type ApiRequest,
} from '../../../platform/http/index.js';
import { FileBody, FileContent } from '../../../platform/http/file-bodies.js';
import { acceptedFile, FileTypeMismatch, FileTypeNotAccepted } from '../../clients/index.js';
import {
  CashNotEnough,
  CashShiftAmbiguous,
  CashShiftClosed,
  CashShiftNotOpen,
  CashShiftRequired,
} from '../cash/cash.errors.js';
import { ExpenseCategoriesService } from './expense-categories.service.js';
import {
  ExpenseCategory,
  ExpenseCategoryListQuery,
  ExpenseCategoryPage,
  ExpenseCategoryPatch,
  ExpenseCategoryRequest,
} from './expense-categories.dto.js';
import { Expense, ExpenseListQuery, ExpensePage, ExpenseRequest, ExpenseReversal } from './expenses.dto.js';
import {
  ExpenseCategoryArchived,
  ExpenseCategoryNameTaken,
  ExpenseCategoryNotFound,
  ExpenseFileNotFound,
  ExpenseFilesFull,
  ExpenseInFuture,
  ExpenseNotFound,
  ExpenseOfNothing,
  ExpenseReversed,
} from './expenses.errors.js';
import { Expenses } from './expenses.permissions.js';
import { ExpensesQueries } from './expenses.queries.js';
import { ExpensesService } from './expenses.service.js';

const MOST_BYTES = 10 * 1024 * 1024;
const CASH_FAULTS = [CashShiftNotOpen, CashShiftClosed, CashShiftAmbiguous, CashShiftRequired, CashNotEnough];

@Controller('expense-categories')
export class ExpenseCategoriesController {
  constructor(
    private readonly commands: Commands,
    private readonly db: Db,
    private readonly categories: ExpenseCategoriesService,
    private readonly queries: ExpensesQueries,
  ) {}

  /** Lists categories of expenses by name, those in use unless asked otherwise. */
  @Get()
  @Can(Expenses.read)
  list(@Query() query: ExpenseCategoryListQuery): Promise<ExpenseCategoryPage> {
    return this.queries.categories(query);
  }

  /** Shows a category of expenses. */
  @Get(':id')
  @Can(Expenses.read)
  @Fails(ExpenseCategoryNotFound)
  get(@Id() id: string): Promise<ExpenseCategory> {
    return this.queries.category(this.db, id);
  }

  /** Makes a category of expenses. */
  @Post()
  @Can(Expenses.write)
  @Fails(ExpenseCategoryNameTaken)
  create(
    @CurrentRequest() request: ApiRequest,
    @Body() body: ExpenseCategoryRequest,
  ): Promise<ExpenseCategory> {
    return this.commands.create(request, (tx) => this.categories.create(tx, body));
  }

  /** Renames a category of expenses or archives it; what was spent on it stays. */
  @Patch(':id')
  @Can(Expenses.write)
  @Fails(ExpenseCategoryNotFound, ExpenseCategoryNameTaken, VersionUnknown)
  change(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: ExpenseCategoryPatch,
  ): Promise<ExpenseCategory> {
    return this.commands.change(request, (tx, base) => this.categories.change(tx, id, body, base));
  }
}

@Controller('expenses')
export class ExpensesController {
  constructor(
    private readonly commands: Commands,
    private readonly uploads: Uploads,
    private readonly expenses: ExpensesService,
    private readonly queries: ExpensesQueries,
    private readonly files: Files,
  ) {}

  /** Lists expenses, the latest day first, with what they add up to by category. */
  @Get()
  @Can(Expenses.read)
  list(@Me() me: Actor, @Query() query: ExpenseListQuery): Promise<ExpensePage> {
    return this.queries.list(me, query);
  }

  /** Shows an expense with its papers. */
  @Get(':id')
  @Can(Expenses.read)
  @Fails(ExpenseNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<Expense> {
    return this.queries.getInReach(me, id);
  }

  /**
   * Posts an expense.
   * It is never edited: a wrong one is reversed and posted anew. Cash leaves the desk named, or your own open shift.
   */
  @Post()
  @Can(Expenses.write)
  @Fails(ExpenseCategoryArchived, ExpenseInFuture, ExpenseOfNothing, ...CASH_FAULTS)
  create(@CurrentRequest() request: ApiRequest, @Body() body: ExpenseRequest): Promise<Expense> {
    return this.commands.create(request, (tx) => this.expenses.post(tx, body));
  }

  /** Takes an expense back; its cash comes back to the shift it left, while that is open, or to the desk named. */
  @Delete(':id')
  @Can(Expenses.write)
  @Fails(ExpenseNotFound, ExpenseReversed, ...CASH_FAULTS)
  reverse(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: ExpenseReversal,
  ): Promise<Expense> {
    return this.commands.run(request, (tx) => this.expenses.reverse(tx, id, body));
  }

  /**
   * Attaches a paper to an expense.
   * PDF, JPEG, PNG, WebP, HEIC, DOCX or XLSX by its first bytes, which its Content-Type and name must agree with.
   */
  @Post(':id/files')
  @Can(Expenses.write)
  @Fails(ExpenseNotFound, ExpenseFilesFull, FileTypeNotAccepted, FileTypeMismatch)
  @FileBody('At most 10 MB; at most 10 files an expense.')
  async addFile(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<Expense> {
    const file = await acceptedFile(await this.uploads.one(request, MOST_BYTES), documentTypes);
    return this.commands.create(
      request,
      (tx) => this.expenses.attach(tx, id, file),
      () => `/v1/expenses/${id}`,
    );
  }

  /** Gives a paper of an expense, to be saved. */
  @Get(':id/files/:fileId')
  @Can(Expenses.read)
  @Fails(ExpenseNotFound, ExpenseFileNotFound)
  @FileContent(...documentTypes)
  async getFile(@Me() me: Actor, @Id() id: string, @Id('fileId') fileId: string): Promise<StreamableFile> {
    const file = await this.expenses.file(me, id, fileId);
    return fileAnswer({ ...file, content: this.files.read(file.id) });
  }
}
