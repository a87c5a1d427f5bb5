import { fork } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportResult } from '../../src/modules/clients/imports/imports.dto.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { caseFile, cellsOf, CSV, importsOf, linesOf, XLSX } from '../support/imports.js';
import { startWorker } from '../support/worker.js';

interface Answer {
  rows: number;
  created: number;
  faulty: number;
  clients: number;
  guardians: number;
  guardiansSharedBySiblings: number;
  csv: Pick<ImportResult, 'faults' | 'ignoredColumns'>;
  xlsx: Pick<ImportResult, 'faults' | 'ignoredColumns'>;
}
const answer = JSON.parse(caseFile('families-2000.answer.json').toString()) as Answer;

describe.each([
  ['csv', CSV],
  ['xlsx', XLSX],
] as const)('two thousand families as people keep them, in %s', (format, type) => {
  let test: TestApp;
  let worker: Awaited<ReturnType<typeof startWorker>>;
  beforeAll(async () => {
    test = await startTestApp();
    worker = await startWorker(test);
  });
  afterAll(async () => {
    await worker.stop();
    await test.close();
  });

  it('give the answer that was planted; again, nothing changes', async () => {
    const { makeBranch, done, resultOf, fileOf, clientsOf } = importsOf(test);
    const branchId = await makeBranch('HOME');
    const bytes = caseFile(`families-2000.${format}`);
    const expected = {
      rows: answer.rows,
      faulty: answer.faulty,
      ignoredColumns: answer[format].ignoredColumns,
    };
    const rehearsal = await resultOf(bytes, `branchId=${branchId}&dryRun=true`, type);
    const operation = await done(bytes, `branchId=${branchId}`, type);
    const first = operation.result as ImportResult;
    expect(linesOf(first)).toEqual(linesOf(answer[format]));
    expect(first).toMatchObject({
      ...expected,
      created: answer.created,
      unchanged: 0,
      guardians: answer.guardians,
    });
    expect(rehearsal).toEqual({ ...first, dryRun: true });
    expect(await clientsOf(branchId)).toEqual({
      clients: answer.clients,
      guardians: answer.guardians,
      shared: answer.guardiansSharedBySiblings,
      payers: 0,
    });
    const back = await cellsOf(await fileOf(operation));
    expect(back).toHaveLength(answer.faulty + 1);
    expect(back[0]?.at(-1)).toBe('Fault');
    expect(back.slice(1).every((cells) => (cells.at(-1) ?? '') !== '')).toBe(true);
    const again = await resultOf(bytes, `branchId=${branchId}`, type);
    expect(again).toMatchObject({ ...expected, created: 0, unchanged: answer.created, guardians: 0 });
    expect(linesOf(again)).toEqual(linesOf(answer[format]));
  });
});

describe('the files of the two thousand', () => {
  it('are the same files whenever they are made', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'families-'));
    const child = fork('scripts/make-families.mjs', [folder], { execArgv: [], silent: true });
    await new Promise((resolve) => child.once('exit', resolve));
    for (const name of ['families-2000.csv', 'families-2000.xlsx', 'families-2000.answer.json'])
      expect((await readFile(join(folder, name))).equals(caseFile(name))).toBe(true);
    await rm(folder, { recursive: true });
  });
});
