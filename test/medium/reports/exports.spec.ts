import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import { systemActor } from '../../../src/kernel/actor.js';
import { ReportsService } from '../../../src/modules/reports/index.js';
import { percentOf } from '../../../src/modules/reports/table.rules.js';
import { withSharesAndPlaces } from '../../../src/modules/reports/table.sql.js';
import { defineReport, type Column } from '../../../src/modules/reports/report.js';
import { ReportRuns } from '../../../src/modules/reports/report-runs.js';
import { Db } from '../../../src/platform/database/db.js';
import { sql } from '../../../src/platform/database/sql.js';
import { Files } from '../../../src/platform/files/files.js';
import { OperationRunner } from '../../../src/platform/operations/operation-runner.js';
import { Operations } from '../../../src/platform/operations/operations.js';
import { startTestApp, type TestApp } from '../../support/app.js';

let test: TestApp;
let service: ReportsService;
const actor = systemActor('test');

beforeAll(async () => {
  test = await startTestApp();
  service = test.app.get(ReportsService);
});
afterAll(() => test.close());

const column = (code: string, kind: Column['kind'], more: Partial<Column> = {}): Column => ({
  ...{ code, kind, title: { ru: `К ${code}`, en: code } },
  ...more,
});
/** Of any length, the last rows first; a text nobody should run, a place, a share of what is shown nowhere. */
const reportOf = (rows: number) =>
  defineReport({
    ...{ code: 'probe', title: { ru: 'Проба: всё', en: 'Probe' }, description: { ru: '-', en: '-' } },
    ...{ permission: 'reports:read', period: null, hasAsOf: true, parameters: {} },
    columns: [
      column('name', 'text'),
      column('day', 'date'),
      column('visits', 'integer', { total: 'sum' }),
      column('place', 'integer', { rank: { by: 'visits', first: 'most' } }),
      column('share', 'percent', { share: { of: 'visits', in: 'planned' } }),
      column('planned', 'integer', { total: 'sum', only: 'nowhere' }),
      column('paid', 'money', { total: 'sum' }),
      column('left', 'integer'),
    ],
    rows: () => sql`
      select case when n % 2 = 0 then '=' || n || ' <Ёж & "co">; ' || chr(7) else 'Client ' || n end as name, date '2026-01-01' + (n % 300)::integer as day,
             n % 7 as visits, 8 as planned, n * 101 as paid, null::bigint as left
      from generate_series(1, ${rows}::bigint) n order by n desc`,
    totals: () => sql`select 42 as left`,
  });

async function start(rows: number, format: string, isRehearsal = false): Promise<string> {
  service.find = () => reportOf(rows);
  const runs = test.app.get(ReportRuns);
  return test.app.get(Db).tx(actor, async (tx) => {
    const ordered = { code: 'probe', sent: { format }, language: 'ru', isRehearsal } as const;
    const { id } = await test.app.get(Operations).start(tx, await runs.ask(tx, ordered));
    return id;
  });
}
const carryOut = (id: string) => test.app.get(OperationRunner).carryOut(id);
const outcome = (id: string) =>
  test.db.find<{
    status: string;
    result: { rows: number } | null;
    error: { code: string } | null;
    fileId: string | null;
  }>(sql`
    select o.status, o.result, o.error, l.file_id as "fileId" from operations o left join operation_files l on l.operation_id = o.id
    where o.id = ${id}`);

async function made(rows: number, format: string): Promise<Buffer> {
  const id = await start(rows, format);
  await carryOut(id);
  const ended = await outcome(id);
  expect(ended).toMatchObject({ status: 'succeeded', result: { rows }, error: null });
  const pieces: Buffer[] = [];
  for await (const piece of test.app.get(Files).read(ended?.fileId ?? '')) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

const ROWS = 1_234;
const all = Array.from({ length: ROWS }, (_, at) => ROWS - at);
const placeOf = (n: number) => 1 + all.filter((other) => other % 7 > n % 7).length;
const nameOf = (n: number) => (n % 2 === 0 ? `'=${String(n)} <Ёж & "co">; ` : `Client ${String(n)}`);
const dayOf = (n: number) => new Date(Date.UTC(2026, 0, 1 + (n % 300)));
const sum = (of: (n: number) => number) => all.reduce((total, n) => total + of(n), 0);

it('writes a CSV of many batches: every row in its order, with its share and its place', async () => {
  const rows = parse((await made(ROWS, 'csv')).toString(), { bom: true, delimiter: ';' });
  expect(rows[0]).toEqual(['К name', 'К day', 'К visits', 'К place', 'К share', 'К paid', 'К left']);
  const shown = all.map((n) => [
    ...[
      n % 2 === 0 ? `${nameOf(n)}\u0007` : nameOf(n),
      dayOf(n).toISOString().slice(0, 10).split('-').reverse().join('.'),
    ],
    ...[String(n % 7), String(placeOf(n)), String(((n % 7) / 8) * 100).replace('.', ',')],
    ...[((n * 101) / 100).toFixed(2).replace('.', ','), ''],
  ]);
  const rounded = shown.map((cells) =>
    cells.with(4, String(Math.round(Number(cells[4]?.replace(',', '.')) * 10 + 1e-9) / 10).replace('.', ',')),
  );
  expect(rows.slice(1)).toEqual(rounded);
});

it('writes a workbook of many batches, totals last', async () => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load((await made(ROWS, 'xlsx')) as never);
  expect(book.worksheets.map(({ name }) => name)).toEqual(['Проба  всё']);
  const [sheet] = book.worksheets;
  expect(sheet?.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
  expect(sheet?.rowCount).toBe(ROWS + 2);
  const values = (at: number) => (sheet?.getRow(at).values as unknown[]).slice(1);
  for (const [at, n] of all.entries()) {
    const share = (percentOf(n % 7, 8) ?? 0) / 100;
    expect(values(at + 2)).toEqual([nameOf(n), dayOf(n), n % 7, placeOf(n), share, (n * 101) / 100]);
  }
  const visits = sum((n) => n % 7);
  const share = (percentOf(visits, ROWS * 8) ?? 0) / 100;
  const paid = sum((n) => n * 101) / 100;
  expect(values(ROWS + 2)).toEqual(['Итого', undefined, visits, undefined, share, paid, 42]);
  const formats = [2, 3, 5, 6].map((at) => sheet?.getRow(2).getCell(at).numFmt);
  expect(formats).toEqual(['dd.mm.yyyy', '#,##0', '0.0%', '#,##0.00']);
  expect([sheet?.getRow(1).getCell(1).font.bold, sheet?.getRow(ROWS + 2).getCell(1).font.bold]).toEqual([
    true,
    true,
  ]);
  expect(sheet?.getRow(2).getCell(1).font.bold ?? false).toBe(false);
}, 60_000);

it('rehearses without a file, and says how many rows there are', async () => {
  const id = await start(ROWS, 'csv', true);
  await carryOut(id);
  expect(await outcome(id)).toMatchObject({ status: 'succeeded', result: { rows: ROWS }, fileId: null });
});

it.each(['csv', 'xlsx'])(
  'stops between two batches when it is cancelled, and leaves no piece of the %s',
  async (format) => {
    const pieces = () => test.db.find<{ n: number }>(sql`select count(*)::integer as n from file_chunks`);
    const before = await pieces();
    const id = await start(60_000, format);
    const readRows = service.readRows.bind(service);
    const seen: number[] = [];
    service.readRows = (tx, by, order, how, work) =>
      readRows(
        tx,
        by,
        order,
        {
          ...how,
          passed: async (rows) => {
            seen.push(rows);
            if (seen.length === 3) {
              await test.app.get(Db).tx(actor, (other) => test.app.get(Operations).cancel(other, id));
              // Longer than the progress of a run is kept back for.
              await new Promise((later) => setTimeout(later, 300));
            }
            await how.passed(rows);
          },
        },
        work,
      );
    await carryOut(id).finally(() => (service.readRows = readRows));
    expect(seen).toHaveLength(3);
    expect(await outcome(id)).toMatchObject({ status: 'cancelled', result: null, fileId: null });
    expect(await pieces()).toEqual(before);
  },
);

it.each([
  ['pdf', 5_001],
  ['html', 5_001],
  ['json', 100_001],
])('says of %s how many rows it takes', async (format, rows) => {
  const id = await start(rows, format);
  await carryOut(id);
  expect(await outcome(id)).toMatchObject({
    status: 'failed',
    error: { code: 'report.file-too-large' },
    fileId: null,
  });
});

it('reads no further than its limit, and in nothing but its own transaction', async () => {
  let kept: AsyncIterator<unknown> | undefined;
  const reading = (most: number) =>
    service.snapshot(actor, async (tx) => {
      service.find = () => reportOf(ROWS);
      const order = await service.order(tx, actor, { code: 'probe', sent: {}, source: 'body', now: tx.now });
      const how = { now: tx.now, limits: { rows: most, seconds: 60 }, passed: () => undefined };
      return service.readRows(tx, actor, order, how, async ({ batches }) => {
        kept = (batches as AsyncIterable<unknown>)[Symbol.asyncIterator]();
        let read = 0;
        for (let next = await kept.next(); next.done !== true && read < 300; next = await kept.next())
          read += 1;
        return read;
      });
    });
  await expect(reading(ROWS - 1)).rejects.toMatchObject({ code: 'report.too-large' });
  expect(await reading(ROWS)).toBeGreaterThan(1);
  const left = service.snapshot(actor, async (tx) => {
    service.find = () => reportOf(ROWS);
    const order = await service.order(tx, actor, { code: 'probe', sent: {}, source: 'body', now: tx.now });
    const how = { now: tx.now, limits: { rows: ROWS, seconds: 60 }, passed: () => undefined };
    return service.readRows(tx, actor, order, how, async ({ batches }) => {
      const one = (batches as AsyncIterable<unknown>)[Symbol.asyncIterator]();
      await one.next();
      return one;
    });
  });
  await expect((await left).next()).rejects.toThrow('the rows are read no more');
});

it('writes nothing where it reads', async () => {
  const writing = service.snapshot(actor, (tx) => tx.run(sql`delete from files`));
  await expect(writing).rejects.toMatchObject({ code: '25006' });
});

it('rounds shares and gives places as it would of rows in memory', async () => {
  const columns = [
    column('part', 'integer'),
    column('whole', 'integer'),
    column('share', 'percent', { share: { of: 'part', in: 'whole' } }),
    column('best', 'integer', { rank: { by: 'share', first: 'most' } }),
    column('least', 'integer', { rank: { by: 'part', first: 'least' } }),
  ];
  // Halves of a tenth among them: 1 of 16 is 6.25 percent, 3 of 80 is 3.75.
  const pairs = [0, 1, 3, 5, 7, 33, 247, -1, -3].flatMap((part) =>
    [0, 1, 3, 7, 16, 80, 400, 2_000, -16].map((whole) => [part, whole] as const),
  );
  const [parts, wholes] = [pairs.map(([part]) => part), pairs.map(([, whole]) => whole)];
  const statement = sql`select part, whole from unnest(${parts}::bigint[], ${wholes}::bigint[]) p(part, whole)`;
  const rows = await test.db.query<Record<string, number | null>>(withSharesAndPlaces(columns, statement));
  const shares = pairs.map(([part, whole]) => percentOf(part, whole));
  const expected = pairs.map(([part, whole], at) => ({
    ...{ part, whole, share: shares[at] },
    best:
      shares[at] == null
        ? null
        : 1 + shares.filter((other) => other !== null && other > (shares[at] ?? 0)).length,
    least: 1 + parts.filter((other) => other < part).length,
  }));
  expect(rows).toEqual(expected.map((row, at) => ({ ...row, inTurn: at + 1 })));
});
