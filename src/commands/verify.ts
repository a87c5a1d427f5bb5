import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { ledgerChecks } from '../ledger-checks.js';
import { fullAuditChecks, VerificationService } from '../modules/audit/index.js';
import { Db } from '../platform/database/db.js';

/**
 * Asks a live database whether every ledger equals its balance and the trail is as it was sealed. Exit code 1 and the
 * offending rows when not. `--full` looks at every row and every seal instead of the newest and a sample.
 */
const full = process.argv.includes('--full');
const checks = full ? [...ledgerChecks, ...fullAuditChecks] : ledgerChecks;
const app = await NestFactory.createApplicationContext(AppModule, { logger: ['error'], abortOnError: false });
let broken = 0;
try {
  const db = app.get(Db);
  for (const check of checks) {
    const rows = await db.query<object>(check.sql);
    process.stdout.write(`${rows.length === 0 ? 'holds ' : 'BROKEN'}  ${check.name}\n`);
    for (const row of rows.slice(0, 10)) process.stdout.write(`        ${JSON.stringify(row)}\n`);
    if (rows.length > 0) broken += 1;
  }
  const trail = await app.get(VerificationService).verify({ mode: full ? 'full' : 'recent' });
  const compared = `${String(trail.comparedChanges)} changes of ${String(trail.comparedSeals)} seals`;
  process.stdout.write(`${trail.holds ? 'holds ' : 'BROKEN'}  the trail is as it was sealed (${compared})\n`);
  for (const fault of trail.faults.slice(0, 10)) process.stdout.write(`        ${JSON.stringify(fault)}\n`);
  if (trail.head !== null)
    process.stdout.write(`        last seal ${String(trail.head.number)}: ${trail.head.digest}\n`);
  if (!trail.holds) broken += 1;
} finally {
  await app.close();
}
process.stdout.write(`${String(checks.length + 1)} laws checked, ${String(broken)} broken\n`);
process.exitCode = broken === 0 ? 0 : 1;
