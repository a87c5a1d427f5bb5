import { Inject, Injectable } from '@nestjs/common';
import { type Actor, scopeOf } from '../../kernel/actor.js';
import { invalid } from '../../kernel/faults.js';
import type { Language } from '../../kernel/errors.js';
import { localDateOf, type Instant } from '../../platform/clock/clock.js';
import { CONFIG } from '../../platform/config/config.module.js';
import type { Config } from '../../platform/config/config.js';
import { Cursor } from '../../platform/database/cursor.js';
import { Db } from '../../platform/database/db.js';
import type { Reader } from '../../platform/database/reader.js';
import { reach } from '../../platform/database/reach.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { render, type RenderedReport } from './formats/render.js';
import { placeOf, readParameters, type Asked, type Format, type Source } from './parameters.rules.js';
import { periodBefore, periodOf, type Period } from './periods.rules.js';
import { reports } from './registry.js';
import type { Column, Question, Report, Row } from './report.js';
import {
  AT_ONCE,
  IN_TIME,
  inTime,
  READING,
  readingSettings,
  tooMuch,
  type Limits,
} from './report-transaction.js';
import { ReportNotFound } from './reports.errors.js';
import type { ReportHead, ReportRows, ReportTable } from './table.js';
import { complete, pick, Totals, visibleColumns } from './table.rules.js';
import { withSharesAndPlaces } from './table.sql.js';

/** A question that can be asked again and again with the same answer: every name in it is looked up. */
export interface Order {
  report: Report;
  period: Period | null;
  /** Null: of the moment it is computed. */
  asOf: Instant | null;
  branchId: string | null;
  compare: boolean;
  format: Format | null;
  parameters: Asked['own'];
  zone: string;
}

interface Branch {
  id: string;
  name: string;
  timeZone: string;
}

/** Asks, computes and renders reports, on behalf of whoever asks. */
@Injectable()
export class ReportsService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: Db,
  ) {}

  /** A report for whoever waits for the answer; all of it on one snapshot. */
  atOnce(
    actor: Actor,
    code: string,
    sent: Readonly<Record<string, unknown>>,
  ): Promise<{ order: Order; table: ReportTable }> {
    const work = async (tx: Tx) => {
      const order = await this.order(tx, actor, { code, sent, source: 'query', now: tx.now });
      const table = await this.compute(tx, actor, order, { now: tx.now, limits: AT_ONCE });
      return { order, table };
    };
    return this.snapshot(actor, work);
  }

  /** What reports read is of one moment, and nothing is written beside it. */
  snapshot<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.db.tx(actor, work, READING);
  }

  /** The reports somebody may ask for. */
  catalogue(actor: Actor): Report[] {
    return reports.filter(({ permission }) => scopeOf(actor, permission) !== null);
  }

  find(actor: Actor, code: string): Report {
    const report = this.catalogue(actor).find((one) => one.code === code);
    if (report === undefined) throw ReportNotFound({ code });
    return report;
  }

  /** Reads what was sent: all faults at once. Named periods become days by the clock of the branch at `now`. */
  async order(
    reader: Reader,
    actor: Actor,
    asked: { code: string; sent: Readonly<Record<string, unknown>>; source: Source; now: Instant },
  ): Promise<Order> {
    const report = this.find(actor, asked.code);
    const read = readParameters(report, asked.sent, asked.source);
    const branch = await this.branchOf(reader, actor, report, read.branchId);
    if (branch === null && read.branchId !== null)
      throw invalid([
        {
          ...placeOf('branchId', asked.source),
          code: 'reference.not-found',
          detail: 'No such record, or it is out of your reach.',
        },
      ]);
    const zone = branch?.timeZone ?? 'UTC';
    const { asOf, compare, format, branchId, own: parameters } = read;
    const period = periodAsked(report, read, localDateOf(asked.now, zone));
    return { report, period, asOf, branchId, compare: compare && period !== null, format, parameters, zone };
  }

  /** Computes a report whole, on the snapshot of the transaction. */
  async compute(
    tx: Tx,
    actor: Actor,
    order: Order,
    { now, limits = IN_TIME }: { now: Instant; limits?: Limits },
  ): Promise<ReportTable> {
    const { report, period } = order;
    const { head, columns } = await this.begin(tx, actor, order, { now, limits });
    const ask = async (of: Period | null) => {
      const question = questionOf(actor, order, { asOf: head.asOf, period: of });
      const statement = withSharesAndPlaces(columns, report.rows(question));
      const most = sql`${statement} limit ${sql.whole(limits.rows + 1)}`;
      const rows = await inTime(tx.query<Row>(most), limits);
      if (rows.length > limits.rows) throw tooMuch(limits);
      const given = report.totals === undefined ? null : await tx.find<Row>(report.totals(question));
      return complete(columns, rows, given);
    };
    const { rows, totals } = await ask(period);
    const before = order.compare && period !== null ? periodBefore(period) : null;
    const previous = before === null ? null : { ...before, ...(await ask(before)) };
    return { ...head, rows, totals, previous };
  }

  /**
   * Reads a report row by row, for `work` to write down; `passed` is told how many have been read, and may stop it. What
   * compares with the period before needs a table: sheets do not show it.
   */
  async readRows<T>(
    tx: Tx,
    actor: Actor,
    order: Order,
    {
      now,
      limits,
      passed,
    }: { now: Instant; limits: Limits; passed: (rows: number) => Promise<void> | undefined },
    work: (report: ReportRows) => Promise<T>,
  ): Promise<T> {
    const { report, period } = order;
    const { head, columns } = await this.begin(tx, actor, order, { now, limits });
    const question = questionOf(actor, order, { asOf: head.asOf, period });
    const given =
      report.totals === undefined ? null : await inTime(tx.find<Row>(report.totals(question)), limits);
    const totals = new Totals(columns, given);
    const statement = withSharesAndPlaces(columns, report.rows(question));
    const cursor = await inTime(Cursor.open<Row>(tx, statement), limits);
    const batches = async function* (): AsyncGenerator<Row[]> {
      let read = 0;
      for (;;) {
        const batch = await inTime(cursor.next(), limits);
        if (batch.length === 0) return;
        read += batch.length;
        if (read > limits.rows) throw tooMuch(limits);
        for (const row of batch) totals.add(row);
        yield batch.map((row) => pick(columns, row));
        await passed(read);
      }
    };
    try {
      return await work({ ...head, batches: batches(), totals: () => totals.told() });
    } finally {
      cursor.close();
    }
  }

  private async begin(
    tx: Tx,
    actor: Actor,
    order: Order,
    { now, limits }: { now: Instant; limits: Limits },
  ): Promise<{ head: ReportHead; columns: Column[] }> {
    const { report, period, branchId, zone, parameters } = order;
    await tx.run(readingSettings(limits));
    const columns = visibleColumns(report, actor, branchId);
    const branch = branchId === null ? null : await this.branchOf(tx, actor, report, branchId);
    const shown = columns.filter(({ only }) => only !== 'nowhere');
    const { CURRENCY: currency } = this.config;
    const asOf = order.asOf ?? now;
    return {
      columns,
      head: { report, period, asOf, branch, zone, currency, parameters, columns: shown },
    };
  }

  render(table: ReportTable, format: Format, language: Language): Promise<RenderedReport> {
    return render(table, format, language);
  }

  /** The branch asked for, else the first within reach, by whose clock a day is a day. */
  private branchOf(
    reader: Reader,
    actor: Actor,
    { permission }: Report,
    branchId: string | null,
  ): Promise<Branch | null> {
    // Who reaches only what is their own still belongs to branches, and asks by the clock of one.
    const own = sql`b.id = any (${actor.branchIds}::uuid[])`;
    return reader.find<Branch>(sql`
      select b.id, b.name, b.time_zone as "timeZone" from branches b
      where (${branchId}::uuid is null or b.id = ${branchId}) and ${reach(actor, permission, { branch: sql`b.id`, own })}
      order by b.id limit 1`);
  }
}

function periodAsked({ period }: Report, asked: Asked, today: string): Period | null {
  if (period === null) return null;
  if (asked.from !== null && asked.to !== null) return { from: asked.from, to: asked.to };
  return periodOf(asked.period ?? period, today);
}

function questionOf(
  actor: Actor,
  { report, branchId, parameters }: Order,
  { asOf, period }: { asOf: Instant; period: Period | null },
): Question {
  // A report of a moment asks for no days; whatever it says of them would be the day of that moment.
  const day = asOf.slice(0, 10);
  const { from, to } = period ?? { from: day, to: day };
  const within: Question['within'] = (columns) =>
    sql.and([
      reach(actor, report.permission, columns),
      branchId !== null && sql`${columns.branch} = ${branchId}`,
    ]);
  return { actor, from, to, asOf, branchId, parameters: parameters, within };
}
