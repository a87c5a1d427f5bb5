import { createHash } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Language } from '../../kernel/errors.js';
import type { Tx } from '../../platform/database/tx.js';
import type { Ended, OperationRun } from '../../platform/operations/operation-run.js';
import type { OperationRequest } from '../../platform/operations/operation.js';
import { Operations } from '../../platform/operations/operations.js';
import type { Format } from './parameters.rules.js';
import type { ReportRunResult } from './reports.dto.js';
import { ReportsService, type Order } from './reports.service.js';

export const REPORT_RUN = 'reports.run';
const PARTS = 3;

/** What a run needs to know: days and ids, nothing personal. */
interface StoredRun extends Omit<Order, 'report' | 'format'> {
  code: string;
  format: Format;
  language: Language;
  isRehearsal: boolean;
}

/** Reports made by a worker: any number of rows, a file at the end. */
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
    await run.progress(0, PARTS);
    return run.finish(
      async (tx) => {
        const table = await this.reports.compute(tx, run.actor, order, { now: run.operation.createdAt });
        await run.progress(1, PARTS);
        const file = await this.reports.render(table, format, language);
        await run.progress(2, PARTS);
        const { period, asOf, rows } = table;
        const shown = { report: code, format, period, asOf, branchId: order.branchId, rows: rows.length };
        const result: ReportRunResult = shown;
        const { name, mediaType, content } = file;
        return { result, files: isRehearsal ? [] : [{ name, mediaType, content: () => content }] };
      },
      { dryRun: isRehearsal },
    );
  }
}
