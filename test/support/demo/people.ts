import { addDays, addMonths, daysBetween, type LocalDate } from '../../../src/kernel/local-date.js';
import type { Json } from '../centre.js';
import { sum } from '../reports.js';
import { distinct, grouped, rounded, share } from './arithmetic.js';
import type { Count } from './count.js';
import type { Period, Raw } from './raw.js';

const STATUSES = ['lead', 'trial', 'active', 'paused', 'left'] as const;
const RETURN_DAYS = 30;

export const fullName = ({ lastName, firstName, middleName }: Json): string =>
  [lastName, firstName, middleName].filter((part) => part !== null).join(' ');

export interface Membership {
  id: string;
  clientId: string;
  group: Json;
  joinedOn: LocalDate;
  leftOn: LocalDate | null;
  leaveReason: string | null;
}

/** Who has ever been a member. */
export const memberships = (raw: Raw): Promise<Membership[]> =>
  raw.once('memberships', async () => {
    const found: Membership[] = [];
    const groups = await raw.named('/v1/groups');
    for (const { id: clientId } of await raw.list('/v1/clients'))
      for (const one of await raw.list(`/v1/clients/${clientId as string}/memberships`))
        found.push({
          ...(one as Omit<Membership, 'clientId' | 'group'>),
          clientId,
          group: groups.get(one.groupId),
        });
    return found;
  });

export const isMember = ({ joinedOn, leftOn }: Membership, day: LocalDate): boolean =>
  joinedOn <= day && (leftOn === null || leftOn > day);

/** Left, for all that is known by today, in the period, and came back to no group within thirty days. */
export function isRefusal(raw: Raw, { from, to }: Period, one: Membership, all: Membership[]): boolean {
  const { leftOn } = one;
  if (leftOn === null || leftOn <= from || leftOn > to || leftOn > raw.today(one.group.branchId))
    return false;
  const until = addDays(leftOn, RETURN_DAYS);
  return !all.some(
    (more) =>
      more.id !== one.id &&
      more.clientId === one.clientId &&
      more.joinedOn <= until &&
      (more.leftOn === null || more.leftOn > leftOn),
  );
}

/** Whether the client was a member, within thirty days before this membership, of a group of which something holds. */
export const wasMember = (one: Membership, all: Membership[], ofGroup: (group: Json) => boolean): boolean =>
  all.some(
    (more) =>
      more.clientId === one.clientId &&
      more.joinedOn < one.joinedOn &&
      (more.leftOn === null || more.leftOn > addDays(one.joinedOn, -RETURN_DAYS)) &&
      ofGroup(more.group),
  );

export const clientsByStatus: Count = {
  key: ['ageCategory'],
  count: async (raw, question) => {
    const { ageBands } = await raw.card('/v1/settings');
    const people: Json[] = [];
    for (const client of await raw.list('/v1/clients')) {
      const { id, branchId, birthDate, createdAt } = client;
      const [start, end] = [raw.startOf(question.from, branchId), raw.endOf(question, branchId)];
      if (createdAt >= end) continue;
      const changes = (await raw.card(`/v1/clients/${id as string}/status-history`)).items as Json[];
      const before = changes.filter(({ at }) => at < end);
      const after = changes.find(({ at }) => at >= end);
      people.push({
        category:
          birthDate === null ? 'unknown' : bandOf(birthDate, raw.lastDay(question, branchId), ageBands),
        status: after?.from ?? client.status,
        isNew: createdAt >= start,
        hasLeft: before.some(({ at, from, to }) => at >= start && from !== null && to === 'left'),
      });
    }
    const rows = [...grouped(people, ({ category }) => category)].map(([ageCategory, own]) => {
      const counts = STATUSES.map((status) => [status, own.filter((one) => one.status === status).length]);
      const row: Json = { ...Object.fromEntries(counts), ageCategory, clients: own.length };
      const registered = own.filter(({ isNew }) => isNew).length;
      const departed = own.filter(({ hasLeft }) => hasLeft).length;
      return { ...row, activeShare: share(row.active, own.length), registered, departed };
    });
    const [active, clients] = ['active', 'clients'].map((code) => sum(rows.map((row: Json) => row[code])));
    return { rows, totals: { activeShare: share(active ?? 0, clients ?? 0) } };
  },
};

function bandOf(birthDate: LocalDate, day: LocalDate, bands: Json[]): string {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  const age = day.slice(5) < birthDate.slice(5) ? years - 1 : years;
  return bands.find(({ under }) => under === null || age < under).code;
}

export const refusals: Count = {
  key: ['reason'],
  filled: ['early'],
  count: async (raw, question) => {
    const all = await memberships(raw);
    const refused = all
      .filter((one) => isRefusal(raw, question, one, all))
      .map(({ clientId, joinedOn, leftOn, leaveReason }) => ({
        ...{ clientId, reason: leaveReason ?? '—', days: daysBetween(joinedOn, leftOn ?? joinedOn) },
      }));
    const figures = (own: typeof refused) => ({
      ...{
        refusals: distinct(own, 'clientId'),
        share: share(distinct(own, 'clientId'), distinct(refused, 'clientId')),
      },
      early: distinct(
        own.filter(({ days }) => days <= 60),
        'clientId',
      ),
      days: own.length === 0 ? null : rounded(sum(own.map(({ days }) => days)) / own.length, 2),
    });
    const rows = [...grouped(refused, ({ reason }) => reason)].map(([reason, own]) => ({
      reason,
      ...figures(own),
    }));
    return { rows, totals: figures(refused) };
  },
};

export const retention: Count = {
  key: ['cohort'],
  count: async (raw, question) => {
    const all = await memberships(raw);
    const firsts = [...grouped(all, ({ clientId }) => clientId).values()].map(
      (own) => [...own].sort((a, b) => (a.joinedOn + a.id < b.joinedOn + b.id ? -1 : 1))[0] as Membership,
    );
    const came = firsts.filter(
      ({ joinedOn, group }) =>
        joinedOn >= question.from && joinedOn < question.to && joinedOn <= raw.today(group.branchId),
    );
    const isKept = ({ clientId }: Membership, day: LocalDate) =>
      all.some((one) => one.clientId === clientId && isMember(one, day));
    const figures = (own: Membership[]): Json => {
      const after = (months: number) => {
        const due = own.filter(
          ({ joinedOn, group }) => addMonths(joinedOn, months) <= raw.today(group.branchId),
        );
        return share(due.filter((one) => isKept(one, addMonths(one.joinedOn, months))).length, due.length);
      };
      const stay = own.filter((one) => isKept(one, raw.today(one.group.branchId))).length;
      return {
        ...{ size: own.length, stay, stayShare: share(stay, own.length) },
        ...{ month1: after(1), month2: after(2), month3: after(3), month6: after(6), month12: after(12) },
      };
    };
    const cohorts = grouped(came, ({ joinedOn }) => joinedOn.slice(0, 7));
    const rows = [...cohorts].map(([cohort, own]) => ({ cohort, ...figures(own) }));
    return { rows, totals: figures(came) };
  },
};
