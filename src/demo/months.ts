import type { INestApplicationContext } from '@nestjs/common';
import { systemActor } from '../kernel/actor.js';
import { addDays, type LocalDate } from '../kernel/local-date.js';
import { BillingService } from '../modules/billing/index.js';
import type { Mark } from '../modules/catalogue/index.js';
import { CompletionService, SeriesService } from '../modules/schedule/index.js';
import { SubscriptionsService } from '../modules/subscriptions/index.js';
import { Clock } from '../platform/clock/clock.js';
import { Db } from '../platform/database/db.js';
import { sql } from '../platform/database/sql.js';
import type { DemoCentre, DemoPlan } from './centre.js';
import { repeatable } from './names.js';

const demo = systemActor('demo');
const chance = repeatable(7);

/** How a family pays: most at once, some late, few let it run out. */
export async function sell(
  app: INestApplicationContext,
  clientId: string,
  plan: DemoPlan,
  pays: boolean,
): Promise<void> {
  await app.get(Db).tx(demo, async (tx) => {
    const method = chance() < 0.7 ? 'card' : 'cash';
    const payment = pays ? { payment: { amount: plan.price, method } as const } : {};
    await app.get(SubscriptionsService).sell(tx, { clientId, planId: plan.id, ...payment });
  });
}

/** One day of the centre: its lessons completed at their end, and renewals by those whose visits have run out. */
export async function liveDay(
  app: INestApplicationContext,
  centre: DemoCentre,
  day: LocalDate,
): Promise<void> {
  const db = app.get(Db);
  const lessons = await db.query<{ id: string; endsAt: string; groupId: string }>(sql`
    select id, ends_at as "endsAt", group_id as "groupId" from lessons
    where status = 'planned' and ends_at < ${`${addDays(day, 1)}T00:00:00Z`} order by ends_at, id`);
  for (const lesson of lessons) {
    app.get(Clock).set(lesson.endsAt);
    await db.tx(demo, async (tx) => {
      const members = await tx.query<{ clientId: string }>(
        sql`select client_id as "clientId" from group_members where group_id = ${lesson.groupId} and left_on is null order by client_id`,
      );
      const attendance = members.flatMap(({ clientId }) => {
        const mark = markOf(chance());
        return mark === null ? [] : [{ clientId, mark }];
      });
      await app.get(CompletionService).complete(tx, lesson.id, { attendance });
    });
  }
  app.get(Clock).set(`${day}T17:30:00Z`);
  await renew(app, centre);
  await settle(app, day);
  await db.tx(demo, (tx) => app.get(SeriesService).materialise(tx));
}

function markOf(dice: number): Mark | null {
  if (dice < 0.8) return 'present';
  if (dice < 0.84) return 'late';
  if (dice < 0.9) return 'absent';
  return dice < 0.96 ? 'absent_excused' : null;
}

/** Who ran out renews within a few days: nearly all of them, and nearly all of these pay at once. */
async function renew(app: INestApplicationContext, centre: DemoCentre): Promise<void> {
  const out = await app.get(Db).query<{ clientId: string; activityId: string }>(sql`
    select distinct m.client_id as "clientId", g.activity_id as "activityId"
    from subscription_alerts(${app.get(Clock).now()}) a join group_members m on m.client_id = a.client_id join groups g on g.id = m.group_id
    where a.level = 'red' order by 1, 2`);
  for (const { clientId, activityId } of out) {
    const dice = chance();
    const plans = centre.plans.get(activityId);
    if (plans === undefined || dice > 0.6) continue;
    await sell(app, clientId, dice < 0.05 ? plans.unlimited : plans.eight, dice < 0.56);
  }
}

/** Of those who owe, a third comes to the desk on any day; a debt is seldom older than a week. */
async function settle(app: INestApplicationContext, day: LocalDate): Promise<void> {
  const db = app.get(Db);
  const owing = await db.query<{ payerAccountId: string; currency: string; amount: number }>(sql`
    select payer_account_id as "payerAccountId", money(0::bigint) ->> 'currency' as currency, sum(amount - paid)::bigint as amount
    from charges where reversed_at is null and paid < amount and due_on <= ${day} group by payer_account_id order by 1`);
  for (const { payerAccountId, ...amount } of owing) {
    if (chance() > 0.35) continue;
    await db.tx(demo, (tx) => app.get(BillingService).pay(tx, { payerAccountId, amount, method: 'cash' }));
  }
}
