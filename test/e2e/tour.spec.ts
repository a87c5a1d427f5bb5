import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { ledgerChecks } from '../../src/ledger-checks.js';
import { PASSWORD, startTestApp, type TestApp } from '../support/app.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

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
  it('runs as it stands, from the family to the visit given back', async () => {
    const { code, output } = await run(await test.app.getUrl());
    expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
    expect(output).toContain('"charged":"subscription"');
    expect(output).toContain('800.00 × 1 lesson = 800.00');
    expect(output).toContain('"subscription_depleted"');
    expect(output.trimEnd().split('\n').at(-1)).toBe('1');
  });

  it('leaves every ledger equal to its balance', async () => {
    for (const check of ledgerChecks) {
      const rows = await test.db.query(check.sql);
      expect({ law: check.name, rows }).toEqual({ law: check.name, rows: [] });
    }
  });
});
