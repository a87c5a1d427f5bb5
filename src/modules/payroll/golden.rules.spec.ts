import { readFileSync } from 'node:fs';
import { recompute } from './pay.rules.js';
import { sentenceOf } from './pay-text.rules.js';
import type { PayTerms } from './pay.types.js';
import { payOfWork, type Circumstances, type LessonWork } from './work.rules.js';
import { payTerms } from './pay-terms.samples.js';

interface Golden {
  name: string;
  why: string;
  work: Partial<LessonWork>;
  own: Partial<PayTerms>[];
  absentee?: Partial<PayTerms>[];
  override?: Circumstances['override'];
  isHoliday?: boolean;
  expected: { amount: number; premiums?: number[]; ru?: string; en?: string };
}

const golden = JSON.parse(readFileSync('test/cases/payroll/lessons.json', 'utf8')) as Golden[];

const family = (basis: string): PayTerms['family'] =>
  basis === 'premium' || basis === 'salary' ? basis : 'work';
const terms = (some: Partial<PayTerms>, index: number): PayTerms =>
  payTerms({ id: `s${String(index)}`, family: family(some.basis ?? 'lesson'), ...some });
const work: LessonWork = {
  activityId: 'english',
  groupId: 'g1',
  onDate: '2026-11-23',
  localStart: '15:00',
  minutes: 90,
  hourMinutes: 60,
  attendees: 7,
  revenue: 560_000,
};

describe('lessons whose pay was counted by hand', () => {
  it.each(golden.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const paid = payOfWork(
      { ...work, ...one.work },
      {
        own: one.own.map(terms),
        absentee: (one.absentee ?? []).map(terms),
        override: one.override ?? null,
        isHoliday: one.isHoliday ?? false,
      },
    );
    expect(paid.main.amount).toBe(one.expected.amount);
    expect(paid.premiums.map((line) => line.amount)).toEqual(one.expected.premiums ?? []);
    if (one.expected.ru !== undefined) expect(sentenceOf(paid.main.formula, 'ru')).toBe(one.expected.ru);
    if (one.expected.en !== undefined) expect(sentenceOf(paid.main.formula, 'en')).toBe(one.expected.en);
    for (const line of [paid.main, ...paid.premiums]) expect(recompute(line.formula)).toBe(line.amount);
  });
});
