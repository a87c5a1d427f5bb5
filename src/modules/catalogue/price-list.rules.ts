import type { Fault } from '../../kernel/errors.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { multiply, percentOf, type Minor } from '../../kernel/money.js';

/** A price raised or lowered by a percentage and rounded to whole steps; never below zero. */
export function changedPrice(price: Minor, percent: string, step: Minor): Minor {
  const changed = price + percentOf(price, percent);
  return Math.max(0, multiply(changed, 1, step) * step);
}

export interface LineTerms {
  planId?: string;
  activityId?: string;
  price?: unknown;
  trialPrice?: unknown;
}

/** A line prices one plan, or one activity in one respect at least; nothing is priced twice. */
export function lineFaults(lines: readonly LineTerms[]): Fault[] {
  const seen = new Set<string>();
  return lines.flatMap((line, index) => {
    const at = `/lines/${String(index)}`;
    const subject = line.planId ?? line.activityId;
    const isRepeated = subject !== undefined && seen.has(subject);
    if (subject !== undefined) seen.add(subject);
    return [...shapeFaults(line, at), ...(isRepeated ? [repeated(at)] : [])];
  });
}

function shapeFaults(line: LineTerms, at: string): Fault[] {
  if ((line.planId === undefined) === (line.activityId === undefined))
    return [{ pointer: at, code: 'line.one-subject', detail: 'Give either planId or activityId.' }];
  if (line.price === undefined && (line.planId !== undefined || line.trialPrice === undefined))
    return [{ pointer: `${at}/price`, code: 'value.required', detail: 'This is required.' }];
  if (line.planId !== undefined && line.trialPrice !== undefined)
    return [
      { pointer: `${at}/trialPrice`, code: 'line.plan-has-no-trial', detail: 'A plan has no trial price.' },
    ];
  return [];
}

const repeated = (pointer: string): Fault => ({
  pointer,
  code: 'line.repeated',
  detail: 'It is priced in an earlier line already.',
});

/** A period ends on the day it begins at the earliest; null is until further notice. */
export function periodFaults(effectiveFrom: LocalDate, effectiveTo: LocalDate | null): Fault[] {
  if (effectiveTo === null || effectiveTo >= effectiveFrom) return [];
  const detail = `effectiveTo cannot be before effectiveFrom, ${effectiveFrom}.`;
  return [{ pointer: '/effectiveTo', code: 'range.ends-before-start', detail }];
}
