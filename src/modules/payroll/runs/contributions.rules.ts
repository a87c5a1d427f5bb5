import { percentOf, type Minor } from '../../../kernel/money.js';
import { decimal, sumOf } from './amounts.rules.js';
import type { Band, ContributionsContent, ContributionTerms, EngagementCode } from './tax.types.js';

/**
 * What the employer pays on top. The base of a year is filled in order: its limit and the steps inside a month decide at
 * which percent each part counts. Then contribution = percent of the year's part so far, less what was charged before.
 */
export interface ContributionHistory {
  /** Base of the year, and of this month alone, before this run. */
  readonly yearBase: Minor;
  readonly monthBase: Minor;
  /** The year's base by the percent it counted at. */
  readonly byPercent: Readonly<Record<string, Minor>>;
  readonly charged: Minor;
}

export interface ContributionFigures {
  readonly code: string;
  readonly baseBefore: Minor;
  readonly base: Minor;
  readonly yearLimit: Minor | null;
  /** What of the base of this run counts at which percent. */
  readonly slices: readonly { readonly percent: string; readonly base: Minor }[];
  readonly byPercent: Readonly<Record<string, Minor>>;
  readonly toDate: Minor;
  readonly before: Minor;
  readonly amount: Minor;
  readonly text: string;
}

export interface EmployerTerms {
  readonly tariff: string;
  readonly injuryPercent: string;
}

export interface Insured {
  readonly engagement: EngagementCode;
  /** By contract, beside whom the law names. */
  readonly isInjuryInsured: boolean;
}

export const noContributions: ContributionHistory = { yearBase: 0, monthBase: 0, byPercent: {}, charged: 0 };

export function contributions(
  income: Minor,
  who: Insured,
  employer: EmployerTerms,
  content: ContributionsContent,
  history: ReadonlyMap<string, ContributionHistory>,
): ContributionFigures[] {
  return content.contributions
    .filter((terms) => isPaid(terms, who))
    .map((terms) => contribution(income, terms, employer, history.get(terms.code) ?? noContributions));
}

const isPaid = ({ tariffs, paidFor }: ContributionTerms, who: Insured): boolean =>
  paidFor.includes(who.engagement) ||
  (tariffs.length === 0 && who.isInjuryInsured && who.engagement === 'contractor');

function contribution(
  base: Minor,
  terms: ContributionTerms,
  employer: EmployerTerms,
  history: ContributionHistory,
): ContributionFigures {
  const slices = slicesOf(base, bandsOf(terms, employer), terms.yearLimit, history);
  const byPercent: Record<string, Minor> = { ...history.byPercent };
  for (const slice of slices) byPercent[slice.percent] = (byPercent[slice.percent] ?? 0) + slice.base;
  const toDate = sumOf(Object.entries(byPercent).map(([percent, part]) => percentOf(part, percent)));
  const before = history.charged;
  const parts = Object.entries(byPercent)
    .sort(([a], [b]) => Number(b) - Number(a))
    .map(([percent, part]) => `${percent} % of ${decimal(part)}`);
  return {
    ...{
      code: terms.code,
      baseBefore: history.yearBase,
      base,
      yearLimit: terms.yearLimit,
      slices,
      byPercent,
    },
    ...{ toDate, before, amount: toDate - before },
    text: `${parts.length === 0 ? 'nothing' : parts.join(' + ')} = ${decimal(toDate)}, charged before ${decimal(before)}: ${decimal(toDate - before)}`,
  };
}

function bandsOf({ tariffs }: ContributionTerms, employer: EmployerTerms): readonly Band[] {
  if (tariffs.length === 0)
    return [{ monthlyFrom: 0, within: employer.injuryPercent, above: employer.injuryPercent }];
  const tariff = tariffs.find(({ code }) => code === employer.tariff) ?? tariffs[0];
  return tariff?.bands ?? [];
}

/** The stretch of the month from what was there to what is there now, cut at the bands and at the year's limit. */
function slicesOf(
  base: Minor,
  bands: readonly Band[],
  yearLimit: Minor | null,
  { yearBase, monthBase }: ContributionHistory,
): { percent: string; base: Minor }[] {
  const [low, high] = base < 0 ? [monthBase + base, monthBase] : [monthBase, monthBase + base];
  const limit = yearLimit === null ? Number.MAX_SAFE_INTEGER : yearLimit - yearBase + monthBase;
  const parts = new Map<string, Minor>();
  bands.forEach(({ monthlyFrom, within, above }, index) => {
    const from = Math.max(low, index === 0 ? Number.MIN_SAFE_INTEGER : monthlyFrom);
    const to = Math.min(high, bands[index + 1]?.monthlyFrom ?? Number.MAX_SAFE_INTEGER);
    const add = (percent: string, part: Minor) => {
      if (part > 0) parts.set(percent, (parts.get(percent) ?? 0) + part);
    };
    add(within, Math.min(to, limit) - from);
    add(above, to - Math.max(from, limit));
  });
  return [...parts].map(([percent, part]) => ({ percent, base: base < 0 ? -part : part }));
}
