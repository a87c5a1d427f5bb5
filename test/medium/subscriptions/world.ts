import { BillingService, billingChecks } from '../../../src/modules/billing/index.js';
import {
  FreezesService,
  PlansService,
  SubscriptionsService,
  VisitsService,
  subscriptionChecks,
  type Plan,
  type PlanRequest,
  type SaleInput,
  type Subscription,
  type VisitOutcome,
} from '../../../src/modules/subscriptions/index.js';
import { SubscriptionsRepository } from '../../../src/modules/subscriptions/subscriptions.repository.js';
import { newId } from '../../../src/platform/database/ids.js';
import { sql } from '../../../src/platform/database/sql.js';
import { startTestApp, type TestApp } from '../../support/app.js';

export const TODAY = '2026-11-23';
export const rub = (amount: number) => ({ amount, currency: 'RUB' });

/** A centre with one activity and as many lessons and clients as a test asks for. */
export interface World {
  test: TestApp;
  branchId: string;
  activityId: string;
  groupId: string;
  client(payerId?: string): Promise<string>;
  guardian(): Promise<string>;
  lesson(onDate?: string): Promise<string>;
  plan(terms?: Partial<PlanRequest>): Promise<Plan>;
  sell(clientId: string, planId: string, more?: Partial<SaleInput>): Promise<Subscription>;
  hold(lessonId: string, clientIds: string[], onDate?: string): Promise<VisitOutcome[]>;
  undo(lessonId: string): Promise<void>;
  freeze(id: string, startsOn: string, endsOn: string): Promise<Subscription>;
  pay(clientId: string, amount: number): Promise<{ id: string }>;
  subscription(
    id: string,
  ): Promise<{ left: number; used: number; startsOn: string | null; endsOn: string | null }>;
  balance(clientId: string): Promise<number>;
  /** Names of the laws of the ledgers that do not hold, with the rows that break them. */
  broken(): Promise<string[]>;
}

export const SINGLE_PRICE = 500_00;

export async function startWorld(): Promise<World> {
  const test = await startTestApp({ DATABASE_POOL: '20' });
  test.clock.set(`${TODAY}T09:00:00.000Z`);
  const [branchId, activityId, teacherId, roomId, groupId] = [newId(), newId(), newId(), newId(), newId()];
  await test.tx(async (tx) => {
    await tx.run(
      sql`insert into branches (id, code, name, time_zone) values (${branchId}, 'main', 'Main', 'Europe/Moscow')`,
    );
    await tx.run(sql`
      insert into activities (id, name, kind, lesson_minutes, capacity, single_price, charging_policy)
      values (${activityId}, 'Chess', 'course', 60, 100, ${SINGLE_PRICE}, '{}')`);
    await tx.run(sql`
      insert into employees (id, branch_id, last_name, first_name, position, engagement, hired_on)
      values (${teacherId}, ${branchId}, 'Petrova', 'Anna', 'Teacher', 'staff', '2020-01-01')`);
    await tx.run(
      sql`insert into rooms (id, branch_id, name, capacity) values (${roomId}, ${branchId}, 'A', 100)`,
    );
    await tx.run(sql`
      insert into groups (id, branch_id, name, activity_id, teacher_id, room_id, capacity, starts_on)
      values (${groupId}, ${branchId}, 'G', ${activityId}, ${teacherId}, ${roomId}, 100, '2026-01-01')`);
  });
  const service = {
    billing: test.app.get(BillingService, { strict: false }),
    plans: test.app.get(PlansService, { strict: false }),
    subscriptions: test.app.get(SubscriptionsService, { strict: false }),
    freezes: test.app.get(FreezesService, { strict: false }),
    visits: test.app.get(VisitsService, { strict: false }),
    locks: test.app.get(SubscriptionsRepository, { strict: false }),
  };
  let hours = 0;
  let plans = 0;
  return {
    test,
    branchId,
    activityId,
    groupId,
    async guardian() {
      const id = newId();
      await test.tx((tx) =>
        tx.run(sql`
        insert into guardians (id, branch_id, last_name, first_name, search_text) values (${id}, ${branchId}, 'Orlova', 'Maria', '')`),
      );
      return id;
    },
    async client(payerId) {
      const id = newId();
      await test.tx(async (tx) => {
        await tx.run(sql`
          insert into clients (id, branch_id, last_name, first_name, status, search_text)
          values (${id}, ${branchId}, 'Orlova', 'Anna', 'active', '')`);
        if (payerId === undefined) return;
        await tx.run(sql`
          insert into client_guardians (id, client_id, guardian_id, relation, is_payer, is_legal_representative, may_pick_up)
          values (${newId()}, ${id}, ${payerId}, 'mother', true, true, true)`);
      });
      return id;
    },
    async lesson(onDate = TODAY) {
      const id = newId();
      const hour = (hours += 1);
      await test.tx((tx) =>
        tx.run(sql`
        insert into lessons (id, branch_id, group_id, activity_id, teacher_id, room_id, on_date, starts_at, ends_at, status)
        select ${id}, ${branchId}, ${groupId}, ${activityId}, ${teacherId}, ${roomId}, ${onDate},
               timestamptz '2027-01-01' + make_interval(hours => ${hour}::integer),
               timestamptz '2027-01-01' + make_interval(hours => ${hour}::integer + 1), 'planned'`),
      );
      return id;
    },
    plan(terms = {}) {
      plans += 1;
      const usual = {
        name: `Plan ${String(plans)}`,
        activityIds: [activityId],
        price: rub(8_000_00),
        visits: 8,
        validityCount: 1,
        validityUnit: 'month' as const,
      };
      return test.tx((tx) => service.plans.create(tx, { ...usual, ...terms }));
    },
    sell: (clientId, planId, more = {}) =>
      test.tx((tx) => service.subscriptions.sell(tx, { clientId, planId, ...more })),
    hold(lessonId, clientIds, onDate = TODAY) {
      const visits = clientIds.map((clientId) => ({
        clientId,
        mark: 'present',
        visits: 1,
        price: SINGLE_PRICE,
      }));
      const lesson = { lessonId, branchId, activityId, groupId, onDate, visits };
      // As a completion does.
      return test.tx(async (tx) => {
        await service.locks.lockClients(tx, clientIds);
        const charged = await service.visits.charge(tx, lesson);
        await service.visits.lookAt(tx, charged);
        return charged;
      });
    },
    undo: (lessonId) => test.tx((tx) => service.visits.reverse(tx, lessonId)),
    freeze: (id, startsOn, endsOn) => test.tx((tx) => service.freezes.freeze(tx, id, { startsOn, endsOn })),
    pay: (clientId, amount) =>
      test.tx((tx) => service.billing.receive(tx, { clientId, amount: rub(amount), method: 'cash' })),
    async subscription(id) {
      const row = await test.db.find<{
        left: number;
        used: number;
        startsOn: string | null;
        endsOn: string | null;
      }>(sql`
        select visits_left as left, visits_used as used, starts_on as "startsOn", ends_on as "endsOn" from subscriptions where id = ${id}`);
      if (row === null) throw new Error('no such subscription');
      return row;
    },
    async balance(clientId) {
      const row = await test.db.find<{ balance: number }>(sql`
        select a.balance from payer_accounts a join payer_of_client p on p.account_id = a.id where p.client_id = ${clientId}`);
      return row?.balance ?? 0;
    },
    async broken() {
      const faults: string[] = [];
      for (const check of [...billingChecks, ...subscriptionChecks]) {
        const rows = await test.db.query<object>(check.sql);
        if (rows.length > 0) faults.push(`${check.name}: ${JSON.stringify(rows)}`);
      }
      return faults;
    },
  };
}
