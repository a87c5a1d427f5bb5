import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { systemActor } from '../kernel/actor.js';
import { DomainError } from '../kernel/errors.js';
import { FamilyImport } from '../modules/clients/index.js';
import { Db } from '../platform/database/db.js';
import { sql } from '../platform/database/sql.js';

/**
 * npm run import:clients -- families.csv [--branch CODE] [--apply]
 * Rehearses first and shows what would happen, row by row; with --apply the good rows are then registered.
 */
const USAGE = 'npm run import:clients -- families.csv [--branch CODE] [--apply]';

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { branch: { type: 'string' }, apply: { type: 'boolean', default: false } },
  });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw new Error(`Usage: ${USAGE}`);
  const bytes = await readFile(path);
  const app = await NestFactory.createApplicationContext(AppModule, { logger: ['error'] });
  try {
    return await importFile(app.get(Db), app.get(FamilyImport), {
      bytes,
      branch: values.branch,
      isApplied: values.apply,
    });
  } finally {
    await app.close();
  }
}

interface Order {
  bytes: Buffer;
  branch: string | undefined;
  isApplied: boolean;
}

async function importFile(
  db: Db,
  families: FamilyImport,
  { bytes, branch, isApplied }: Order,
): Promise<number> {
  const file = { bytes, branchId: await branchIdOf(db, branch) };
  const actor = systemActor('import');
  const rehearsal = await db.tx(actor, (tx) => families.run(tx, file), { dryRun: true });
  for (const { row, column, detail, code } of rehearsal.faults)
    say(`  row ${String(row)}, ${column}: ${detail} (${code})`);
  if (rehearsal.ignoredColumns.length > 0) say(`Columns not read: ${rehearsal.ignoredColumns.join(', ')}`);
  const { rows, created, unchanged, faulty } = rehearsal;
  say(
    `Rehearsal: ${String(rows)} rows: ${String(created)} new, ${String(unchanged)} there already, ${String(faulty)} faulty.`,
  );
  if (!isApplied) {
    say('Nothing was changed. Add --apply to register the new ones; faulty rows are left out.');
    return faulty === 0 ? 0 : 2;
  }
  const done = await db.tx(actor, (tx) => families.run(tx, file));
  say(`Registered ${String(done.created)} clients; ${String(done.faulty)} faulty rows were left out.`);
  return 0;
}

/** The branch named, or the only one there is. */
async function branchIdOf(db: Db, code: string | undefined): Promise<string | null> {
  const branches = await db.query<{ id: string; code: string }>(
    sql`select id, code from branches where archived_at is null order by code`,
  );
  if (code === undefined) return branches.length === 1 ? (branches[0]?.id ?? null) : null;
  const found = branches.find((branch) => branch.code.toLowerCase() === code.toLowerCase());
  if (found !== undefined) return found.id;
  throw new Error(
    `There is no branch ${code}. There are: ${branches.map((branch) => branch.code).join(', ')}.`,
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
