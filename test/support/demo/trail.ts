import { addDays } from '../../../src/kernel/local-date.js';
import { distinct, grouped } from './arithmetic.js';
import type { Count } from './count.js';
import { within } from './raw.js';

export const auditDigest: Count = {
  key: ['user', 'login', 'records'],
  asked: [{ people: 'true' }],
  count: async (raw, question) => {
    const [first] = (await raw.list('/v1/branches')).map(({ id }) => id as string).sort();
    const around = `from=${addDays(question.from, -1)}T00:00:00Z&to=${addDays(question.to, 1)}T00:00:00Z`;
    const changes = (await raw.list(`/v1/audit/changes?${around}`)).filter(
      ({ at, branchId, by }) =>
        at <= raw.now &&
        within(question, raw.dayOf(at, branchId ?? first)) &&
        (question['people'] !== 'true' || by.kind === 'user'),
    );
    const rows = [
      ...grouped(changes, ({ by, table }) => JSON.stringify([by.name, by.login, table])).values(),
    ].map((own) => {
      const of = (operation: string) => own.filter((one) => one.operation === operation).length;
      return {
        ...{ user: own[0]?.by.name, login: own[0]?.by.login, records: own[0]?.table, all: own.length },
        ...{ created: of('insert'), changed: of('update'), deleted: of('delete') },
        different: distinct(own, 'recordId'),
        lastAt: own
          .map(({ at }) => at as string)
          .sort()
          .at(-1),
      };
    });
    return { rows, totals: { different: null } };
  },
};
