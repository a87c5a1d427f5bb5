import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a country takes of pay, as data: income tax, deductions, contributions, each from a day on. Another country is
 * other rows. Rows are added, never changed: a run that was computed by one can be computed again.
 */
export class CreateTaxTables1763900000145 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(
      `select set_config('kruzhok.actor', '{"kind": "system", "login": "system:setup", "name": "Kruzhok"}', true)`,
    );
    for (const { kind, from, source, content } of russia)
      await runner.query(
        `insert into tax_tables (id, country, kind, effective_from, source, content) values (gen_random_uuid(), 'RU', $1, $2, $3, $4)`,
        [kind, from, source, JSON.stringify(content)],
      );
    await runner.query(
      `insert into employer_terms (id, branch_id, effective_from, country, tariff, injury_percent) values (gen_random_uuid(), null, '2025-01-01', 'RU', 'unified', 0.20)`,
    );
    await runner.query(`select set_config('kruzhok.actor', '', true)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table employer_terms, tax_tables');
  }
}

const TABLES = `
create table tax_tables (
  id uuid primary key,
  country text not null check (country ~ '^[A-Z]{2}$'),
  kind text not null check (kind in ('income_tax', 'deductions', 'contributions')),
  effective_from date not null,
  source text not null,
  content jsonb not null,
  constraint tax_tables_day_key unique (country, kind, effective_from)
);
call keep_ledger('tax_tables');

-- By what an employer pays: the country, the tariff of contributions they may use, their class of risk. The newest of a
-- day counts, that of a branch before that of the organisation.
create table employer_terms (
  id uuid primary key,
  branch_id uuid references branches,
  effective_from date not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  tariff text not null,
  injury_percent numeric(5, 2) not null check (injury_percent between 0 and 100)
);
create index employer_terms_branch_idx on employer_terms (branch_id, effective_from);
call keep_ledger('employer_terms');

alter table settings add column payroll_four_eyes boolean not null default false;
`;

/** Amounts are minor units: kopecks. */
const RUB = 100;
const incomeTax = {
  withheldFrom: ['staff', 'contractor'],
  roundTo: RUB,
  resident: {
    hasDeductions: true,
    brackets: [
      { from: 0, percent: '13' },
      { from: 2_400_000 * RUB, percent: '15' },
      { from: 5_000_000 * RUB, percent: '18' },
      { from: 20_000_000 * RUB, percent: '20' },
      { from: 50_000_000 * RUB, percent: '22' },
    ],
  },
  nonResident: { hasDeductions: false, brackets: [{ from: 0, percent: '30' }] },
};
const deductions = {
  deductions: [
    { code: 'child_1', monthly: 1_400 * RUB, incomeLimit: 450_000 * RUB },
    { code: 'child_2', monthly: 2_800 * RUB, incomeLimit: 450_000 * RUB },
    { code: 'child_3', monthly: 6_000 * RUB, incomeLimit: 450_000 * RUB },
    { code: 'child_disabled', monthly: 12_000 * RUB, incomeLimit: 450_000 * RUB },
  ],
};
const contributions = (yearLimit: number, monthlyThreshold: number, reduced: string) => ({
  contributions: [
    {
      code: 'insurance',
      paidFor: ['staff', 'contractor'],
      yearLimit,
      tariffs: [
        { code: 'unified', bands: [{ monthlyFrom: 0, within: '30', above: '15.1' }] },
        {
          code: reduced,
          bands: [
            { monthlyFrom: 0, within: '30', above: '15.1' },
            { monthlyFrom: monthlyThreshold, within: '15', above: '15' },
          ],
        },
      ],
    },
    { code: 'injury', paidFor: ['staff'], yearLimit: null, tariffs: [] },
  ],
});

const russia = [
  {
    kind: 'income_tax',
    from: '2025-01-01',
    source: 'Tax Code of Russia, articles 224 and 225 (law 176-FZ): 13 to 22 % from 2025; whole roubles',
    content: incomeTax,
  },
  {
    kind: 'deductions',
    from: '2025-01-01',
    source: 'Tax Code of Russia, article 218 (law 176-FZ): children, income up to 450,000 roubles from 2025',
    content: deductions,
  },
  {
    kind: 'contributions',
    from: '2025-01-01',
    source:
      'Tax Code of Russia, articles 421, 425, 427: limit 2,759,000; small business 15 % above 1.5 minimum wages of 22,440',
    content: contributions(2_759_000 * RUB, 33_660 * RUB, 'small_business'),
  },
  {
    kind: 'contributions',
    from: '2026-01-01',
    source:
      'Tax Code of Russia, articles 421, 425, 427: limit 2,979,000; priority trades (order 4125-r) 15 % above 1.5 minimum wages of 27,093',
    content: contributions(2_979_000 * RUB, 4_063_950, 'small_business'),
  },
];
