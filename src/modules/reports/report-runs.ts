import { createHash } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Language } from '../../kernel/errors.js';
import type { Tx } from '../../platform/database/tx.js';
import type { Ended, OperationRun } from '../../platform/operations/operation-run.js';
import type { OperationRequest } from '../../platform/operations/operation.js';
import { Operations } from '../../platform/operations/operations.js';
import type { Format } from './parameters.rules.js';
import {
  fileOf,
  isSheet,
  MOST_ROWS,
  renderRows,
  type RenderedReport,
  type SheetFormat,
} from './formats/render.js';
import { IN_TIME, type Limits } from './report-transaction.js';
import type { ReportRunResult } from './reports.dto.js';
import { ReportFileTooLarge } from './reports.errors.js';
import { ReportsService, type Order } from './reports.service.js';
import type { ReportHead, ReportRows } from './table.js';

export const REPORT_RUN = 'reports.run';
const PARTS = 3;

/** What a run needs to know: days and ids, nothing personal. */
interface StoredRun extends Omit<Order, 'report' | 'format'> {
  code: string;
  format: Format;
  language: Language;
  isRehearsal: boolean;
}

/** Reports made by a worker: a file at the end. Of sheets only the rows of a moment are in memory. */
@Injectable()
export class ReportRuns implements OnModuleInit {
  constructor(
    private readonly reports: ReportsService,
    private readonly operations: Operations,
  ) {}

  onModuleInit(): void {
    this.operations.on(REPORT_RUN, (run) => this.carryOut(run));
  }

  /** The same question while it is being answered is the same operation. */
  async ask(
    tx: Tx,
    asked: {
      code: string;
      sent: Readonly<Record<string, unknown>>;
      language: Language;
      isRehearsal: boolean;
    },
  ): Promise<OperationRequest> {
    const { code, sent, language, isRehearsal } = asked;
    const found = await this.reports.order(tx, tx.actor, { code, sent, source: 'body', now: tx.now });
    const { report, format, ...order } = found;
    const request: StoredRun = { code, ...order, format: format ?? 'xlsx', language, isRehearsal };
    const dedupeKey = createHash('sha256').update(JSON.stringify(request)).digest('base64url');
    return { kind: REPORT_RUN, permission: report.permission, request, dedupeKey };
  }

  private async carryOut(run: OperationRun): Promise<Ended> {
    const { code, format, language, isRehearsal, ...stored } = run.operation.request as StoredRun;
    const order: Order = { ...stored, format, report: this.reports.find(run.actor, code) };
    const asked: Asked = { order, language, isRehearsal };
    return isSheet(format) ? this.writeSheet(run, asked, format) : this.writeWhole(run, asked, format);
  }

  /** Rows go from the report's transaction into the file as they are read, in that of the outcome; nobody holds them all. */
  private writeSheet(run: OperationRun, asked: Asked, format: SheetFormat): Promise<Ended> {
    const { order, language, isRehearsal } = asked;
    const question = { now: run.operation.createdAt, limits: limitsOf(format) };
    let count = 0;
    const passed = (rows: number): Promise<void> => {
      count = rows;
      return run.progress(rows, null);
    };
    return this.reports.snapshot(run.actor, async (reader) => {
      await run.progress(0, null);
      return this.reports.readRows(reader, run.actor, order, { ...question, passed }, async (report) => {
        if (isRehearsal) count = await readAll(report.batches);
        let isRead = false;
        const content = (): RenderedReport['content'] => {
          // A second try of the same transaction would find no rows left, and write none.
          if (isRead) throw new Error('the rows of a run are read once');
          isRead = true;
          return renderRows(report, format, language);
        };
        const file = { ...fileOf(report, format), content };
        const result = (): ReportRunResult => resultOf(asked, report, count);
        return run.finish(() => Promise.resolve({ result, files: isRehearsal ? [] : [file] }), {
          dryRun: isRehearsal,
        });
      });
    });
  }

  private async writeWhole(run: OperationRun, asked: Asked, format: Format): Promise<Ended> {
    const { order, language, isRehearsal } = asked;
    const question = { now: run.operation.createdAt, limits: limitsOf(format) };
    await run.progress(0, PARTS);
    const table = await this.reports.snapshot(run.actor, (reader) =>
      this.reports.compute(reader, run.actor, order, question),
    );
    await run.progress(1, PARTS);
    const { content, ...file } = await this.reports.render(table, format, language);
    await run.progress(2, PARTS);
    const files = isRehearsal ? [] : [{ ...file, content: () => content }];
    const result = resultOf(asked, table, table.rows.length);
    return run.finish(() => Promise.resolve({ result, files }), { dryRun: isRehearsal });
  }
}

interface Asked {
  order: Order;
  language: Language;
  isRehearsal: boolean;
}

function limitsOf(format: Format): Limits {
  const limits = { rows: MOST_ROWS[format], seconds: IN_TIME.seconds };
  return { ...limits, exceeded: () => ReportFileTooLarge({ ...limits, format }) };
}

const resultOf = ({ order }: Asked, { period, asOf }: ReportHead, rows: number): ReportRunResult => ({
  ...{ report: order.report.code, format: order.format ?? 'xlsx', period, asOf },
  ...{ branchId: order.branchId, rows },
});

async function readAll(batches: ReportRows['batches']): Promise<number> {
  let rows = 0;
  for await (const batch of batches) rows += batch.length;
  return rows;
}
