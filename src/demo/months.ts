import { addDays, type LocalDate } from '../kernel/local-date.js';
import { BillingService } from '../modules/billing/index.js';
import type { Mark } from '../modules/catalogue/index.js';
import { CompletionService, SeriesService } from '../modules/schedule/index.js';
import { RenewalsService, SubscriptionsService } from '../modules/subscriptions/index.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/tx.js';
import type { Cast } from './cast.js';
import { repeatable } from './names.js';
import type { DemoPlan } from './offers.js';
import type { Stage } from './stage.js';

const chance = repeatable(7);

interface Sale {
  clientId: string;
  plan: DemoPlan;
  pays: boolean;
  /** The subscription that this one follows. */
  renews?: string | null;
  promoCode?: string;
}

/** A family buys, at the price of its branch and with its discount, and pays what that comes to. */
export function sell(stage: Stage, sale: Sale): Promise<void> {
  const { clientId, plan, pays, renews = null, promoCode } = sale;
  const method = chance() < 0.7 ? 'card' : 'cash';
  return stage.tx(async (tx) => {
    const terms = { planId: plan.id, ...(promoCode === undefined ? {} : { promoCode }) };
    const { price, discount } =
      renews === null
        ? await stage.get(SubscriptionsService).sell(tx, { clientId, ...terms })
        : await stage.get(RenewalsService).renew(tx, renews, terms);
    // The demo acts as the system, which sees every amount.
    if (price === null || discount === null) throw new Error('a sale without a price');
    const amount = { ...price, amount: price.amount - discount.amount };
    if (pays) await stage.get(BillingService).pay(tx, { clientId, amount, method });
  });
}

/** The rest of a day: its lessons completed at their end, and renewals by those whose visits have run out. */
export async function liveDay(stage: Stage, cast: Cast, day: LocalDate): Promise<void> {
  const lessons = await stage.db.query<{ id: string; endsAt: string }>(sql`
    select id, ends_at as "endsAt" from lessons
    where status = 'planned' and ends_at < ${`${addDays(day, 1)}T00:00:00Z`} and id <> all (${[...cast.forgotten]}::uuid[])
    order by ends_at, id`);
  for (const { id, endsAt } of lessons) {
    if (endsAt > stage.clock.now()) stage.clock.set(endsAt);
    await stage.tx(async (tx) => {
      const attendance = await marksOf(tx, id);
      await stage.get(CompletionService).complete(tx, id, { attendance });
    });
  }
  stage.clock.set(`${day}T17:30:00Z`);
  await renew(stage, cast);
  await settle(stage, cast, day);
  await stage.tx((tx) => stage.get(SeriesService).materialise(tx));
}

/** Of guests, of whoever rests in a freeze or has told an absence nothing is said: it is known. */
async function marksOf(tx: Tx, lessonId: string): Promise<{ clientId: string; mark: Mark }[]> {
  const people = await tx.query<{ clientId: string }>(sql`
    select p.client_id as "clientId" from lesson_people p join lessons l on l.id = p.lesson_id
    where l.id = ${lessonId} and not exists (
      select from subscriptions s join freezes f on f.subscription_id = s.id
      where s.client_id = p.client_id and l.on_date between f.starts_on and f.ends_on)
      and not exists (select from lesson_absences a where a.lesson_id = l.id and a.client_id = p.client_id and a.withdrawn_at is null)
    order by p.client_id`);
  return people.flatMap(({ clientId }) => {
    const mark = markOf(chance());
    return mark === null ? [] : [{ clientId, mark }];
  });
}

function markOf(dice: number): Mark | null {
  if (dice < 0.8) return 'present';
  if (dice < 0.84) return 'late';
  if (dice < 0.9) return 'absent';
  return dice < 0.96 ? 'absent_excused' : null;
}

/** Who ran out renews within a few days: nearly all of them, and nearly all of these pay at once. */
async function renew(stage: Stage, cast: Cast): Promise<void> {
  const out = await stage.db.query<{ clientId: string; activityId: string; lastId: string | null }>(sql`
    select distinct m.client_id as "clientId", g.activity_id as "activityId",
           (select case when s.cancelled_on is null then s.id end from subscriptions s
            where s.client_id = m.client_id and g.activity_id = any (s.activity_ids) order by s.number desc limit 1) as "lastId"
    from subscription_alerts(${stage.clock.now()}) a join group_members m on m.client_id = a.client_id join groups g on g.id = m.group_id
    where a.level = 'red' and m.left_on is null order by 1, 2`);
  for (const { clientId, activityId, lastId: renews } of out) {
    const dice = chance();
    const { list, promoCode } = cast.centre.offers;
    const offer = list.find((one) => one.activityId === activityId);
    if (offer === undefined || dice > 0.6) continue;
    const plan = dice < 0.05 ? offer.unlimited : offer.eight;
    const isCoded = dice > 0.4 && dice < 0.44 && cast.promoLeft > 0;
    if (isCoded) cast.promoLeft -= 1;
    const code = isCoded ? { promoCode } : {};
    await sell(stage, { clientId, plan, pays: dice < 0.56, renews, ...code });
  }
}

/** Of those who owe, a third comes to the desk on any day; a debt is seldom older than a week. */
async function settle(stage: Stage, { slow }: Cast, day: LocalDate): Promise<void> {
  const owing = await stage.db.query<{ payerAccountId: string; currency: string; amount: number }>(sql`
    select payer_account_id as "payerAccountId", money(0::bigint) ->> 'currency' as currency, sum(amount - credited - paid)::bigint as amount
    from charges where reversed_at is null and paid + credited < amount and due_on <= ${day} and client_id <> all (${[...slow]}::uuid[])
    group by payer_account_id order by 1`);
  for (const { payerAccountId, ...amount } of owing) {
    if (chance() > 0.35) continue;
    await stage.tx((tx) => stage.get(BillingService).pay(tx, { payerAccountId, amount, method: 'cash' }));
  }
}
