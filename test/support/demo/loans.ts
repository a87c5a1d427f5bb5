import { addDays, daysBetween } from '../../../src/kernel/local-date.js';
import type { Json } from '../centre.js';
import { sum } from '../reports.js';
import { rounded } from './arithmetic.js';
import type { Count } from './count.js';
import { fullName } from './people.js';
import { standing } from './worth.js';

const WHICH: Readonly<Record<string, (row: Json) => boolean>> = {
  out: ({ out }) => out > 0,
  overdue: ({ status }) => status === 'overdue',
  lost: ({ lost }) => lost > 0,
  all: () => true,
};

export const loans: Count = {
  key: ['loanId', 'itemId'],
  asked: ['overdue', 'lost', 'all'].map((status) => ({ status })),
  count: async (raw, question) => {
    const [clients, items] = [await raw.named('/v1/clients'), await raw.named('/v1/items')];
    const [branches, charges] = [await raw.named('/v1/branches'), await raw.named('/v1/charges')];
    const { loanGraceDays } = await raw.card('/v1/settings');
    const rows: Json[] = [];
    for (const loan of await raw.list('/v1/loans')) {
      const { movements } = await raw.card(`/v1/loans/${loan.id as string}`);
      const today = raw.today(loan.branchId);
      const isLate = loan.dueOn !== null && addDays(loan.dueOn, loanGraceDays) < today;
      for (const line of loan.lines as Json[]) {
        const moved = (kind: string) =>
          (movements as Json[])
            .filter((one) => one.kind === kind && one.reversesId === null && !one.isReversed)
            .flatMap(({ lines }) => (lines as Json[]).filter(({ itemId }) => itemId === line.itemId));
        const [lent, returned, lost] = ['lent', 'returned', 'lost'].map((kind) =>
          sum(moved(kind).map(({ quantity }) => Number(quantity))),
        ) as [number, number, number];
        const out = lent - returned - lost;
        const isOverdue = isLate && out > 0;
        const item = items.get(line.itemId);
        const charged = moved('lost').filter(({ chargeId }) => chargeId !== null);
        rows.push({
          ...{ item: item.name, itemId: item.id, sku: item.sku, unit: item.unit, clientId: loan.clientId },
          ...{ client: fullName(clients.get(loan.clientId)), group: loan.groupName, groupId: loan.groupId },
          ...{
            branch: branches.get(loan.branchId).name,
            number: loan.number,
            loanId: loan.id,
            lentOn: loan.lentOn,
          },
          ...{ dueOn: loan.dueOn, overdueDays: isOverdue ? daysBetween(loan.dueOn, today) : null },
          ...{ status: out === 0 ? 'closed' : isOverdue ? 'overdue' : 'out', lent, returned, lost, out },
          ...{ overdue: isOverdue ? out : 0, inTerm: isOverdue ? 0 : out },
          value: rounded(out * (item.replacementPrice ?? item.price).amount),
          charged: sum(charged.map(({ chargeId }) => standing(charges.get(chargeId)))),
        });
      }
    }
    const which = WHICH[question['status'] ?? 'out'] as (row: Json) => boolean;
    return { rows: rows.filter(which), totals: { number: null, overdueDays: null } };
  },
};
