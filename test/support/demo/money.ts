import { addDays, daysBetween } from '../../../src/kernel/local-date.js';
import type { Json } from '../centre.js';
import { sum } from '../reports.js';
import { amounts, grouped, share, total } from './arithmetic.js';
import type { Count } from './count.js';
import { fullName } from './people.js';
import { within } from './raw.js';
import { accruals } from './worth.js';

/** Kinds of pay with a column of their own; work is what is none of them. */
const KINDS = ['salary', 'premium', 'payment', 'sale', 'bonus', 'penalty', 'advance', 'deduction'];

export const paymentsByMethod: Count = {
  key: ['method'],
  count: async (raw, question) => {
    const standing = (list: Json[], moment: string) =>
      list.filter(
        (one) =>
          one.reversedAt === null &&
          one.method !== 'account' &&
          within(question, raw.dayOf(one[moment], one.branchId)),
      );
    const payments = standing(await raw.list('/v1/payments'), 'receivedAt');
    const refunds = standing(await raw.list('/v1/refunds'), 'paidAt');
    const methods = new Set([...payments, ...refunds].map(({ method }) => method as string));
    const rows = [...methods].map((method) => {
      const [came, went] = [payments, refunds].map((list) => list.filter((one) => one.method === method)) as [
        Json[],
        Json[],
      ];
      return {
        ...{
          method,
          payments: came.length,
          received: amounts(came),
          refunds: went.length,
          refunded: amounts(went),
        },
        ...{ net: amounts(came) - amounts(went), share: share(amounts(came), amounts(payments)) },
      };
    });
    return { rows, totals: { share: payments.length === 0 ? null : 100 } };
  },
};

export const expenses: Count = {
  key: ['categoryId'],
  filled: ['cash', 'bank'],
  count: async (raw, question) => {
    const list = (await raw.list('/v1/expenses')).filter(
      ({ reversedAt, onDate }) => reversedAt === null && within(question, onDate),
    );
    const rows = [...grouped(list, ({ categoryId }) => categoryId).values()].map((own) => {
      const from = (where: string) => amounts(own.filter(({ paidFrom }) => paidFrom === where));
      return {
        ...{ category: own[0]?.categoryName, categoryId: own[0]?.categoryId, expenses: own.length },
        ...{ amount: amounts(own), vat: amounts(own, 'vat'), cash: from('cash'), bank: from('bank') },
        share: share(amounts(own), amounts(list)),
      };
    });
    return { rows, totals: { share: list.length === 0 ? null : 100 } };
  },
};

export const debts: Count = {
  key: ['accountId'],
  asked: [{ minDays: '5' }],
  filled: ['upTo30', 'upTo60', 'upTo90'],
  count: async (raw, question) => {
    const clients = await raw.named('/v1/clients');
    const open = (await raw.list('/v1/charges')).filter(
      (one) => one.reversedAt === null && one.open.amount > 0,
    );
    const rows: Json[] = [];
    for (const [accountId, own] of grouped(open, ({ payerAccountId }) => payerAccountId)) {
      const { holder, branchId } = await raw.card(`/v1/payer-accounts/${accountId}`);
      const aged = own.map((one) => ({ ...one, days: daysBetween(one.dueOn, raw.today(branchId)) }));
      const days = Math.max(...aged.map((one) => one.days));
      if (days < Number(question['minDays'] ?? 0)) continue;
      const between = (least: number, most: number) =>
        amounts(
          aged.filter((one) => one.days >= least && one.days <= most),
          'open',
        );
      const whose = new Set(aged.filter((one) => one.days >= 0).map(({ clientId }) => clientId as string));
      const names = [...whose].map(
        (id) => `${clients.get(id).lastName as string} ${clients.get(id).firstName as string}`,
      );
      rows.push({
        ...{ payer: holder.name, accountId, clients: names.sort().join(', '), debt: between(0, Infinity) },
        ...{
          upTo30: between(0, 30),
          upTo60: between(31, 60),
          upTo90: between(61, 90),
          over90: between(91, Infinity),
        },
        ...{ dueOn: own.map(({ dueOn }) => dueOn as string).sort()[0], days, notDue: between(-Infinity, -1) },
      });
    }
    return { rows, totals: { days: null } };
  },
};

/** Payslips of the runs that end in the period, and what was accrued in it and is in no run. */
export const payroll: Count = {
  key: ['employeeId', 'runId'],
  filled: ['salary', 'work', 'sale', 'bonus', 'penalty', 'advance', 'deduction', 'paid'],
  count: async (raw, question) => {
    const every = (await raw.list('/v1/payslips')).filter(({ status }) => status !== 'cancelled');
    const slips = every
      .filter(({ periodTo }) => periodTo > question.from && periodTo <= question.to)
      .map((slip) => ({
        ...{ employee: slip.employeeName, employeeId: slip.employeeId, runId: slip.payrollRunId },
        ...{ state: slip.status, periodFrom: slip.periodFrom, periodTo: addDays(slip.periodTo, -1) },
        ...byKind(slip.accrued),
        ...{ gross: slip.income.amount, tax: slip.tax.amount, withheld: total(slip.withheld, 'amount') },
        ...{ debtBefore: slip.debtBefore.amount, debtAfter: slip.debtAfter.amount, net: slip.net.amount },
        ...{ paid: slip.paidOn === null ? null : slip.net.amount, paidOn: slip.paidOn },
        ...{ contributions: total(slip.contributions, 'amount'), employerCost: slip.employerCost.amount },
      }));
    const taken = new Set(every.flatMap((slip) => (slip.accruals as Json[]).map(({ id }) => id as string)));
    const employees = await raw.named('/v1/employees');
    const left = (await accruals(raw)).filter(({ id, onDate }) => !taken.has(id) && within(question, onDate));
    const waiting = [...grouped(left, ({ employeeId }) => employeeId)].map(([employeeId, own]) => {
      const days = own.map(({ onDate }) => onDate as string).sort();
      const entries = own.map(({ kind, amount }) => ({ kind, amount: amount.amount }));
      const gross = entries.filter(({ kind }) => !['advance', 'deduction'].includes(kind));
      return {
        ...{ employee: fullName(employees.get(employeeId)), employeeId, runId: null, state: 'none' },
        ...{ periodFrom: days[0], periodTo: days.at(-1), ...byKind(entries), gross: total(gross, 'amount') },
        ...{
          tax: null,
          withheld: null,
          debtBefore: null,
          debtAfter: null,
          net: null,
          paid: null,
          paidOn: null,
        },
        ...{ contributions: null, employerCost: null },
      };
    });
    return { rows: [...slips, ...waiting] };
  },
};

const byKind = (accrued: Json[]): Record<string, number> => {
  const of = (is: (kind: string) => boolean) =>
    sum(accrued.filter(({ kind }) => is(kind)).map(({ amount }) => amount));
  return {
    ...Object.fromEntries(KINDS.map((one) => [one, of((kind) => kind === one)])),
    work: of((kind) => !KINDS.includes(kind)),
  };
};
