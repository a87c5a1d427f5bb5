import type { Json } from '../centre.js';
import { sum } from '../reports.js';
import { amounts, grouped, hasAny, share, total } from './arithmetic.js';
import type { Count } from './count.js';
import { within, type Raw } from './raw.js';

/** The ledgers of visits of all subscriptions, each entry with the subscription it is of. */
export const visitEntries = (raw: Raw): Promise<Json[]> =>
  raw.once('visit entries', async () => {
    const entries: Json[] = [];
    for (const subscription of await raw.list('/v1/subscriptions'))
      for (const entry of await raw.list(`/v1/subscriptions/${subscription.id as string}/ledger`))
        entries.push({ ...entry, subscription });
    return entries;
  });

export const subscriptions: Count = {
  key: ['planId'],
  count: async (raw, question) => {
    const cards: Json[] = [];
    for (const now of await raw.list('/v1/subscriptions')) {
      const at = raw.lastOf(question, now.branchId);
      if (now.createdAt > at) continue;
      // Of one that was over by then, and that nobody has touched since, all is as it was.
      const wasOver =
        now.endsOn !== null && now.endsOn < raw.lastDay(question, now.branchId) && now.updatedAt <= at;
      const path = `/v1/subscriptions/${now.id as string}?asOf=${at}`;
      const then = at === raw.now || wasOver ? now : await raw.card(path);
      const renewedBy = (await raw.list('/v1/subscriptions')).some(
        ({ renewsId, createdAt }) => renewsId === now.id && createdAt <= at,
      );
      const lastDay = then.endsOn ?? then.activateBy;
      const isExpired = then.status === 'expired' && lastDay !== null && within(question, lastDay);
      cards.push({
        ...then,
        isSold: within(question, then.soldOn) && then.transferredFromId === null,
        isInForce: ['active', 'frozen', 'pending'].includes(then.status),
        isDepleted: then.status === 'depleted',
        isExpired,
        isCancelled: then.status === 'cancelled' && within(question, then.cancelledOn),
        isEnded: isExpired || then.status === 'depleted',
        isRenewed: renewedBy,
        runsOut: then.alert.reasons.some(({ code }: Json) => ['running_out', 'expiring'].includes(code)),
      });
    }
    const rows = [...grouped(cards, ({ planId }) => planId).values()].map((own): Json => {
      const of = (...members: string[]) =>
        own.filter((one) => members.every((member) => one[member] === true));
      const row = {
        ...{ plan: own[0]?.planName, planId: own[0]?.planId, sold: of('isSold').length },
        renewals: of('isSold').filter(({ renewsId }) => renewsId !== null).length,
        amount: amounts(of('isSold'), 'price') - amounts(of('isSold'), 'discount'),
        ...{ inForce: of('isInForce').length, runningOut: of('isInForce', 'runsOut').length },
        ...{ depleted: of('isDepleted').length, expired: of('isExpired').length },
        ...{ cancelled: of('isCancelled').length, renewed: of('isEnded', 'isRenewed').length },
        ended: of('isEnded').length,
      };
      return { ...row, renewalRate: share(row.renewed, row.ended) };
    });
    const told = rows.filter((row) => hasAny(row, ['sold', 'inForce', 'depleted', 'expired', 'cancelled']));
    return { rows: told, totals: { renewalRate: share(total(told, 'renewed'), total(told, 'ended')) } };
  },
};

/** What was sold and is not delivered: an entry counts from the moment it was recorded. */
export const deferredRevenue: Count = {
  key: ['planId'],
  count: async (raw, question) => {
    const entries = grouped(await visitEntries(raw), ({ subscription }) => subscription.id);
    const figures = (await raw.list('/v1/subscriptions')).map((one): Json => {
      const [opens, closes] = [raw.startOf(question.from, one.branchId), raw.endOf(question, one.branchId)];
      const own = entries.get(one.id) ?? [];
      /** Worth as it was recorded by an instant: sold and moved here, recognised, and whether the rest went back. */
      const by = (at: string) => {
        const known = own.filter(({ createdAt }) => createdAt <= at);
        const moved = amounts(
          known.filter(({ kind }) => kind === 'transfer'),
          'value',
        );
        const recognised = amounts(
          known.filter(({ kind }) => kind !== 'transfer'),
          'value',
        );
        const sold = one.createdAt <= at ? one.price.amount - one.discount.amount : 0;
        const left = sold + moved - recognised;
        const isGiven = known.some(({ kind }) => kind === 'refund');
        return { moved, recognised, sold, left: isGiven ? 0 : left, given: isGiven ? left : 0, known };
      };
      const [before, after] = [by(opens), by(closes)];
      const visitsLeft = one.visitsTotal === null ? 0 : total(after.known, 'visits');
      return {
        ...{ plan: one.planName, planId: one.planId, opening: before.left, sold: after.sold - before.sold },
        ...{ moved: after.moved - before.moved, recognised: after.recognised - before.recognised },
        ...{ refunded: after.given - before.given, closing: after.left },
        ...{ subscriptions: after.left === 0 ? 0 : 1, visitsLeft: after.left === 0 ? 0 : visitsLeft },
      };
    });
    const members = ['opening', 'sold', 'moved', 'recognised', 'refunded', 'closing'];
    const moving = figures.filter((one) => members.some((member) => one[member] !== 0));
    const rows = [...grouped(moving, ({ planId }) => planId).values()].map((own) => ({
      ...{ plan: own[0]?.plan, planId: own[0]?.planId },
      ...Object.fromEntries(
        [...members, 'subscriptions', 'visitsLeft'].map((member) => [member, total(own, member)]),
      ),
    }));
    for (const { opening, sold, moved, recognised, refunded, closing } of rows as Json[])
      expect(sum([opening, sold, moved, -recognised, -refunded])).toBe(closing);
    return { rows };
  },
};
