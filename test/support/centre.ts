import type { Response } from 'supertest';
import { ledgerChecks } from '../../src/ledger-checks.js';
import { addDays } from '../../src/kernel/local-date.js';
import { instantOf } from '../../src/platform/clock/clock.js';
import type { Caller, TestApp } from './app.js';

/** What came back, as loose as JSON is. */
export type Json = Response['body'];

export const ZONE = 'Europe/Moscow';
export const rub = (amount: number) => ({ amount, currency: 'RUB' });

/** A branch with all that a lesson needs. */
export interface Centre {
  branchId: string;
  activityId: string;
  teacherId: string;
  roomId: string;
  groupId: string;
}

type Taught = Pick<Centre, 'branchId' | 'activityId'>;
interface Material {
  itemId: string;
  perLesson?: string;
  perAttendee?: string;
  unitCost?: object;
}

let count = 0;
export const uniquely = (word: string): string => {
  count += 1;
  return `${word} ${String(count)}`;
};

/** Centres made and used over HTTP. */
export function centresOf(test: TestApp) {
  const made = async (path: string, body: object, by: Caller = test.owner): Promise<Json> => {
    const answer = await by.post(path, body);
    if (answer.status !== 201)
      throw new Error(`POST ${path} answered ${String(answer.status)}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const shown = async (path: string, by: Caller = test.owner): Promise<Json> =>
    (await by.get(path).expect(200)).body;
  const today = test.clock.today(ZONE);

  const teacher = async (branchId: string, lastName = 'Petrova'): Promise<string> => {
    const job = { position: 'teacher', engagement: 'staff', hiredOn: '2020-01-01' };
    return (await made('/v1/employees', { branchId, lastName, firstName: 'Anna', ...job })).id;
  };
  const room = async (branchId: string, capacity = 12): Promise<string> =>
    (await made('/v1/rooms', { branchId, name: uniquely('Room'), capacity })).id;
  const client = async (branchId: string, lastName = uniquely('Ivanov')): Promise<string> =>
    (await made('/v1/clients', { branchId, lastName, firstName: 'Ivan', birthDate: '1990-05-05' })).id;

  const group = async (at: Omit<Centre, 'groupId'>, more: object = {}): Promise<string> => {
    const { branchId, activityId, teacherId, roomId } = at;
    const body = { branchId, activityId, teacherId, roomId, capacity: 12, startsOn: '2020-01-01' };
    return (await made('/v1/groups', { ...body, name: uniquely('Group'), ...more })).id;
  };

  const centre = async (more: { capacity?: number; room?: number } = {}): Promise<Centre> => {
    const branch = await made('/v1/branches', {
      ...{ code: uniquely('C').replace(' ', ''), name: uniquely('Branch'), timeZone: ZONE },
    });
    const activity = await made('/v1/activities', {
      ...{ name: uniquely('English'), kind: 'course', lessonMinutes: 60, capacity: 12 },
      ...{ singlePrice: rub(80_000), trialPrice: rub(30_000) },
    });
    const place = { branchId: branch.id, activityId: activity.id };
    const who = { teacherId: await teacher(branch.id), roomId: await room(branch.id, more.room) };
    const at = { ...place, ...who };
    return { ...at, groupId: await group(at, { capacity: more.capacity ?? 12 }) };
  };

  const join = (groupId: string, clientId: string, joinedOn = '2020-01-01') =>
    made(`/v1/groups/${groupId}/members`, { clientId, joinedOn });
  const member = async (at: Centre, lastName?: string): Promise<string> => {
    const clientId = await client(at.branchId, lastName);
    await join(at.groupId, clientId);
    return clientId;
  };
  const subscription = async (at: Centre, clientId: string): Promise<string> => {
    const plan = await made('/v1/plans', {
      ...{ name: uniquely('Plan'), activityIds: [at.activityId], price: rub(480_000), visits: 8 },
      ...{ validityCount: 60, validityUnit: 'day' },
    });
    const payment = { amount: rub(480_000), method: 'card' };
    return (await made('/v1/subscriptions', { clientId, planId: plan.id, payment })).id;
  };
  const lesson = (at: Pick<Centre, 'groupId'>, time = '10:00', more: object = {}): Promise<Json> =>
    made('/v1/lessons', {
      ...{ groupId: at.groupId, startsAt: instantOf(today, time, ZONE), minutes: 60, ...more },
    });
  const complete = async (id: string, attendance: object[] = []): Promise<Json> =>
    (await test.owner.post(`/v1/lessons/${id}/completion`, { attendance }).expect(200)).body;

  /** An item at 122.00, of which so much lies in a warehouse of the branch. */
  const stocked = async (branchId: string, quantity: string): Promise<string> => {
    const code = uniquely('S').replace(' ', '');
    const store = await made('/v1/warehouses', { branchId, name: uniquely('Store'), code });
    const kind = { kind: 'goods', unit: 'pcs', vat: '22', price: rub(12_200) };
    const item = await made('/v1/items', {
      sku: uniquely('SKU').replace(' ', '-'),
      name: uniquely('Paint'),
      ...kind,
    });
    const lines = [{ itemId: item.id, quantity, price: rub(5_000) }];
    const waybill = await made('/v1/waybills', { warehouseId: store.id, kind: 'receipt', lines });
    await made(`/v1/waybills/${String(waybill.id)}/posting`, {});
    return item.id;
  };

  /** A norm of the centre's own: its lessons use these up. */
  const use = (at: Taught, materials: readonly Material[], more: object = {}): Promise<Json> =>
    made('/v1/cost-norms', {
      ...{ activityId: at.activityId, branchId: at.branchId, effectiveFrom: addDays(today, -30) },
      ...{ plannedAttendees: 4, teacherRate: rub(0), roomCost: rub(0), overheadPercent: '0', materials },
      ...more,
    });
  /** What its lessons use up, and its first warehouse with so much of each. */
  const equip = async (
    at: Taught,
    materials: readonly Material[],
    { quantity, ...more }: { quantity?: string; [field: string]: unknown } = {},
  ): Promise<string> => {
    const code = uniquely('W').replace(' ', '');
    const store = await made('/v1/warehouses', { branchId: at.branchId, name: uniquely('Store'), code });
    const lines = materials.map(({ itemId }) => ({ itemId, quantity, price: rub(10_000) }));
    if (quantity !== undefined && lines.length > 0) {
      const waybill = await made('/v1/waybills', { warehouseId: store.id, kind: 'receipt', lines });
      await made(`/v1/waybills/${String(waybill.id)}/posting`, {});
    }
    await use(at, materials, more);
    return store.id;
  };

  const numbers = async (statement: string, values: unknown[]): Promise<number> => {
    const rows = await test.db.dataSource.query<{ n: number }[]>(statement, values);
    return Number(rows[0]?.n);
  };
  /** What stands on the accruals of a lesson, of an employee perhaps. */
  const pay = (lessonId: string, employeeId: string | null = null) =>
    numbers(
      `select coalesce(sum(amount), 0) as n from accruals where lesson_id = $1 and ($2::uuid is null or employee_id = $2)`,
      [lessonId, employeeId],
    );
  const owed = (clientId: string) =>
    numbers(
      `select coalesce(sum(amount - paid), 0) as n from charges where client_id = $1 and reversed_at is null`,
      [clientId],
    );
  const visitsLeft = async (id: string): Promise<number> =>
    (await shown(`/v1/subscriptions/${id}`)).visitsLeft;

  return {
    ...{ today, made, shown, teacher, room, client, group, centre, join, member, subscription, lesson },
    ...{ complete, stocked, use, equip, numbers, pay, owed, visitsLeft },
  };
}

/** Every law of every ledger holds. */
export async function expectLawsToHold(test: TestApp): Promise<void> {
  for (const check of ledgerChecks) {
    expect({ law: check.name, broken: await test.db.query(check.sql) }).toEqual({
      law: check.name,
      broken: [],
    });
  }
}
