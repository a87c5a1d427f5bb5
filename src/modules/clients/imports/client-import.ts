import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Db } from '../../../platform/database/db.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import type { Conclusion, Ended, OperationRun } from '../../../platform/operations/operation-run.js';
import { Operations } from '../../../platform/operations/operations.js';
import { ImportStopped } from '../clients.errors.js';
import { lockRegister } from '../identity-locks.js';
import { nameColumn } from './columns.rules.js';
import { branchesFor, FamilyRegister } from './family-register.js';
import { CLIENTS_IMPORT, type ImportChoices } from './import-choices.js';
import { conclusionOf, presentReport, reportOf, type Tally } from './import-report.js';
import type { ImportWorld } from './import.rules.js';
import { readRows, survey, type ReadRow, type Survey } from './import-source.js';
import { readPhones } from './phones.js';
import type { RowFault } from './row-cells.rules.js';

/** One import under way. */
interface Job {
  run: OperationRun;
  bytes: Buffer;
  choices: ImportChoices;
  survey: Survey;
  world: ImportWorld;
  tally: Tally;
  faults: RowFault[];
}

/** Rows of one transaction: registrations wait for each other's end no longer than these take. */
const CHUNK = 200;

/**
 * Carries out an import. Rows go in by chunks, each with the count of what was done in one transaction, so an import that
 * is begun again goes on after the last chunk and ends with the same account. `onError=stop` and rehearsals are one
 * transaction instead: all of it, or nothing.
 */
@Injectable()
export class ClientImport implements OnModuleInit {
  constructor(
    private readonly db: Db,
    private readonly operations: Operations,
    private readonly register: FamilyRegister,
  ) {}

  onModuleInit(): void {
    this.operations.on(CLIENTS_IMPORT, (run) => this.carryOut(run), presentReport);
  }

  private async carryOut(run: OperationRun): Promise<Ended> {
    const choices = run.operation.request as ImportChoices;
    const bytes = await run.input();
    const surveyed = await survey(bytes, choices, () => run.progress(0, null));
    const { branchId, dateOrder } = choices;
    // The day of the request: an import that is begun again after midnight must not read other ages.
    const branches = await branchesFor(this.db, run.actor, run.operation.createdAt);
    const world = { branches, branchId, dateOrder, readPhones };
    const tally = (run.operation.state as Tally | null) ?? emptyTally();
    const faults = await this.faultsOf(run.operation.id);
    const job = { run, bytes, choices, survey: surveyed, world, tally, faults };
    await run.progress(tally.rows, surveyed.total);
    if (choices.isRehearsal) return run.finish((tx) => this.whole(tx, job), { dryRun: true });
    return choices.onError === 'stop' ? this.allOrNothing(job) : this.byChunks(job);
  }

  private async byChunks(job: Job): Promise<Ended> {
    const { run } = job;
    for await (const chunk of chunksOf(this.rows(job))) {
      let next = job;
      await run.step(async (tx) => {
        await lockRegister(tx);
        next = await this.take(tx, job, chunk);
        await keepFaults(tx, run.operation.id, next.faults, job.faults.length);
        return { state: next.tally, done: next.tally.rows, result: reportOf(job, next.tally) };
      });
      Object.assign(job, { tally: next.tally, faults: next.faults });
      await run.progress(job.tally.rows, job.survey.total);
    }
    return run.finish(() => Promise.resolve(conclusionOf(job, job.tally, job.faults)));
  }

  /** What is wrong in the file itself is told before anybody has to wait for the register. */
  private async allOrNothing(job: Job): Promise<Ended> {
    let isFaulty = false;
    for await (const row of this.rows(job)) {
      isFaulty ||= 'faults' in row;
      if (row.number % CHUNK === 0) await job.run.progress(0, job.survey.total);
    }
    // Nothing of it is kept, so it can be found out as a rehearsal, and nobody waits.
    if (isFaulty) return job.run.finish((tx) => this.whole(tx, job), { dryRun: true });
    let refused: Conclusion | null = null;
    try {
      return await job.run.finish(async (tx) => {
        await lockRegister(tx);
        const conclusion = await this.whole(tx, job);
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
  private async whole(tx: Tx, job: Job): Promise<Conclusion> {
    let now: Job = { ...job, tally: emptyTally(), faults: [] };
    for await (const chunk of chunksOf(this.rows(now))) {
      now = await this.take(tx, now, chunk);
      await job.run.progress(now.tally.rows, job.survey.total);
    }
    const isRefused = job.choices.onError === 'stop' && now.tally.faulty > 0;
    const tally = isRefused ? { ...now.tally, created: 0, guardians: 0 } : now.tally;
    const conclusion = conclusionOf(job, tally, now.faults);
    return isRefused ? { ...conclusion, error: ImportStopped({ faulty: tally.faulty }) } : conclusion;
  }

  /** The rows that are still to be taken. */
  private async *rows({ bytes, survey: surveyed, world, choices, tally }: Job): AsyncGenerator<ReadRow> {
    const after = tally.row;
    for await (const row of readRows(bytes, surveyed, { ...world, sheet: choices.sheet }))
      if (row.number > after) yield row;
  }

  private async take(tx: Tx, job: Job, chunk: readonly ReadRow[]): Promise<Job> {
    const families = chunk.flatMap((row) => ('family' in row ? [row.family] : []));
    const reached = job.world.branches.filter((branch) => branch.isReached).map((branch) => branch.id);
    const column = nameColumn(job.survey.columns);
    const taken = await this.register.take(tx, families, { nameColumn: column, reached });
    const faults = [...chunk.flatMap((row) => ('faults' in row ? row.faults : [])), ...taken.faults];
    faults.sort((a, b) => a.row - b.row);
    const { tally } = job;
    return {
      ...job,
      faults: [...job.faults, ...faults],
      tally: {
        row: chunk.at(-1)?.number ?? tally.row,
        rows: tally.rows + chunk.length,
        created: tally.created + taken.created,
        unchanged: tally.unchanged + taken.unchanged,
        guardians: tally.guardians + taken.guardians,
        faulty: tally.faulty + new Set(faults.map((fault) => fault.row)).size,
      },
    };
  }

  private faultsOf(operationId: string): Promise<RowFault[]> {
    return this.db.query<RowFault>(sql`
      select row_number as "row", column_title as "column", code, params from import_faults
      where operation_id = ${operationId} order by number`);
  }
}

const emptyTally = (): Tally => ({ row: 0, rows: 0, created: 0, unchanged: 0, guardians: 0, faulty: 0 });

/** Those found since the last step, numbered on. */
async function keepFaults(
  tx: Tx,
  operationId: string,
  faults: readonly RowFault[],
  from: number,
): Promise<void> {
  const rows = faults.slice(from).map((fault, index) => ({ number: from + index, ...fault }));
  if (rows.length === 0) return;
  await tx.run(sql`
    insert into import_faults (operation_id, number, row_number, column_title, code, params)
    select ${operationId}, number, "row", "column", code, params
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(number integer, "row" integer, "column" text, code text, params jsonb)`);
}

async function* chunksOf(rows: AsyncIterable<ReadRow>): AsyncGenerator<ReadRow[]> {
  let chunk: ReadRow[] = [];
  for await (const row of rows) {
    chunk.push(row);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
