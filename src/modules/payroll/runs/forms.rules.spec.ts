import { runFaults } from './run-state.rules.js';
import { claimFaults, orderFaults } from './tax-facts.rules.js';
import { tableFaults } from './tax-tables.rules.js';

const pointers = (faults: readonly { pointer?: string }[]) => faults.map(({ pointer }) => pointer);

describe('a run as asked for', () => {
  const run = { periodFrom: '2026-11-01', periodTo: '2026-11-16', payOn: '2026-11-20' };
  it.each([
    [{}, []],
    [{ periodTo: '2026-11-01' }, ['/periodTo']],
    [{ periodTo: '2027-11-03' }, ['/periodTo']],
    [{ payOn: '2026-10-31' }, ['/payOn']],
    [{ collectFrom: '2026-11-02' }, ['/collectFrom']],
    [
      { periodTo: '2026-10-01', payOn: '2026-10-02', collectFrom: '2026-12-01' },
      ['/periodTo', '/payOn', '/collectFrom'],
    ],
  ])('%j has faults at %j', (more, expected) => {
    expect(pointers(runFaults({ ...run, ...more }))).toEqual(expected);
  });
});

describe('an order as asked for', () => {
  const order = { percent: '25', limitPercent: '50', effectiveFrom: '2026-01-01' };
  it.each([
    [{}, []],
    [{ percent: null }, ['/percent']],
    [{ monthlyAmount: { amount: 1 } }, ['/percent']],
    [
      { percent: null, monthlyAmount: { amount: 0 }, totalAmount: { amount: 0 } },
      ['/monthlyAmount', '/totalAmount'],
    ],
    [{ percent: '0' }, ['/percent']],
    [{ limitPercent: '70.01' }, ['/limitPercent']],
    [{ effectiveUntil: '2025-12-31' }, ['/effectiveUntil']],
  ])('%j has faults at %j', (more, expected) => {
    expect(pointers(orderFaults({ ...order, ...more }))).toEqual(expected);
  });

  it('names a claim that ends before it begins', () => {
    const claim = { code: 'child_1', from: '2026-05-01', until: '2026-05-01', factor: 1 };
    expect(pointers(claimFaults([claim, { ...claim, until: null }]))).toEqual(['/deductions/0/until']);
  });
});

describe('a tax table as asked for', () => {
  const child = { code: 'child_1', monthly: 1, incomeLimit: null };
  const injury = { code: 'injury', paidFor: [], yearLimit: null, tariffs: [] };
  const band = (monthlyFrom: number) => ({ monthlyFrom, within: '30', above: '15' });
  const status = (...starts: number[]) => ({
    hasDeductions: true,
    brackets: starts.map((from) => ({ from, percent: '13' })),
  });
  const taxed = { withheldFrom: [], roundTo: 100 };
  it.each([
    [{ deductions: [child] }, []],
    [{}, ['/incomeTax']],
    [{ deductions: [child], contributions: [injury] }, ['/contributions']],
    [{ deductions: [child, child] }, ['/deductions/1/code']],
    [{ incomeTax: { ...taxed, resident: status(0, 5), nonResident: status(0) } }, []],
    [
      { incomeTax: { ...taxed, resident: status(0, 5, 5), nonResident: status(1) } },
      ['/incomeTax/resident/brackets', '/incomeTax/nonResident/brackets'],
    ],
    [
      { contributions: [{ ...injury, tariffs: [{ code: 'unified', bands: [band(0), band(0)] }] }] },
      ['/contributions/0/tariffs/0/bands'],
    ],
  ])('%j has faults at %j', (form, expected) => {
    expect(pointers(tableFaults(form))).toEqual(expected);
  });
});
