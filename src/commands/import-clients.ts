import 'reflect-metadata';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { systemActor } from '../kernel/actor.js';
import { DomainError } from '../kernel/errors.js';
import { ImportOrders, readMapping, type StoredReport } from '../modules/clients/index.js';
import { Db } from '../platform/database/db.js';
import { sql } from '../platform/database/sql.js';
import { Files } from '../platform/files/files.js';
import { OperationRunner } from '../platform/operations/operation-runner.js';
import type { Operation } from '../platform/operations/operations.dto.js';
import { Operations } from '../platform/operations/operations.js';
import { OperationsQueries } from '../platform/operations/operations.queries.js';

/**
 * npm run import:clients -- families.xlsx [--branch CODE] [--mapping file.json] [--faulty out.csv] [--apply]
 * Rehearses first and shows what would happen, row by row; with --apply the good rows are then registered. The same
 * operation as over HTTP, carried out here instead of by a worker; killed, it is a worker that goes on.
 */
const USAGE =
  'npm run import:clients -- families.csv|families.xlsx [--branch CODE] [--mapping file.json] [--faulty out.csv] [--apply]';
const HELD_SECONDS = 60;
const SHOWN_EVERY_MS = 300;
const actor = systemActor('import');

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      branch: { type: 'string' },
      mapping: { type: 'string' },
      faulty: { type: 'string' },
      apply: { type: 'boolean', default: false },
    },
  });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw new Error(`Usage: ${USAGE}`);
  const order = {
    bytes: await readFile(path),
    fileName: basename(path),
    mapping: values.mapping === undefined ? undefined : await readFile(values.mapping, 'utf8'),
    branch: values.branch,
  };
  const app = await NestFactory.createApplicationContext(AppModule, { logger: ['error'] });
  try {
    const importer = new Importer((token) => app.get(token));
    const rehearsal = await importer.run(order, true);
    tell(rehearsal);
    if (values.faulty !== undefined) await importer.saveFaulty(rehearsal, values.faulty);
    const { faulty } = reportIn(rehearsal);
    if (!values.apply) {
      say('Nothing was changed. Add --apply to register the new ones; faulty rows are left out.');
      return faulty === 0 ? 0 : 2;
    }
    const done = reportIn(await importer.run(order, false));
    say(`Registered ${String(done.created)} clients; ${String(done.faulty)} faulty rows were left out.`);
    return 0;
  } finally {
    await app.close();
  }
}

interface Order {
  bytes: Buffer;
  fileName: string;
  mapping: string | undefined;
  branch: string | undefined;
}

type Get = <T>(token: abstract new (...args: never[]) => T) => T;

class Importer {
  constructor(private readonly get: Get) {}

  /** Asks for the operation, carries it out here, and shows how far it is. */
  async run(order: Order, isRehearsal: boolean): Promise<Operation> {
    const branchId = await this.branchIdOf(order.branch);
    const mapping = readMapping(order.mapping, (_, detail) => {
      throw new Error(`--mapping: ${detail}`);
    });
    const told = { branchId, mapping, isRehearsal, fileName: order.fileName, sheet: null };
    const choices = { ...told, onError: 'skip', dateOrder: 'dmy', language: 'en' } as const;
    const { id } = await this.get(Db).tx(actor, async (tx) => {
      const asked = await this.get(ImportOrders).take(tx, { bytes: order.bytes, choices });
      return this.get(Operations).start(tx, { ...asked, keptFor: HELD_SECONDS });
    });
    const shown = setInterval(() => void this.show(id), SHOWN_EVERY_MS);
    try {
      await this.get(OperationRunner).carryOut(id);
    } finally {
      clearInterval(shown);
      if (process.stdout.isTTY) process.stdout.write('\r\u001b[K');
    }
    const operation = await this.find(id);
    if (operation.status === 'succeeded') return operation;
    const { detail } = (operation.error ?? {}) as { detail?: string };
    throw new Error(detail ?? `The import is ${operation.status}.`);
  }

  async saveFaulty({ files: [file] }: Operation, path: string): Promise<void> {
    if (file === undefined) {
      say('No row is faulty, so there is no file of them.');
      return;
    }
    await pipeline(this.get(Files).read(file.id), createWriteStream(path));
    say(`The faulty rows are in ${path}.`);
  }

  private find(id: string): Promise<Operation> {
    return this.get(OperationsQueries).find(actor, id, 'en');
  }

  private async show(id: string): Promise<void> {
    const { progress } = await this.find(id).catch(() => ({ progress: null }));
    if (progress?.total == null) return;
    const line = `  ${String(progress.done)} of ${String(progress.total)} rows`;
    process.stdout.write(process.stdout.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
  }

  /** The branch named, or the only one there is. */
  private async branchIdOf(code: string | undefined): Promise<string | null> {
    const branches = await this.get(Db).query<{ id: string; code: string }>(
      sql`select id, code from branches where archived_at is null order by code`,
    );
    if (code === undefined) return branches.length === 1 ? (branches[0]?.id ?? null) : null;
    const found = branches.find((branch) => branch.code.toLowerCase() === code.toLowerCase());
    if (found !== undefined) return found.id;
    throw new Error(
      `There is no branch ${code}. There are: ${branches.map((branch) => branch.code).join(', ')}.`,
    );
  }
}

const reportIn = (operation: Operation) =>
  operation.result as StoredReport & { faults: { detail: string }[] };

function tell(rehearsal: Operation): void {
  const { rows, created, unchanged, faulty, faults, faultsOmitted, ignoredColumns } = reportIn(rehearsal);
  for (const { row, column, detail, code } of faults)
    say(`  row ${String(row)}, ${column}: ${detail} (${code})`);
  if (faultsOmitted > 0) say(`  and ${String(faultsOmitted)} more; --faulty writes all of them`);
  if (ignoredColumns.length > 0) say(`Columns not read: ${ignoredColumns.join(', ')}`);
  say(
    `Rehearsal: ${String(rows)} rows: ${String(created)} new, ${String(unchanged)} there already, ${String(faulty)} faulty.`,
  );
}

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

try {
  process.exitCode = await main();
} catch (fault) {
  const text =
    fault instanceof DomainError
      ? fault.text('en').detail
      : fault instanceof Error
        ? fault.message
        : String(fault);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}
