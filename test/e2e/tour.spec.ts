import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ledgerChecks } from '../../src/ledger-checks.js';
import { PASSWORD, startTestApp, type TestApp } from '../support/app.js';
import { startMailWorker, startScheduleWorker, startWorker } from '../support/worker.js';

let test: TestApp;
let workers: { stop: () => Promise<void> }[];
const folder = mkdtempSync(join(tmpdir(), 'kruzhok-tour-'));
beforeAll(async () => {
  // The order leaves at once, into a file: what a minute is for, purchase-orders.spec tells.
  test = await startTestApp({ SUPPLIER_ORDER_DELAY_MINUTES: '0', SMTP_URL: '', DATA_DIR: folder });
  workers = [await startWorker(test), await startMailWorker(test), await startScheduleWorker(test)];
});
afterAll(async () => {
  for (const worker of workers) await worker.stop();
  await test.close();
  rmSync(folder, { recursive: true, force: true });
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
    // Sold down to the minimum: ordered in whole packs, mailed by itself; the Monday letter leaves as well.
    expect(lines).toContain('24 × Watercolours, 4 packs');
    expect(output).toMatch(/the Monday letter: sent\nthe order: sent\nPO-\d{4}-000001\n/);
    expect(lines).toContain("{ onHand: '2', onLoan: '1' }");
    // 10,000 roubles less 13 %; what the undone lesson paid is taken back.
    expect(output).toContain("net: { amount: 870000, currency: 'RUB' }");
    expect(output).toMatch(/"status":"succeeded".*"created":1/);
    expect(lines.at(-1)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('sent both letters with what they speak of', async () => {
    const letters = await test.owner.get('/v1/letters').expect(200);
    const sent = (letters.body as { items: { kind: string; status: string }[] }).items;
    expect(sent.map(({ kind, status }) => [kind, status]).sort()).toEqual(
      expect.arrayContaining([
        ['purchase-order', 'sent'],
        ['reports.mailing', 'sent'],
      ]),
    );
    const pdfs = ['payslip', 'vat'].map((name) => readFileSync(`/tmp/kruzhok-${name}.pdf`, 'latin1'));
    expect(pdfs.map((pdf) => pdf.slice(0, 5))).toEqual(['%PDF-', '%PDF-']);
  });

  it('leaves every ledger equal to its balance', async () => {
    for (const check of ledgerChecks) {
      const rows = await test.db.query(check.sql);
      expect({ law: check.name, rows }).toEqual({ law: check.name, rows: [] });
    }
  });
});
