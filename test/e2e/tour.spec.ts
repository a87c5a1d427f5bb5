import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { ledgerChecks } from '../../src/ledger-checks.js';
import { PASSWORD, startTestApp, type TestApp } from '../support/app.js';
import { startWorker } from '../support/worker.js';

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

/** The README's commands, as they stand. */
const script = [...readFileSync('README.md', 'utf8').matchAll(/```bash\n([\s\S]*?)```/g)]
  .map((block) => block[1])
  .join('\n');

async function run(base: string): Promise<{ code: number; output: string }> {
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    env: { ...process.env, BASE: base, PASSWORD },
  });
  let output = '';
  shell.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  shell.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number>((resolve) => shell.once('close', (exit) => resolve(exit ?? 1)));
  return { code, output };
}

describe("the README's tour", () => {
  it('runs as it stands, from the family to the review', async () => {
    const { code, output } = await run(await test.app.getUrl());
    expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
    const lines = output.trimEnd().split('\n');
    // The look at her health that came before the looks are shown.
    expect(output).toContain('"allergies":["peanuts"]');
    expect(output).toMatch(/"what":"record".*"login":"owner"/);
    expect(output).toContain('"charged":"subscription"');
    expect(output).toContain('800.00 × 1 lesson = 800.00');
    expect(output).toContain('"subscription_depleted"');
    // The completion is undone: the visit is back, and its whole price is given back.
    expect(lines).toContain('1');
    expect(output).toContain("{ amount: 75000, currency: 'RUB' }");
    expect(output).toMatch(/wasAt: '.+T15:00:00.000Z'/);
    expect(output).toContain('BEGIN:VCALENDAR');
    expect(output).toMatch(/"status":"succeeded".*"created":1/);
    expect(lines.at(-1)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('leaves every ledger equal to its balance', async () => {
    for (const check of ledgerChecks) {
      const rows = await test.db.query(check.sql);
      expect({ law: check.name, rows }).toEqual({ law: check.name, rows: [] });
    }
  });
});
