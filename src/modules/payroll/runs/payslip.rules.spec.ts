import fc from 'fast-check';
import { addMonths } from '../../../kernel/local-date.js';
import { sumOf } from './amounts.rules.js';
import { historiesOf, type EarlierPayslip } from './pay-history.rules.js';
import { payslip, type AccrualInRun, type PayslipFigures, type TaxLaw } from './payslip.rules.js';

const bracket = (from: number, percent: string) => ({ from: from * 100, percent });
const band = (monthlyFrom: number, within: string, above: string) => ({ monthlyFrom, within, above });
const lawWith = (tariff: string): TaxLaw => ({
  country: 'RU',
  incomeTax: {
    id: 'income-tax',
    content: {
      withheldFrom: ['staff', 'contractor'],
      roundTo: 100,
      resident: {
        hasDeductions: true,
        brackets: [bracket(0, '13'), bracket(2_400_000, '15'), bracket(5_000_000, '18')],
      },
      nonResident: { hasDeductions: false, brackets: [bracket(0, '30')] },
    },
  },
  deductions: {
    id: 'deductions',
    content: { deductions: [{ code: 'child_1', monthly: 140_000, incomeLimit: 45_000_000 }] },
  },
  contributions: {
    id: 'contributions',
    content: {
      contributions: [
        {
          code: 'insurance',
          paidFor: ['staff', 'contractor'],
          yearLimit: 297_900_000,
          tariffs: [
            { code: 'unified', bands: [band(0, '30', '15.1')] },
            { code: 'small_business', bands: [band(0, '30', '15.1'), band(4_063_950, '15', '15')] },
          ],
        },
        { code: 'injury', paidFor: ['staff'], yearLimit: null, tariffs: [] },
      ],
    },
  },
  employer: { id: 'terms', tariff, injuryPercent: '0.20' },
});

interface Paid {
  amounts: readonly number[];
  /** Of 2026, 1 to 12: earned in it, paid on its last days. */
  month: number;
}

/** Pays one after another, each upon what those before left, as approved runs do. */
function payAll(paid: readonly Paid[], law = lawWith('unified')): PayslipFigures[] {
  const earlier: EarlierPayslip[] = [];
  let debt = 0;
  return paid.map(({ amounts, month }, run) => {
    const monthStart = `2026-${String(month).padStart(2, '0')}-01`;
    const payOn = monthStart.replace(/01$/, '28');
    const history = historiesOf(earlier, 2026, monthStart.slice(0, 7)).get('e') ?? {
      ...{ taxedByMonth: new Map(), taxWithheld: 0, contributions: new Map() },
    };
    const accruals = amounts.map((amount, index): AccrualInRun => {
      const id = `${String(run)}-${String(index)}`;
      return { id, nature: 'work', onDate: monthStart, amount, isAdjustment: false };
    });
    const slip = payslip(
      {
        ...{ payOn, periodTo: addMonths(monthStart, 1), engagement: 'staff', hiredOn: '2020-01-01' },
        ...{ isResident: true, isInjuryInsured: false, claims: [], accruals, orders: [] },
        history: { ...history, debt },
      },
      law,
    );
    earlier.push({
      ...{ employeeId: 'e', payOn, taxYear: 2026, taxed: slip.tax.income, tax: slip.tax.amount },
      ...{
        contributionYear: 2026,
        contributionMonth: monthStart.slice(0, 7),
        contributions: slip.contributions,
      },
    });
    debt = slip.debtAfter;
    return slip;
  });
}

const total = (slips: readonly PayslipFigures[], of: (slip: PayslipFigures) => number): number =>
  sumOf(slips.map(of));
const amount = fc.integer({ min: 1, max: 90_000_000 });
const runs = fc
  .array(
    fc.record({
      amounts: fc.array(amount, { minLength: 1, maxLength: 4 }),
      month: fc.integer({ min: 1, max: 12 }),
    }),
    {
      minLength: 1,
      maxLength: 10,
    },
  )
  .map((all) => all.sort((a, b) => a.month - b.month));

describe('payslips of a year', () => {
  it('withhold by months what the sum of the year is taxed, to the rouble', () => {
    fc.assert(
      fc.property(runs, (paid) => {
        const byMonths = total(payAll(paid), ({ tax }) => tax.amount);
        const [atOnce] = payAll([{ amounts: paid.flatMap(({ amounts }) => amounts), month: 12 }]);
        expect(byMonths).toBe(atOnce?.tax.amount);
      }),
    );
  });

  it('charge contributions by months as on the sum of the year, to the kopeck', () => {
    fc.assert(
      fc.property(runs, (paid) => {
        const byMonths = total(payAll(paid), ({ contributionsTotal }) => contributionsTotal);
        const [atOnce] = payAll([{ amounts: paid.flatMap(({ amounts }) => amounts), month: 12 }]);
        expect(byMonths).toBe(atOnce?.contributionsTotal);
      }),
    );
  });

  it('sum to what was earned: net, tax, what was withheld and what is still owed', () => {
    const signed = fc.array(
      fc.record({
        amounts: fc.array(fc.integer({ min: -50_000_000, max: 50_000_000 }), { minLength: 1, maxLength: 4 }),
        month: fc.integer({ min: 1, max: 12 }),
      }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(signed, (unsorted) => {
        const paid = unsorted.sort((a, b) => a.month - b.month);
        const slips = payAll(paid);
        const earned = sumOf(paid.flatMap(({ amounts }) => amounts));
        const [net, tax] = [total(slips, (slip) => slip.net), total(slips, (slip) => slip.tax.amount)];
        expect(net + tax - (slips.at(-1)?.debtAfter ?? 0)).toBe(earned);
        expect(total(slips, (slip) => slip.employerCost)).toBe(
          earned + total(slips, (slip) => slip.contributionsTotal),
        );
        for (const slip of slips) {
          expect(slip.net >= 0 && slip.debtAfter >= 0 && slip.net * slip.debtAfter === 0).toBe(true);
          expect(sumOf(slip.accrued.map((kind) => kind.amount))).toBe(slip.income);
        }
      }),
    );
  });

  it.each(['unified', 'small_business'])('are back where they were when all is taken back, %s', (tariff) => {
    fc.assert(
      fc.property(
        fc.array(amount, { minLength: 1, maxLength: 5 }),
        fc.array(amount, { minLength: 1, maxLength: 3 }),
        (kept, undone) => {
          const month = 6;
          const back = undone.map((one) => -one).reverse();
          const slips = payAll(
            [
              { amounts: kept, month },
              { amounts: undone, month },
              { amounts: back, month },
            ],
            lawWith(tariff),
          );
          const [only] = payAll([{ amounts: kept, month }], lawWith(tariff));
          expect(total(slips, ({ tax }) => tax.amount)).toBe(only?.tax.amount);
          expect(total(slips, (slip) => slip.contributionsTotal)).toBe(only?.contributionsTotal);
          expect(total(slips, (slip) => slip.net) - (slips.at(-1)?.debtAfter ?? 0)).toBe(only?.net);
        },
      ),
    );
  });

  it('are back across months and the limit with the unified tariff', () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 200_000_000, max: 400_000_000 }), (kept, undone) => {
        const slips = payAll([
          { amounts: [kept], month: 3 },
          { amounts: [undone], month: 4 },
          { amounts: [-undone], month: 9 },
        ]);
        const [only] = payAll([{ amounts: [kept], month: 3 }]);
        expect(total(slips, (slip) => slip.contributionsTotal)).toBe(only?.contributionsTotal);
      }),
    );
  });

  it('do not hang on the order in which entries are read', () => {
    const facts = { amounts: [300, 200, 100], month: 5 };
    const [slip] = payAll([facts]);
    const turned = payslip(
      {
        ...{ payOn: '2026-05-28', periodTo: '2026-06-01', engagement: 'staff', hiredOn: '2020-01-01' },
        ...{ isResident: true, isInjuryInsured: false, claims: [], orders: [] },
        accruals: [...(slip?.accruals ?? [])].reverse(),
        history: { taxedByMonth: new Map(), taxWithheld: 0, contributions: new Map(), debt: 0 },
      },
      lawWith('unified'),
    );
    expect(JSON.stringify(turned)).toBe(JSON.stringify(slip));
  });
});
