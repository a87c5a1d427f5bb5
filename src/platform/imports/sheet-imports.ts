import { Injectable } from '@nestjs/common';
import { Db } from '../database/db.js';
import { sql } from '../database/sql.js';
import type { Tx } from '../database/tx.js';
import type { Conclusion, Ended, OperationRun } from '../operations/operation-run.js';
import { Operations } from '../operations/operations.js';
import type { RowFault } from './cells.rules.js';
import type { HeaderMapping, SheetColumns } from './columns.rules.js';
import {
  conclusionOf,
  presentReport,
  reportOf,
  type FaultText,
  type ImportTally,
  type SheetChoices,
} from './import-report.js';
import { survey, type HeaderReading, type SheetSurvey } from './import-source.js';
import { keepFaults } from './import-faults.js';
import { ImportStopped } from './imports.errors.js';

/** A row read: what it holds, or why not. */
export type ReadRow<Row> = { number: number } & ({ row: Row } | { faults: RowFault[] });

/** What came of some rows: counts by their names, and faults that only the database knows. */
export interface TakenRows {
  counts: Readonly<Record<string, number>>;
  faults: readonly RowFault[];
}

/** How rows of one kind of spreadsheet are read and taken in. */
export interface Importer<Row, Columns extends SheetColumns<string>, Choices extends SheetChoices, World> {
  /** Name of the operation; rows in the database carry it. */
  readonly kind: string;
  /** What it counts; all but `unchanged` is nothing when the file is refused whole. */
  readonly counts: readonly string[];
  readonly faultText: FaultText;
  columns(mapping: Choices): Pick<HeaderReading<Columns>, 'read' | 'isEnough'>;
  /** What rows are read against. An import that is begun again must read them the same. */
  world(run: OperationRun, choices: Choices): Promise<World>;
  /** The rows below the header, in their order. */
  rows(
    bytes: Buffer,
    source: SheetSurvey<Columns>,
    world: World,
    choices: Choices,
  ): AsyncIterable<ReadRow<Row>>;
  /** Keeps others from writing the same meanwhile. */
  lock(tx: Tx): Promise<void>;
  take(
    tx: Tx,
    rows: readonly Row[],
    at: { columns: Columns; world: World; choices: Choices },
  ): Promise<TakenRows>;
}

type Choosing = SheetChoices & { mapping: HeaderMapping<string> };

/** One import under way. */
interface Job<Row, Columns extends SheetColumns<string>, Choices extends Choosing, World> {
  importer: Importer<Row, Columns, Choices, World>;
  run: OperationRun;
  bytes: Buffer;
  choices: Choices;
  survey: SheetSurvey<Columns>;
  world: World;
  tally: ImportTally;
  faults: RowFault[];
}

/** Rows of one transaction: others wait for each other's end no longer than these take. */
const CHUNK = 200;

/**
 * Carries out imports. Rows go in by chunks, each with the count of what was done in one transaction, so an import that
 * is begun again goes on after the last chunk and ends with the same account. `onError=stop` and rehearsals are one
 * transaction instead: all of it, or nothing.
 */
@Injectable()
export class SheetImports {
  constructor(
    private readonly db: Db,
    private readonly operations: Operations,
  ) {}

  /** Registers a kind of import. */
  on<Row, Columns extends SheetColumns<string>, Choices extends Choosing, World>(
    importer: Importer<Row, Columns, Choices, World>,
  ): void {
    this.operations.on(
      importer.kind,
      (run) => this.carryOut(importer, run),
      presentReport(importer.faultText),
    );
  }

  private async carryOut<Row, Columns extends SheetColumns<string>, Choices extends Choosing, World>(
    importer: Importer<Row, Columns, Choices, World>,
    run: OperationRun,
  ): Promise<Ended> {
    const choices = run.operation.request as Choices;
    const bytes = await run.input();
    const { mapping, sheet } = choices;
    const reading = { ...importer.columns(choices), mapping, sheet };
    const surveyed = await survey(bytes, reading, () => run.progress(0, null));
    const world = await importer.world(run, choices);
    const tally = (run.operation.state as ImportTally | null) ?? emptyTally(importer.counts);
    const faults = await this.faultsOf(run.operation.id);
    const job = { importer, run, bytes, choices, survey: surveyed, world, tally, faults };
    await run.progress(tally.rows, surveyed.total);
    if (choices.isRehearsal) return run.finish((tx) => whole(tx, job), { dryRun: true });
    return choices.onError === 'stop' ? allOrNothing(job) : byChunks(job);
  }

  private faultsOf(operationId: string): Promise<RowFault[]> {
    return this.db.query<RowFault>(sql`
      select row_number as "row", column_title as "column", code, params from import_faults
      where operation_id = ${operationId} order by number`);
  }
}

async function byChunks<Row, Columns extends SheetColumns<string>, Choices extends Choosing, World>(
  job: Job<Row, Columns, Choices, World>,
): Promise<Ended> {
  const { run, importer } = job;
  for await (const chunk of chunksOf(remaining(job))) {
    let next = job;
    await run.step(async (tx) => {
      await importer.lock(tx);
      next = await take(tx, job, chunk);
      await keepFaults(tx, run.operation.id, next.faults, job.faults.length);
      return { state: next.tally, done: next.tally.rows, result: reportOf(job, next.tally) };
    });
    Object.assign(job, { tally: next.tally, faults: next.faults });
    await run.progress(job.tally.rows, job.survey.total);
  }
  return run.finish(() => Promise.resolve(conclusionOf(job, job.tally, job.faults, importer.faultText)));
}

/** What is wrong in the file itself is told before anybody has to wait. */
async function allOrNothing<Row, Columns extends SheetColumns<string>, Choices extends Choosing, World>(
  job: Job<Row, Columns, Choices, World>,
): Promise<Ended> {
  let isFaulty = false;
  for await (const row of remaining(job)) {
    isFaulty ||= 'faults' in row;
    if (row.number % CHUNK === 0) await job.run.progress(0, job.survey.total);
  }
  // Nothing of it is kept, so it can be found out as a rehearsal, and nobody waits.
  if (isFaulty) return job.run.finish((tx) => whole(tx, job), { dryRun: true });
  let refused: Conclusion | null = null;
  try {
    return await job.run.finish(async (tx) => {
      await job.importer.lock(tx);
      const conclusion = await whole(tx, job);
      if (conclusion.error === undefined) return conclusion;
      refused = conclusion;
      throw conclusion.error;
    });
  } catch (fault) {
    const conclusion = refused as Conclusion | null;
    if (conclusion === null || fault !== conclusion.error) throw fault;
    return job.run.finish(() => Promise.resolve(conclusion));
  }
}

/** All rows in one transaction. It may be run again from the start, so nothing is remembered from the last time. */
async function whole<Row, Columns extends SheetColumns<string>, Choices extends Choosing, World>(
  tx: Tx,
  job: Job<Row, Columns, Choices, World>,
): Promise<Conclusion> {
  const { counts, faultText } = job.importer;
  let now = { ...job, tally: emptyTally(counts), faults: [] as RowFault[] };
  for await (const chunk of chunksOf(remaining(now))) {
    now = await take(tx, now, chunk);
    await job.run.progress(now.tally.rows, job.survey.total);
  }
  const isRefused = job.choices.onError === 'stop' && now.tally.faulty > 0;
  const { unchanged = 0 } = now.tally.counts;
  const kept = { ...emptyTally(counts).counts, unchanged };
  const tally = isRefused ? { ...now.tally, counts: kept } : now.tally;
  const conclusion = conclusionOf(job, tally, now.faults, faultText);
  return isRefused ? { ...conclusion, error: ImportStopped({ faulty: tally.faulty }) } : conclusion;
}

/** The rows that are still to be taken. */
async function* remaining<Row, Columns extends SheetColumns<string>, Choices extends Choosing, World>({
  importer,
  bytes,
  survey: surveyed,
  world,
  choices,
  tally,
}: Job<Row, Columns, Choices, World>): AsyncGenerator<ReadRow<Row>> {
  const after = tally.row;
  for await (const row of importer.rows(bytes, surveyed, world, choices)) if (row.number > after) yield row;
}

async function take<
  J extends Job<Row, Columns, Choices, World>,
  Row,
  Columns extends SheetColumns<string>,
  Choices extends Choosing,
  World,
>(tx: Tx, job: J & Job<Row, Columns, Choices, World>, chunk: readonly ReadRow<Row>[]): Promise<J> {
  const { importer, tally, world, choices, survey: source } = job;
  const rows = chunk.flatMap((row) => ('row' in row ? [row.row] : []));
  const taken = await importer.take(tx, rows, { columns: source.columns, world, choices });
  const faults = [...chunk.flatMap((row) => ('faults' in row ? row.faults : [])), ...taken.faults];
  faults.sort((a, b) => a.row - b.row);
  const counts = Object.fromEntries(
    Object.entries(tally.counts).map(([name, count]) => [name, count + (taken.counts[name] ?? 0)]),
  );
  return {
    ...job,
    faults: [...job.faults, ...faults],
    tally: {
      row: chunk.at(-1)?.number ?? tally.row,
      rows: tally.rows + chunk.length,
      faulty: tally.faulty + new Set(faults.map((fault) => fault.row)).size,
      counts,
    },
  };
}

const emptyTally = (counts: readonly string[]): ImportTally => ({
  ...{ row: 0, rows: 0, faulty: 0 },
  counts: Object.fromEntries(counts.map((name) => [name, 0])),
});

async function* chunksOf<Row>(rows: AsyncIterable<ReadRow<Row>>): AsyncGenerator<ReadRow<Row>[]> {
  let chunk: ReadRow<Row>[] = [];
  for await (const row of rows) {
    chunk.push(row);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
