import type { Fault } from '../../../kernel/errors.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import { faultOfRule } from '../../../platform/clock/recurrence.js';

/** A rule must give a day within so many days of its start, or it is a slip of the pen; 29 February comes back in eight years. */
export const LOOK_AHEAD = 8 * 366;

const DETAILS = {
  'rule.not-valid':
    'Give an RFC 5545 rule of days: FREQ of DAILY, WEEKLY, MONTHLY or YEARLY, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS, INTERVAL, WKST, and COUNT or UNTIL.',
  'rule.too-frequent': 'A series has at most one lesson a day: FREQ is DAILY, WEEKLY, MONTHLY or YEARLY.',
  'rule.count-too-large': 'COUNT is at most 9999.',
  'rule.never-matches': 'No day fits this rule.',
};

export function faultsOfRule(rule: string, startsOn: LocalDate): Fault[] {
  const code = faultOfRule(rule, startsOn);
  return code === null ? [] : [{ pointer: '/rule', code, detail: DETAILS[code] }];
}
