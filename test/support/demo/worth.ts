import type { Json } from '../centre.js';
import { amounts, grouped, rounded, vatIn } from './arithmetic.js';
import { visitEntries } from './subscriptions.js';
import type { Raw } from './raw.js';

/** What a visit of a lesson is worth: by the ledger of its subscription, or by what stands of its charges. */
export interface Worth {
  lessonId: string;
  source: 'subscription' | 'visit';
  code: string;
  percent: string | null;
  revenue: number;
  vat: number;
}

/** What stands of a charge: less what was credited; nothing when it was taken back. */
export const standing = ({ amount, credited, reversedAt }: Json): number =>
  reversedAt === null ? amount.amount - credited.amount : 0;

/** The VAT a subscription was sold with is told by its charge; one that was given away keeps that of the giver. */
export const vatOf = (raw: Raw): Promise<Map<string, { code: string; percent: string | null }>> =>
  raw.once('VAT of subscriptions', async () => {
    const charges = (await raw.list('/v1/charges')).filter(({ kind }) => kind === 'subscription');
    const sold = new Map<string, { code: string; percent: string | null }>(
      charges.map(({ subjectId, vatCode, vatPercent }) => [
        subjectId,
        { code: vatCode, percent: vatPercent },
      ]),
    );
    for (const { id, transferredFromId } of await raw.list('/v1/subscriptions')) {
      const giver = sold.get(transferredFromId);
      if (giver !== undefined) sold.set(id, giver);
    }
    return sold;
  });

/** Which lesson a visit is of that nobody took back. */
const lessonsOfVisits = (raw: Raw): Promise<Map<string, string>> =>
  raw.once('lessons of visits', async () => {
    const lessons = new Map<string, string>();
    for (const { id, status } of await raw.list('/v1/lessons')) {
      if (status !== 'completed') continue;
      const { attendees } = await raw.card(`/v1/lessons/${id as string}`);
      for (const { visitId } of attendees as Json[]) if (visitId !== null) lessons.set(visitId, id);
    }
    return lessons;
  });

export const worths = (raw: Raw): Promise<Worth[]> =>
  raw.once('worth of visits', async () => {
    const vat = await vatOf(raw);
    const entries = (await visitEntries(raw)).filter(({ kind }) => ['charge', 'reversal'].includes(kind));
    const bySubscription = [
      ...grouped(
        entries,
        ({ visitId, subscription }) => `${visitId as string} ${subscription.id as string}`,
      ).values(),
    ].map((own): Worth => {
      const [first] = own as [Json];
      const { code = '', percent = null } = vat.get(first.subscription.id) ?? {};
      const revenue = amounts(own, 'value');
      const told = { code, percent, revenue, vat: vatIn(revenue, percent) };
      return { lessonId: first.lessonId, source: 'subscription', ...told };
    });
    const lessons = await lessonsOfVisits(raw);
    const byMoney = (await raw.list('/v1/charges'))
      .filter((charge) => charge.kind === 'visit' && standing(charge) !== 0)
      .map((charge): Worth => {
        const { subjectId, vatCode: code, vatPercent: percent } = charge;
        const revenue = standing(charge);
        const lessonId = lessons.get(subjectId);
        if (lessonId === undefined) throw new Error(`no lesson has the visit ${subjectId as string}`);
        return { lessonId, source: 'visit', code, percent, revenue, vat: vatIn(revenue, percent) };
      });
    return [...bySubscription.filter(({ revenue }) => revenue !== 0), ...byMoney];
  });

/** An entry of pay, with what is paid to the funds on top of it. */
export interface Pay {
  employeeId: string;
  branchId: string;
  lessonId: string | null;
  onDate: string;
  kind: string;
  pay: number;
  contributions: number;
}

/** All pay that is a cost: an advance and a deduction settle it, and a reversal is of the kind it reverses. */
export const payOf = (raw: Raw): Promise<Pay[]> =>
  raw.once('pay', async () => {
    const employees = await raw.named('/v1/employees');
    const { payContributionsPercent } = await raw.card('/v1/settings');
    return (await accruals(raw))
      .filter(({ kind }) => !['advance', 'deduction'].includes(kind))
      .map((one) => {
        const isFree = employees.get(one.employeeId).engagement === 'self_employed';
        const percent = isFree ? 0 : Number(payContributionsPercent);
        return {
          ...(one as Pay),
          pay: one.amount.amount,
          contributions: rounded((one.amount.amount * percent) / 100),
        };
      });
  });

/** Accruals, a reversal with the kind of what it reverses. */
export const accruals = async (raw: Raw): Promise<Json[]> => {
  const named = await raw.named('/v1/accruals');
  return [...named.values()].map((one) => ({ ...one, kind: named.get(one.reversesId)?.kind ?? one.kind }));
};

/** What lessons took out of stock: of waybills whose basis is a lesson. */
export const materialsOf = async (raw: Raw): Promise<{ lessonId: string; amount: number }[]> =>
  (await raw.list('/v1/stock-entries'))
    .filter(({ basis }) => basis?.kind === 'lesson')
    .map(({ basis, value }) => ({ lessonId: basis.id, amount: -value.amount }));
