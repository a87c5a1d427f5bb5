// Runs of reports of any length: a report of a million rows as CSV and XLSX, carried out as a worker does it, into the
// files of the database. Prints the most memory over what the process takes when idle, and seconds.
//   npm run build && node test/bench/export.mjs [--rows 1000000] [--formats csv,xlsx]
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openServices } from '../../scripts/services.mjs';
import { inRoot } from '../../scripts/paths.mjs';
import { benchSettings, runToEnd } from './support.mjs';

const { values: asked } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    formats: { type: 'string', default: 'csv,xlsx' },
  },
});
const say = (line) => process.stdout.write(`${line}\n`);
/** Of this process, in MB: what it takes now, and the most since `reset`. */
const memory = (name) =>
  Number(/(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8').split(`${name}:`)[1])[1]) / 1024;
const reset = () => writeFileSync('/proc/self/clear_refs', '5');

const dataDir = mkdtempSync(join(tmpdir(), 'kruzhok-export-'));
chmodSync(dataDir, 0o711);
const services = await openServices({ dataDir, given: {}, durable: false });
Object.assign(process.env, services.env, benchSettings(dataDir));

let app;
try {
  await runToEnd('dist/commands/migrate.js');
  await runToEnd('dist/commands/prepare.js');
  const { NestFactory } = await import('@nestjs/core');
  const from = (path) => import(inRoot(`dist/${path}`));
  const { AppModule } = await from('app.module.js');
  const { Db } = await from('platform/database/db.js');
  const { sql } = await from('platform/database/sql.js');
  const { systemActor } = await from('kernel/actor.js');
  const { Operations } = await from('platform/operations/operations.js');
  const { OperationRunner } = await from('platform/operations/operation-runner.js');
  const { ReportsService } = await from('modules/reports/index.js');
  const { ReportRuns } = await from('modules/reports/report-runs.js');
  const { defineReport } = await from('modules/reports/report.js');
  const { keepHeapSmall } = await from('platform/queue/worker-process.js');
  keepHeapSmall();
  app = await NestFactory.createApplicationContext(AppModule, { logger: ['error'], abortOnError: false });
  const [db, service, runs] = [app.get(Db), app.get(ReportsService), app.get(ReportRuns)];
  const [operations, runner] = [app.get(Operations), app.get(OperationRunner)];
  const actor = systemActor('bench');

  const column = (code, kind, more = {}) => ({ code, kind, title: { ru: code, en: code }, ...more });
  /** Ten columns of all kinds; shares and sums as reports have them. */
  const reportOf = (rows) =>
    defineReport({
      ...{ code: 'bench', title: { ru: 'Проба', en: 'Bench' }, description: { ru: '-', en: '-' } },
      ...{ permission: 'reports:read', period: null, hasAsOf: true, parameters: {} },
      columns: [
        column('name', 'text'),
        column('phone', 'text'),
        column('status', 'text', { labels: { active: { ru: 'Действует', en: 'Active' } } }),
        column('joinedOn', 'date'),
        column('seenAt', 'instant'),
        column('visits', 'integer', { total: 'sum' }),
        column('planned', 'integer', { total: 'sum' }),
        column('share', 'percent', { share: { of: 'visits', in: 'planned' } }),
        column('time', 'duration', { total: 'sum' }),
        column('paid', 'money', { total: 'sum' }),
      ],
      rows: () => sql`
        select 'Ivanova Anna ' || n as name, '+7900' || lpad(n::text, 7, '0') as phone, 'active' as status,
               date '2024-01-01' + (n % 700)::integer as "joinedOn", timestamptz '2026-01-01 10:00Z' + n * interval '1 second' as "seenAt",
               n % 90 as visits, 90::bigint as planned, n % 90 * 55 as time, n * 7 % 900000 as paid
        from generate_series(1, ${rows}::bigint) n`,
    });
  const make = async (rows, format) => {
    service.find = () => reportOf(rows);
    const { id } = await db.tx(actor, async (tx) => {
      const ordered = { code: 'bench', sent: { format }, language: 'ru', isRehearsal: false };
      return operations.start(tx, await runs.ask(tx, ordered));
    });
    await runner.carryOut(id);
    const made = await db.find(sql`
      select o.status, o.result, o.error, f.size from operations o left join operation_files l on l.operation_id = o.id
      left join files f on f.id = l.file_id where o.id = ${id}`);
    if (made.status !== 'succeeded' || made.result.rows !== rows) throw new Error(JSON.stringify(made));
    return made;
  };

  for (const format of asked.formats.split(',')) await make(2_000, format);
  global.gc?.();
  await new Promise((later) => setTimeout(later, 1_000));
  const idle = memory('VmRSS');
  say(`idle: ${idle.toFixed(0)} MB`);
  for (const format of asked.formats.split(',')) {
    reset();
    const began = performance.now();
    const { size } = await make(Number(asked.rows), format);
    const seconds = (performance.now() - began) / 1000;
    say(
      `${format}: ${asked.rows} rows, ${(size / 1e6).toFixed(0)} MB, ${seconds.toFixed(1)} s, ` +
        `${(memory('VmHWM') - idle).toFixed(0)} MB over idle`,
    );
  }
} finally {
  await app?.close();
  await services.release();
  rmSync(dataDir, { recursive: true, force: true });
}
