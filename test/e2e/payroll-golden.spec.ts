import { readdirSync, readFileSync } from 'node:fs';
import { payrollRunChecks } from '../../src/modules/payroll/index.js';
import { newId } from '../../src/platform/database/ids.js';
import { sql } from '../../src/platform/database/sql.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { centresOf, rub, uniquely, type Json } from '../support/centre.js';

// Each file of test/cases/payroll-runs is a small world counted by hand; its arithmetic stands in the file.

interface Case {
  title: string;
  employee: {
    engagement: string;
    tariff?: string;
    taxFacts?: object[];
    orders?: { monthlyAmount?: string }[];
  };
  runs: {
    from: string;
    to: string;
    payOn: string;
    accruals: { kind: string; onDate?: string; amount?: string; key?: string; of?: string }[];
    expect: Record<string, string | null>;
  }[];
}

const DIRECTORY = 'test/cases/payroll-runs';
const cases = readdirSync(DIRECTORY).map((name): [string, Case] => [
  name.replace('.json', ''),
  JSON.parse(readFileSync(`${DIRECTORY}/${name}`, 'utf8')) as Case,
]);

let test: TestApp;
let made: (path: string, body: object) => Promise<Json>;
let lessonId: string;
beforeAll(async () => {
  test = await startTestApp();
  const centres = centresOf(test);
  made = (path, body) => centres.made(path, body);
  lessonId = (await centres.lesson(await centres.centre())).id;
});
afterAll(() => test.close());

const kopecks = (roubles: string): number => Math.round(Number(roubles) * 100);
const roubles = (amount: number): string => (amount / 100).toFixed(2);

async function enter(
  at: { employeeId: string; branchId: string },
  accruals: Case['runs'][number]['accruals'],
  keys: Map<string, string>,
): Promise<void> {
  for (const { kind, onDate, amount, key, of } of accruals) {
    const id = newId();
    if (key !== undefined) keys.set(key, id);
    const sum = kopecks(amount ?? '0');
    const basis = kind === 'work' ? 'lesson' : kind;
    const formula = JSON.stringify({ basis, rate: kind === 'work' ? sum : Math.abs(sum), amount: sum });
    const onLesson = kind === 'work' ? lessonId : null;
    await test.tx((tx) =>
      of === undefined
        ? tx.run(sql`
            insert into accruals (id, employee_id, branch_id, kind, work_id, lesson_id, on_date, amount, formula, reason)
            values (${id}, ${at.employeeId}, ${at.branchId}, ${kind}, ${newId()}, ${onLesson}, ${onDate}, ${sum}, ${formula}, 'the case')`)
        : tx.run(sql`
            insert into accruals (id, employee_id, branch_id, kind, work_id, lesson_id, on_date, amount, formula, reverses_id)
            select ${id}, employee_id, branch_id, 'reversal', work_id, lesson_id, on_date, -amount,
                   formula || jsonb_build_object('amount', -amount), id
            from accruals where id = ${keys.get(of)}`),
    );
  }
}

describe('payroll, counted by hand', () => {
  it('has at least twelve worlds', () => {
    expect(cases.length).toBeGreaterThanOrEqual(12);
  });

  it.each(cases)('%s', async (_, { employee, runs }) => {
    const branch = {
      code: uniquely('G').replace(' ', ''),
      name: uniquely('Golden'),
      timeZone: 'Europe/Moscow',
    };
    const branchId = (await made('/v1/branches', branch)).id as string;
    const { engagement, tariff, taxFacts = [], orders = [] } = employee;
    const person = { lastName: 'Golden', firstName: 'Case', position: 'Teacher', hiredOn: '2020-01-01' };
    const employeeId = (await made('/v1/employees', { branchId, engagement, ...person })).id as string;
    if (tariff !== undefined)
      await made('/v1/employer-terms', {
        ...{ branchId, effectiveFrom: '2025-01-01', country: 'RU', tariff, injuryPercent: '0.20' },
      });
    for (const facts of taxFacts) await made('/v1/employee-tax-facts', { employeeId, ...facts });
    for (const { monthlyAmount, ...order } of orders) {
      const amount = monthlyAmount === undefined ? {} : { monthlyAmount: rub(kopecks(monthlyAmount)) };
      await made('/v1/withholding-orders', { employeeId, ...order, ...amount });
    }
    const keys = new Map<string, string>();
    for (const { from, to, payOn, accruals, expect: expected } of runs) {
      await enter({ employeeId, branchId }, accruals, keys);
      const run = await made('/v1/payroll-runs', { branchId, periodFrom: from, periodTo: to, payOn });
      const [slip] = (await test.owner.get(`/v1/payroll-runs/${run.id}/payslips`).expect(200)).body.items;
      const shown = figuresOf(slip);
      const usual = { adjustments: '0.00', withheld: '0.00', debtBefore: '0.00', debtAfter: '0.00' };
      expect(shown).toEqual({ ...usual, ...expected });
      await test.owner.post(`/v1/payroll-runs/${run.id}/approval`, { digest: run.digest }).expect(200);
      const receipts = engagement === 'self_employed' ? [{ employeeId, number: '2001a7bq1z' }] : [];
      const paid = await test.owner
        .post(`/v1/payroll-runs/${run.id}/payment`, { paidOn: payOn, receipts })
        .expect(200);
      expect(paid.body).toMatchObject({ status: 'paid', totals: { paid: slip.net } });
    }
  });

  it('leaves every law of the runs whole', async () => {
    for (const { name, sql: law } of payrollRunChecks)
      expect({ name, broken: await test.db.query(law) }).toEqual({ name, broken: [] });
  });
});

function figuresOf(slip: Json): Record<string, string | null> {
  const contribution = (code: string): string | null => {
    const found = (slip.contributions as Json[]).find((one) => one.code === code);
    return found === undefined ? null : roubles(found.amount);
  };
  const adjusted = (slip.accrued as Json[]).filter(({ isAdjustment }) => isAdjustment);
  return {
    income: roubles(slip.income.amount),
    adjustments: roubles(adjusted.reduce((sum: number, { amount }) => sum + Number(amount), 0)),
    tax: roubles(slip.tax.amount),
    taxToDate: roubles(slip.tax.toDate),
    withheld: roubles((slip.withheld as Json[]).reduce((sum: number, { amount }) => sum + Number(amount), 0)),
    insurance: contribution('insurance'),
    injury: contribution('injury'),
    debtBefore: roubles(slip.debtBefore.amount),
    debtAfter: roubles(slip.debtAfter.amount),
    net: roubles(slip.net.amount),
    employerCost: roubles(slip.employerCost.amount),
  };
}
