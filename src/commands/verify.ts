import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { ledgerChecks } from '../ledger-checks.js';
import { fullAuditChecks, VerificationService } from '../modules/audit/index.js';
import { systemActor } from '../kernel/actor.js';
import { Db } from '../platform/database/db.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/tx.js';

/**
 * Asks a live database whether every ledger equals its balance and the trail is as it was sealed. Exit code 1 and the
 * offending rows when not. `--full` looks at every row and every seal instead of the newest and a sample.
 */
const full = process.argv.includes('--full');
const checks = full ? [...ledgerChecks, ...fullAuditChecks] : ledgerChecks;
const app = await NestFactory.createApplicationContext(AppModule, { logger: ['error'], abortOnError: false });
let broken = 0;
const began = performance.now();
const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(1).padStart(6);

/** Each law looks at whole ledgers: it sorts and hashes in memory instead of on disk, on every core that is free, as long as it takes. */
const atEase = <T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> =>
  db.tx(systemActor('verify'), async (tx) => {
    await tx.run(sql`select set_config('work_mem', '256MB', true),
      set_config('hash_mem_multiplier', '2', true), set_config('max_parallel_workers_per_gather', '4', true), set_config('jit', 'off', true),
      set_config('statement_timeout', '0', true)`);
    return work(tx);
  });

try {
  const db = app.get(Db);
  for (const [index, check] of checks.entries()) {
    const since = performance.now();
    const rows = await atEase(db, (tx) =>
      tx.query<object>(sql`select * from (${check.sql}) broken limit 1000`),
    );
    const place = `${String(index + 1).padStart(3)}/${String(checks.length + 1)}`;
    process.stdout.write(
      `${rows.length === 0 ? 'holds ' : 'BROKEN'} ${place} ${seconds(since)} s  ${check.name}\n`,
    );
    for (const row of rows.slice(0, 10)) process.stdout.write(`        ${JSON.stringify(row)}\n`);
    if (rows.length > 0) broken += 1;
  }
  const since = performance.now();
  const trail = await app.get(VerificationService).verify({ mode: full ? 'full' : 'recent' });
  const place = `${String(checks.length + 1).padStart(3)}/${String(checks.length + 1)} ${seconds(since)} s`;
  const compared = `${String(trail.comparedChanges)} changes of ${String(trail.comparedSeals)} seals`;
  process.stdout.write(
    `${trail.holds ? 'holds ' : 'BROKEN'} ${place}  the trail is as it was sealed (${compared})\n`,
  );
  for (const fault of trail.faults.slice(0, 10)) process.stdout.write(`        ${JSON.stringify(fault)}\n`);
  if (trail.head !== null)
    process.stdout.write(`        last seal ${String(trail.head.number)}: ${trail.head.digest}\n`);
  if (!trail.holds) broken += 1;
} finally {
  await app.close();
}
process.stdout.write(
  `${String(checks.length + 1)} laws checked, ${String(broken)} broken, ${seconds(began).trim()} s\n`,
);
process.exitCode = broken === 0 ? 0 : 1;
