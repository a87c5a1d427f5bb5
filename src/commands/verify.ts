import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { ledgerChecks } from '../ledger-checks.js';
import { Db } from '../platform/database/db.js';

/** Asks a live database whether every ledger equals its balance. Exit code 1 and the offending rows when one does not. */
const app = await NestFactory.createApplicationContext(AppModule, { logger: ['error'], abortOnError: false });
let broken = 0;
try {
  const db = app.get(Db);
  for (const check of ledgerChecks) {
    const rows = await db.query<object>(check.sql);
    process.stdout.write(`${rows.length === 0 ? 'holds ' : 'BROKEN'}  ${check.name}\n`);
    for (const row of rows.slice(0, 10)) process.stdout.write(`        ${JSON.stringify(row)}\n`);
    if (rows.length > 0) broken += 1;
  }
} finally {
  await app.close();
}
process.stdout.write(`${String(ledgerChecks.length)} laws checked, ${String(broken)} broken\n`);
process.exitCode = broken === 0 ? 0 : 1;
