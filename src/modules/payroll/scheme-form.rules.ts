import type { Fault } from '../../kernel/errors.js';
import type { Minor } from '../../kernel/money.js';
import { bracketFaults } from './brackets.rules.js';
import type { PayBasis } from './pay.types.js';

type Amount = { amount: Minor } | null;

export interface SchemeForm {
  employeeId?: string | null;
  position?: string | null;
  branchId?: string | null;
  activityId?: string | null;
  groupId?: string | null;
  basis: PayBasis;
  name?: string | null;
  rate?: Amount;
  percent?: string | null;
  brackets?: { from: number }[] | null;
  bracketMode?: string | null;
  minAmount?: Amount;
  maxAmount?: Amount;
  hourMinutes?: number | null;
  proration?: string | null;
  weekdays?: number[] | null;
  onHolidays?: boolean;
  localFrom?: string | null;
  localTo?: string | null;
  coversSubstitutes?: boolean;
  leadSharePercent?: string | null;
  effectiveFrom: string;
  effectiveTo?: string | null;
}

type Member = keyof SchemeForm;

const RATES: readonly Member[] = ['rate', 'percent', 'brackets'];
const LIMITS: readonly Member[] = ['minAmount', 'maxAmount'];
const NARROW: readonly Member[] = ['activityId', 'groupId'];
/** Who else it pays, and how they divide it. */
const TOGETHER: readonly Member[] = ['coversSubstitutes', 'leadSharePercent'];

/** Of the ways to say how much: those a basis takes, of which exactly one is given. */
const ways: Readonly<Record<PayBasis, readonly Member[]>> = {
  lesson: ['rate', 'brackets'],
  hour: ['rate', 'brackets'],
  attendee: ['rate', 'brackets'],
  revenue_percent: ['percent'],
  salary: ['rate'],
  payments_percent: ['percent'],
  sales_percent: ['percent'],
  premium: ['percent', 'rate'],
};
/** What else a basis takes; it must have those marked true. */
const others: Readonly<Record<PayBasis, Readonly<Partial<Record<Member, boolean>>>>> = {
  lesson: members(LIMITS, NARROW, TOGETHER),
  hour: members(LIMITS, NARROW, TOGETHER, ['hourMinutes']),
  attendee: members(LIMITS, NARROW, TOGETHER),
  revenue_percent: members(LIMITS, NARROW, TOGETHER),
  salary: { ...members(['weekdays']), proration: true },
  payments_percent: {},
  sales_percent: {},
  premium: { ...members(LIMITS, NARROW, ['weekdays', 'onHolidays', 'localFrom', 'localTo']), name: true },
};
const OPTIONS: readonly Member[] = [
  ...LIMITS,
  ...NARROW,
  ...(['name', 'hourMinutes', 'proration', 'weekdays', 'onHolidays', 'localFrom', 'localTo'] as const),
  ...TOGETHER,
];

function members(...lists: (readonly Member[])[]): Partial<Record<Member, boolean>> {
  return Object.fromEntries(lists.flat().map((name) => [name, false]));
}

/** What does not fit together in a scheme as it was asked for. */
export function schemeFaults(form: SchemeForm): Fault[] {
  return [...whoseFaults(form), ...wayFaults(form), ...optionFaults(form), ...rangeFaults(form)];
}

const isGiven = (form: SchemeForm, member: Member): boolean => form[member] != null && form[member] !== false;

function whoseFaults(form: SchemeForm): Fault[] {
  const faults: Fault[] = [];
  if (!isGiven(form, 'employeeId') && !isGiven(form, 'position')) {
    faults.push(required('employeeId', 'Name the employee, or a position.'));
  }
  if (isGiven(form, 'employeeId') && isGiven(form, 'position')) {
    faults.push(barred('position', 'Give employeeId or position, not both.'));
  }
  if (isGiven(form, 'branchId') && !isGiven(form, 'position')) {
    faults.push(barred('branchId', 'An employee is of one branch; only a position has one here.'));
  }
  if (isGiven(form, 'position')) {
    const detail = 'A scheme of a position is for all its work.';
    faults.push(...NARROW.filter((name) => isGiven(form, name)).map((name) => barred(name, detail)));
  }
  if (NARROW.every((name) => isGiven(form, name))) {
    faults.push(barred('groupId', 'Give activityId or groupId, not both.'));
  }
  return faults;
}

function wayFaults(form: SchemeForm): Fault[] {
  const { basis } = form;
  const taken = ways[basis];
  const given = taken.filter((name) => isGiven(form, name));
  const faults = RATES.filter((name) => !taken.includes(name) && isGiven(form, name)).map((name) =>
    barred(name, `The basis ${basis} takes no ${name}.`),
  );
  const [first = 'rate'] = taken;
  if (given.length === 0) faults.unshift(required(first, `The basis ${basis} needs ${taken.join(' or ')}.`));
  if (given.length > 1) faults.push(barred(given[1] ?? first, `Give ${taken.join(' or ')}, not both.`));
  if (isGiven(form, 'brackets') !== isGiven(form, 'bracketMode')) {
    faults.push(
      isGiven(form, 'brackets')
        ? required('bracketMode', 'Say whether brackets are whole or marginal.')
        : barred('bracketMode', 'It goes with brackets.'),
    );
  }
  return [...faults, ...bracketFaults(form.brackets ?? [])];
}

function optionFaults(form: SchemeForm): Fault[] {
  const { basis } = form;
  const takes = others[basis];
  // Activity and group of a position are refused above.
  return OPTIONS.flatMap((name): Fault[] => {
    const isKnown = takes[name] !== undefined || (NARROW.includes(name) && isGiven(form, 'position'));
    if (isGiven(form, name)) return isKnown ? [] : [barred(name, `The basis ${basis} takes no ${name}.`)];
    return takes[name] === true ? [required(name, `The basis ${basis} needs ${name}.`)] : [];
  });
}

function rangeFaults(form: SchemeForm): Fault[] {
  const { minAmount, maxAmount, localFrom, localTo, effectiveTo } = form;
  const faults: Fault[] = [];
  if (minAmount != null && maxAmount != null && maxAmount.amount < minAmount.amount) {
    faults.push(crossed('maxAmount', 'maxAmount cannot be below minAmount.'));
  }
  if (isGiven(form, 'localFrom') !== isGiven(form, 'localTo')) {
    const name = isGiven(form, 'localFrom') ? 'localTo' : 'localFrom';
    faults.push(required(name, 'Hours have a beginning and an end.'));
  } else if (localFrom != null && localTo != null && localTo <= localFrom) {
    faults.push(crossed('localTo', 'The end is before the start.'));
  }
  if (effectiveTo != null && effectiveTo <= form.effectiveFrom) {
    faults.push(crossed('effectiveTo', 'It ends after it begins.'));
  }
  return faults;
}

const required = (member: Member, detail: string): Fault => ({
  ...{ pointer: `/${member}`, code: 'value.required', detail },
});
const barred = (member: Member, detail: string): Fault => ({
  ...{ pointer: `/${member}`, code: 'value.not-allowed', detail },
});
const crossed = (member: Member, detail: string): Fault => ({
  ...{ pointer: `/${member}`, code: 'range.ends-before-start', detail },
});
